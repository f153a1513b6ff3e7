"""Let DuckDB into a bucket, by the credentials that the store's own tools find."""

from bi.warehouse import literal
from ingest.tables.extensions import load_extension


def allow_bucket(connection) -> None:
    """Give a connection the credentials of S3, until it is closed.

    Raises
    ------
    OrdersError
        DuckDB's extension for buckets is missing.
    ValueError
        The credentials cannot be read.
    """
    load_extension(connection, "httpfs")
    options = {name: said for name, said in find_options().items() if said}
    said = "".join(f", {name} {literal(said)}" for name, said in options.items())
    connection.execute(f"create temporary secret (type s3{said})")


def find_options() -> dict[str, str | None]:
    """Return credentials, region and place of S3, as environment and profile have it.

    DuckDB's own search for them is in an extension more.
    """
    # Only whoever publishes there waits for the import.
    from botocore.exceptions import BotoCoreError
    from botocore.session import get_session

    session = get_session()
    try:
        found = session.get_credentials()
        client = session.create_client("s3")
    except BotoCoreError as error:
        raise ValueError(f"the credentials cannot be read: {error}") from error
    options = {"region": client.meta.region_name}
    if found:
        known = found.get_frozen_credentials()
        options |= {
            "key_id": known.access_key,
            "secret": known.secret_key,
            "session_token": known.token,
        }
    scheme, _, host = client.meta.endpoint_url.partition("://")
    if not host.endswith("amazonaws.com"):
        # Stores of one's own seldom have a host name for each bucket.
        options |= {"endpoint": host, "url_style": "path"}
        options |= {"use_ssl": str(scheme == "https").lower()}
    return options
