"""Read files with Spark as views with the columns of orders or events."""
