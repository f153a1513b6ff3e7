"""The values within the records of a JSON file: their names, and where they stand.

A name is the path to a value, such as `customer.id`. Objects and lists are no values.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.blocks.expressions import simplify


@dataclass(frozen=True)
class ValuePath:
    """Where a value stands.

    Attributes
    ----------
    keys : tuple of str
        From the record, or from the item, to the value.
    is_of_item : bool
        Whether it stands in an item of the record.
    """

    keys: tuple[str, ...]
    is_of_item: bool = False

    @property
    def pointer(self) -> str:
        """Return the JSON pointer, which any name can stand in."""
        return "".join(
            "/" + key.replace("~", "~0").replace("/", "~1") for key in self.keys
        )


@dataclass
class FoundValues:
    """What stands in records, by the keys to it.

    Attributes
    ----------
    values : dict of bool
        Whether a value was seen there, or nothing (null) so far.
    objects : set
        Where objects or lists stand.
    lists : dict
        Where lists of objects stand.
    """

    values: dict[tuple[str, ...], bool] = field(default_factory=dict)
    objects: set[tuple[str, ...]] = field(default_factory=set)
    lists: dict[tuple[str, ...], None] = field(default_factory=dict)

    def look_into(self, record: dict, keys: tuple[str, ...] = ()) -> None:
        """Add what stands in a record."""
        for key, value in record.items():
            there = (*keys, key)
            if isinstance(value, dict):
                self.objects.add(there)
                self.look_into(value, there)
            elif isinstance(value, list):
                self.objects.add(there)
                if any(isinstance(one, dict) for one in value):
                    self.lists[there] = None
            else:
                self.values[there] = self.values.get(there) or value is not None

    @property
    def leaves(self) -> list[tuple[str, ...]]:
        """Return where values stand; beside objects, nothing is none."""
        return [
            keys
            for keys, is_value in self.values.items()
            if is_value or keys not in self.objects
        ]


def find_values(records: Iterable) -> FoundValues:
    """Return what stands in those of several values that are objects."""
    found = FoundValues()
    for record in records:
        if isinstance(record, dict):
            found.look_into(record)
    return found


def name_of(keys: tuple[str, ...]) -> str:
    """Return what a path is called."""
    return ".".join(keys)


def same_name(keys: tuple[str, ...], name: str) -> bool:
    """Return whether a path is the one that is asked for by a name."""
    return simplify(name_of(keys)) == simplify(name)


def value_at(record, keys: tuple[str, ...]):
    """Return what stands at a path of a record; None where nothing does."""
    for key in keys:
        record = record.get(key) if isinstance(record, dict) else None
    return record


def items_of(record, keys: tuple[str, ...]) -> list:
    """Return the items of a record: the elements of a list, or a sole object."""
    found = value_at(record, keys)
    return found if isinstance(found, list) else [found] if found else []
