"""Read customers as arrays: all of a month end, or a sample to train on."""
