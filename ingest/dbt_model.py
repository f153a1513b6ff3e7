"""How dbt has files loaded: by a module that looks like a Python model to dbt-duckdb.

It imports `dbtObj` and `materialize`, and its `model` is what `load_model` returns.
"""

from ingest.errors import OrdersError
from ingest.loading.load import load_events, load_orders
from ingest.loading.loaded_files import Destination
from ingest.opening.request import Request

LOADERS = {"orders": load_orders, "events": load_events}


class dbtObj:  # noqa: N801
    """What a Python model asks of dbt: nothing here."""

    def __init__(self, load_relation):
        """Take what would find relations."""


def load_model(dataset: str, asked: dict, database: str, schema: str):
    """Return the model that loads orders or events into a schema.

    Parameters
    ----------
    dataset : str
        `orders` or `events`.
    asked : dict
        `source`, `path` and `sources_path`, as of `Request`; None is nothing.
    database, schema : str
        Where the lines, and the record of their files, are written.
    """
    words = {name: str(value or "") for name, value in asked.items()}

    def model(dbt, session):
        """Return sentences for the user, `is_refusal` where nothing was loaded.

        What is wrong is one of them: what is raised in a model of dbt comes with its
        stack trace.
        """
        try:
            place, request = Destination(database, schema), Request(**words)
            sentences, is_refusal = LOADERS[dataset](session, place, request), False
        except OrdersError as error:
            sentences, is_refusal = [str(error)], True
        return session.query(
            "select unnest($sentences) as sentence, $is_refusal as is_refusal",
            params={"sentences": sentences, "is_refusal": is_refusal},
        )

    return model


def materialize(sentences, session) -> None:
    """Leave the sentences where the materialization reads them."""
    session.register("sentences_said", sentences)
    session.execute("create or replace temp table sentences as from sentences_said")
    session.unregister("sentences_said")
