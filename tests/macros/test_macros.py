"""Small macros give the right results; dbt compiles them once, and DuckDB runs them."""

import duckdb
import pytest

from ml.customers.sampling import hash_names
from tests.pipeline.project import Project

SIGNALS = [
    (name, True)
    for name in ["404", "order", "page visit", "page-visit", "größe", "x" * 99, "評価"]
]

MACROS = {
    "ratio": "ratio('numerator', 'denominator')",
    "order_key": "order_key('customer_id', 'order_id')",
    "content_hash": "content_hash(['first', 'second'])",
    "encoder_inputs": "(encoder_numbers() + encoder_categories()) | join(',')",
    "name_signals": f"name_signals({SIGNALS}) | map(attribute='name') | join(',')",
    "encoder_inputs_match_the_model": "encoder_inputs_match_the_model()",
}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """Return the SQL of each macro, from one `dbt compile`."""
    asked = "@@".join(f"{{{{ {call} }}}}" for call in MACROS.values())
    project = Project(tmp_path_factory.mktemp("macros"))
    run = project.dbt("compile", "--quiet", "--inline", asked)
    assert run.returncode == 0, run.stdout
    return dict(zip(MACROS, run.stdout.split("@@"), strict=True))


@pytest.fixture(scope="module")
def ask(compiled):
    """Return a function that computes a macro; it takes values by column name."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")

        def compute(macro, **columns):
            given = ", ".join(f"${name} as {name}" for name in columns)
            sql = f"select {compiled[macro]} from (select {given})"
            return connection.execute(sql, columns).fetchone()[0]

        yield compute


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(1, 4, 0.25), (-3, 2, -1.5), (0, 5, 0.0), (1, 0, None), (1, None, None)]
    + [(None, 2, None), (0, 0, None)],
)
def test_a_ratio_is_a_double_and_null_where_nothing_divides(
    ask, numerator, denominator, expected
):
    assert ask("ratio", numerator=numerator, denominator=denominator) == expected


def test_an_order_key_tells_customer_and_order_apart(ask):
    pairs = [("1", "23"), ("12", "3"), ("123", ""), ("", "123"), ("1:2", "3")]
    keys = [
        ask("order_key", customer_id=customer, order_id=order)
        for customer, order in pairs
    ]
    assert len(set(keys)) == len(pairs)
    assert keys[0] == ask("order_key", customer_id="1", order_id="23")


def test_what_two_rows_exchange_does_not_cancel_itself_out(ask):
    rows = [(1, 10), (2, 20)]
    exchanged = [(1, 20), (2, 10)]
    both = [
        [ask("content_hash", first=first, second=second) for first, second in pairs]
        for pairs in (rows, exchanged)
    ]
    assert len({hashes[0] ^ hashes[1] for hashes in both}) == 2


def test_scoring_refuses_a_model_of_other_features_in_a_sentence(ask):
    with pytest.raises(
        duckdb.InvalidInputException,
        match="segment_model was trained on other features than this project computes",
    ):
        ask("encoder_inputs_match_the_model", feature_hash=hash_names(["recency_days"]))


def test_scoring_takes_a_model_of_the_same_features_in_the_same_order(ask, compiled):
    names = compiled["encoder_inputs"].split(",")
    own = hash_names(names)
    assert ask("encoder_inputs_match_the_model", feature_hash=own) is True
    with pytest.raises(duckdb.InvalidInputException):
        ask("encoder_inputs_match_the_model", feature_hash=hash_names(names[::-1]))


def test_each_signal_has_a_name_of_its_own_that_a_column_can_have(compiled):
    assert compiled["name_signals"].split(",") == [
        "signal_404",
        # The expected count is computed from the orders.
        "order_2",
        "page_visit",
        "page_visit_2",
        "gr_e",
        "x" * 40,
        "signal",
    ]
