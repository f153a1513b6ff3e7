"""Training and scoring of customers in Spark."""
