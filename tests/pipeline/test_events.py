"""Events become features of customers, and builds remember them like orders."""

import pytest

from tests.pipeline.conftest import copy

NO_TESTS = (
    *("--exclude", "resource_type:test", "resource_type:unit_test"),
    *("--indirect-selection", "cautious"),
)
SIGNAL_COLUMNS = [
    "advertisement_count_90d",
    "advertisement_recency_days",
    "visit_count_90d",
    "visit_recency_days",
    "visit_mean_value_365d",
]
MONTHLY = (
    "select * from features.customer_signals_monthly where as_of_date {} order by all"
)


@pytest.fixture(scope="module")
def project(sample_with_events):
    project = sample_with_events
    project.events = project.folder / "events.csv"
    return project


@pytest.fixture
def own(project, tmp_path):
    """Return a copy that a test may change, and the path of its events."""
    own = copy(project, tmp_path)
    own.events = project.events
    return own


def input_names(project):
    (names,) = project.query(
        "select list(column_name order by column_index) from duckdb_columns()"
        " where table_name = 'customer_encoder_inputs'"
    )
    return names[0]


def test_every_event_is_judged_and_counted(project):
    lines = len(project.events.read_text().splitlines()) - 1
    counted = project.query(
        "select check_name, item, lines from marts.data_quality"
        " inner join staging.order_source using (run_id)"
        " where check_name like 'event%' order by all"
    )
    assert counted == [
        ("event_customers", "customer_has_ordered", lines - 3),
        ("event_customers", "customer_never_ordered", 1),
        ("event_reject_reasons", "customer_id_missing", 1),
        ("event_reject_reasons", "occurred_at_unreadable", 1),
        ("event_reject_reasons", "value_unreadable", 1),
        ("event_verdicts", "accepted", lines - 2),
        ("event_verdicts", "rejected", 2),
    ]


def test_signals_are_features_of_customers_who_ordered(project):
    signals = project.query("select distinct signal from features.customer_signals")
    assert sorted(signals) == [("advertisement",), ("visit",)]
    assert project.query(
        "select recency_days from features.customer_signals"
        " where customer_id = 'C000001' and signal = 'visit'"
    ) == [(1,)]
    assert not project.query(
        "select 1 from features.customer_signals where customer_id = 'stranger'"
    )


def test_the_champion_has_learned_from_signals_and_scores_everybody(project):
    ((names, version),) = project.query(
        "select feature_names, model_version from segmentation.segment_model"
    )
    assert names[-5:] == SIGNAL_COLUMNS
    assert input_names(project)[-10:-5] == SIGNAL_COLUMNS
    assert project.query(
        "select count(*), any_value(model_version) from segmentation.customer_segments"
    ) == project.query(
        f"select count(*), '{version}' from features.customer_features"
        " where order_count > 0"
    )
    # The history and the descriptions of segments also use the signals.
    assert project.query(
        "select count(*) from segmentation.customer_segments_monthly"
    ) == project.query(
        "select count(*) from features.customer_features_monthly where order_count > 0"
    )
    ((profiled,),) = project.query(
        "select count(distinct feature) from segmentation.segment_profiles"
        f" where feature in {tuple(SIGNAL_COLUMNS)}"
    )
    assert profiled == 5


def test_what_happens_later_changes_nothing_before_and_a_plain_build_reads_it(own):
    """All events from July on are replaced by other events."""
    before = own.query(MONTHLY.format("<= '2025-07-01'"))
    after = own.query(MONTHLY.format("> '2025-07-01'"))
    # The warehouse stores this path for the next build.
    text = own.events.read_text()
    later = [
        f"{line}9" if line.split(",")[2] >= "2025-07-01" else line
        for line in text.splitlines()[1:]
    ]
    try:
        own.events.write_text("\n".join([text.splitlines()[0], *later, ""]))
        run = own.dbt(
            "build", "--select", "+segmentation__customer_signals_monthly", *NO_TESTS
        )
    finally:
        own.events.write_text(text)
    assert run.returncode == 0, run.stdout
    assert before and own.query(MONTHLY.format("<= '2025-07-01'")) == before
    assert own.query(MONTHLY.format("> '2025-07-01'")) != after


def test_a_mistake_changes_nothing(own):
    tables = own.tables("staging")
    run = own.build(EVENTS=own.events, EVENTS_SOURCE="sample")
    assert run.returncode != 0
    assert "The source 'sample' is for orders, not for events" in run.stderr
    assert own.tables("staging") == tables


def test_too_many_rejects_stop_the_build_until_there_are_no_events(own, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("user_id,event,time\nC1,visit,2025-01-01\nC1,visit,soon\n")
    behind = ("features", "marts")
    before = own.tables(*behind)
    run = own.build(EVENTS=path)
    assert run.returncode != 0
    assert "1 of 2 lines were rejected (50.0 %)" in run.stderr
    assert "See staging.customer_events_judged." in run.stderr
    assert own.tables(*behind) == before

    run = own.dbt(
        "build",
        *["--select", "+segmentation__customer_encoder_inputs", *NO_TESTS],
        variables={"events_path": "none"},
    )
    assert run.returncode == 0, run.stdout
    assert "are not read any longer" in run.stdout
    assert own.query("select count(*) from staging.customer_events_judged") == [(0,)]
    assert not {*SIGNAL_COLUMNS} & {*input_names(own)}


@pytest.mark.long
def test_the_backtest_shows_what_signals_are_worth(own, sample, tmp_path_factory):
    without = copy(sample, tmp_path_factory.mktemp("without"))
    found = []
    for project in (own, without):
        run = project.dbt("build", "--select", "segmentation__backtest", *NO_TESTS)
        assert run.returncode == 0, run.stdout
        found.append(
            project.query(
                "select auc from marts.backtest where target = 'chance'"
                " and method = 'gradient boosting' and horizon_days = 90"
                " order by cut_date"
            )
        )
    for (auc,), (auc_without,) in zip(*found, strict=True):
        assert auc > auc_without + 0.01
    drivers = own.query("select feature from predictions.prediction_drivers")
    assert ("visit_count_90d",) in drivers
