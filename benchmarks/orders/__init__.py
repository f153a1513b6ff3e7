"""Synthetic order lines: catalogue, personas, drawing, spoiling, writing."""
