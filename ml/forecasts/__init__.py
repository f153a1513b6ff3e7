"""Forecasts of churn and revenue in the next 90 days."""
