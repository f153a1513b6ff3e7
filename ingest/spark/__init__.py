"""Spark reads files of orders and events as views with the columns of a dataset."""
