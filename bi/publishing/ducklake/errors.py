"""Explain errors of DuckLake in messages without data rows and without passwords."""

import re

from bi.publishing.ducklake.catalog import Catalog
from bi.publishing.lakehouse.table import CONFLICT

# The part of a message that quotes the failed statement, with data rows in it.
STATEMENT = re.compile(r'Failed to (execute|prepare) query ".*": ')
# Words in messages of DuckLake, and what they mean for the user.
MEANINGS = {
    "creating a new DuckLake is explicitly disabled": (
        "it is something else than a catalog, and stays as it is: name another file"
    ),
    "data_path is not set": (
        "there is no catalog yet: add ?data_path= and a place for its files"
    ),
    "does not match existing data path": (
        "its files are in another place than data_path: leave out data_path"
    ),
    "requires the extension httpfs": (
        "its files are in a bucket: add ?data_path= and the address of the bucket"
    ),
    "Transaction conflict": CONFLICT,
}


def explain(error: Exception, catalog: Catalog) -> str:
    """Return the meaning of an error in one line."""
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
