"""Compare segmentation methods, and backtest forecasts."""
