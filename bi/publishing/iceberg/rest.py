"""What an Iceberg catalog is asked before DuckDB writes: a token, what it can do."""

import json
import os
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

SECONDS = 10
COMMIT = "POST /v1/{prefix}/transactions/commit"
UNKNOWN = (
    "it does not know us: set ICEBERG_TOKEN, or ICEBERG_CLIENT_ID and "
    "ICEBERG_CLIENT_SECRET"
)
# Of Polaris, and what DuckDB asks for.
SCOPE = "PRINCIPAL_ROLE:ALL"


def find_token(endpoint: str) -> str:
    """Return the token that the environment has, or gets for its client's secret.

    Empty where there is neither.

    Raises
    ------
    ValueError
        The secret is not accepted, or the server that gives tokens does not answer.
    """
    token = os.environ.get("ICEBERG_TOKEN", "")
    client = os.environ.get("ICEBERG_CLIENT_ID", "")
    if token or not client:
        return token
    asked = {
        "grant_type": "client_credentials",
        "client_id": client,
        "client_secret": os.environ.get("ICEBERG_CLIENT_SECRET", ""),
        "scope": os.environ.get("ICEBERG_OAUTH2_SCOPE") or SCOPE,
    }
    server = os.environ.get("ICEBERG_OAUTH2_SERVER_URI")
    server = server or f"{endpoint}/v1/oauth/tokens"
    token = ask(Request(server, urlencode(asked).encode())).get("access_token")
    if not token:
        raise ValueError(UNKNOWN)
    return token


def refuse_commits_by_table(endpoint: str, warehouse: str, token: str) -> None:
    """Raise ValueError where a catalog cannot change several tables at once.

    DuckDB would change one after the other, and a reader would see two runs mixed. A
    catalog that does not say what it can is taken to be able to.
    """
    query = urlencode({"warehouse": warehouse} if warehouse else {})
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    config = ask(Request(f"{endpoint}/v1/config?{query}", headers=headers))
    if COMMIT not in config.get("endpoints", [COMMIT]):
        raise ValueError(
            f"it cannot change several tables at once ({COMMIT}), and its readers "
            "would see the marts of two runs"
        )


def ask(request: Request) -> dict:
    """Return what a server answers."""
    try:
        with urlopen(request, timeout=SECONDS) as answer:
            return json.load(answer)
    except HTTPError as error:
        # 400 is what servers of tokens say to a wrong secret.
        if error.code in (400, 401, 403):
            raise ValueError(UNKNOWN) from None
        raise ValueError(f"it answers {error.code} ({error.reason})") from None
    except URLError as error:
        raise ValueError(f"it does not answer: {error.reason}") from None
    except json.JSONDecodeError:
        raise ValueError("it does not answer as Iceberg's catalogs do") from None
