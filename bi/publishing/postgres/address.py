"""Read an address of PostgreSQL."""

from bi.publishing.errors import TargetError


def read_address(address: str, message: str) -> tuple[str, str]:
    """Return host and database as shown in messages, and the password.

    Parameters
    ----------
    address : str
        As libpq reads it.
    message : str
        What is wrong if it cannot be read.

    Raises
    ------
    TargetError
        With the message.
    """
    # A slow import, for this destination only.
    import psycopg

    try:
        known = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        # The message of psycopg would show the password.
        raise TargetError(message) from None
    place = f"{known.get('host', 'localhost')}/{known.get('dbname', '')}"
    return place, known.get("password", "")
