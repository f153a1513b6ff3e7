"""Sample customers before they leave Spark."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as f

# For each customer of a training, so many are fetched, so that each decile of spend has
# enough.
SPARE = 20
# The number of hexadecimal digits to compare.
DIGITS = 8


def sample_by_hash(customers: DataFrame, most: int) -> DataFrame:
    """Return about `most` customers if there are more, the same ones at each call.

    A hash of the id decides which customers, as in `ml.customers.sampling`.
    """
    total = customers.count()
    if total <= most:
        return customers
    limit = f"{int(most / total * 16**DIGITS):0{DIGITS}x}"
    return customers.where(f.substring(f.md5("customer_id"), 1, DIGITS) < limit)
