"""Publishing, campaign lists and the report."""
