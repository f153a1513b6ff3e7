"""Keep the champion, or train another: reads and writes DuckDB relations."""

import hashlib
import sys

from ml.model_table import SCHEMA, to_table
from ml.recipe import RECIPE_VERSION


def keep_or_train(session, champion, history, inputs, features, source, settings):
    """Return the champion's row as a relation.

    A champion stays while it is what was asked for, so that a daily build
    neither trains nor imports TensorFlow. So does the last champion of a source
    that comes back after another one.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
    champion, history : str
        Quoted names of the tables that may hold one, and former ones.
    inputs, features, source : duckdb.DuckDBPyRelation
    settings : dict
        `n_segments`, `random_seed`, `retrain`, `training_customers`.
    """
    number_names, category_names = name_inputs(inputs)
    request = {
        "source_name": source.fetchall()[0][0],
        "n_segments": int(settings["n_segments"] or 0),
        "random_seed": int(settings["random_seed"]),
        "feature_hash": hash_names(number_names + category_names),
    }
    last = last_champion(session, (champion, history), request["source_name"])
    if last and not is_true(settings["retrain"]) and answers(last[1], request):
        return session.sql(
            f"select * from {last[0]} where model_version = $version limit 1",
            params={"version": last[1]["model_version"]},
        )
    return train(
        session, inputs, features, request, settings, last[1] if last else None
    )


def last_champion(session, tables, source_name: str) -> tuple[str, dict] | None:
    """Return the last champion of a source, and the table that holds it.

    A table that is not there, or is of another version of this project and lacks
    columns, holds none.
    """
    import duckdb

    for table in tables:
        try:
            rows = session.execute(
                f"select {', '.join(SCHEMA.names)} from {table} "
                "where source_name = $source_name and segment_ids is not null "
                "order by trained_at desc limit 1",
                {"source_name": source_name},
            ).fetchall()
        except (duckdb.CatalogException, duckdb.BinderException):
            continue
        if rows:
            return table, dict(zip(SCHEMA.names, rows[0], strict=True))
    return None


def name_inputs(inputs) -> tuple[list[str], list[str]]:
    """Return the numeric and the categorical input columns in their order."""
    columns = list(zip(inputs.columns, map(str, inputs.types), strict=True))[:-1]
    numbers = [name for name, type_ in columns if type_ == "DOUBLE"]
    return numbers, [name for name, type_ in columns if type_ != "DOUBLE"]


def hash_names(names: list[str]) -> str:
    """Return the hash that scoring compares: names in their order."""
    return hashlib.md5(",".join(names).encode()).hexdigest()


def is_true(setting) -> bool:
    """Return whether a dbt setting, perhaps text, means yes."""
    return str(setting).lower() in ("true", "1", "yes")


def answers(champion: dict, request: dict) -> bool:
    """Return whether a champion was trained for this request, by this recipe."""
    wanted = {**request, "recipe_version": RECIPE_VERSION}
    return all(champion[name] == value for name, value in wanted.items())


def train(session, inputs, features, request, settings, previous):
    """Train on a bounded sample and return the new row as a relation."""
    import numpy as np

    from ml.worker import train_apart

    numbers, categories = name_inputs(inputs)
    columns = sample_customers(
        session, inputs, features, int(settings["training_customers"])
    )
    row = train_apart(
        {name: np.ma.filled(columns[name].astype(float), np.nan) for name in numbers},
        {name: columns[name].astype(str) for name in categories},
        columns["clv_amount"],
        request,
        previous,
    )
    for note in row["notes"]:
        print(note, file=sys.stderr)  # noqa: T201
    session.register("trained_segment_model", to_table(row))
    return session.sql("select *, now() as trained_at from trained_segment_model")


def sample_customers(session, inputs, features, limit: int) -> dict:
    """Return at most `limit` customers as columns, whales and all.

    Every spend decile gives its share; who is taken is decided by a hash of
    the id, so the same customers are taken again. Rows are ordered by id.
    """
    session.register("encoder_inputs_to_sample", inputs)
    session.register("features_to_sample", features)
    result = session.execute(
        """
        with ranked as (
            select
                inputs.*,
                cast(features.clv_amount as double) as clv_amount,
                ntile(10) over (
                    order by features.clv_amount, inputs.customer_id
                ) as decile
            from encoder_inputs_to_sample as inputs
            inner join features_to_sample as features
                on inputs.customer_id = features.customer_id
        )
        select * exclude (decile)
        from ranked
        qualify row_number() over (
            partition by decile order by md5(customer_id), customer_id
        ) <= ceil($limit / 10.0)
        order by customer_id
        """,
        {"limit": limit},
    )
    return result.fetchnumpy()
