"""Text files: encoding, delimiter and quotes. Every line is checked."""
