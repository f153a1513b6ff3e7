"""Source blocks: which column of a file is which canonical column."""

from dataclasses import dataclass
from pathlib import Path

import yaml

SHIPPED_BLOCKS = Path(__file__).parent / "sources"

CANONICAL_COLUMNS = (
    "order_line_id",
    "order_id",
    "customer_id",
    "ordered_at",
    "shipped_at",
    "shipping_mode",
    "order_status",
    "payment_type",
    "customer_type",
    "market",
    "category",
    "product",
    "quantity",
    "unit_price",
    "discount_rate",
    "sales_amount",
    "profit_amount",
)
REQUIRED_COLUMNS = ("order_id", "customer_id", "ordered_at", "sales_amount")


class OrdersError(ValueError):
    """What is wrong with the user's orders, in a sentence they can act on."""


@dataclass(frozen=True)
class SourceBlock:
    """One source, as its YAML block describes it."""

    name: str
    columns: dict[str, list[str]]
    date_formats: list[str]
    description: str = ""
    default_path: str = ""
    delimiter: str = ""
    time_zone: str = "UTC"
    anonymous_lines: str = "reject"


def load_block(name: str, sources_path: str = "") -> SourceBlock:
    """Return the block called `name`; a user's own goes before a shipped one.

    Raises
    ------
    OrdersError
        No block has that name, or the block cannot be understood.
    """
    blocks = find_blocks(sources_path)
    if name not in blocks:
        raise OrdersError(
            f"There is no orders_source called '{name}'. Known sources: "
            f"{', '.join(sorted(blocks))}. Your own go into a folder named by "
            "the var sources_path, one <name>.yml each."
        )
    return parse_block(name, blocks[name])


def find_blocks(sources_path: str = "") -> dict[str, Path]:
    """Return the path of every known block by its name."""
    folders = [SHIPPED_BLOCKS]
    if sources_path:
        folders.append(Path(sources_path))
        if not folders[-1].is_dir():
            raise OrdersError(f"sources_path '{sources_path}' is not a folder.")
    return {path.stem: path for folder in folders for path in folder.glob("*.yml")}


def parse_block(name: str, path: Path) -> SourceBlock:
    """Read one YAML block and check that its words are known.

    Raises
    ------
    OrdersError
        The file is no YAML mapping, or names an unknown setting or column.
    """
    try:
        settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise OrdersError(f"The source block {path} is not YAML: {error}") from error
    if not isinstance(settings, dict) or not isinstance(settings.get("columns"), dict):
        raise OrdersError(f"The source block {path} needs a mapping 'columns:'.")
    known = {
        "description",
        "default_path",
        "date_formats",
        "delimiter",
        "time_zone",
        "anonymous_lines",
        "columns",
    }
    refuse_unknown(path, "setting", settings, known)
    refuse_unknown(path, "column", settings["columns"], CANONICAL_COLUMNS)
    columns = {
        canonical: [names] if isinstance(names, str) else list(names)
        for canonical, names in settings.pop("columns").items()
    }
    return SourceBlock(
        name=name,
        columns=columns,
        date_formats=settings.pop("date_formats", ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d"]),
        **settings,
    )


def refuse_unknown(path, kind, given, known):
    """Raise OrdersError when `given` holds a word that `known` does not."""
    for word in given:
        if word not in known:
            raise OrdersError(
                f"The source block {path} has an unknown {kind} '{word}'. "
                f"Known: {', '.join(sorted(known))}."
            )
