"""The source blocks of this project (YAML); loads and checks any block."""
