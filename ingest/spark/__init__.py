"""Read files of orders and events with Spark, as views with a dataset's columns."""
