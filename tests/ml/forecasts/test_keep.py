"""A daily build keeps the forecasts; a new month end or a retrain learns again."""

from datetime import date

import duckdb
import pytest

from ml.forecasts import prediction_model
from ml.forecasts.prediction_model import keep_or_train_forecasts
from ml.forecasts.rows import RowReader
from tests.ml.forecasts.purchases import simulate, to_relation

TODAY = date(2024, 1, 10)
ASKED = {
    "source_name": "shop",
    "training_customers": 1_000,
    "retrain": False,
    "purchase_model": {"model_name": None, "p": None, "all_days_p": None},
}


@pytest.fixture(scope="module")
def build():
    """Return a function that builds `prediction_model` of 40 customers."""
    with duckdb.connect() as session:
        purchases = simulate(40, date(2023, 1, 1), TODAY)

        def build(today=TODAY, panel=None, **asked):
            reader = RowReader(session, to_relation(session, purchases), panel)
            dates = session.sql(
                f"select date '{today}' as as_of_date, true as is_current"
            )
            found = keep_or_train_forecasts('"former"', reader, dates, ASKED | asked)
            return found.to_arrow_table()

        former = build()
        session.register("written", former)
        session.execute("create table former as select * from written")
        yield build


@pytest.fixture
def trained(monkeypatch):
    """Return a list of the days at which something was learned."""
    days, train = [], prediction_model.train_all

    def count(reader, today, asked):
        days.append(today)
        return train(reader, today, asked)

    monkeypatch.setattr(prediction_model, "train_all", count)
    return days


def test_a_daily_build_keeps_every_row(build, trained):
    same_month = date(2024, 1, 31)
    assert build(same_month).equals(build())
    assert trained == []


@pytest.mark.parametrize(
    "change",
    [
        {"today": date(2024, 2, 1)},
        {"retrain": True},
        {"source_name": "other"},
        {"training_customers": 20},
    ],
)
def test_another_request_learns_again(build, trained, change):
    rows = build(**change).to_pylist()
    assert trained == [change.get("today", TODAY)]
    assert {row["learned_until"] for row in rows} == {trained[0].replace(day=1)}
    for name in change.keys() & rows[0].keys():
        assert {row[name] for row in rows} == {change[name]}


def test_another_recipe_learns_again(build, trained, monkeypatch):
    monkeypatch.setattr(prediction_model, "hash_recipe", lambda _: 1)
    assert {row["recipe_version"] for row in build().to_pylist()} == {1}
    assert trained == [TODAY]


def test_a_table_of_an_older_version_is_not_read(build, trained):
    rows = build().to_pylist()
    assert trained == []
    session = duckdb.connect()
    session.execute('create table "former" as select 1 as target')
    request = {"source_name": "shop"}
    assert prediction_model.read_former(session, '"former"', request) == []
    assert prediction_model.read_former(session, '"missing"', request) == []
    assert len(rows) > 0


def test_the_user_is_told_which_methods_were_chosen(build, capsys):
    build(retrain=True)
    said = capsys.readouterr().err
    for target in ("chance", "orders", "revenue"):
        assert f"Forecast of {target}: 30, 90, 180, 365 days by " in said
