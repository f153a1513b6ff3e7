"""What an error of DuckLake is about, and what to do."""

import re

from bi.publishing.ducklake.catalog import Catalog

# What failed, with the rows in it.
STATEMENT = re.compile(r'Failed to (execute|prepare) query ".*": ')
# What DuckLake says, and what it means to somebody who publishes.
MEANINGS = {
    "creating a new DuckLake is explicitly disabled": (
        "it is something else than a catalog, and stays as it is: name another one"
    ),
    "data_path is not set": (
        "there is no catalog yet: add ?data_path= and where its files shall lie"
    ),
    "does not match existing data path": (
        "its files lie elsewhere than data_path says: leave that out"
    ),
    "requires the extension httpfs": (
        "its files lie in a bucket: add ?data_path= and the address of that"
    ),
    "Transaction conflict": (
        "somebody else changed the same tables meanwhile: run `make publish` again"
    ),
}


def explain(error: Exception, catalog: Catalog) -> str:
    """Return what went wrong, in a line, without rows and passwords."""
    said = " ".join(str(error).split())
    for words, meaning in MEANINGS.items():
        if words in said:
            return meaning
    said = STATEMENT.sub("", said)
    for words in (
        'Failed to attach DuckLake MetaData "__ducklake_metadata_lake" at path + '
        f'"{catalog.attached}"',
        f'Unable to connect to Postgres at "{catalog.place}":',
    ):
        said = said.replace(" ".join(words.split()), "")
    if catalog.kind == "postgres":
        said = said.replace(" ".join(catalog.place.split()), catalog.shown)
    if catalog.password:
        said = said.replace(catalog.password, "***")
    return " ".join(said.split())
