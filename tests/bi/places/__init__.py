"""What a command replaces is recognised as ours before it is touched."""
