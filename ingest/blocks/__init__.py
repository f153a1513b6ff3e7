"""Source blocks: their settings, their SQL expressions, and their columns in a file."""
