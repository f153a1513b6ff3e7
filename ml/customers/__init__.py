"""Read customers as arrays: all customers of a month end, or a sample for training."""
