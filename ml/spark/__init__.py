"""Training and scoring where customers lie in Spark."""
