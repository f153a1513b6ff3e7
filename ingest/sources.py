"""Source blocks: which column of a file is which canonical column."""

import re
from dataclasses import dataclass, field, fields
from pathlib import Path

import yaml

from ingest.block_check import (
    check_form,
    check_positions,
    check_with_duckdb,
    refuse_unknown,
)
from ingest.contents import CONTENTS, ORDERS, Content
from ingest.errors import OrdersError
from ingest.statuses import check_statuses

PROJECT = Path(__file__).parents[1]
SHIPPED_BLOCKS = PROJECT / "ingest" / "sources"
# What an event has no use for.
OF_ORDERS_ONLY = {"return_when", "currency", "statuses"}


@dataclass(frozen=True)
class SourceBlock:
    """One source, as its YAML block describes it.

    Attributes
    ----------
    holds : str
        What a line of its files is: `orders`, or `events` of customers.
    names : dict
        The headers, in order of preference, under which a canonical column may
        stand in the file.
    expressions : dict
        SQL over the other canonical columns, typed, for a canonical column that
        the file has under none of its names; in order of preference.
    without_header : list of lists
        Canonical columns by position (None skips one), for files that begin
        with an order; the list that is as long as the line holds.
    skip_lines : int or None
        Lines above the header; None where it is to be found.
    quotes : str
        What quotes around values are: `double`, or `none`.
    records : str
        Path to the list of records, where a JSON file is one object.
    items : str
        Path to a list in a record of JSON, of which each element is a line.
    return_when : str
        SQL condition that makes a line a return: its quantity, sales and profit
        are negative, however the file writes them.
    statuses : dict
        What a status says became of an order (`counted`, `cancelled`, `returned` or
        `pending`), by its simplified text.
    currency : str
        What money is counted in, for files that do not say so in a column.
    anonymous_lines : str
        Whether lines without a customer are an error: `reject` or `excluded`.
    """

    name: str
    description: str = ""
    holds: str = "orders"
    names: dict[str, list[str]] = field(default_factory=dict)
    expressions: dict[str, list[str]] = field(default_factory=dict)
    without_header: list[list[str | None]] = field(default_factory=list)
    default_path: str = ""
    date_formats: list[str] = field(
        default_factory=lambda: ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d"]
    )
    time_zone: str = "UTC"
    delimiter: str = ""
    encoding: str = ""
    skip_lines: int | None = None
    quotes: str = "double"
    records: str = ""
    items: str = ""
    decimal_comma: bool = False
    return_when: str = ""
    statuses: dict[str, str] = field(default_factory=dict)
    currency: str = ""
    anonymous_lines: str = "reject"

    @property
    def own_path(self) -> str:
        """Return the path that the block names, as seen from where the command runs."""
        in_project = PROJECT / self.default_path
        if self.default_path and not Path(self.default_path).exists():
            return str(in_project) if in_project.exists() else self.default_path
        return self.default_path

    @property
    def content(self) -> Content:
        """Return which columns its lines may have."""
        return CONTENTS[self.holds]


def load_block(
    name: str, sources_path: str = "", content: Content = ORDERS
) -> SourceBlock:
    """Return the block called `name`; a user's own goes before a shipped one.

    Raises
    ------
    OrdersError
        No block has that name, the block cannot be understood, or it holds
        something else than `content`.
    """
    blocks = find_blocks(sources_path)
    if name not in blocks:
        raise OrdersError(
            f"There is no {content.variable} called '{name}'. Known sources: "
            f"{', '.join(list_sources(content, sources_path))}. Your own go into a "
            "folder named by the var sources_path, one <name>.yml each."
        )
    block = parse_block(name, blocks[name])
    if block.content != content:
        raise OrdersError(
            f"The source '{name}' holds {block.holds}, no {content.name}: it is for "
            f"{block.content.variable}. Known sources of {content.name}: "
            f"{', '.join(list_sources(content, sources_path))}."
        )
    return block


def list_sources(content: Content, sources_path: str = "") -> list[str]:
    """Return the names of the blocks of one kind, sorted."""
    blocks = find_blocks(sources_path)
    return sorted(name for name in blocks if said_to_hold(blocks[name]) == content.name)


def said_to_hold(path: Path) -> str:
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


def parse_block(name: str, path: Path) -> SourceBlock:
    """Read one YAML block and check that it can be understood.

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
    refuse_unknown(path, "holds", [holds], CONTENTS)
    content = CONTENTS[holds]
    if content != ORDERS:
        known -= OF_ORDERS_ONLY
    refuse_unknown(path, "setting", settings, known)
    # A setting without a value is as good as none, and one format needs no list.
    settings = {word: value for word, value in settings.items() if value is not None}
    if isinstance(settings.get("date_formats"), str):
        settings["date_formats"] = [settings["date_formats"]]
    if "statuses" in settings:
        settings["statuses"] = check_statuses(path, settings["statuses"])
    refuse_unknown(path, "column", columns, content.columns)
    names, expressions = split_columns(path, columns)
    block = SourceBlock(name=name, names=names, expressions=expressions, **settings)
    check_positions(path, block, content)
    check_form(path, block)
    refuse_unknown(
        path, "anonymous_lines", [block.anonymous_lines], ("reject", "excluded")
    )
    check_with_duckdb(path, block, content)
    return block


def read_settings(path: Path) -> dict:
    """Return what a block says.

    Raises
    ------
    OrdersError
        The file is no YAML mapping with `columns`.
    """
    try:
        settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise OrdersError(f"The source block {path} is not YAML: {error}") from error
    if not isinstance(settings, dict) or not isinstance(settings.get("columns"), dict):
        raise OrdersError(f"The source block {path} needs a mapping 'columns:'.")
    return settings


def split_columns(path: Path, columns: dict) -> tuple[dict, dict]:
    """Return the names and the expressions that a block gives for its columns."""
    names, expressions = {}, {}
    for canonical, given in columns.items():
        options = given if isinstance(given, list) else [given]
        options = [one for one in options if one is not None]
        names[canonical] = [str(one) for one in options if not isinstance(one, dict)]
        for option in (one for one in options if isinstance(one, dict)):
            refuse_unknown(path, f"word in {canonical}", option, ("sql",))
            sql = str(option["sql"]).strip()
            expressions.setdefault(canonical, []).append(sql)
    return names, expressions


def simplify(name: str) -> str:
    """Return a header without case, blanks, `_`, `-` and `.`."""
    return re.sub(r"[\s_\-.]+", "", name).casefold()


def match_columns(block: SourceBlock, header: list[str]) -> dict[str, int]:
    """Return the position (from 0) of each canonical column that a file has.

    Headers match ignoring case, blanks, `_`, `-` and `.`.
    """
    places = {simplify(name): place for place, name in reversed([*enumerate(header)])}
    matched = {}
    for canonical, names in block.names.items():
        for name in names:
            if simplify(name) in places:
                matched[canonical] = places[simplify(name)]
                break
    return matched


def needed_expressions(block: SourceBlock, matched) -> dict[str, str]:
    """Return what computes each missing column: the first whose inputs are there.

    Parameters
    ----------
    matched : collection of str
        Columns that the file has.
    """
    needed = {}
    for canonical in block.expressions.keys() - {*matched}:
        for sql in block.expressions[canonical]:
            if all(word in matched for word in inputs_of(sql, block.content)):
                needed[canonical] = sql
                break
    return dict(sorted(needed.items()))


def inputs_of(sql: str, content: Content) -> list[str]:
    """Return the canonical columns that an expression reads."""
    # What stands in quotes is text and no column.
    words = re.findall(r"\w+", re.sub("'[^']*'", "", sql))
    return [column for column in content.columns if column in words]


def missing_columns(block: SourceBlock, matched) -> list[str]:
    """Return the required columns that are neither in the file nor computed."""
    there = {*matched, *needed_expressions(block, matched)}
    return [column for column in block.content.required if column not in there]
