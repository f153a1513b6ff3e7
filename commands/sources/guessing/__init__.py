"""Which column of a file is which: what its names and its values say."""
