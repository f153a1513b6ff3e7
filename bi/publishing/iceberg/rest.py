"""Get a token from an Iceberg catalog and check its abilities before DuckDB writes."""

import json
import os
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

SECONDS = 10
COMMIT = "POST /v1/{prefix}/transactions/commit"
UNKNOWN = (
    "it does not accept the token: set ICEBERG_TOKEN, or ICEBERG_CLIENT_ID and "
    "ICEBERG_CLIENT_SECRET"
)
# The OAuth scope that Polaris expects. DuckDB asks for the same one.
SCOPE = "PRINCIPAL_ROLE:ALL"


def find_token(endpoint: str) -> str:
    """Return the token in the environment, or a new token for the secret there.

    If the environment has neither a token nor a secret, the result is empty.

    Raises
    ------
    ValueError
        The secret is wrong, or the token server does not answer.
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
    """Raise ValueError if a catalog cannot change several tables in one commit.

    In such a catalog, DuckDB would change one table after the other, and readers would
    meanwhile see tables of two runs. A catalog that does not list its abilities is
    accepted.
    """
    query = urlencode({"warehouse": warehouse} if warehouse else {})
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    config = ask(Request(f"{endpoint}/v1/config?{query}", headers=headers))
    if COMMIT not in config.get("endpoints", [COMMIT]):
        raise ValueError(
            f"it cannot change several tables at once ({COMMIT}): its readers would "
            "see the marts of two runs"
        )


def ask(request: Request) -> dict:
    """Return the answer of a server."""
    try:
        with urlopen(request, timeout=SECONDS) as answer:
            return json.load(answer)
    except HTTPError as error:
        # A token server answers a wrong secret with status 400.
        if error.code in (400, 401, 403):
            raise ValueError(UNKNOWN) from None
        raise ValueError(f"it answers {error.code} ({error.reason})") from None
    except URLError as error:
        raise ValueError(f"it does not answer: {error.reason}") from None
    except json.JSONDecodeError:
        raise ValueError("it does not answer like an Iceberg catalog") from None
