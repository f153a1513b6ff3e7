"""What the small macros say in SQL, compiled by dbt once and asked in DuckDB."""

import duckdb
import pytest

from ml.champion import hash_names
from tests.pipeline.project import Project

BERLIN = "['%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S%z', '%d/%m/%Y'], 'Europe/Berlin'"
SIGNALS = [
    (name, True)
    for name in ["404", "order", "page visit", "page-visit", "größe", "x" * 99, "評価"]
]

MACROS = {
    "ratio": "ratio('numerator', 'denominator')",
    "clean_text": "clean_text('value')",
    "clean_id": "clean_id('value')",
    "parse_timestamp": f"parse_timestamp('value', {BERLIN})",
    "order_key": "order_key('customer_id', 'order_id')",
    "content_hash": "content_hash(['first', 'second'])",
    "encoder_inputs": "(encoder_numbers() + encoder_categories()) | join(',')",
    "name_signals": f"name_signals({SIGNALS}) | map(attribute='name') | join(',')",
    "encoder_inputs_match_the_model": "encoder_inputs_match_the_model()",
}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """The SQL of each macro, from one `dbt compile`."""
    asked = "@@".join(f"{{{{ {call} }}}}" for call in MACROS.values())
    project = Project(tmp_path_factory.mktemp("macros"))
    run = project.dbt("compile", "--quiet", "--inline", asked)
    assert run.returncode == 0, run.stdout
    return dict(zip(MACROS, run.stdout.split("@@"), strict=True))


@pytest.fixture(scope="module")
def ask(compiled):
    """A function that computes a macro for columns given by name."""
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [("  two words ", "two words"), ("", None), ("   ", None), (None, None)]
    + [("0", "0"), ("NULL", "NULL"), ("Ünïcode ", "Ünïcode")],
)
def test_text_loses_blanks_around_it_and_nothing_else(ask, text, expected):
    assert ask("clean_text", value=text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.0", "12"),
        ("12.000", "12"),
        ("-7.0", "-7"),
        (" 12.0 ", "12"),
        ("00018.0", "00018"),
        ("12.5", "12.5"),
        ("12.50", "12.50"),
        ("12.", "12."),
        ("00018", "00018"),
        ("100", "100"),
        ("1.0.0", "1.0.0"),
        ("A12.0", "A12.0"),
        ("12345678901234567890.0", "12345678901234567890"),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_an_id_loses_the_fraction_of_a_whole_number_only(ask, text, expected):
    assert ask("clean_id", value=text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Without an offset it is wall clock time already, summer or winter.
        ("2024-01-15 12:00:00", "2024-01-15 12:00:00"),
        ("2024-07-15 12:00:00", "2024-07-15 12:00:00"),
        # An hour that the change to summer time leaves out is kept as written.
        ("2024-03-31 02:30:00", "2024-03-31 02:30:00"),
        # With one it is an instant: an hour later here in winter, two in summer.
        ("2024-01-15T12:00:00+00", "2024-01-15 13:00:00"),
        ("2024-07-15T12:00:00+00", "2024-07-15 14:00:00"),
        ("2024-07-15T12:00:00-05:00", "2024-07-15 19:00:00"),
        ("2024-12-31T23:30:00+00:00", "2025-01-01 00:30:00"),
        # The minute before and the minute of both changes of the clock.
        ("2024-03-31T00:59:00+00", "2024-03-31 01:59:00"),
        ("2024-03-31T01:00:00+00", "2024-03-31 03:00:00"),
        ("2024-10-27T00:59:00+00", "2024-10-27 02:59:00"),
        ("2024-10-27T01:00:00+00", "2024-10-27 02:00:00"),
        # The first format that fits; days before months, as the format says.
        ("31/12/2024", "2024-12-31 00:00:00"),
        ("12/31/2024", None),
        ("2024-02-30 12:00:00", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_a_time_is_wall_clock_time_of_the_source_or_null(ask, text, expected):
    found = ask("parse_timestamp", value=text)
    assert (None if found is None else str(found)) == expected


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
        # order_count_365d is what orders say.
        "order_2",
        "page_visit",
        "page_visit_2",
        "gr_e",
        "x" * 40,
        "signal",
    ]
