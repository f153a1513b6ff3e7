"""Give DuckDB the credentials of S3 from environment and profile."""

from bi.warehouse import literal
from ingest.tables.extensions import load_extension


def allow_bucket(connection) -> None:
    """Give a connection the credentials of S3 until it is closed.

    DuckDB would need another extension to find them in environment and profile.

    Raises
    ------
    OrdersError
        DuckDB's extension for buckets is missing.
    ValueError
        The credentials cannot be read.
    """
    load_extension(connection, "httpfs")
    # A slow import, for these destinations only.
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
        # Other stores seldom have a host name for each bucket.
        options |= {"endpoint": host, "url_style": "path"}
        options |= {"use_ssl": str(scheme == "https").lower()}
    filled = [f", {name} {literal(value)}" for name, value in options.items() if value]
    connection.execute(f"create temporary secret (type s3{''.join(filled)})")
