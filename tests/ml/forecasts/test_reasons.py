"""Reasons are the inputs that move a customer's chance most."""

import csv
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from ml.forecasts.background import SEGMENT, know
from ml.forecasts.boosting import fit_chance
from ml.forecasts.explaining import (
    STATISTICS,
    FormulaExplainer,
    columns_of,
    explain_chances,
)
from ml.forecasts.methods import (
    BOTH,
    CLOSED,
    LAST,
    MEAN,
    METHODS,
    RECENT,
    SEASON,
    TARGETS,
    Asked,
)
from ml.forecasts.reasons import REASON_SCHEMA, REASONS, list_reasons
from ml.forecasts.samples import inputs_of
from ml.forecasts.segment_reasons import CONTRIBUTION_SCHEMA, sum_up_segments
from ml.forecasts.stored_model import PREDICTION_MODEL_SCHEMA, to_columns
from ml.forecasts.timeline import SEASONS, TIMELINE, derive
from ml.purchases.orders import PurchaseModel
from ml.purchases.purchase_model import HORIZONS
from tests.ml.forecasts.customers import make_rows, make_sample
from tests.pipeline.project import ROOT

SIZE = 800
SEED = ROOT / "seeds" / "segmentation__forecast_inputs_named.csv"
PURCHASES = {
    **{"model_name": "BG/NBD", "r": 0.8, "alpha": 6.0, "a": 0.7, "b": 2.5},
    **{"log_likelihood": -1.0, "p": None},
}
# The customers of `make_rows` have these, but their sample does not vary in them.
NEVER_USED = {"constant", "customer_type", "horizon_days", "last_order_amount"}


@pytest.fixture(scope="module")
def learned():
    return {RECENT: fit_chance(make_sample()), SEASON: fit_chance(make_sample(seed=7))}


def rows_that_choose(chance, learned):
    """Return the rows of `prediction_model`."""
    found = [
        {
            "target": target,
            "method": method,
            "horizon_days": HORIZONS,
            "is_chosen": [method == (chance if target == "chance" else MEAN)] * 4,
            "season_index": [1.0] * 12,
            "seasons_learned": [None] * 4,
            "mean_outcomes": [0.5] * 4 if method == MEAN else [None] * 4,
            **(
                to_columns(learned[method])
                if target == "chance" and method in learned
                else {}
            ),
        }
        for target in TARGETS
        for method in METHODS[target]
    ]
    return pa.Table.from_pylist(found, PREDICTION_MODEL_SCHEMA).to_pylist()


@pytest.fixture(scope="module")
def background():
    """Return customers as `BACKGROUND` reads them, with two segments and nobody's."""
    made = make_rows(seed=3, size=SIZE)
    random = np.random.default_rng(5)
    numbers = made.numbers | {
        "days_since_last": random.integers(1, 300, SIZE).astype(float),
        "order_days_90d_a_year_ago": np.ones(SIZE),
        "net_sales_90d_a_year_ago": np.ones(SIZE),
    }
    columns = {"id_of_customer": pa.array([f"c{one:04}" for one in range(SIZE)])}
    columns |= {name: pa.array(one, from_pandas=True) for name, one in numbers.items()}
    columns |= {
        name: pa.array(one, pa.string()) for name, one in made.categories.items()
    }
    recency = numbers["recency_days"]
    segment = [None if np.isnan(one) else 0 if one < 100 else 4 for one in recency]
    return pa.table(columns | {SEGMENT: pa.array(segment, pa.int32())})


def knowledge(method, learned, background, topics=None):
    rows = rows_that_choose(method, learned)
    return know(rows, PURCHASES, topics or {}, background)


def reasons_of(background, known):
    (batch,) = background.drop_columns([SEGMENT]).combine_chunks().to_batches()
    found = list_reasons(batch, known)
    assert found.schema.equals(REASON_SCHEMA)
    return found.to_pylist()


def by_customer(reasons):
    found = {}
    for one in reasons:
        found.setdefault(one["customer_id"], []).append(one)
    return found


@pytest.mark.parametrize("method", [RECENT, SEASON, BOTH, CLOSED])
def test_reasons_are_ranked_by_effect_and_at_most_three(background, learned, method):
    reasons = reasons_of(background, knowledge(method, learned, background))
    assert [one["customer_id"] for one in reasons] == sorted(
        one["customer_id"] for one in reasons
    )
    assert len(by_customer(reasons)) > 0.95 * SIZE
    for told in by_customer(reasons).values():
        assert [one["reason_rank"] for one in told] == [*range(1, len(told) + 1)]
        assert len(told) <= REASONS
        sizes = [abs(one["effect_points"]) for one in told]
        assert sizes == sorted(sizes, reverse=True)
        assert 0.05 <= min(sizes) and max(sizes) < 100
        assert len({one["feature"] for one in told}) == len(told)


@pytest.mark.parametrize("method", [RECENT, BOTH])
def test_inputs_that_trees_do_not_use_are_no_reasons(background, learned, method):
    told = {
        one["feature"]
        for one in reasons_of(background, knowledge(method, learned, background))
    }
    used = {
        one.encoding.names[place]
        for one in learned.values()
        for tree in one.trees.features
        for place in tree
        if place >= 0
    }
    assert {"recency_days", "market"} <= told <= used
    assert not told & NEVER_USED


def test_who_bought_lately_has_a_higher_chance(background, learned):
    known = knowledge(RECENT, learned, background)
    found = [
        one
        for one in reasons_of(background, known)
        if one["feature"] == "recency_days" and one["value"] is not None
    ]
    assert all(one["effect_points"] > 0 for one in found if one["value"] < 60)
    assert all(one["effect_points"] < 0 for one in found if one["value"] > 240)
    known_values = background["recency_days"].drop_null().to_numpy()
    assert {one["typical_value"] for one in found} == {np.median(known_values)}


def test_a_category_is_told_as_text(background, learned):
    found = [
        one
        for one in reasons_of(background, knowledge(RECENT, learned, background))
        if one["feature"] == "market"
    ]
    assert {one["category"] for one in found} == {"Asia", "Europe", None}
    assert {one["value"] for one in found} == {one["typical_value"] for one in found}
    (typical,) = {one["typical_category"] for one in found}
    assert typical in ("Asia", "Europe")


def test_an_effect_is_the_chance_without_the_contribution(background, learned):
    known = knowledge(BOTH, learned, background)
    (batch,) = background.drop_columns([SEGMENT]).to_batches()
    numbers = {
        name: batch[name].to_numpy(zero_copy_only=False).astype(float)
        for name in batch.schema.names
        if batch[name].type == pa.float64()
    }
    categories = {"market": batch["market"].to_numpy(zero_copy_only=False)}
    columns = columns_of(Asked(numbers, categories, {}))
    columns["customer_type"] = categories["market"]
    explanation = explain_chances(known.explainers, columns)
    chances = [one.forecast(columns, None) for one in learned.values()]
    place = explanation.names.index("recency_days")
    parts = []
    for chance, contributions in zip(chances, explanation.contributions, strict=True):
        odds = chance / (1 - chance) / np.exp(contributions[:, place])
        parts.append(chance - odds / (1 + odds))
    np.testing.assert_allclose(
        explanation.effects()[:, place], np.mean(parts, axis=0), atol=1e-12
    )


def test_inputs_of_a_topic_are_one_reason_told_by_the_strongest(background, learned):
    topics = {"recency_days": "all", "market": "all"}
    together = reasons_of(
        background, knowledge(RECENT, learned, background, topics=topics)
    )
    for told in by_customer(together).values():
        assert len({one["feature"] for one in told} & topics.keys()) <= 1
    apart = by_customer(reasons_of(background, knowledge(RECENT, learned, background)))
    both = 0
    for one in together:
        alone = {
            other["feature"]: other["effect_points"]
            for other in apart[one["customer_id"]]
            if other["feature"] in topics
        }
        if one["feature"] in topics and len(alone) == len(topics):
            sign = np.sign(one["effect_points"])
            assert one["feature"] == max(alone, key=lambda name: sign * alone[name])
            both += 1
    assert both > SIZE / 2


@pytest.mark.parametrize("method", [MEAN, LAST])
def test_a_method_that_weighs_nothing_has_no_reasons(background, learned, method):
    known = knowledge(method, learned, background)
    assert reasons_of(background, known) == []
    assert sum_up_segments(background, known).schema.equals(CONTRIBUTION_SCHEMA)


def test_without_customers_or_models_there_are_no_reasons(background, learned):
    rows = rows_that_choose(RECENT, learned)
    nobody = background.slice(0, 0)
    for known in (
        know(rows, PURCHASES, {}, nobody),
        know([], PURCHASES, {}, background),
        know(rows, None, {}, background),
        know(
            rows_that_choose(CLOSED, {}),
            {**PURCHASES, "model_name": None},
            {},
            background,
        ),
    ):
        assert reasons_of(background, known) == []
        assert sum_up_segments(background, known).num_rows == 0


def test_the_closed_form_is_compared_with_the_customer_of_all_medians():
    orders = PurchaseModel(*list(PURCHASES.values())[:6])
    medians = {"order_days": 3.0, "days_since_last": 50.0, "days_since_first": 400.0}
    explainer = FormulaExplainer(orders, medians)
    customers = {
        "order_days": np.array([3.0, 9.0, 3.0, 1.0]),
        "days_since_last": np.array([50.0, 50.0, 300.0, 400.0]),
        "days_since_first": np.full(4, 400.0),
    }
    found, log_odds = explainer.explain(customers)
    assert (found[0] == 0).all()
    assert found[1, 0] > 0 and (found[1, 1:] == 0).all()
    assert found[2, 1] < 0 and (found[2, [0, 2]] == 0).all()
    np.testing.assert_allclose(log_odds[0] + found.sum(axis=1), log_odds)
    # With one purchase day, a long time since it says little.
    assert found[3, 1] < 0 < found[3, 0]


@pytest.mark.parametrize("method", [RECENT, BOTH, CLOSED])
def test_contributions_of_segments_explain_their_mean_log_odds(
    background, learned, method
):
    known = knowledge(method, learned, background)
    rows = sum_up_segments(background, known).to_pylist()
    assert {one["segment_id"] for one in rows} == {0, 4}
    assert sum({one["segment_id"]: one["customers"] for one in rows}.values()) < SIZE
    if method == RECENT:
        totals = {}
        for one in rows:
            totals.setdefault(one["segment_id"], []).append(one["contribution"])
        assert sum(totals[0]) > 0 > sum(totals[4])
        strongest = max(rows, key=lambda one: abs(one["contribution"]))
        assert strongest["feature"] == "recency_days"
        assert (strongest["typical_value"] < strongest["typical_value_of_all"]) == (
            strongest["contribution"] > 0
        )
    if method == CLOSED:
        assert {one["feature"] for one in rows} <= {*STATISTICS}


def test_segments_weighted_by_customers_cancel_out(background, learned):
    everybody = background.set_column(
        background.schema.get_field_index(SEGMENT),
        SEGMENT,
        pa.array(np.arange(SIZE) % 3, pa.int32()),
    )
    known = knowledge(RECENT, learned, everybody)
    totals = {}
    for one in sum_up_segments(everybody, known).to_pylist():
        totals.setdefault(one["feature"], []).append(
            one["customers"] * one["contribution"]
        )
    assert len(totals) > 2
    for parts in totals.values():
        assert sum(parts) == pytest.approx(0, abs=1e-6)


def test_topics_change_no_other_topic(background, learned):
    known = knowledge(RECENT, learned, background)
    rows = sum_up_segments(background, known).to_pylist()
    topics = {"recency_days": "all", "market": "all"}
    grouped = sum_up_segments(background, replace(known, topics=topics)).to_pylist()

    def totals(found, names):
        return sum(one["contribution"] for one in found if one["feature"] in names)

    assert totals(rows, {*topics}) == pytest.approx(totals(grouped, {*topics}))
    others = [one for one in rows if one["feature"] not in topics]
    assert others == [one for one in grouped if one["feature"] not in topics]


def test_every_input_of_the_timeline_has_a_name_and_a_topic():
    """Signals and features have those of their columns."""
    with SEED.open(newline="") as file:
        named = {row["feature"]: row for row in csv.DictReader(file)}
    made = make_rows(size=2)
    timeline = derive({name: made.numbers[name] for name in TIMELINE})
    season = dict.fromkeys(SEASONS, np.ones(2))
    numbers, _ = inputs_of(timeline | season, {}, 90)
    for name in numbers.keys() - {"horizon_days"}:
        assert named[name]["label"] and named[name]["topic"]
