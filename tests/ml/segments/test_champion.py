"""The champion is kept, brought back, or replaced by a better model."""

from datetime import UTC, datetime

import duckdb
import pytest

from ml.customers.sampling import hash_names
from ml.recipe import hash_recipe
from ml.segments import champion as champion_module
from ml.segments import former_models
from ml.segments.champion import ChampionError, keep_or_train_champion
from ml.segments.feature_words import FeatureWords
from ml.segments.model_table import to_table
from ml.subprocesses import SubprocessError

pytestmark = pytest.mark.trains

SETTINGS = {
    "n_segments": "",
    "random_seed": 7,
    "retrain": False,
    "training_customers": 100,
    "champion_version": "",
}


PROFILES = ("profile_means", "profile_everybody", "profile_differences")
# One feature, one category of two values, and an encoder of one unit and one latent.
PARAMETERS = {
    "feature_names": ["recency_days"],
    "fill_values": [3.0],
    "centers": [1.0],
    "scales": [0.5],
    "clip": 3.0,
    "category_names": ["market"],
    "category_values": [["Europe", "Asia"]],
    "category_weight": 0.25,
    "hidden_weights": [[1.0, 0.5, -0.5]],
    "hidden_bias": [0.5],
    "latent_weights": [[1.0]],
    "latent_bias": [-0.5],
    "pca_mean": [0.0],
    "pca_components": [[1.0], [0.0]],
    "profile_features": ["clv_amount"],
}


def model(version, trained_at="2026-01-01", **changes):
    """Return the row of a model in a warehouse, without a seal."""
    segments = len(changes.get("segment_ids", [0, 1]))
    trained = datetime.fromisoformat(trained_at).replace(tzinfo=UTC)
    return {
        "model_version": version,
        "source_name": "shop",
        "n_segments": 0,
        "random_seed": 7,
        "feature_hash": hash_names(["recency_days", "market"]),
        "recipe_version": hash_recipe(*champion_module.SEGMENT_RECIPE),
        **PARAMETERS,
        "segment_ids": [*range(segments)],
        "chosen_segments": segments,
        "first_unused_id": segments,
        **{name: [[0.5]] * segments for name in ("centroids", *PROFILES)},
        "segment_names": [f"Name {one}" for one in range(segments)],
        "segment_descriptions": ["Some customers."] * segments,
        "suggested_actions": ["Greet them."] * segments,
        "notes": [],
        "trained_at": trained,
        "trained_as_of": trained.date(),
        **changes,
    }


def newly_trained():
    """Return the row of a newly trained model, which has no date yet."""
    row = model("new")
    del row["trained_at"], row["trained_as_of"]
    return row


class Warehouse:
    """A connection with inputs, a champion and a history, and without training."""

    def __init__(self, champion, *former):
        self.connection = duckdb.connect()
        self.write("champion", [champion])
        self.write("history", [*former, champion])
        self.connection.execute(
            """
            create table inputs as
            select
                3.0::double as recency_days, 'Europe' as market, 'c' as customer_id,
                2 as credible_order_count;
            create table earlier as select *, 5.0::double as later_sales_amount
            from inputs;
            create table features as
            select
                'c' as customer_id, 9.5 as clv_amount,
                date '2026-02-01' as as_of_date;
            create table catalogue as
            select
                'recency_days' as feature, 'days' as unit, 'recent' as low_words,
                'lapsed' as high_words, null as low_until, 300 as high_from,
                'last order {} days ago' as phrase, 'recency_days' as topic,
                false as is_average, false as is_serious,
                false as needs_two_orders;
            create table source as select 'shop' as source_name
            """
        )

    def write(self, table, models):
        for position, row in enumerate(models):
            self.connection.register("row_to_write", to_table(row))
            how = f"insert into {table}" if position else f"create table {table} as"
            self.connection.execute(f"{how} from row_to_write")

    def choose(self, settings, **absent):
        """Return the champion as a relation."""
        names = ("champion", "history", "inputs", "earlier", "features")
        names += ("catalogue", "source")
        tables = {name: self.connection.table(name) for name in names}
        return keep_or_train_champion(
            self.connection,
            settings={**SETTINGS, **settings},
            **{**tables, **absent},
        )

    def build(self, **settings):
        """Return the row of the champion after a build."""
        relation = self.choose(settings)
        return dict(zip(relation.columns, relation.fetchall()[0], strict=True))


@pytest.fixture
def training(monkeypatch):
    """Replace training by a fixed result, and record its calls."""
    calls = []

    def run_in_subprocess(function, customers, arguments):
        calls.append((customers, arguments))
        if isinstance(run_in_subprocess.result, Exception):
            raise run_in_subprocess.result
        return run_in_subprocess.result

    run_in_subprocess.result = (newly_trained(), "")
    run_in_subprocess.calls = calls
    monkeypatch.setattr(champion_module, "run_in_subprocess", run_in_subprocess)
    return run_in_subprocess


def test_a_champion_that_answers_the_request_stays(training):
    assert Warehouse(model("old")).build()["model_version"] == "old"
    assert training.calls == []


@pytest.mark.parametrize(
    "settings", [{"n_segments": 3}, {"random_seed": 8}, {"retrain": "true"}]
)
def test_another_request_trains(training, settings):
    assert Warehouse(model("old")).build(**settings)["model_version"] == "new"
    ((customers, arguments),) = training.calls
    words = FeatureWords(**arguments["words"]["recency_days"])
    assert (words.high_words, words.high_from) == ("lapsed", 300)
    assert words.low_until == float("inf")
    assert customers["customers"].numbers["recency_days"].tolist() == [3]
    assert customers["customers"].values.tolist() == [9.5]
    assert customers["earlier"].values.tolist() == [5]
    assert arguments["previous"]["model_version"] == "old"


def test_a_champion_of_few_is_replaced_once_there_are_more(training, capsys):
    said = "The customers are too few to divide."
    few = {"training_customers": 12, "chosen_because": said}
    warehouse = Warehouse(model("old", **few))
    assert warehouse.build()["model_version"] == "old"
    assert capsys.readouterr().err == f"{said}\n"
    warehouse.connection.execute(
        "insert into inputs "
        "select 3.0, 'Europe', 'c' || n, 2 from range(30) as more (n)"
    )
    # The new model replaces the champion even if it is worse, because 12 customers are
    # too few to measure it.
    training.result = (newly_trained(), "It explains less.")
    assert warehouse.build()["model_version"] == "new"
    assert warehouse.build(training_customers=19)["model_version"] == "old"
    capsys.readouterr()
    asked = Warehouse(model("old", **few, n_segments=3)).build(n_segments=3)
    assert asked["model_version"] == "old"
    assert said not in capsys.readouterr().err


def test_every_build_says_that_segments_are_no_groups(training, capsys):
    slices = {"are_groups": False, "groups_because": "They are slices."}
    Warehouse(model("old", **slices, stability=0.9)).build()
    assert capsys.readouterr().err == "They are slices.\n"
    groups = {"are_groups": True, "groups_because": "They are groups."}
    Warehouse(model("old", **groups, stability=0.9)).build()
    assert capsys.readouterr().err == ""


def test_a_challenger_that_is_worse_leaves_the_champion_and_a_reason(training, capsys):
    training.result = (newly_trained(), "It explains less.")
    row = Warehouse(model("old")).build(retrain=True)
    assert row["model_version"] == "old"
    assert row["challenger_version"] == "new"
    assert row["challenger_refused"] == "It explains less."
    assert str(row["trained_at"]).startswith("2026-01-01")
    assert "The champion stays" in capsys.readouterr().err


def test_a_training_that_fails_leaves_the_champion(training):
    training.result = SubprocessError("The loss is not finite.")
    row = Warehouse(model("old")).build(retrain=True)
    assert row["model_version"] == "old"
    assert row["challenger_refused"] == "The loss is not finite."
    # If the champion does not fit the request, it cannot be used instead.
    with pytest.raises(SubprocessError):
        Warehouse(model("old")).build(n_segments=3)


def test_a_worse_model_replaces_a_champion_of_another_request(training):
    training.result = (newly_trained(), "It explains less.")
    row = Warehouse(model("old")).build(n_segments=3)
    assert row["model_version"] == "new"


def test_a_former_model_is_restored_and_stays(training):
    former = model("former", "2025-01-01", n_segments=5)
    warehouse = Warehouse(model("old"), former)
    row = warehouse.build(champion_version="form")
    assert (row["model_version"], row["is_brought_back"]) == ("former", True)
    assert str(row["trained_at"]).startswith("2025-01-01")
    assert str(row["trained_as_of"]) == "2025-01-01"
    again = Warehouse(row, model("old"))
    assert again.build()["model_version"] == "former"
    assert training.calls == []
    assert again.build(retrain=True)["model_version"] == "new"


def test_a_question_asked_once_does_not_stick(training, capsys):
    plain = model("plain", segment_names=["Best", "Rest"])
    training.result = (model("five", "2026-02-01", n_segments=5), "")
    five = Warehouse(plain).build(n_segments=5)
    assert five["model_version"] == "five"
    capsys.readouterr()
    back = Warehouse(five, plain).build()
    assert back["model_version"] == "plain"
    assert (back["segment_ids"], back["first_unused_id"]) == ([0, 1], 2)
    assert back["segment_names"] == ["Best", "Rest"]
    assert str(back["trained_at"]).startswith("2026-01-01")
    said = capsys.readouterr().err
    assert said.startswith("Model plain with 2 segments is the champion again")
    assert len(said.splitlines()) == 1
    # The next build has nothing to tell. The question is answered without training.
    Warehouse(plain, five).build()
    assert capsys.readouterr().err == ""
    assert Warehouse(plain, five).build(n_segments=5)["model_version"] == "five"
    assert "same request" in capsys.readouterr().err
    assert len(training.calls) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"random_seed": 8},
        {"feature_hash": "other"},
        {"recipe_version": 5},
        {"source_name": "other shop"},
        {"training_customers": 12},
    ],
)
def test_a_model_of_another_request_is_not_found_again(training, other):
    asked = model("five", "2026-02-01", n_segments=5)
    warehouse = Warehouse(asked, model("plain", **other))
    warehouse.connection.execute(
        "insert into inputs select inputs.* from inputs, range(20)"
    )
    assert warehouse.build()["model_version"] == "new"


def test_the_latest_of_the_models_of_a_request_is_found_again(training):
    asked = model("five", "2026-03-01", n_segments=5)
    former = model("first"), model("second", "2026-02-01")
    assert Warehouse(asked, *former).build()["model_version"] == "second"


def test_a_new_model_continues_the_last_of_its_number_and_knows_all_ids(training):
    """Neither one segment for all nor five may end the ids 0 and 1."""
    plain = model("plain", recipe_version=5)
    ids = {"segment_ids": [2], "first_unused_id": 3, "n_segments": 1}
    one = model("one", "2026-02-01", **ids)
    Warehouse(one, plain).build()
    Warehouse(one, plain).build(n_segments=4)
    after_code, four = (arguments for _, arguments in training.calls)
    assert after_code["previous"]["model_version"] == "plain"
    assert [row["model_version"] for row in after_code["former"]] == ["one"]
    assert four["previous"]["model_version"] == "one"
    assert [row["model_version"] for row in four["former"]] == ["plain"]
    assert {one["previous"]["first_unused_id"] for one in (after_code, four)} == {3}


def test_a_challenger_after_a_question_meets_the_model_from_before(training):
    training.result = (newly_trained(), "It explains less.")
    asked = model("five", "2026-02-01", n_segments=5)
    row = Warehouse(asked, model("plain")).build(retrain=True)
    assert training.calls[0][1]["previous"]["model_version"] == "plain"
    assert (row["model_version"], row["challenger_version"]) == ("plain", "new")


def test_a_restored_model_comes_back_after_a_question(training, capsys):
    old, later = model("old"), model("later", "2026-02-01")
    restored = Warehouse(later, old).build(champion_version="old")
    five = model("five", "2026-03-01", n_segments=5)
    training.result = ({**five, "trained_at": None}, "")
    del training.result[0]["trained_at"]
    asked = Warehouse(restored, old, later).build(n_segments=5)
    assert (asked["model_version"], asked["is_brought_back"]) == ("five", None)
    assert Warehouse(asked, old, later).build(n_segments=5)["model_version"] == "five"
    capsys.readouterr()
    back = Warehouse(asked, old, later).build()
    assert (back["model_version"], back["is_brought_back"]) == ("old", True)
    assert "`make rollback` restored it" in capsys.readouterr().err
    # A question whose model is found again remembers it, too.
    again = Warehouse(back, old, later, five).build(n_segments=5)
    assert again["model_version"] == "five"
    assert Warehouse(again, old, later).build()["model_version"] == "old"
    # `retrain` gives up what was restored.
    training.result = (model("new", "2026-04-01"), "")
    new = Warehouse(back, old, later, five).build(retrain=True)
    asked = Warehouse(new, old, later, five).build(n_segments=5)
    assert Warehouse(asked, new, old, later).build()["model_version"] == "new"


def test_ids_of_no_former_model_are_used_again(training):
    """After a rollback, `first_unused_id` of the champion would be too small."""
    former = model("former", "2026-02-01", first_unused_id=9)
    Warehouse(model("old", is_brought_back=True), former).build(retrain=True)
    assert training.calls[0][1]["previous"]["first_unused_id"] == 9


@pytest.mark.parametrize("former_name", ["alone", "beside the new name"])
def test_ids_of_a_warehouse_of_an_earlier_version_are_not_used_again(
    training, former_name
):
    warehouse = Warehouse(model("old", recipe_version=5))
    for table in ("champion", "history"):
        rename = f"alter table {table} rename first_unused_id to ids_given"
        warehouse.connection.execute(rename)
        if former_name != "alone":
            added = f"alter table {table} add column first_unused_id integer"
            warehouse.connection.execute(added)
    assert warehouse.build()["model_version"] == "new"
    assert training.calls[0][1]["previous"]["first_unused_id"] == 2


def test_a_champion_that_other_code_trained_is_replaced_and_the_user_is_told(
    training, capsys
):
    training.result = (newly_trained(), "It explains less.")
    row = Warehouse(model("old", recipe_version=5)).build()
    assert row["model_version"] == "new"
    assert training.calls[0][1]["previous"]["model_version"] == "old"
    said = capsys.readouterr().err
    assert "keeps its id" in said
    assert "VERSION=old" in said


def test_another_request_is_no_change_of_the_code(training, capsys):
    Warehouse(model("old", recipe_version=5)).build(n_segments=3)
    assert capsys.readouterr().err == ""


def test_an_unknown_version_is_named_with_the_known_ones(training):
    with pytest.raises(ChampionError, match="begins with 'x'.* has: old."):
        Warehouse(model("old")).build(champion_version="x")


def test_a_model_of_other_features_is_not_restored(training):
    former = model("former", feature_hash="other")
    with pytest.raises(ChampionError, match="other features"):
        Warehouse(model("old"), former).build(champion_version="former")


def test_a_table_of_another_version_of_this_project_holds_no_model(training):
    warehouse = Warehouse(model("old"))
    for table in ("champion", "history"):
        warehouse.connection.execute(f"alter table {table} drop chosen_because")
    assert warehouse.build()["model_version"] == "new"
    assert training.calls[0][1]["previous"] is None


def test_a_model_of_the_last_version_has_null_in_newer_columns(training):
    warehouse = Warehouse(model("old"))
    for table in ("champion", "history"):
        for column in former_models.ADDED_LATER:
            warehouse.connection.execute(f"alter table {table} drop if exists {column}")
    assert warehouse.build()["model_version"] == "old"


def test_the_first_build_trains_a_model(training):
    warehouse = Warehouse(model("old"))
    relation = warehouse.choose({}, champion=None, history=None)
    assert relation.select("model_version").fetchall() == [("new",)]
    assert training.calls[0][1]["previous"] is None


@pytest.mark.parametrize("emptied", [("inputs",), ("inputs", "source"), ("source",)])
@pytest.mark.parametrize("settings", [{}, {"champion_version": "old"}])
def test_without_customers_the_model_has_columns_and_no_row(
    training, emptied, settings
):
    warehouse = Warehouse(model("old"))
    trained = warehouse.choose({})
    for table in emptied:
        warehouse.connection.execute(f"delete from {table}")
    relation = warehouse.choose(settings)
    assert relation.fetchall() == []
    assert relation.columns == trained.columns
    assert relation.types == trained.types
    assert training.calls == []
