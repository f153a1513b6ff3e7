"""The Python model that loads files for dbt (materialization `lines_of_files`)."""

from ingest.errors import OrdersError
from ingest.loading.load import load_events, load_orders
from ingest.loading.loaded_files import Destination
from ingest.opening.request import Request

LOADERS = {"orders": load_orders, "events": load_events}


class dbtObj:  # noqa: N801
    """The object that dbt-duckdb makes for a Python model; not needed here."""

    def __init__(self, load_relation):
        """Ignore what would find relations."""


def load_model(dataset: str, asked: dict, database: str, schema: str):
    """Return the model that loads a dataset (`orders` or `events`) into a schema.

    `asked` has the `source`, `path` and `sources_path` of a `Request`; None is empty.
    """
    request = {name: str(value or "") for name, value in asked.items()}

    def model(dbt, session):
        """Return sentences for the user, `is_refusal` where nothing was loaded.

        An error is one of them: dbt would show an exception with its stack trace.
        """
        try:
            destination = Destination(database, schema)
            load = LOADERS[dataset]
            sentences = load(session, destination, Request(**request))
            is_refusal = False
        except OrdersError as error:
            sentences, is_refusal = [str(error)], True
        return session.query(
            "select unnest($sentences) as sentence, $is_refusal as is_refusal",
            params={"sentences": sentences, "is_refusal": is_refusal},
        )

    return model


def materialize(sentences, session) -> None:
    """Keep the sentences as a table for the materialization."""
    session.register("sentences_said", sentences)
    session.execute("create or replace temp table sentences as from sentences_said")
    session.unregister("sentences_said")
