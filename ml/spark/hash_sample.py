"""Customers to train on, bounded before they leave Spark."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as f

# Times as many customers as are trained on: enough for every tenth by value to give its
# share, the top one too.
SPARE = 20
# Hexadecimal digits of the hash that are looked at.
DIGITS = 8


def sample_by_hash(customers: DataFrame, most: int) -> DataFrame:
    """Return about `most` customers where there are more, always the same ones.

    Who stays is decided by the hash of the id that sampling in DuckDB orders by, too.
    """
    total = customers.count()
    if total <= most:
        return customers
    limit = f"{int(most / total * 16**DIGITS):0{DIGITS}x}"
    return customers.where(f.substring(f.md5("customer_id"), 1, DIGITS) < limit)
