"""The Python model that loads lines for dbt (materialization `lines_of_files`)."""

from ingest.errors import OrdersError
from ingest.loading.load import load_events, load_orders
from ingest.loading.loaded_files import Destination
from ingest.opening.request import Request


class dbtObj:  # noqa: N801
    """The class that dbt-duckdb expects in a Python model; unused here."""

    def __init__(self, load_relation):
        """Ignore the arguments, because this model reads no relations."""


def load_model(dataset: str, asked: dict, database: str, schema: str):
    """Return the Python model that loads `orders` or `events` into a schema.

    `asked` has the `source`, `path` and `sources_path` of a `Request`; None is empty.
    """
    request = {name: str(value or "") for name, value in asked.items()}

    def model(dbt, session):
        """Load lines; return messages for the user.

        In the table of messages, `is_refusal` is true for an error; then nothing was
        loaded. The error is not raised, because dbt would show it with a stack trace.
        """
        load = load_orders if dataset == "orders" else load_events
        destination, is_refusal = Destination(database, schema), False
        try:
            sentences = load(session, destination, Request(**request))
        except OrdersError as error:
            sentences, is_refusal = [str(error)], True
        return session.query(
            "select unnest($sentences) as sentence, $is_refusal as is_refusal",
            params={"sentences": sentences, "is_refusal": is_refusal},
        )

    return model


def materialize(sentences, session) -> None:
    """Write the messages into a temporary table, which the materialization reads."""
    session.register("sentences_said", sentences)
    session.execute("create or replace temp table sentences as from sentences_said")
    session.unregister("sentences_said")
