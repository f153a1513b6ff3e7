"""Read text files: find encoding, delimiter and quotes, and check every line."""
