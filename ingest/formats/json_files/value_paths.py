"""Find the names and the paths of the values in JSON records.

The name of a value is its path, such as `customer.id`. Objects and lists are no values.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.blocks.expressions import simplify


@dataclass(frozen=True)
class ValuePath:
    """The keys from a record to a value; with `is_of_item`, from an item to it."""

    keys: tuple[str, ...]
    is_of_item: bool = False

    @property
    def pointer(self) -> str:
        """Return the path as a JSON pointer."""
        return "".join(
            "/" + key.replace("~", "~0").replace("/", "~1") for key in self.keys
        )


@dataclass
class FoundValues:
    """The paths in records.

    Attributes
    ----------
    values : dict of bool
        The paths of values, each with whether any value there is not null.
    objects : set
        The paths of objects and lists.
    lists : dict
        The paths of lists of objects.
    """

    values: dict[tuple[str, ...], bool] = field(default_factory=dict)
    objects: set[tuple[str, ...]] = field(default_factory=set)
    lists: dict[tuple[str, ...], None] = field(default_factory=dict)

    def add(self, record: dict, above: tuple[str, ...] = ()) -> None:
        """Add the paths in a record; `above` is the path to the record."""
        for key, value in record.items():
            keys = (*above, key)
            if isinstance(value, dict):
                self.objects.add(keys)
                self.add(value, keys)
            elif isinstance(value, list):
                self.objects.add(keys)
                if any(isinstance(one, dict) for one in value):
                    self.lists[keys] = None
            else:
                self.values[keys] = self.values.get(keys) or value is not None

    @property
    def leaves(self) -> list[tuple[str, ...]]:
        """Return the paths of values; skip paths with only nulls or only objects."""
        return [
            keys
            for keys, is_value in self.values.items()
            if is_value or keys not in self.objects
        ]


def find_values(records: Iterable) -> FoundValues:
    """Return the paths in the records that are objects."""
    found = FoundValues()
    for record in records:
        if isinstance(record, dict):
            found.add(record)
    return found


def name_of(keys: tuple[str, ...]) -> str:
    """Return the name of a path."""
    return ".".join(keys)


def same_name(keys: tuple[str, ...], name: str) -> bool:
    """Return whether a path has this name without case, blanks, `_`, `-` and `.`."""
    return simplify(name_of(keys)) == simplify(name)


def value_at(record, keys: tuple[str, ...]):
    """Return the value at a path of a record, or None."""
    for key in keys:
        record = record.get(key) if isinstance(record, dict) else None
    return record


def items_of(record, keys: tuple[str, ...]) -> list:
    """Return the items of a record: the elements of a list, or a single object."""
    found = value_at(record, keys)
    return found if isinstance(found, list) else [found] if found else []
