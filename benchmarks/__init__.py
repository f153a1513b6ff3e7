"""Generated orders and measurements, side by side."""
