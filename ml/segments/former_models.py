"""Read the models of former builds, and keep damaged ones apart."""

from dataclasses import dataclass

from ml.segments.model_table import SEGMENT_MODEL_SCHEMA
from ml.segments.seals import SEAL, SEAL_FIELD, find_broken, hash_value
from ml.segments.shapes import find_misfit

STORED_SCHEMA = SEGMENT_MODEL_SCHEMA.append(SEAL_FIELD)
# Columns that had other names in the warehouses of earlier versions.
FORMER_NAMES = {"first_unused_id": "ids_given"}
# Columns that are NULL for a model of an earlier version.
ADDED_LATER = (
    "are_groups",
    "confidence_curves",
    "groups_because",
    "prior_orders",
    "restored_version",
    SEAL,
)
# The champion may differ from its row in the history in these columns.
CHANGED_LATER = (
    SEAL,
    "first_unused_id",
    "is_brought_back",
    "restored_version",
    "challenger_version",
    "challenger_refused",
    "trained_at",
    "trained_as_of",
)


@dataclass(frozen=True)
class Stored:
    """A row of a table of models.

    Attributes
    ----------
    row : dict
    columns : tuple of str
        Damaged columns, as far as they are known.
    damage : str
        What is wrong with which column, as a clause; "" if nothing is.
    """

    row: dict
    columns: tuple[str, ...] = ()
    damage: str = ""

    @property
    def version(self) -> str:
        """Return the version of the model."""
        return str(self.row["model_version"])

    def is_of(self, source_name: str) -> bool:
        """Return whether the model is of a source, or may be."""
        is_unsure = "source_name" in self.columns
        return is_unsure or self.row["source_name"] == source_name


@dataclass(frozen=True)
class FormerModels:
    """The models of a source.

    Attributes
    ----------
    models : list of dict
        Undamaged rows: the champion, then that restored, then the latest.
    former : list of dict
        The undamaged rows of the history, the latest first.
    champion : Stored or None
        The row of the champion if it is damaged.
    lost : list of Stored
        Damaged rows of models that have no undamaged row.
    first_unused_id : int
        The least id that no model had.
    """

    models: list[dict]
    former: list[dict]
    champion: Stored | None
    lost: list[Stored]
    first_unused_id: int


def read_former_models(champion, history, source_name: str) -> FormerModels:
    """Return the models of a source, from two relations; None if a table is missing.

    A row with a seal must fit its seal. A row of an earlier version has none: its
    columns must fit each other, and the champion must be as in the history.
    """
    kept = [judge(row) for row in read_rows(history) if not is_early(row)]
    former = {}
    for one in kept:
        if not one.damage:
            former.setdefault(one.version, one.row)
    champions = [judge_champion(row, former) for row in read_rows(champion)]
    if len(champions) > 1:
        damage = f"it has {len(champions)} rows"
        champions = [Stored(one.row, one.columns, damage) for one in champions]
    ours = [one for one in champions + kept if one.is_of(source_name)]
    models = {one.version: one.row for one in champions if not one.damage}
    for version, row in former.items():
        models.setdefault(version, {**row, "restored_version": None})
    known = [row for row in models.values() if row["source_name"] == source_name]
    return FormerModels(
        sort_models(known),
        [row for row in former.values() if row["source_name"] == source_name],
        next((one for one in ours if one in champions and one.damage), None),
        [one for one in ours if one.damage and one.version not in models],
        max(map(first_unused_id, ours), default=0),
    )


def find_damaged(history) -> set[str]:
    """Return the versions of the damaged rows of a relation, the history."""
    rows = [judge(row) for row in read_rows(history) if not is_early(row)]
    return {one.version for one in rows if one.damage}


def read_rows(table) -> list[dict]:
    """Return the rows of a table in the columns of this version, the latest first."""
    present = table.columns if table is not None else []
    columns = {
        name: [one for one in (name, FORMER_NAMES.get(name)) if one in present]
        for name in STORED_SCHEMA.names
    }
    missing = {one for one, old in columns.items() if not old}.difference(ADDED_LATER)
    # A much earlier version wrote a table without a seal and these columns. If the seal
    # has them, they were lost.
    if missing and SEAL not in present:
        return []
    chosen = ", ".join(
        f"coalesce({', '.join([*old, 'null'])}) as {new}"
        for new, old in columns.items()
    )
    rows = table.select(chosen).order("trained_at desc nulls last, model_version")
    return [
        row
        for row in rows.to_arrow_table().to_pylist()
        if missing <= {str(one).split(" ")[0] for one in row[SEAL] or ()}
    ]


def is_early(row: dict) -> bool:
    """Return whether a row of the history lacks columns that were added later."""
    is_incomplete = row["segment_ids"] is None or row["profile_features"] is None
    return row[SEAL] is None and is_incomplete


def judge(row: dict) -> Stored:
    """Return a row with its damage, by its seal and by what its columns say."""
    broken = find_broken(row) if row[SEAL] is not None else []
    misfit = find_misfit(row)
    if broken and (misfit is None or misfit[0] not in broken):
        misfit = broken[0], "is not as the build wrote it"
    if misfit is None:
        return Stored(row)
    return Stored(row, (*broken,) or misfit[:1], "column `{}` {}".format(*misfit))


def judge_champion(row: dict, former: dict[str, dict]) -> Stored:
    """Return the champion with its damage; without a seal, the history has to agree."""
    found, kept = judge(row), former.get(str(row["model_version"]))
    if found.damage or row[SEAL] is not None or kept is None:
        return found
    for name in SEGMENT_MODEL_SCHEMA.names:
        is_same = hash_value(row[name]) == hash_value(kept[name])
        if name not in CHANGED_LATER and not is_same:
            damage = f"column `{name}` is not that of segment_model_history"
            return Stored(row, (name,), damage)
    return found


def first_unused_id(stored: Stored) -> int:
    """Return the first unused id of a row, or 0 if it is not known for sure."""
    is_sure = not stored.damage or (
        stored.row[SEAL] is not None
        and not {SEAL, "first_unused_id"}.intersection(stored.columns)
    )
    return stored.row["first_unused_id"] if is_sure else 0


def sort_models(models: list[dict]) -> list[dict]:
    """Return models, the champion first, with that restored after it and marked so."""
    version = restored_version(models)
    for one in models:
        if one["model_version"] == version:
            one |= {"is_brought_back": True, "restored_version": version}
    # False sorts first, and sorting keeps the order of equals.
    return models[:1] + sorted(
        models[1:], key=lambda one: one["model_version"] != version
    )


def restored_version(models: list[dict]) -> str | None:
    """Return the version that `make rollback` restored, even behind a question since.

    `models` begin with the champion, whose row keeps that version.
    """
    if not models:
        return None
    champion = models[0]
    is_restored = champion["is_brought_back"]
    return champion["model_version" if is_restored else "restored_version"]
