"""How well forecasts of real files match what came later."""
