"""Choose or draft the source block that reads a file of orders."""
