"""SQL and Keras give the same latents as `ml.encoder.scoring`, the reference."""

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.customers.customers import PRIOR_ORDERS, Customers, find_credibility
from ml.encoder.components import LATENT_SIZE
from ml.encoder.network import CORRECTION_SIZE, build_network
from ml.encoder.preparation import CATEGORY_WEIGHT, CLIP, Preparation
from ml.encoder.scoring import Encoder, encode
from ml.segments.clustering import assign
from ml.segments.confidence import read_curves
from ml.segments.model_table import to_table
from tests.pipeline.project import Project

pytestmark = pytest.mark.trains

VALUES = ["Asia", "Europe", "Latin America"]
# The largest difference, relative to the largest latent. SQL adds doubles in another
# order than the reference; Keras computes with 32 bits.
SQL_TOLERANCE = 1e-12
KERAS_TOLERANCE = 1e-5
HIDDEN_SIZE = LATENT_SIZE + CORRECTION_SIZE
SIZE = 30


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """Return the names of the inputs, and the scoring query that dbt compiles."""
    project = Project(tmp_path_factory.mktemp("scoring"))
    asked = "@@".join(
        [
            "{{ encoder_numbers() | join(',') }}",
            "{{ encoder_categories() | join(',') }}",
            "{{ score_customers('customers', 'customer_id') }}, "
            "{{ assignment_confidence() }}",
        ]
    )
    run = project.dbt("compile", "--quiet", "--inline", asked)
    assert run.returncode == 0, run.stdout
    numbers, categories, steps = run.stdout.split("@@")
    return numbers.strip().split(","), categories.strip().split(","), steps


@pytest.fixture(scope="module")
def keras_correction(compiled):
    """Return an untrained correction with the number of inputs of the project."""
    import keras

    numbers, categories, _ = compiled
    size = len(numbers) + len(categories) * len(VALUES)
    inputs, latents = np.zeros((2, size)), np.zeros((2, LATENT_SIZE))
    return build_network(keras, inputs, latents, inputs, np.arange(2))[1]


def random_model(random, numbers, categories, spread):
    """Return a row of `segment_model` with random parameters and three segments."""
    inputs = len(numbers) + len(categories) * len(VALUES)

    def weights(*shape):
        return random.normal(0, spread, shape)

    return {
        "feature_names": numbers,
        "fill_values": random.normal(0, 100, len(numbers)).tolist(),
        "centers": random.normal(0, 2, len(numbers)).tolist(),
        # Missing and constant features have scale 0.
        "scales": np.maximum(random.normal(1, 1, len(numbers)), 0).tolist(),
        "prior_orders": random.choice([0.0, PRIOR_ORDERS], len(numbers)).tolist(),
        "clip": CLIP,
        "category_names": categories,
        "category_values": [VALUES] * len(categories),
        "category_weight": CATEGORY_WEIGHT,
        "hidden_weights": weights(HIDDEN_SIZE, inputs).tolist(),
        "hidden_bias": weights(HIDDEN_SIZE).tolist(),
        "latent_weights": weights(LATENT_SIZE, HIDDEN_SIZE).tolist(),
        "latent_bias": weights(LATENT_SIZE).tolist(),
        "segment_ids": [4, 0, 7],
        "centroids": weights(3, LATENT_SIZE).tolist(),
        "confidence_curves": random.random((3, 3, 11)).tolist(),
        "pca_mean": weights(LATENT_SIZE).tolist(),
        "pca_components": weights(2, LATENT_SIZE).tolist(),
    }


def random_customers(random, numbers, categories, unknown):
    """Return customers with some unknown numbers, and unknown or unseen categories."""
    values = np.array([*VALUES, "Atlantis", None], dtype=object)

    def column():
        amounts = random.normal(0, 10.0 ** random.integers(-2, 6), SIZE)
        return np.where(random.random(SIZE) < unknown, np.nan, amounts)

    return Customers(
        {name: column() for name in numbers},
        {name: random.choice(values, SIZE) for name in categories},
        np.zeros(SIZE),
        random.integers(1, 40, SIZE).astype(float),
    )


def score_in_sql(steps, model, customers):
    """Return latents, segment ids and confidence, as `customer_segments` has them."""
    # NaN and None become NULL.
    columns = {
        name: pa.array(column, from_pandas=True)
        for name, column in (customers.numbers | customers.categories).items()
    }
    with duckdb.connect() as connection:
        connection.register(
            "customers",
            pa.table(
                columns
                | {
                    "customer_id": range(SIZE),
                    "credible_order_count": customers.order_counts,
                }
            ),
        )
        connection.register("model", to_table(model))
        rows = connection.execute(f"""
            with segment_model as (select * from model), {steps}
            select latent, nearest_id, assignment_confidence
            from confidence_computed order by customer_id
        """).fetchall()
    latents, ids, confidence = zip(*rows, strict=True)
    return np.array(latents), list(ids), list(confidence)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    spread=st.sampled_from([0.01, 0.5, 3.0]),
    unknown=st.sampled_from([0.0, 0.3, 1.0]),
)
def test_sql_and_keras_agree_with_the_reference(
    compiled, keras_correction, seed, spread, unknown
):
    numbers, categories, steps = compiled
    random = np.random.default_rng(seed)
    model = random_model(random, numbers, categories, spread)
    customers = random_customers(random, numbers, categories, unknown)
    expected = encode(model, customers)
    largest = np.abs(expected).max()

    latents, ids, confidence = score_in_sql(steps, model, customers)
    np.testing.assert_allclose(latents, expected, rtol=0, atol=SQL_TOLERANCE * largest)
    assert ids == assign(model, customers).tolist()
    # Both round to a thousandth.
    assert confidence == pytest.approx(read_curves(model, expected), abs=0.0011)

    prepared = Preparation(
        *(np.array(model[name]) for name in ("fill_values", "centers", "scales")),
        model["category_values"],
    ).transform(
        *customers.matrices[:2],
        find_credibility(customers.order_counts, np.array(model["prior_orders"])),
    )
    hidden, latent = (
        np.array(model[name]).T for name in ("hidden_weights", "latent_weights")
    )
    bias = np.array(model["hidden_bias"])
    linear = Encoder(
        hidden[:, :LATENT_SIZE],
        bias[:LATENT_SIZE],
        latent[:LATENT_SIZE],
        np.array(model["latent_bias"]),
    )
    keras_correction.set_weights(
        [hidden[:, LATENT_SIZE:], bias[LATENT_SIZE:], latent[LATENT_SIZE:]]
    )
    latents = linear.encode(prepared) + keras_correction.predict(prepared, verbose=0)
    np.testing.assert_allclose(
        latents, expected, rtol=0, atol=KERAS_TOLERANCE * largest
    )


def test_a_model_of_an_earlier_version_adds_no_orders(compiled):
    numbers, categories, steps = compiled
    random = np.random.default_rng(3)
    model = random_model(random, numbers, categories, 0.5)
    customers = random_customers(random, numbers, categories, 0.0)
    expected = encode(model | {"prior_orders": [0.0] * len(numbers)}, customers)
    former = model | {"prior_orders": None}
    assert np.array_equal(encode(former, customers), expected)
    latents, *_ = score_in_sql(steps, former, customers)
    np.testing.assert_allclose(latents, expected, atol=SQL_TOLERANCE * 1e3)
