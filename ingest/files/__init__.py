"""Find the files of a path, a folder, a pattern or a URL."""
