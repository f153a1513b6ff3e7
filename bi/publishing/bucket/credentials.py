"""Give DuckDB the credentials of S3 from the environment or from a profile."""

from bi.warehouse import literal
from ingest.tables.extensions import load_extension


def allow_bucket(connection) -> None:
    """Give a connection the credentials of S3 until it is closed.

    DuckDB itself would need one more extension to find the credentials there.

    Raises
    ------
    OrdersError
        DuckDB's extension for buckets is missing.
    ValueError
        The credentials cannot be read.
    """
    load_extension(connection, "httpfs")
    # Imported here because the import is slow, and only some destinations need it.
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
        # Stores other than S3 seldom have a host name for each bucket.
        options |= {"endpoint": host, "url_style": "path"}
        options |= {"use_ssl": str(scheme == "https").lower()}
    filled = [f", {name} {literal(value)}" for name, value in options.items() if value]
    connection.execute(f"create temporary secret (type s3{''.join(filled)})")
