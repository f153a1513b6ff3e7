"""What is trained is used only as it was written, whatever happened to its row since.

The rows are those of the sample; they are damaged by SQL.
"""

from datetime import timedelta
from functools import cache
from types import SimpleNamespace

import duckdb
import pytest

from ml.forecasts import prediction_model
from ml.recipe import hash_recipe
from ml.segments import champion as champion_module
from ml.segments.champion import ChampionError, keep_or_train_champion
from tests.pipeline.conftest import copy

TABLES = {
    "champion": "from segmentation.segment_model",
    "history": "from segmentation.segment_model_history",
    "inputs": "from features.customer_encoder_inputs limit 50",
    "earlier": "from features.customer_encoder_inputs_earlier limit 50",
    "features": """
        from features.customer_features
        inner join features.customer_lifecycles using (customer_id)
    """,
    "catalogue": "from features.feature_catalogue",
    "source": "from staging.order_source",
    "forecasts": "from predictions.prediction_model",
    "dates": "from intermediate.int_as_of_dates",
}
ARGUMENTS = [*TABLES][:7]
# Each damage of the row of a model: a column, and what it becomes.
DAMAGES = [
    ("centroids", "[['nan'::double] || centroids[1][2:]] || centroids[2:]"),
    ("centroids", "centroids[2:]"),
    ("centroids", "list_reverse(centroids)"),
    ("centroids", "null"),
    ("hidden_weights", "null"),
    ("hidden_weights", "[list_transform(u, lambda w: -w) for u in hidden_weights]"),
    ("hidden_weights", "[u[2:] for u in hidden_weights]"),
    ("latent_weights", "[list_transform(u, lambda w: -w) for u in latent_weights]"),
    ("latent_weights", "latent_weights[2:]"),
    ("latent_weights", "[null] || latent_weights[2:]"),
    ("hidden_bias", "hidden_bias[2:]"),
    ("hidden_bias", "[one + 1 for one in hidden_bias]"),
    ("latent_bias", "['inf'::double] || latent_bias[2:]"),
    ("latent_bias", "[]"),
    ("scales", "scales[2:]"),
    ("scales", "[0 for one in scales]"),
    ("scales", "[-one for one in scales]"),
    ("clip", "0"),
    ("clip", "null"),
    ("clip", "clip + 1e-15"),
    ("category_weight", "-category_weight"),
    ("category_weight", "'nan'::double"),
    ("segment_ids", "list_reverse(segment_ids)"),
    ("segment_ids", "[0 for one in segment_ids]"),
    ("segment_ids", "null"),
    ("segment_names", "list_reverse(segment_names)"),
    ("segment_names", "segment_names[2:]"),
    ("segment_names", "[null] || segment_names[2:]"),
    ("segment_names", "[' '] || segment_names[2:]"),
    ("segment_descriptions", "list_reverse(segment_descriptions)"),
    ("suggested_actions", "null"),
    ("first_unused_id", "0"),
    ("feature_names", "list_reverse(feature_names)"),
    ("fill_values", "[null] || fill_values[2:]"),
    ("centers", "[one + 0.001 for one in centers]"),
    ("prior_orders", "null"),
    ("category_values", "list_reverse(category_values)"),
    ("pca_components", "pca_components[2:]"),
    ("confidence_curves", "null"),
    ("profile_means", "list_reverse(profile_means)"),
    ("profile_features", "null"),
    ("chosen_segments", "chosen_segments + 1"),
    ("n_segments", "3"),
    ("random_seed", "8"),
    ("recipe_version", "1"),
    ("feature_hash", "'other'"),
]
# Damages that only a seal finds.
BY_SEAL = [
    ("source_name", "'other'"),
    ("model_version", "'other'"),
    ("model_version", "null"),
    ("first_unused_id", "100"),
    ("is_brought_back", "true"),
    ("trained_at", "trained_at + interval 1 day"),
    ("trained_at", "null"),
    ("seal", "[]"),
    ("seal", "seal[2:]"),
    ("seal", "list_transform(seal, lambda one: one[2:])"),
]
cached_hash = cache(hash_recipe)
LEARNED = "method = 'gradient boosting' and target = 'chance'"
# Damages of the rows of forecasts: where, a column, and what it becomes.
FORECAST_DAMAGES = [
    (LEARNED, "leaf_values", "[[1e300 for leaf in leaf_values[1]]] || leaf_values[2:]"),
    (LEARNED, "leaf_values", "[[-leaf for leaf in tree] for tree in leaf_values]"),
    (LEARNED, "leaf_values", "[null] || leaf_values[2:]"),
    (LEARNED, "leaf_values", "leaf_values[2:]"),
    (LEARNED, "baseline", "baseline + 5"),
    (LEARNED, "baseline", "'nan'::double"),
    (LEARNED, "baseline", "null"),
    (LEARNED, "features", "[[0 for node in tree] for tree in features]"),
    (LEARNED, "features", "null"),
    (LEARNED, "thresholds", "[[-one for one in tree] for tree in thresholds]"),
    (LEARNED, "unknown_left", "[[true for one in tree] for tree in unknown_left]"),
    (LEARNED, "lefts", "[[0 for one in tree] for tree in lefts]"),
    (LEARNED, "rights", "lefts"),
    (LEARNED, "number_names", "list_reverse(number_names)"),
    (LEARNED, "category_values", "[list_reverse(one) for one in category_values]"),
    (LEARNED, "is_chosen", "[not one for one in is_chosen]"),
    (LEARNED, "horizon_days", "list_reverse(horizon_days)"),
    (LEARNED, "seasons_learned", "[0 for one in seasons_learned]"),
    (LEARNED, "method", "'mean'"),
    (LEARNED, "target", "'orders'"),
    (LEARNED, "source_name", "'other'"),
    (LEARNED, "recipe_version", "1"),
    (LEARNED, "seal", "[]"),
    ("method = 'mean'", "mean_outcomes", "[2 * one for one in mean_outcomes]"),
    ("method = 'mean'", "season_index", "[2.0 for one in season_index]"),
    ("low_levels[1] is not null", "low_levels", "[0.4 for one in low_levels]"),
    ("low_levels[1] is not null", "ratios", "null"),
    ("low_levels[1] is not null", "ratio_squares", "[[0.5] for one in ratio_squares]"),
]


@pytest.fixture(scope="module")
def warehouse(sample):
    """Return a connection with the tables of the sample that a training reads."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{sample.warehouse}' as warehouse (read_only)")
        # Views contain the name of the database.
        connection.execute("use warehouse")
        for name, query in TABLES.items():
            connection.execute(f"create table memory.main.{name} as {query}")
        connection.execute("use memory.main")
        yield connection


@pytest.fixture
def tables(warehouse, monkeypatch):
    """Return the connection; what a test changes is rolled back. Nobody trains."""

    def train(*arguments):
        raise AssertionError("a model is trained")

    monkeypatch.setattr(champion_module, "run_in_subprocess", train)
    for module in (champion_module, prediction_model):
        monkeypatch.setattr(module, "hash_recipe", cached_hash)
    warehouse.begin()
    yield warehouse
    warehouse.rollback()


def build(connection, **settings):
    """Return the row of the champion after a build."""
    asked = {
        "n_segments": "",
        "random_seed": 7,
        "retrain": False,
        "training_customers": 50,
        "champion_version": "",
    }
    relation = keep_or_train_champion(
        connection,
        *(connection.table(name) for name in ARGUMENTS),
        settings=asked | settings,
    )
    return relation.to_arrow_table().to_pylist()[0]


def version_of(connection):
    ((version,),) = connection.sql("select model_version from history").fetchall()
    return version


def drop_seals(connection, *names):
    """Make tables as an earlier version wrote them."""
    for name in names:
        connection.execute(f"alter table {name} drop seal")


@pytest.mark.parametrize(("column", "value"), [*DAMAGES, *BY_SEAL])
def test_a_damaged_champion_is_refused_and_the_last_good_one_offered(
    tables, column, value
):
    version = version_of(tables)
    tables.execute(f"update champion set {column} = {value}")
    for asked in ({}, {"n_segments": 5}):
        with pytest.raises(ChampionError) as refused:
            build(tables, **asked)
        (sentence,) = refused.value.args
        assert sentence.startswith("segmentation.segment_model is damaged: in model ")
        assert f"column `{column}` " in sentence
        assert f"`make rollback VERSION={version}`" in sentence
        assert "VARS='{retrain: true}'" in sentence
        assert sentence.endswith(".")
        assert ". " not in sentence
    restored = build(tables, champion_version=version)
    (kept,) = tables.table("history").to_arrow_table().to_pylist()
    changed = {name for name in kept if kept[name] != restored[name]}
    assert changed == {"is_brought_back", "restored_version", "seal"}


@pytest.mark.parametrize(("column", "value"), DAMAGES)
def test_a_damaged_champion_of_an_earlier_version_is_refused(tables, column, value):
    drop_seals(tables, "champion", "history")
    tables.execute(f"update champion set {column} = {value}")
    with pytest.raises(ChampionError, match="is damaged: .* column `.* rollback"):
        build(tables)


def test_an_undamaged_champion_stays_with_the_same_seal(tables):
    row = tables.table("champion").to_arrow_table().to_pylist()[0]
    assert row["seal"]
    assert build(tables) == row


@pytest.mark.parametrize("names", [("champion",), ("champion", "history")])
def test_a_champion_of_an_earlier_version_stays_and_is_sealed(tables, names):
    row = tables.table("champion").to_arrow_table().to_pylist()[0]
    drop_seals(tables, *names)
    assert build(tables) == row
    tables.execute("update history set clip = 0")
    assert build(tables) == row


def test_zeros_of_either_sign_have_one_seal(tables):
    """A file of DuckDB does not keep the sign of every zero."""
    row = build(tables)
    tables.execute("update champion set latent_bias = [one + 0 for one in latent_bias]")
    assert build(tables)["seal"] == row["seal"]


def test_a_lost_column_is_named(tables):
    tables.execute("alter table champion drop centroids")
    with pytest.raises(ChampionError, match="column `centroids` is NULL"):
        build(tables)


def test_a_second_row_is_refused(tables):
    tables.execute("insert into champion from champion")
    with pytest.raises(ChampionError, match="it has 2 rows"):
        build(tables)


def test_a_damaged_row_of_the_history_is_not_offered(tables):
    version = version_of(tables)
    tables.execute("update history set clip = 0")
    # The champion needs no other row.
    assert build(tables)["model_version"] == version
    assert build(tables, champion_version=version)["clip"] == 3
    tables.execute("update champion set hidden_bias = null")
    with pytest.raises(ChampionError, match="has no good model left") as refused:
        build(tables)
    assert "rollback" not in str(refused.value)
    with pytest.raises(ChampionError, match="`clip`|`hidden_bias`"):
        build(tables, champion_version=version)


def test_an_older_model_is_offered_if_the_last_is_damaged(tables):
    tables.execute(
        "create temp table older as select * replace ('older' as model_version, "
        "trained_at - interval 1 day as trained_at, null as seal) from history"
    )
    tables.execute("update history set clip = 0; insert into history from older")
    tables.execute("update champion set clip = 0")
    with pytest.raises(ChampionError, match="make rollback VERSION=older"):
        build(tables)


def test_a_damaged_model_that_would_come_back_is_not_replaced_in_silence(tables):
    """After a question, a plain build goes back to the model from before."""
    tables.execute("update champion set n_segments = 5, model_version = 'question'")
    tables.execute("update champion set seal = null")
    tables.execute("update history set random_seed = 8")
    said = "segmentation.segment_model_history is damaged: .* `random_seed`"
    with pytest.raises(ChampionError, match=said):
        build(tables)


def test_a_new_model_continues_the_history_of_a_damaged_champion(tables, monkeypatch):
    asked = []

    def train(function, samples, arguments):
        asked.append(arguments["previous"])
        return {"model_version": "new"}, "It is worse."

    monkeypatch.setattr(champion_module, "run_in_subprocess", train)
    tables.execute("update champion set centroids = null, first_unused_id = 100")
    row = build(tables, retrain=True)
    assert row["centroids"] == asked[0]["centroids"]
    assert (row["challenger_refused"], row["first_unused_id"]) == (
        "It is worse.",
        asked[0]["first_unused_id"],
    )
    assert row["first_unused_id"] < 100


@pytest.fixture
def forecast(tables, monkeypatch):
    """Return a function that makes the forecasts again or keeps them: rows or None."""
    (stored,) = tables.sql(
        "select distinct input_hash, source_name, training_customers, learned_until "
        "from forecasts"
    ).fetchall()
    input_hash, source, customers, until = stored
    monkeypatch.setattr(prediction_model, "hash_names", lambda _: input_hash)
    monkeypatch.setattr(prediction_model, "train_all", lambda *_: [])
    asked = {"source_name": source, "training_customers": customers, "retrain": False}

    def forecast(later=0):
        today = until + timedelta(later)
        dates = tables.sql(f"select date '{today}' as as_of_date, true as is_current")
        reader = SimpleNamespace(session=tables, names=([], []))
        found = prediction_model.keep_or_train_forecasts(
            "forecasts", reader, dates, asked
        )
        return found.to_arrow_table().to_pylist()

    return forecast


@pytest.mark.parametrize(("where", "column", "value"), FORECAST_DAMAGES)
def test_damaged_forecasts_are_learned_again(
    tables, forecast, capsys, where, column, value
):
    tables.execute(f"update forecasts set {column} = {value} where {where}")
    assert forecast() == []
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith("predictions.prediction_model is damaged: ")
    assert f"`{column}`" in said
    assert said.endswith("; forecasts are learned again.")


@pytest.mark.parametrize(
    "change", ["delete from {}", "insert into {0} from {0}"], ids=["lost", "twice"]
)
def test_a_row_of_forecasts_too_few_or_too_many_is_noticed(
    tables, forecast, capsys, change
):
    where = f" where {LEARNED}"
    tables.execute(change.format("forecasts") + where)
    assert forecast() == []
    assert " rows, not 1; forecasts" in capsys.readouterr().err


def test_undamaged_forecasts_stay_and_those_of_an_earlier_version_are_sealed(
    tables, forecast, capsys
):
    rows = tables.table("forecasts").to_arrow_table().to_pylist()
    assert all(row["seal"] for row in rows)
    assert forecast(later=3) == rows
    drop_seals(tables, "forecasts")
    assert forecast() == rows
    assert capsys.readouterr().err == ""


def test_damage_is_not_said_of_forecasts_that_end(tables, forecast, capsys):
    tables.execute("update forecasts set baseline = 9")
    assert forecast(later=40) == []
    assert capsys.readouterr().err == ""


def test_damaged_models_are_listed_as_such(sample, tmp_path):
    project = copy(sample, tmp_path)
    with duckdb.connect(str(project.warehouse)) as connection:
        connection.execute("""
            insert into segmentation.segment_model_history by name
            select * replace ('older' as model_version)
            from segmentation.segment_model_history
        """)
    listed = project._run(["-m", "commands.rollback"], {"VERSION": ""})
    (older,) = [one for one in listed.stdout.splitlines() if "older" in one]
    assert older.split()[-1] == "damaged"
    (other,) = [one for one in listed.stdout.splitlines() if "champion" in one][:1]
    assert "damaged" not in other


@pytest.mark.long
def test_a_build_stops_before_it_publishes_and_a_rollback_restores(sample, tmp_path):
    project = copy(sample, tmp_path)
    segments = "select customer_id, segment_id from segmentation.customer_segments"
    amounts = "select * from predictions.customer_forecasts order by all"
    before = sorted(project.query(segments)), project.query(amounts)
    with duckdb.connect(str(project.warehouse)) as connection:
        connection.execute(
            "update segmentation.segment_model set centroids = list_reverse(centroids)"
        )
        connection.execute(
            "update predictions.prediction_model set baseline = baseline + 5 "
            f"where {LEARNED}"
        )
    tables = project.tables("segmentation", "history")
    published = {
        path: path.stat().st_mtime_ns
        for path in project.folder.rglob("*")
        if path.suffix in (".parquet", ".html") or path.name == "analytics.duckdb"
    }
    run = project.build()
    said = run.stdout + run.stderr
    assert run.returncode == 1
    for column in ("centroids", "baseline"):
        assert f"column `{column}` is not as the build wrote it" in said
    assert "Traceback" not in said
    assert project.tables("segmentation", "history") == tables
    assert published == {path: path.stat().st_mtime_ns for path in published}

    version = said.partition("make rollback VERSION=")[2][:16]
    run = project._run(["-m", "commands.rollback"], {"VERSION": version})
    assert run.returncode == 0, run.stdout + run.stderr
    assert sorted(project.query(segments)) == before[0]
    assert project.query(amounts) == before[1]
