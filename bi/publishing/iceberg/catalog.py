"""Which Iceberg catalog an address means, and how it is attached."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from bi.publishing.bucket.credentials import allow_bucket
from bi.publishing.errors import TargetError
from bi.publishing.iceberg.rest import find_token, refuse_commits_by_table
from bi.warehouse import literal
from ingest.tables.extensions import load_extension

EXAMPLE = "https://host/path?warehouse=name"
CONFLICT = "Conflict_409"


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
        """Return what went wrong, in a line."""
        said = " ".join(str(error).split())
        if CONFLICT in said:
            return (
                "somebody else changed the same tables meanwhile: run `make publish` "
                "again"
            )
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


def attach_catalog(connection, catalog: Catalog, name: str) -> None:
    """Attach a catalog.

    Raises
    ------
    OrdersError
        An extension of DuckDB is missing.
    ValueError
        The catalog does not answer, know us, or change several tables at once.
    """
    load_extension(connection, "iceberg")
    # Where the catalog lends no credentials of the bucket, these are taken.
    allow_bucket(connection)
    token = find_token(catalog.endpoint)
    refuse_commits_by_table(catalog.endpoint, catalog.warehouse, token)
    options = ["type iceberg", f"endpoint {literal(catalog.endpoint)}"]
    if token:
        said = f"type iceberg, token {literal(token)}"
        connection.execute(f"create temporary secret catalog ({said})")
        options.append("secret catalog")
    else:
        options.append("authorization_type 'none'")
    connection.execute(
        f"attach {literal(catalog.warehouse)} as {name} ({', '.join(options)})"
    )
