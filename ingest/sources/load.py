"""Load source blocks: the shipped blocks in this folder, and the user's own."""

from dataclasses import fields
from pathlib import Path

import yaml

from ingest.blocks.source_block import SourceBlock
from ingest.datasets import DATASETS, ORDERS, Dataset
from ingest.engines.duckdb_dialect import SQL
from ingest.errors import OrdersError
from ingest.sources.checks import check_block, reject_unknown
from ingest.sources.relation import read_relation
from ingest.sql.statuses import check_statuses

SHIPPED_BLOCKS = Path(__file__).parent
# The default folder of the user's own blocks.
OWN_BLOCKS = "my_sources"
# Settings that events do not have.
OF_ORDERS_ONLY = {"return_when", "currency", "statuses"}


class DuplicateKeyError(ValueError):
    """Raised for a mapping with a key twice; YAML would use the last value."""


# PyYAML's loader in C takes a tenth of the time of its loader in Python.
class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Loads YAML, and refuses a mapping with the same key twice."""

    def construct_mapping(self, node, deep=False):
        """Return a mapping, or raise DuplicateKeyError."""
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise DuplicateKeyError(key)
        return super().construct_mapping(node, deep)


def load_block(
    name: str, sources_path: str = "", dataset: Dataset = ORDERS
) -> SourceBlock:
    """Return the block of a name; a user's block hides a shipped one of that name.

    Raises OrdersError if no block has the name, or if it is invalid or for another
    dataset.
    """
    blocks = find_blocks(sources_path)
    if name not in blocks:
        raise OrdersError(
            f"There is no {dataset.source_var} called '{name}'. Known sources: "
            f"{', '.join(list_sources(dataset, sources_path))}. Put your own blocks "
            f"into {OWN_BLOCKS}/ or the folder of the var sources_path, each as "
            "<name>.yml."
        )
    block = parse_block(name, blocks[name])
    if block.dataset != dataset:
        raise OrdersError(
            f"The source '{name}' is for {block.holds}, not for {dataset.name}: name "
            f"it in {block.dataset.source_var}. Known sources of {dataset.name}: "
            f"{', '.join(list_sources(dataset, sources_path))}."
        )
    return block


def list_sources(dataset: Dataset, sources_path: str = "") -> list[str]:
    """Return the names of the blocks of a dataset, sorted."""
    blocks = find_blocks(sources_path)
    return sorted(name for name in blocks if dataset_of(blocks[name]) == dataset.name)


def dataset_of(path: Path) -> str:
    """Return the dataset of a block; `orders` if the block cannot be read."""
    try:
        return read_settings(path).get("holds") or ORDERS.name
    except OrdersError:
        return ORDERS.name


def find_blocks(sources_path: str = "") -> dict[str, Path]:
    """Return the path of every known block, by its name.

    A folder other than the default `my_sources` has to exist.
    """
    own = Path(sources_path or OWN_BLOCKS)
    if sources_path and not own.is_dir():
        raise OrdersError(
            f"sources_path '{sources_path}' is not a folder. Check the path."
        )
    paths = [*SHIPPED_BLOCKS.glob("*.yml"), *own.glob("*.yml")]
    return {path.stem: path for path in paths}


def parse_block(name: str, path: Path, asks_duckdb: bool = True) -> SourceBlock:
    """Read a YAML block and check it.

    With `asks_duckdb`, DuckDB also tries the SQL of the block; this check is the
    slowest. Raises OrdersError if the file is no YAML mapping, or has an unknown
    setting or column, or a value that cannot be used.
    """
    settings = read_settings(path)
    columns = settings.pop("columns")
    known = {one.name for one in fields(SourceBlock)} - {"name", "names", "expressions"}
    holds = settings.get("holds") or ORDERS.name
    reject_unknown(path, "holds", [holds], DATASETS)
    dataset = DATASETS[holds]
    if dataset != ORDERS:
        known -= OF_ORDERS_ONLY
    reject_unknown(path, "setting", settings, known)
    # An empty setting counts as absent.
    settings = {word: value for word, value in settings.items() if value is not None}
    if isinstance(settings.get("date_formats"), str):
        settings["date_formats"] = [settings["date_formats"]]
    if "statuses" in settings:
        settings["statuses"] = check_statuses(path, settings["statuses"])
    reject_unknown(path, "column", columns, dataset.column_names)
    names, expressions = split_columns(path, columns)
    for word in ("where", "return_when", "updated_at"):
        settings[word] = str(settings.get(word, "")).strip()
    settings["relation"] = read_relation(path, settings.get("relation", ""))
    block = SourceBlock(name=name, names=names, expressions=expressions, **settings)
    check_block(path, block, asks_duckdb)
    return block


def read_settings(path: Path) -> dict:
    """Return the settings of a block, which always include `columns`."""
    try:
        settings = yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)
    except DuplicateKeyError as error:
        raise OrdersError(
            f"The source block {path} has the key '{error}' twice, and only the last "
            "would count: delete one of them."
        ) from error
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise OrdersError(f"The source block {path} is not YAML: {error}") from error
    if not isinstance(settings, dict) or not isinstance(settings.get("columns"), dict):
        raise OrdersError(f"The source block {path} needs a mapping 'columns:'.")
    return settings


def split_columns(path: Path, columns: dict) -> tuple[dict, dict]:
    """Return two dicts by column: the possible headers, and the possible SQL."""
    names, expressions = {}, {}
    for column, given in columns.items():
        options = [one for one in as_list(given) if one is not None]
        names[column] = [str(one) for one in options if not isinstance(one, dict)]
        for option in (one for one in options if isinstance(one, dict)):
            if "sql" in option and None in option.values():
                raise OrdersError(
                    f"The source block {path} has SQL for {column} that YAML ends at a "
                    "comma: put it into quotes, or without {} on a line of its own."
                )
            reject_unknown(path, f"word in {column}", option, ("sql", "hashed"))
            expressions.setdefault(column, []).extend(expressions_of(option))
    return names, expressions


def expressions_of(option: dict) -> list[str]:
    """Return the SQL of `{sql: ...}` or `{hashed: ...}`."""
    if "sql" in option:
        return [str(option["sql"]).strip()]
    names = [str(name) for name in as_list(option["hashed"]) if name is not None]
    return [f"hashed(file.{SQL.name(name)})" for name in names]


def as_list(value) -> list:
    """Return a setting as a list; in YAML, it may also be a single value."""
    return value if isinstance(value, list) else [value]
