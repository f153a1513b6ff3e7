"""Read a bounded number of customers to train on from DuckDB relations."""

import hashlib
from collections.abc import Sequence

import numpy as np

from ml.customers.customers import Customers


def input_names(inputs) -> tuple[list[str], list[str]]:
    """Return the numeric and the categorical input columns in their order."""
    count = inputs.columns.index("customer_id")
    columns = list(zip(inputs.columns, map(str, inputs.types), strict=True))[:count]
    numbers = [name for name, type_ in columns if type_ == "DOUBLE"]
    return numbers, [name for name, type_ in columns if type_ != "DOUBLE"]


def hash_names(names: Sequence[str]) -> str:
    """Return the hash of input names, which SQL compares before it scores."""
    return hashlib.md5(",".join(names).encode()).hexdigest()


def read_averages(catalogue) -> frozenset[str]:
    """Return the features that are averages of orders, by `feature_catalogue`."""
    found = catalogue.filter("is_average").select("feature").fetchall()
    return frozenset(name for (name,) in found)


def sample_customers(
    session, inputs, features, limit: int, averages: frozenset[str] = frozenset()
) -> Customers:
    """Return at most `limit` customers with their clv_amount, ordered by id.

    `features` is customer_features, with `lifecycle_state` if names of segments are
    wanted.

    A tenth of the customers comes from each decile of spend. A hash of the id decides
    which customers of a decile are taken, so that each build takes the same ones.
    """
    session.register("encoder_inputs_to_sample", inputs)
    session.register("features_to_sample", features)
    has_states = "lifecycle_state" in features.columns
    columns = session.execute(
        f"""
        with ranked as (
            select
                inputs.*,
                cast(features.clv_amount as double) as value,
                {"features.lifecycle_state," if has_states else ""}
                ntile(10) over (
                    order by features.clv_amount, inputs.customer_id
                ) as decile
            from encoder_inputs_to_sample as inputs
            inner join features_to_sample as features using (customer_id)
        )
        select * exclude (decile)
        from ranked
        qualify row_number() over (
            partition by decile order by md5(customer_id), customer_id
        ) <= ceil($limit / 10.0)
        order by customer_id
        """,
        {"limit": limit},
    ).fetchnumpy()
    return to_customers(columns, *input_names(inputs), averages)


def sample_earlier(
    session, inputs, earlier, limit: int, averages: frozenset[str] = frozenset()
) -> Customers:
    """Return at most `limit` customers of an earlier date with their sales since then.

    `earlier` has the rows. `inputs` are the inputs of today's customers, which give the
    names of the columns.
    """
    session.register("earlier_inputs_to_sample", earlier)
    columns = session.execute(
        """
        select * rename (later_sales_amount as value)
        from earlier_inputs_to_sample
        qualify row_number() over (order by md5(customer_id), customer_id) <= $limit
        order by customer_id
        """,
        {"limit": limit},
    ).fetchnumpy()
    return to_customers(columns, *input_names(inputs), averages)


def to_customers(
    columns: dict, numbers: list[str], categories: list[str], averages: frozenset[str]
) -> Customers:
    """Return fetched columns, with `value` and `credible_order_count`, as customers."""
    return Customers(
        {name: fill_unknown(columns[name]) for name in numbers},
        {name: columns[name].astype(str) for name in categories},
        fill_unknown(columns["value"]),
        fill_unknown(columns["credible_order_count"]),
        averages,
        columns.get("lifecycle_state"),
    )


def fill_unknown(column: np.ndarray) -> np.ndarray:
    """Return a fetched column as floats, NaN where it is NULL."""
    return np.ma.filled(column.astype(float), np.nan)
