"""Source blocks: which column of a file is which canonical column."""

from dataclasses import fields
from pathlib import Path

import yaml

from ingest.blocks.expressions import quote_name
from ingest.blocks.source_block import SourceBlock
from ingest.datasets import DATASETS, ORDERS, Dataset
from ingest.errors import OrdersError
from ingest.sources.checks import (
    check_form,
    check_positions,
    check_with_duckdb,
    reject_unknown,
)
from ingest.sources.relation import read_relation
from ingest.sql.carry_down import check_carry_down
from ingest.sql.statuses import check_statuses

SHIPPED_BLOCKS = Path(__file__).parent
# What an event has no use for.
OF_ORDERS_ONLY = {"return_when", "currency", "statuses"}


class DuplicateKeyError(ValueError):
    """A key stands twice in a mapping, of which YAML takes the last."""


# The one in C, where it is there, takes a tenth of the time.
class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Loads YAML in which no key stands twice."""

    def construct_mapping(self, node, deep=False):
        """Return a mapping.

        Raises
        ------
        DuplicateKeyError
            One of its keys stands there twice.
        """
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise DuplicateKeyError(key)
        return super().construct_mapping(node, deep)


def load_block(
    name: str, sources_path: str = "", dataset: Dataset = ORDERS
) -> SourceBlock:
    """Return the block called `name`; a user's own goes before a shipped one.

    Raises
    ------
    OrdersError
        No block has that name, the block cannot be understood, or it holds
        something else than `dataset`.
    """
    blocks = find_blocks(sources_path)
    if name not in blocks:
        raise OrdersError(
            f"There is no {dataset.source_var} called '{name}'. Known sources: "
            f"{', '.join(list_sources(dataset, sources_path))}. Your own go into a "
            "folder named by the var sources_path, one <name>.yml each."
        )
    block = parse_block(name, blocks[name])
    if block.dataset != dataset:
        raise OrdersError(
            f"The source '{name}' holds {block.holds}, no {dataset.name}: it is for "
            f"{block.dataset.source_var}. Known sources of {dataset.name}: "
            f"{', '.join(list_sources(dataset, sources_path))}."
        )
    return block


def list_sources(dataset: Dataset, sources_path: str = "") -> list[str]:
    """Return the names of the blocks of one kind, sorted."""
    blocks = find_blocks(sources_path)
    return sorted(
        name for name in blocks if declared_dataset(blocks[name]) == dataset.name
    )


def declared_dataset(path: Path) -> str:
    """Return what a block says it holds; one that cannot be read, orders."""
    try:
        return read_settings(path).get("holds") or ORDERS.name
    except OrdersError:
        return ORDERS.name


def find_blocks(sources_path: str = "") -> dict[str, Path]:
    """Return the path of every known block by its name."""
    folders = [SHIPPED_BLOCKS]
    if sources_path:
        folders.append(Path(sources_path))
        if not folders[-1].is_dir():
            raise OrdersError(f"sources_path '{sources_path}' is not a folder.")
    return {path.stem: path for folder in folders for path in folder.glob("*.yml")}


def parse_block(name: str, path: Path, asks_duckdb: bool = True) -> SourceBlock:
    """Read one YAML block and check that it can be understood.

    Parameters
    ----------
    name : str
    path : Path
    asks_duckdb : bool
        Whether the SQL of the block is tried, too: that takes most of the time.

    Raises
    ------
    OrdersError
        The file is no YAML mapping, names an unknown setting or column, or says
        something that cannot be used.
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
    # A setting without a value is as good as none, and one format needs no list.
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
    check_positions(path, block, dataset)
    check_form(path, block)
    reject_unknown(
        path, "anonymous_lines", [block.anonymous_lines], ("reject", "excluded")
    )
    if asks_duckdb:
        check_with_duckdb(path, block, dataset)
    check_carry_down(path, block)
    return block


def read_settings(path: Path) -> dict:
    """Return what a block says.

    Raises
    ------
    OrdersError
        The file is no YAML mapping with `columns`, or says something twice.
    """
    try:
        settings = yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)
    except DuplicateKeyError as error:
        raise OrdersError(
            f"The source block {path} says '{error}' twice, and only the last would "
            "count: make it one."
        ) from error
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise OrdersError(f"The source block {path} is not YAML: {error}") from error
    if not isinstance(settings, dict) or not isinstance(settings.get("columns"), dict):
        raise OrdersError(f"The source block {path} needs a mapping 'columns:'.")
    return settings


def split_columns(path: Path, columns: dict) -> tuple[dict, dict]:
    """Return the names and the expressions that a block gives for its columns."""
    names, expressions = {}, {}
    for column, given in columns.items():
        options = given if isinstance(given, list) else [given]
        options = [one for one in options if one is not None]
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
    """Return the expressions that an option of a column means."""
    if "sql" in option:
        return [str(option["sql"]).strip()]
    hashed = option["hashed"]
    names = hashed if isinstance(hashed, list) else [hashed]
    return [
        f"hashed(file.{quote_name(str(name))})" for name in names if name is not None
    ]
