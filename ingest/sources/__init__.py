"""Load and check source blocks; the shipped YAML blocks are in this folder."""
