"""The inputs that move a customer's chance to buy most: `customer_reasons`."""

import numpy as np
import pyarrow as pa

from ml.forecasts.background import Known
from ml.forecasts.customer_forecasts import read_batch
from ml.forecasts.explaining import columns_of, explain_chances

REASONS = 3
# A smaller effect on the chance would be written as 0.0 percentage points.
SMALLEST_EFFECT = 0.0005
REASON_SCHEMA = pa.schema(
    [
        ("customer_id", pa.string()),
        ("reason_rank", pa.int32()),
        ("feature", pa.string()),
        ("value", pa.float64()),
        ("category", pa.string()),
        ("typical_value", pa.float64()),
        ("typical_category", pa.string()),
        ("effect_points", pa.float64()),
    ]
)


def list_reasons(batch: pa.RecordBatch, known: Known) -> pa.RecordBatch:
    """Return the reasons of some customers: a row per customer and reason."""
    ids, asked = read_batch(batch, known.season)
    if not known.explainers or not len(asked):
        return pa.RecordBatch.from_pylist([], REASON_SCHEMA)
    columns = columns_of(asked)
    explanation = explain_chances(known.explainers, columns)
    places = places_of(explanation.names, known.topics)
    grouped = explanation.grouped(places)
    # Ties must not depend on how an engine rounds.
    effects = np.round(np.nan_to_num(grouped.effects()), 9)
    effects[np.abs(effects) < SMALLEST_EFFECT] = 0.0
    who, rank, topic = largest(effects, REASONS)
    told = tell(explanation.contributions.mean(axis=0), places, who, topic)
    return pa.RecordBatch.from_arrays(
        [
            ids.take(pa.array(who)),
            pa.array(rank + 1, pa.int32()),
            pa.array(np.array(explanation.names, object)[told], pa.string()),
            *values_of(columns, explanation.names, who, told),
            *typical_values(known.typical, explanation.names, told),
            pa.array(100 * effects[who, topic]),
        ],
        schema=REASON_SCHEMA,
    )


def places_of(names: tuple[str, ...], topics: dict[str, str]) -> np.ndarray:
    """Return the place of each input's topic, from 0 in order of first appearance."""
    places: dict[str, int] = {}
    found = [places.setdefault(topics.get(one, one), len(places)) for one in names]
    return np.array(found, int)


def largest(effects: np.ndarray, most: int):
    """Return row, rank from 0 and column of the largest effects that are not 0.

    The result is ordered by row and rank.
    """
    size = np.abs(effects)
    rows = np.arange(len(size))
    who, ranks, places = [], [], []
    for rank in range(min(most, size.shape[1])):
        best = size.argmax(axis=1)
        some = size[rows, best] > 0
        who.append(rows[some])
        ranks.append(np.full(some.sum(), rank))
        places.append(best[some])
        size[rows, best] = 0.0
    who, ranks, places = (np.concatenate(one) for one in (who, ranks, places))
    order = np.lexsort((ranks, who))
    return who[order], ranks[order], places[order]


def tell(contributions, places, who, topic) -> np.ndarray:
    """Return the input that tells of a topic: the one that contributes most to it.

    Its contribution has the sign of the topic's. Ties go to the first input.

    Parameters
    ----------
    contributions : (rows, inputs) array
    places : (inputs,) array
        The topic of each input.
    who, topic : (reasons,) arrays
        A row and a topic each.
    """
    told = np.zeros(len(who), int)
    for one in np.unique(topic):
        (members,) = np.nonzero(places == one)
        (of,) = np.nonzero(topic == one)
        some = contributions[np.ix_(who[of], members)]
        sign = np.sign(some.sum(axis=1))[:, None]
        told[of] = members[np.round(some * sign, 9).argmax(axis=1)]
    return told


def values_of(columns: dict, names, who: np.ndarray, told: np.ndarray):
    """Return the numbers and the categories of customers in an input each."""
    numbers, categories = np.full(len(who), np.nan), np.full(len(who), None, object)
    for place in np.unique(told):
        of = told == place
        column = columns[names[place]]
        (categories if column.dtype == object else numbers)[of] = column[who[of]]
    return pa.array(numbers, from_pandas=True), pa.array(categories, pa.string())


def typical_values(typical: dict, names, told: np.ndarray):
    """Return the typical numbers and categories of inputs."""
    known = [typical.get(name) for name in names]
    numbers = np.array(
        [one if isinstance(one, float) else np.nan for one in known], float
    )
    texts = np.array([one if isinstance(one, str) else None for one in known], object)
    return (
        pa.array(numbers[told], from_pandas=True),
        pa.array(texts[told], pa.string()),
    )
