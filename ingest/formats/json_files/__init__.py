"""Read JSON records: lines, or elements of an array or of a list in an object."""
