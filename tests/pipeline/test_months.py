"""Builds keep unchanged months, and the panel is the same as after a full refresh."""

import shutil

import pytest

from tests.pipeline.events import write_events
from tests.pipeline.project import ROOT, Project

HEADER, *LINES = (ROOT / "seeds/sample_orders.csv").read_text().splitlines()
LINES.sort(key=lambda line: line.split(",")[3])
SELECT = (
    *(
        "--select",
        "+segmentation__customer_histories",
        "+segmentation__customer_moves",
        "months_are_complete",
    ),
    *("--exclude", "resource_type:unit_test"),
    *("--indirect-selection", "empty"),
)
PANEL = (
    "features.customer_features_monthly",
    "features.customer_signals_monthly",
    "segmentation.customer_segments_monthly",
    "segmentation.customer_moves",
    "segmentation.customer_histories",
)


class Shop:
    """A project that gets new orders day by day."""

    def __init__(self, folder):
        self.folder = folder
        self.project = Project(folder / "project")
        self.project.folder.mkdir(parents=True)
        self.orders = folder / "orders.csv"
        self.variables = {
            "orders_source": "sample",
            "orders_path": str(self.orders),
            "n_segments": 4,
        }

    def sell(self, since, until, *late):
        """Append lines of these days (without the last day) and late lines."""
        new = not self.orders.exists()
        lines = [line for line in LINES if since <= line.split(",")[3] < until]
        with self.orders.open("a") as file:
            file.writelines(f"{line}\n" for line in [HEADER] * new + lines + [*late])

    def build(self, *arguments, **variables):
        run = self.project.dbt(
            "build", *SELECT, *arguments, variables={**self.variables, **variables}
        )
        assert run.returncode == 0, run.stdout
        return self.built()

    def run(self, *arguments, variables=None):
        run = self.project.dbt("run", *arguments, variables=variables)
        assert run.returncode == 0, run.stdout

    def built(self):
        """Return the months that the last build computed, as YYYY-MM."""
        rows = self.project.query(
            "select strftime(month, '%Y-%m') from intermediate.int_months_to_build"
            " order by month"
        )
        return [month for (month,) in rows]

    def months(self, table):
        """Return the first and last month of a table and the number of months."""
        return self.project.query(
            "select strftime(min(month), '%Y-%m'), strftime(max(month), '%Y-%m'),"
            f" count(distinct month) from {table}"
        )[0]

    def panel(self):
        tables = self.project.tables("features", "segmentation")
        return {name: tables[name] for name in PANEL}

    def assert_like_a_full_refresh(self, **variables):
        found = self.panel()
        assert len(self.build("--full-refresh", **variables)) > 1
        expected = self.panel()
        assert [name for name in PANEL if found[name] != expected[name]] == []


def like(since, changes):
    """Return the first line on or after a day, with some fields changed."""
    line = next(line for line in LINES if line.split(",")[3] >= since)
    fields = line.split(",")
    for field, value in changes.items():
        fields[field] = value
    return ",".join(fields)


@pytest.fixture(scope="module")
def first_build(tmp_path_factory):
    """Return a shop built with orders until a day in November, and a copy of it."""
    folder = tmp_path_factory.mktemp("months")
    shop = Shop(folder / "shop")
    shop.sell("2023", "2025-11-20")
    assert len(shop.build()) == 24
    return shop, shutil.copytree(shop.folder, folder / "as it was")


@pytest.fixture
def shop(first_build):
    """Restore the shop in its folder: the warehouse stores paths of files."""
    shop, as_it_was = first_build
    shutil.rmtree(shop.folder)
    shutil.copytree(as_it_was, shop.folder)
    shop.variables.pop("events_path", None)
    return shop


def test_only_months_with_new_or_late_orders_are_made(shop):
    shop.sell("2025-11-20", "2025-11-21")
    assert shop.build() == []
    shop.sell("2025-11-21", "2025-11-22", like("2025-08-17", {0: "late", 1: "late"}))
    assert shop.build() == ["2025-08", "2025-09", "2025-10"]
    # The corrected line belonged to an order of September, but its new version does
    # not.
    moved = {1: "another", 3: "2025-11-22 10:00:00", 4: ""}
    shop.sell("2025-11-22", "2025-11-23", like("2025-09-03", moved))
    assert shop.build() == ["2025-09", "2025-10"]
    shop.sell("2025-11-23", "2025-12-02")
    assert shop.build() == ["2025-11"]
    # The first and last month of the panel have moved by one month.
    assert shop.months(PANEL[0]) == ("2023-12", "2025-11", 24)
    assert shop.months("segmentation.customer_moves") == ("2024-01", "2025-11", 23)
    shop.assert_like_a_full_refresh()


def test_months_are_forgotten_and_made_as_they_are_asked_for(shop):
    earlier = {"as_of_date": "2025-07-15", "history_months": 4}
    assert shop.build(**earlier) == []
    assert shop.months(PANEL[0]) == ("2025-03", "2025-06", 4)
    assert shop.months("segmentation.customer_moves") == ("2025-04", "2025-06", 3)
    # A new champion scores all months, but only months that were missing are built.
    later = {"history_months": 9, "n_segments": 3}
    assert shop.build(**later) == [
        *("2025-02", "2025-07", "2025-08", "2025-09", "2025-10"),
    ]
    assert shop.project.query(
        "select count(distinct model_version), count(distinct segment_id)"
        " from segmentation.customer_segments_monthly"
    ) == [(1, 3)]
    shop.assert_like_a_full_refresh(**later)


def test_events_make_the_months_from_their_own_on(shop):
    events = write_events(shop.folder / "events.csv")
    shop.variables["events_path"] = str(events)
    assert len(shop.build()) == 24, "events of all months are new"
    # The first event is later than all orders of this shop.
    with events.open("a") as file:
        file.write("C000001,visit,2025-12-30 10:00:00,3\n")
        file.write("C000001,visit,2025-10-02 10:00:00,3\n")
    assert shop.build() == ["2025-10"]
    shop.assert_like_a_full_refresh()


def test_runs_of_single_models_lose_and_double_nothing(shop):
    shop.sell("2025-11-20", "2025-12-02")
    # The tables are as after a build that stopped halfway.
    shop.run(
        "--select", "+segmentation__customer_features_monthly", variables=shop.variables
    )
    assert shop.built() == ["2025-11"]
    found = shop.panel()[PANEL[0]]
    shop.run("--select", "segmentation__customer_features_monthly")
    assert shop.panel()[PANEL[0]] == found
    assert shop.build() == []
    found = shop.panel()
    alone = ("--full-refresh", "--select", "segmentation__customer_features_monthly")
    refused = shop.project.dbt("run", *alone)
    assert refused.returncode != 0
    assert (
        "dbt build --full-refresh --select segmentation__int_months_to_build+"
        in refused.stdout
    )
    assert shop.panel() == found
