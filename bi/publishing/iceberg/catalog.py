"""Find the Iceberg catalog of an address, and attach it."""

from urllib.parse import parse_qs, urlsplit

from bi.publishing.bucket.credentials import allow_bucket
from bi.publishing.errors import TargetError
from bi.publishing.iceberg.rest import find_token, refuse_commits_by_table
from bi.publishing.lakehouse.table import LAKE
from bi.warehouse import literal
from ingest.tables.extensions import load_extension

EXAMPLE = "https://host/path?warehouse=name"


def find_catalog(address: str) -> tuple[str, str]:
    """Return endpoint and warehouse of an address; the warehouse may be empty.

    Raises
    ------
    TargetError
        The address is wrong.
    """
    url = urlsplit(address)
    if url.scheme not in ("http", "https") or not url.netloc or "@" in url.netloc:
        raise TargetError(f"PUBLISH_ICEBERG is not an address such as {EXAMPLE}.")
    endpoint = url._replace(query="", fragment="").geturl().rstrip("/")
    return endpoint, parse_qs(url.query).get("warehouse", [""])[0]


def attach_catalog(connection, endpoint: str, warehouse: str) -> None:
    """Attach a catalog as `lake`.

    Raises
    ------
    OrdersError
        An extension of DuckDB is missing.
    ValueError
        The catalog does not answer, refuses the token, or cannot change several tables
        in one commit.
    """
    load_extension(connection, "iceberg")
    # Some catalogs do not send the credentials of their bucket.
    allow_bucket(connection)
    token = find_token(endpoint)
    refuse_commits_by_table(endpoint, warehouse, token)
    access = "authorization_type 'none'"
    if token:
        secret = f"type iceberg, token {literal(token)}"
        connection.execute(f"create temporary secret catalog ({secret})")
        access = "secret catalog"
    connection.execute(
        f"attach {literal(warehouse)} as {LAKE} "
        f"(type iceberg, endpoint {literal(endpoint)}, {access})"
    )
