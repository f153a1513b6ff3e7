"""Customers as arrays: read, sampled, as of any month end."""
