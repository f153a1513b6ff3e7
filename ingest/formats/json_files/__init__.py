"""Read JSON records, which are lines, elements of an array, or lists in an object."""
