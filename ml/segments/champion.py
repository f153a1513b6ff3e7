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
ADDED_LATER = (
    "are_groups",
    "confidence_curves",
    "groups_because",
    "prior_orders",
    "restored_version",
)
OTHER_RECIPE = (
    "The code that trains segments differs from the code that trained model {0}: a "
    "new model is trained. A segment keeps its id if most of its customers stay "
    "together. `make rollback VERSION={0}` brings the former model back."
)
FOUND_AGAIN = (
    "Model {model_version} with {chosen_segments} segments is the champion again, "
    "because {reason}: nothing is trained."
)


class ChampionError(ValueError):
    """Why the requested model cannot be champion, in a sentence."""


def keep_or_train_champion(
    session, champion, history, inputs, earlier, features, catalogue, source, settings
):
    """Return the champion's row as a relation, empty if there are no customers.

    A model answers the same request: source, number of segments, seed, inputs and the
    code that trains. The champion stays while it answers. If it does not, but a former
    model does, that model becomes champion again with its ids and names. So a daily
    build neither trains nor imports TensorFlow, and a question asked once
    (`n_segments: 5`) leaves no trace in the next build.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
    champion, history : duckdb.DuckDBPyRelation or None
        The tables of the current and of former champions; None if a table is missing.
    inputs, earlier, features, catalogue, source : duckdb.DuckDBPyRelation
        `customer_encoder_inputs`, `customer_encoder_inputs_earlier`,
        `customer_features` with the lifecycle_state of `customer_lifecycles`,
        `feature_catalogue` and `order_source`.
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
    standing = find_standing(models, request, min(customers, limit))
    if standing and not is_true(settings["retrain"]):
        if standing["model_version"] not in versions_of(champion):
            say_found_again(standing)
        tell_of_doubts(standing)
        restored = {"restored_version": restored_version(models)}
        return session.from_arrow(to_table(standing | restored))
    previous = standing or find_previous(models, request)
    if previous:
        same_code = {**previous, "recipe_version": request["recipe_version"]}
        if same_code != previous and not standing and answers(same_code, request):
            say(OTHER_RECIPE.format(previous["model_version"]))
        # New segments must not get an id of any former model.
        unused = max(one["first_unused_id"] for one in models)
        previous = {**previous, "first_unused_id": unused}
    averages = read_averages(catalogue)
    samples = {
        "customers": sample_customers(session, inputs, features, limit, averages),
        "earlier": sample_earlier(session, inputs, earlier, limit, averages),
    }
    lineage = {"previous": previous, "former": find_holders(models, previous)}
    words = read_words(catalogue)
    row = train_challenger(samples, request, lineage, standing is not None, words)
    if "trained_at" not in row:
        ((as_of_date,),) = features.select("as_of_date").limit(1).fetchall()
        row |= {"trained_at": datetime.now(UTC), "trained_as_of": as_of_date}
        if not is_true(settings["retrain"]):
            row["restored_version"] = restored_version(models)
    return session.from_arrow(to_table(row))


def read_models(tables, source_name: str) -> list[dict]:
    """Return the models of a source: the champion, then that restored, then latest."""
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
                if table is not tables[0]:
                    model["restored_version"] = None
                models.setdefault(model["model_version"], model)
    restored = models.get(restored_version([*models.values()]))
    if restored:
        restored |= {
            "is_brought_back": True,
            "restored_version": restored["model_version"],
        }
    # False sorts first, and sorting keeps the order of equals.
    champion = next(iter(models), None)
    return sorted(
        models.values(),
        key=lambda one: (one["model_version"] != champion, one is not restored),
    )


def restored_version(models: list[dict]) -> str | None:
    """Return the version that `make rollback` restored, even behind a question since.

    `models` begin with the champion, whose row keeps that version.
    """
    if not models:
        return None
    champion = models[0]
    is_restored = champion["is_brought_back"]
    return champion["model_version" if is_restored else "restored_version"]


def versions_of(champion) -> list[str]:
    """Return the version of the champion's table: none before the first training."""
    if champion is None or "model_version" not in champion.columns:
        return []
    return [version for (version,) in champion.select("model_version").fetchall()]


def find_standing(models: list[dict], request: dict, customers: int) -> dict | None:
    """Return the first model that answers the request and is large enough."""
    for one in models:
        if answers(one, request) and not outgrows_sample_size(one, customers):
            return one
    return None


def find_previous(models: list[dict], request: dict) -> dict | None:
    """Return the model whose segments a new one continues.

    It is the last model of the same number of segments. A question in between must not
    end segments that people know. If that number is new, it is the champion.
    """
    for one in models:
        if one["is_brought_back"] or one["n_segments"] == request["n_segments"]:
            return one
    return models[0] if models else None


def find_holders(models: list[dict], previous: dict | None) -> list[dict]:
    """Return the last model of each id that `previous` lacks, the latest first."""
    holders, known = [], set(previous["segment_ids"] if previous else [])
    for one in models:
        if not known.issuperset(one["segment_ids"]):
            holders.append(one)
            known.update(one["segment_ids"])
    return holders


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
    return {
        **found[0],
        "is_brought_back": True,
        "restored_version": found[0]["model_version"],
    }


def train_challenger(
    samples: dict, request: dict, lineage: dict, can_stay: bool, words: dict
) -> dict:
    """Return the row of the new model, or of the previous one if that is better."""
    try:
        row, refused = run_in_subprocess(
            "ml.segments.training.train_champion",
            samples,
            {"request": request, **lineage, "words": words},
        )
    except SubprocessError as error:
        if not can_stay:
            raise
        row, refused = {"model_version": None}, str(error)
    if refused and can_stay:
        say(f"The champion stays: the new model is not better. {refused}")
        return {
            **lineage["previous"],
            "challenger_version": row["model_version"],
            "challenger_refused": refused,
        }
    tell_of_doubts(row)
    for note in row["notes"]:
        say(note)
    return row


def is_true(setting) -> bool:
    """Return whether a dbt setting, which may be a text, is true."""
    return str(setting).lower() in ("true", "1", "yes")


def answers(champion: dict, request: dict) -> bool:
    """Return whether a champion was trained for the request.

    A model that `make rollback` restored answers every request for its features, unless
    the request names another number of segments.
    """
    if champion["is_brought_back"]:
        counts = (0, champion["n_segments"], champion["chosen_segments"])
        is_same = champion["feature_hash"] == request["feature_hash"]
        return is_same and request["n_segments"] in counts
    return all(champion[name] == value for name, value in request.items())


def say_found_again(model: dict) -> None:
    """Tell the user which model became champion again, and why."""
    reason = "it was trained for this same request"
    if model["n_segments"] == 0:
        reason = "no number of segments is asked for, as when it was trained"
    if model["is_brought_back"]:
        reason = "`make rollback` restored it"
    say(FOUND_AGAIN.format(**model, reason=reason))


def tell_of_doubts(model: dict) -> None:
    """Warn of few customers, and of segments that are no groups, at each build."""
    if model.get("are_groups") is False:
        say(model["groups_because"])
    is_known = model.get("stability") is not None or model["n_segments"]
    if not is_known and model.get("chosen_because"):
        say(model["chosen_because"])


def say(sentence: str) -> None:
    """Write a sentence for the user while dbt works."""
    sys.stderr.write(f"{sentence}\n")
