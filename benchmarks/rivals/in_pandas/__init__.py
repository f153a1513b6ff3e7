"""The data layer in pandas."""
