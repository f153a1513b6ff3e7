"""Keep the champion, restore a former one, or train a challenger."""

import sys
from datetime import UTC, datetime

from ml.customers.sampling import (
    hash_names,
    input_names,
    read_averages,
    sample_customers,
    sample_earlier,
)
from ml.recipe import hash_recipe
from ml.segments.feature_words import read_words
from ml.segments.model_table import SEGMENT_MODEL_SCHEMA, to_table
from ml.segments.sample_size import outgrows_sample_size
from ml.subprocesses import SubprocessError, run_in_subprocess

# The modules whose code decides the result of a training.
SEGMENT_RECIPE = ("ml.customers.sampling", "ml.segments.training")
# Columns that had other names in the warehouses of earlier versions.
FORMER_NAMES = {"first_unused_id": "ids_given"}
# Columns that are NULL for a model of an earlier version.
ADDED_LATER = ("prior_orders",)
OTHER_RECIPE = (
    "The code that trains segments differs from the code that trained the champion: a "
    "new model is trained. A segment keeps its id if most of its customers stay "
    "together. `make rollback VERSION={}` brings the former model back."
)


class ChampionError(ValueError):
    """Why the requested model cannot be champion, in a sentence."""


def keep_or_train_champion(
    session, champion, history, inputs, earlier, features, catalogue, source, settings
):
    """Return the champion's row as a relation, empty if there are no customers.

    A champion stays while the request is the same: source, number of segments, seed,
    inputs and the code that trains. A daily build therefore neither trains nor imports
    TensorFlow. If a build reads an earlier source again, the last champion of that
    source becomes champion again.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
    champion, history : duckdb.DuckDBPyRelation or None
        The tables of the current and of former champions; None if a table is missing.
    inputs, earlier, features, catalogue, source : duckdb.DuckDBPyRelation
        `customer_encoder_inputs`, `customer_encoder_inputs_earlier`,
        `customer_features`, `feature_catalogue` and `order_source`.
    settings : dict
        `n_segments`, `random_seed`, `retrain`, `training_customers` and
        `champion_version`.

    Raises
    ------
    ChampionError
        The requested version is unknown, or its features are not those of this build.
    ml.subprocesses.SubprocessError
        The training failed, and no champion can stay.
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
        return session.from_arrow(to_table(find_former(models, version, request)))
    limit = int(settings["training_customers"])
    last = models[0] if models else None
    can_stay = (
        last is not None
        and answers(last, request)
        and not outgrows_sample_size(last, min(customers, limit))
    )
    if can_stay and not is_true(settings["retrain"]):
        tell_of_few(last)
        return session.from_arrow(to_table(last))
    if last:
        same_code = {**last, "recipe_version": request["recipe_version"]}
        if same_code != last and not can_stay and answers(same_code, request):
            say(OTHER_RECIPE.format(last["model_version"]))
        # New segments must not get an id of any former model.
        last["first_unused_id"] = max(one["first_unused_id"] for one in models)
    averages = read_averages(catalogue)
    samples = {
        "customers": sample_customers(session, inputs, features, limit, averages),
        "earlier": sample_earlier(session, inputs, earlier, limit, averages),
    }
    row = train_challenger(samples, request, last, can_stay, read_words(catalogue))
    if "trained_at" not in row:
        ((as_of_date,),) = features.select("as_of_date").limit(1).fetchall()
        row |= {"trained_at": datetime.now(UTC), "trained_as_of": as_of_date}
    return session.from_arrow(to_table(row))


def read_models(tables, source_name: str) -> list[dict]:
    """Return the models of a source, the champion first, then the latest."""
    models = {}
    for table in tables:
        present = table.columns if table is not None else []
        columns = {
            name: [one for one in (name, FORMER_NAMES.get(name)) if one in present]
            for name in SEGMENT_MODEL_SCHEMA.names
        }
        # A column is absent if the table is missing or if a much earlier version wrote
        # it.
        if not all(old for new, old in columns.items() if new not in ADDED_LATER):
            continue
        chosen = [
            f"coalesce({', '.join([*old, 'null'])}) as {new}"
            for new, old in columns.items()
        ]
        complete = "segment_ids is not null and profile_features is not null"
        latest_first = table.filter(complete).order("trained_at desc, model_version")
        found = latest_first.select(", ".join(chosen)).to_arrow_table()
        for model in found.to_pylist():
            if model["source_name"] == source_name:
                models.setdefault(model["model_version"], model)
    return [*models.values()]


def find_former(models: list[dict], version: str, request: dict) -> dict:
    """Return the former model of a version, marked as restored by the user."""
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
    """Return the row of the new model, or of the champion if it is better."""
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
        say(f"The champion stays: the new model is not better. {refused}")
        return {
            **previous,
            "challenger_version": row["model_version"],
            "challenger_refused": refused,
        }
    tell_of_few(row)
    for note in row["notes"]:
        say(note)
    return row


def is_true(setting) -> bool:
    """Return whether a dbt setting, which may be a text, is true."""
    return str(setting).lower() in ("true", "1", "yes")


def answers(champion: dict, request: dict) -> bool:
    """Return whether a champion was trained for the request.

    A champion that `make rollback` restored answers every request for its features.
    """
    if champion["is_brought_back"]:
        return champion["feature_hash"] == request["feature_hash"]
    return all(champion[name] == value for name, value in request.items())


def tell_of_few(model: dict) -> None:
    """Print the warning about segments of few customers, which each build repeats."""
    is_known = model.get("stability") is not None or model["n_segments"]
    if not is_known and model.get("chosen_because"):
        say(model["chosen_because"])


def say(sentence: str) -> None:
    """Write a sentence for the user while dbt works."""
    sys.stderr.write(f"{sentence}\n")
