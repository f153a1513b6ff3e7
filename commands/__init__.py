"""What make runs: build, check."""
