"""Which Iceberg catalog an address means, and how it is attached."""

import os
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from bi.publishing.bucket_secret import allow_bucket
from bi.publishing.errors import TargetError
from bi.warehouse import literal
from ingest.tables.extensions import load_extension

EXAMPLE = "https://host/path?warehouse=name"
# By what DuckDB's secret calls them.
CREDENTIALS = {
    "token": "ICEBERG_TOKEN",
    "client_id": "ICEBERG_CLIENT_ID",
    "client_secret": "ICEBERG_CLIENT_SECRET",
    "oauth2_server_uri": "ICEBERG_OAUTH2_SERVER_URI",
    "oauth2_scope": "ICEBERG_OAUTH2_SCOPE",
}
SECRET = ("token", "client_secret")
# What DuckDB says, and what it means to somebody who publishes.
MEANINGS = {
    "Unauthorized_401": (
        "it does not know us: set ICEBERG_TOKEN, or ICEBERG_CLIENT_ID and "
        "ICEBERG_CLIENT_SECRET"
    ),
    "Forbidden_403": "we may not do that there",
    "Conflict_409": (
        "somebody else changed the same tables meanwhile: run `make publish` again"
    ),
}


@dataclass(frozen=True)
class Catalog:
    """A catalog that speaks Iceberg's REST.

    Attributes
    ----------
    endpoint : str
        Its address, without its warehouse.
    warehouse : str
        Empty where it has one only.
    """

    endpoint: str
    warehouse: str

    def explain(self, error: Exception) -> str:
        """Return what went wrong, in a line, and without our credentials."""
        said = " ".join(str(error).split())
        for words, meaning in MEANINGS.items():
            if words in said:
                return meaning
        for name, secret in credentials().items():
            if name in SECRET:
                said = said.replace(secret, "***")
        return said


def find_catalog(address: str) -> Catalog:
    """Return the catalog that an address means.

    Raises
    ------
    TargetError
        It is no address of a catalog.
    """
    url = urlsplit(address)
    told = parse_qs(url.query)
    if url.scheme not in ("http", "https") or not url.netloc or "@" in url.netloc:
        raise TargetError(f"PUBLISH_ICEBERG is no address like {EXAMPLE}.")
    endpoint = url._replace(query="", fragment="").geturl().rstrip("/")
    return Catalog(endpoint, told.get("warehouse", [""])[0])


def credentials() -> dict[str, str]:
    """Return what the environment has to identify us by."""
    found = {name: os.environ.get(place) for name, place in CREDENTIALS.items()}
    return {name: one for name, one in found.items() if one}


def attach_catalog(connection, catalog: Catalog, name: str) -> None:
    """Attach a catalog.

    Raises
    ------
    OrdersError
        An extension of DuckDB is missing.
    """
    load_extension(connection, "iceberg")
    # Where the catalog lends no credentials of the bucket, these are taken.
    allow_bucket(connection)
    known = credentials()
    options = ["type iceberg", f"endpoint {literal(catalog.endpoint)}"]
    if known:
        said = ", ".join(f"{name} {literal(one)}" for name, one in known.items())
        connection.execute(f"create temporary secret catalog (type iceberg, {said})")
        options.append("secret catalog")
    else:
        options.append("authorization_type 'none'")
    connection.execute(
        f"attach {literal(catalog.warehouse)} as {name} ({', '.join(options)})"
    )
