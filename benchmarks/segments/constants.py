"""Move each constant of the training by a factor of two.

A constant that has to have just its value was probably fitted to a file.
"""

import ast
from dataclasses import dataclass

from sklearn.metrics import adjusted_rand_score

from benchmarks.page import Line
from benchmarks.segments.files import OrderFile
from benchmarks.segments.training import train, train_all, train_moved
from benchmarks.segments.warehouses import features_of, opened, read_samples
from ml.recipe import PACKAGE_FOLDER, imports_of, source_of
from ml.segments.champion import SEGMENT_RECIPE
from ml.segments.clustering import assign

FACTORS = (0.5, 2.0)
LEAST = ">= 0.95"
# Shares whose distance from 1 is what matters.
NEAR_ONE = {"SAME_CORRELATION", "LEAST_TYPICAL", "HIGHLY_STABLE", "STABLE"}
# Constants that are not moved, with the reason.
KEPT = {
    "LATENT_SIZE": "the study's eight dimensions; scoring and tables depend on it",
    "SCORE_SAMPLE": "a limit of time: the measures of shape use fewer customers",
    "BOOTSTRAP_SAMPLE": "a limit of time: the bootstrap uses fewer customers",
    "ENOUGH": "decides whether a bootstrap is made; no file lies within its factor",
    "MOST_OF_FEW": "only for fewer than 500 customers",
    "MAX_EPOCHS": "early stopping ends the training",
}


# Modules that name and describe segments after they are found.
OF_WORDS = (
    *("ml.segments.naming", "ml.segments.describing", "ml.segments.profiles"),
    *("ml.segments.feature_words", "ml.segments.ids", "ml.segments.promotion"),
)


@dataclass(frozen=True)
class Constant:
    """A number at the top of a module that decides the result of a training."""

    name: str
    value: float

    def moved(self, factor: float) -> float:
        """Return the value times the factor; whole numbers stay whole."""
        if self.name in NEAR_ONE:
            return 1 - (1 - self.value) * factor
        moved = self.value * factor
        return max(1, round(moved)) if isinstance(self.value, int) else moved


def find_constants() -> list[Constant]:
    """Return the constants of all modules that decide a training, but those kept."""
    found, waiting, seen = set(), [*SEGMENT_RECIPE], set()
    while waiting:
        module = waiting.pop()
        path = source_of(module, PACKAGE_FOLDER)
        if path is None or module in seen or module.startswith(OF_WORDS):
            continue
        seen.add(module)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        waiting += imports_of(tree)
        found |= numbers_of(tree).items()
    return [Constant(*one) for one in sorted(found) if one[0] not in KEPT]


def numbers_of(tree: ast.Module) -> dict[str, float]:
    """Return the names in capitals that a module gives to numbers."""
    found = {}
    for node in tree.body:
        if not isinstance(node, ast.Assign):
            continue
        targets, values = node.targets[0], node.value
        pairs = [(targets, values)]
        if isinstance(targets, ast.Tuple) and isinstance(values, ast.Tuple):
            pairs = zip(targets.elts, values.elts, strict=True)
        for target, value in pairs:
            number = value.value if isinstance(value, ast.Constant) else None
            if isinstance(number, int | float) and not isinstance(number, bool):
                found[target.id] = number
    return found


def constants(file: OrderFile):
    """Yield the smaller agreement of the two moves of each constant.

    The models are trained whole, with k free, and compared with what ships.
    """
    with opened(features_of(file.source, file.path)) as connection:
        samples = read_samples(connection)
    customers, shipped = samples["customers"], train(samples)
    labels = assign(shipped, customers)
    moves = [(one, factor) for one in find_constants() for factor in FACTORS]
    rows = train_all(
        train_moved,
        [(samples, one.name, one.value, one.moved(factor)) for one, factor in moves],
    )
    found: dict[Constant, list] = {}
    for (one, _), row in zip(moves, rows, strict=True):
        agreement = adjusted_rand_score(labels, assign(row, customers))
        found.setdefault(one, []).append((agreement, row["chosen_segments"]))
    yield Line("Segments chosen", "", shipped["chosen_segments"])
    for one in find_constants():
        agreements, chosen = zip(*found[one], strict=True)
        values = " and ".join(f"{one.moved(factor):g}" for factor in FACTORS)
        name = f"{one.name} = {one.value:g}, moved to {values}"
        yield Line(
            f"{name} ({chosen[0]} and {chosen[1]} segments)", LEAST, "", min(agreements)
        )
