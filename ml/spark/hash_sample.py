"""Sample customers before they leave Spark."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as f

# Customers to fetch for each one to train on: enough in each decile of spend.
SPARE = 20
# Hexadecimal digits of the hash that decide.
DIGITS = 8


def sample_by_hash(customers: DataFrame, most: int) -> DataFrame:
    """Return about `most` customers where there are more, always the same ones.

    The hash of the id decides, as in the sample that DuckDB takes.
    """
    total = customers.count()
    if total <= most:
        return customers
    limit = f"{int(most / total * 16**DIGITS):0{DIGITS}x}"
    return customers.where(f.substring(f.md5("customer_id"), 1, DIGITS) < limit)
