"""The data layer as one would write it in pandas."""
