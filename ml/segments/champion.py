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
from ml.segments.former_models import (
    STORED_SCHEMA,
    FormerModels,
    Stored,
    read_former_models,
    restored_version,
)
from ml.segments.model_table import to_table
from ml.segments.sample_size import outgrows_sample_size
from ml.segments.seals import seal_table
from ml.subprocesses import SubprocessError, run_in_subprocess

# The modules whose code decides the result of a training.
SEGMENT_RECIPE = ("ml.customers.sampling", "ml.segments.training")
OTHER_RECIPE = (
    "The code that trains segments differs from the code that trained model {0}: a "
    "new model is trained. A segment keeps its id if most of its customers stay "
    "together. `make rollback VERSION={0}` brings the former model back."
)
FOUND_AGAIN = (
    "Model {model_version} with {chosen_segments} segments is the champion again, "
    "because {reason}: nothing is trained."
)
DAMAGED = "segmentation.{table} is damaged: in model {version}, {damage}; {offer}."
RESTORE = (
    "`make rollback VERSION={0}` or VARS='{{champion_version: {0}}}' restores the last "
    "good model of segment_model_history, and VARS='{{retrain: true}}' trains a new one"
)
NONE_LEFT = (
    "segment_model_history has no good model left: VARS='{retrain: true}' trains a new "
    "one"
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
    (`n_segments: 5`) leaves no trace in the next build. A row that is not as a build
    wrote it is neither kept nor restored.

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
        The requested version is unknown or damaged, or its features are not those of
        this build; or the champion is damaged, and no new model is asked for.
    ml.subprocesses.SubprocessError
        The training failed, and no champion can stay.
    """
    sources = source.select("source_name").fetchall()
    ((customers,),) = inputs.count("*").fetchall()
    if not sources or not customers:
        return session.from_arrow(STORED_SCHEMA.empty_table())
    numbers, categories = input_names(inputs)
    request = {
        "source_name": sources[0][0],
        "n_segments": int(settings["n_segments"] or 0),
        "random_seed": int(settings["random_seed"]),
        "feature_hash": hash_names(numbers + categories),
        "recipe_version": hash_recipe(*SEGMENT_RECIPE),
    }
    former = read_former_models(champion, history, request["source_name"])
    models = former.models
    version = str(settings["champion_version"] or "")
    if version:
        row = find_former(former, version, request)
        return session.from_arrow(seal_table(to_table(row)))
    limit = int(settings["training_customers"])
    standing = find_standing(models, request, min(customers, limit))
    if not is_true(settings["retrain"]):
        refuse_damage(former, standing, request)
    if standing and not is_true(settings["retrain"]):
        if standing["model_version"] not in versions_of(champion):
            say_found_again(standing)
        tell_of_doubts(standing)
        restored = {"restored_version": restored_version(models)}
        return session.from_arrow(seal_table(to_table(standing | restored)))
    previous = standing or find_previous(models, request)
    if previous:
        same_code = {**previous, "recipe_version": request["recipe_version"]}
        if same_code != previous and not standing and answers(same_code, request):
            say(OTHER_RECIPE.format(previous["model_version"]))
        # New segments must not get an id of any former model.
        previous = {**previous, "first_unused_id": former.first_unused_id}
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
    return session.from_arrow(seal_table(to_table(row)))


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


def find_former(former: FormerModels, version: str, request: dict) -> dict:
    """Return the former model of a version, marked as restored by the user."""
    found = [one for one in former.models if one["model_version"].startswith(version)]
    lost = [one for one in former.lost if one.version.startswith(version)]
    if lost and not found:
        raise ChampionError(say_damage(lost[0], former, request))
    if not found:
        known = ", ".join(one["model_version"] for one in former.models) or "none"
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


def refuse_damage(former: FormerModels, standing: dict | None, request: dict) -> None:
    """Raise ChampionError if the model that would be kept is damaged."""
    damaged = former.champion
    if damaged is None and standing is None:
        restored = restored_version(former.models)
        might_stay = [
            one
            for one in former.lost
            if one.version == restored or answers(one.row, request, one.columns)
        ]
        damaged = next(iter(might_stay), None)
    if damaged:
        raise ChampionError(say_damage(damaged, former, request))


def say_damage(damaged: Stored, former: FormerModels, request: dict) -> str:
    """Return what is wrong with a model, and what the user can do, as a sentence."""
    good = [
        one["model_version"]
        for one in former.former
        if one["feature_hash"] == request["feature_hash"]
    ]
    # The row of the history is that of the champion, unless this is damaged, too.
    good.sort(key=lambda version: version != damaged.version)
    is_champion = damaged is former.champion
    return DAMAGED.format(
        table="segment_model" if is_champion else "segment_model_history",
        version=damaged.version,
        damage=damaged.damage,
        offer=RESTORE.format(good[0]) if good else NONE_LEFT,
    )


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


def answers(champion: dict, request: dict, unsure: tuple[str, ...] = ()) -> bool:
    """Return whether a champion was trained for the request.

    A model that `make rollback` restored answers every request for its features, unless
    the request names another number of segments. Columns that are `unsure` count as
    those of the request.
    """
    if champion["is_brought_back"]:
        counts = (0, champion["n_segments"], champion["chosen_segments"])
        is_same = champion["feature_hash"] == request["feature_hash"]
        return is_same and request["n_segments"] in counts
    return all(
        champion[name] == value for name, value in request.items() if name not in unsure
    )


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
