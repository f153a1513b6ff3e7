"""Forecasts of past periods, judged by what happened: `marts.backtest`."""
