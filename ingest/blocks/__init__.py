"""Source blocks: their settings, their SQL, and their columns in a file."""
