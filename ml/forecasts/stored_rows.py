"""Whether the rows of `prediction_model` are as a build wrote them."""

from collections import Counter

from ml.forecasts.methods import MEAN, METHODS, TARGETS
from ml.forecasts.stored_model import BY_HORIZON, PREDICTION_MODEL_SCHEMA
from ml.purchases.purchase_model import HORIZONS
from ml.segments.seals import SEAL, are_finite, find_broken, has_type

MONTHS = 12
# The lists of trees, with one list per tree and one entry per node.
NODES = ("features", "thresholds", "unknown_left", "lefts", "rights", "leaf_values")
NOT_NULL = ("target", "method", "season_index", *("horizon_days", "is_chosen"))


def find_damage(rows: list[dict], request: dict) -> str:
    """Return what is wrong with which column of which row, as a clause; "" if nothing.

    A row with a seal must fit its seal. Rows of an earlier version have none: their
    columns must fit each other. There must be one row per target and method.
    """
    for row in rows:
        found = find_in_row(row, request)
        if found:
            column, damage = found
            where = f"of {row['target']} by {row['method']}, column"
            return f"in the row {where} `{column}` {damage}"
    return find_in_rows(rows)


def find_in_row(row: dict, request: dict) -> tuple[str, str] | None:
    """Return a damaged column of a row, and what is wrong with it."""
    broken = find_broken(row) if row[SEAL] is not None else []
    misfit = find_misfit(row, request)
    if broken and (misfit is None or misfit[0] not in broken):
        return broken[0], "is not as the build wrote it"
    return misfit


def find_in_rows(rows: list[dict]) -> str:
    """Return what is wrong with the rows together, as a clause; "" if nothing is."""
    counts = Counter((row["target"], row["method"]) for row in rows)
    for target in TARGETS:
        for method in METHODS[target]:
            count = counts.pop((target, method), 0)
            if count != 1:
                return f"`target` {target} by `method` {method} has {count} rows, not 1"
    if counts:
        target, method = next(iter(counts))
        return f"`target` {target} by `method` {method} is not known"
    for target in TARGETS:
        of_target = [row["is_chosen"] for row in rows if row["target"] == target]
        if any(map(sum, zip(*of_target, strict=True))) and not all(
            sum(one) == 1 for one in zip(*of_target, strict=True)
        ):
            return f"`is_chosen` names no method, or two, for a horizon of {target}"
    return ""


def find_misfit(row: dict, request: dict) -> tuple[str, str] | None:
    """Return a column that cannot be that of a forecast, and why; None if all fit."""
    for one in PREDICTION_MODEL_SCHEMA:
        if not has_type(row[one.name], one.type):
            return one.name, f"is not of type {one.type}"
    for name, value in request.items():
        if row[name] != value:
            return name, "is not that of the other rows"
    for name in NOT_NULL:
        if row[name] is None:
            return name, "is NULL"
    if len(row["season_index"]) != MONTHS or not are_finite(row["season_index"]):
        return "season_index", "does not have one finite number per month"
    if row["horizon_days"] != [*HORIZONS]:
        return "horizon_days", f"is not {[*HORIZONS]}"
    for name in BY_HORIZON:
        if row[name] is not None and len(row[name]) != len(HORIZONS):
            return name, "does not have one entry per horizon"
    if row["method"] == MEAN and row["mean_outcomes"] is None:
        return "mean_outcomes", "is NULL"
    return None if row["features"] is None else find_wrong_tree(row)


def find_wrong_tree(row: dict) -> tuple[str, str] | None:
    """Return a column that cannot be that of boosted trees, and why."""
    for name in ("number_names", "category_names", "category_values", *NODES):
        if row[name] is None:
            return name, "is NULL"
    for name in ("baseline", "thresholds", "leaf_values"):
        if not are_finite(row[name]):
            return name, "holds a number that is not finite"
    if len(row["category_values"]) != len(row["category_names"]):
        return "category_values", "does not have one entry per category"
    nodes = [len(one or ()) for one in row["features"]]
    for name in NODES:
        if [len(one or ()) for one in row[name]] != nodes:
            return name, "does not have one entry per node of each tree"
    inputs = len(row["number_names"]) + len(row["category_names"])
    for name, least, sizes in (
        ("features", -1, [inputs] * len(nodes)),
        ("lefts", -1, nodes),
        ("rights", -1, nodes),
    ):
        for tree, size in zip(row[name], sizes, strict=True):
            if any(one is None or not least <= one < size for one in tree):
                return name, "holds a position that does not exist"
    return None
