"""JSON: records on lines, in an array or in one object, and the values within them."""
