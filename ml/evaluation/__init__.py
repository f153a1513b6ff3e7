"""How other methods divide customers, and what forecasts were worth."""
