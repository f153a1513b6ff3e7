"""Measurements of speed, of segments and of expected value."""
