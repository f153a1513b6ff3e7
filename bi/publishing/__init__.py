"""How the marts leave the warehouse: copied, swapped in, sent elsewhere."""
