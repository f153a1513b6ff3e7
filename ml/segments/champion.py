"""Keep the champion, restore a former one, or train a challenger."""

import sys
from datetime import UTC, datetime

from ml.customers.sampling import (
    hash_names,
    input_names,
    sample_customers,
    sample_earlier,
)
from ml.recipe import hash_recipe
from ml.segments.feature_words import read_words
from ml.segments.model_table import SEGMENT_MODEL_SCHEMA, to_table
from ml.segments.sample_size import outgrows_sample_size
from ml.subprocesses import SubprocessError, run_in_subprocess

# Modules that decide what a training gives.
SEGMENT_RECIPE = ("ml.customers.sampling", "ml.segments.training")
# Columns of today by their names in the warehouses of earlier versions.
FORMER_NAMES = {"first_unused_id": "ids_given"}
OTHER_RECIPE = (
    "The code of this version trains segments otherwise than the code that trained the "
    "champion: a new model is trained. A segment keeps its id where most of its "
    "customers stay together. `make rollback VERSION={}` brings the former model back."
)


class ChampionError(ValueError):
    """Why the requested model cannot be champion, in a sentence."""


def keep_or_train_champion(
    session, champion, history, inputs, earlier, features, catalogue, source, settings
):
    """Return the champion's row as a relation; no row where there is no customer.

    A champion stays while it answers the request: source, number of segments, seed,
    inputs, and the code that trains. A daily build then neither trains nor imports
    TensorFlow. The last champion of a source also returns when the source does.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
    champion, history : duckdb.DuckDBPyRelation or None
        The tables of the current and of former champions; None where there is none.
    inputs, earlier, features, catalogue, source : duckdb.DuckDBPyRelation
    settings : dict
        `n_segments`, `random_seed`, `retrain`, `training_customers` and
        `champion_version`.

    Raises
    ------
    ChampionError
        The requested version is unknown, or was trained on other features.
    ml.subprocesses.SubprocessError
        The training failed, and no champion answers the request.
    """
    sources = source.select("source_name").fetchall()
    ((customers,),) = inputs.count("*").fetchall()
    if not sources or not customers:
        return session.from_arrow(SEGMENT_MODEL_SCHEMA.empty_table())
    numbers, categories = input_names(inputs)
    request = {
        "source_name": sources[0][0],
        "n_segments": int(settings["n_segments"] or 0),
        "random_seed": int(settings["random_seed"]),
        "feature_hash": hash_names(numbers + categories),
        "recipe_version": hash_recipe(*SEGMENT_RECIPE),
    }
    models = read_models((champion, history), request["source_name"])
    version = str(settings["champion_version"] or "")
    if version:
        return to_relation(session, find_former(models, version, request))
    limit = int(settings["training_customers"])
    last = models[0] if models else None
    can_stay = (
        last is not None
        and answers(last, request)
        and not outgrows_sample_size(last, min(customers, limit))
    )
    if can_stay and not is_true(settings["retrain"]):
        tell_of_few(last)
        return to_relation(session, last)
    if last:
        if not can_stay and differs_in_recipe_only(last, request):
            say(OTHER_RECIPE.format(last["model_version"]))
        # No id of any former model is used again.
        last["first_unused_id"] = max(one["first_unused_id"] for one in models)
    samples = {
        "customers": sample_customers(session, inputs, features, limit),
        "earlier": sample_earlier(session, inputs, earlier, limit),
    }
    row = train_challenger(samples, request, last, can_stay, read_words(catalogue))
    if "trained_at" not in row:
        ((as_of_date,),) = features.select("as_of_date").limit(1).fetchall()
        row |= {"trained_at": datetime.now(UTC), "trained_as_of": as_of_date}
    return to_relation(session, row)


def read_models(tables, source_name: str) -> list[dict]:
    """Return the models of a source, the champion first, then the latest."""
    models = {}
    for table in tables:
        columns = table_columns(table)
        # The table is missing, or a much earlier version wrote it.
        if not all(columns.values()):
            continue
        chosen = [
            f"coalesce({', '.join(old)}) as {new}" for new, old in columns.items()
        ]
        complete = "segment_ids is not null and profile_features is not null"
        latest_first = table.filter(complete).order("trained_at desc, model_version")
        found = latest_first.select(", ".join(chosen)).to_arrow_table()
        for model in found.to_pylist():
            if model["source_name"] == source_name:
                models.setdefault(model["model_version"], model)
    return [*models.values()]


def table_columns(table) -> dict[str, list[str]]:
    """Return the columns of a table that hold each column of the schema."""
    present = table.columns if table is not None else []
    return {
        name: [one for one in (name, FORMER_NAMES.get(name)) if one in present]
        for name in SEGMENT_MODEL_SCHEMA.names
    }


def find_former(models: list[dict], version: str, request: dict) -> dict:
    """Return a former model, to be champion until another is trained."""
    found = [one for one in models if one["model_version"].startswith(version)]
    if not found:
        known = ", ".join(one["model_version"] for one in models) or "none"
        raise ChampionError(
            f"No model of the source '{request['source_name']}' has a version that "
            f"begins with '{version}'. segmentation.segment_model_history has: {known}."
        )
    if found[0]["feature_hash"] != request["feature_hash"]:
        raise ChampionError(
            f"Model {found[0]['model_version']} was trained on other features than "
            "this project computes: it cannot score. Choose a later version."
        )
    return {**found[0], "is_brought_back": True}


def train_challenger(
    samples: dict, request: dict, previous: dict | None, can_stay: bool, words: dict
) -> dict:
    """Return the row of a new model, or of the champion where that one stays."""
    try:
        row, refused = run_in_subprocess(
            "ml.segments.training.train_champion",
            samples,
            {"request": request, "previous": previous, "words": words},
        )
    except SubprocessError as error:
        if not can_stay:
            raise
        row, refused = {"model_version": None}, str(error)
    if refused and can_stay:
        say(f"The champion stays: the model trained now is not better. {refused}")
        return {
            **previous,
            "challenger_version": row["model_version"],
            "challenger_refused": refused,
        }
    tell_of_few(row)
    for note in row["notes"]:
        say(note)
    return row


def to_relation(session, row: dict):
    """Return the row of `segment_model` as a relation."""
    return session.from_arrow(to_table(row))


def is_true(setting) -> bool:
    """Return whether a dbt setting, perhaps text, means yes."""
    return str(setting).lower() in ("true", "1", "yes")


def answers(champion: dict, request: dict) -> bool:
    """Return whether a champion answers a request.

    A restored champion answers every request with its own inputs.
    """
    if champion["is_brought_back"]:
        return champion["feature_hash"] == request["feature_hash"]
    return all(champion[name] == value for name, value in request.items())


def differs_in_recipe_only(champion: dict, request: dict) -> bool:
    """Return whether the champion would answer, had the same code trained it."""
    same_code = {**champion, "recipe_version": request["recipe_version"]}
    return same_code != champion and answers(same_code, request)


def tell_of_few(model: dict) -> None:
    """Warn at each build of the segments of few customers."""
    is_known = model.get("stability") is not None or model["n_segments"]
    if not is_known and model.get("chosen_because"):
        say(model["chosen_because"])


def say(sentence: str) -> None:
    """Write a sentence for the user while dbt works."""
    sys.stderr.write(f"{sentence}\n")
