"""Read an address of PostgreSQL."""

from bi.publishing.errors import TargetError


def read_address(address: str, message: str) -> tuple[str, str]:
    """Return host and database, as messages show them, and the password.

    Parameters
    ----------
    address : str
        The address in a form that libpq reads.
    message : str
        The message of the error if the address cannot be read.

    Raises
    ------
    TargetError
        The address cannot be read.
    """
    # Imported here because the import is slow, and only this destination needs it.
    import psycopg

    try:
        known = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        # psycopg's own message would show the password.
        raise TargetError(message) from None
    place = f"{known.get('host', 'localhost')}/{known.get('dbname', '')}"
    return place, known.get("password", "")
