"""Keep the champion, bring back a former one, or train another."""

import hashlib
import sys

from ml.recipe import RECIPE_VERSION
from ml.segments import sample_size
from ml.segments.model_table import SEGMENT_MODEL_SCHEMA, to_table

# When a model was trained, and on orders before which date.
MOMENTS = ("trained_at", "trained_as_of")


class ChampionError(ValueError):
    """Why a model that was asked for cannot be champion, in a sentence."""


def keep_or_train_champion(
    session, champion, history, inputs, earlier, features, source, settings
):
    """Return the champion's row as a relation; no row where there is no customer.

    A champion stays while it is what was asked for, so that a daily build
    neither trains nor imports TensorFlow. So does the last champion of a source
    that comes back after another one.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
    champion, history : duckdb.DuckDBPyRelation or None
        Tables that hold one, and former ones; None where there is none yet.
    inputs, earlier, features, source : duckdb.DuckDBPyRelation
    settings : dict
        `n_segments`, `random_seed`, `retrain`, `training_customers` and
        `champion_version`.

    Raises
    ------
    ChampionError
        The version that was asked for is unknown, or sees other features.
    """
    from ml.customers.sampling import input_names

    numbers, categories = input_names(inputs)
    sources = source.select("source_name").fetchall()
    if not sources or not has_rows(inputs):
        return no_model(session)
    request = {
        "source_name": sources[0][0],
        "n_segments": int(settings["n_segments"] or 0),
        "random_seed": int(settings["random_seed"]),
        "feature_hash": hash_names(numbers + categories),
    }
    models = read_models((champion, history), request["source_name"])
    wanted = str(settings["champion_version"] or "")
    if wanted:
        return bring_back(session, models, wanted, request)
    if not models:
        return train(session, inputs, earlier, features, request, settings, None)
    last, *_ = models
    is_asked = is_true(settings["retrain"]) or is_outgrown(last, inputs, settings)
    if answers(last, request) and not is_asked:
        tell_of_few(last)
        return to_relation(session, last)
    # Ids of all former models are taken, not just those of the last one.
    last["ids_given"] = max(model["ids_given"] for model in models)
    return train(session, inputs, earlier, features, request, settings, last)


def read_models(tables, source_name: str) -> list[dict]:
    """Return the models of a source, the champion first, then the latest.

    A table that is not there, or is of another version of this project and lacks
    columns, holds none.
    """
    names = [*SEGMENT_MODEL_SCHEMA.names, *MOMENTS]
    models = {}
    for table in tables:
        if table is None or not {*names} <= {*table.columns}:
            continue
        whole = table.filter("segment_ids is not null and profile_features is not null")
        latest_first = whole.order("trained_at desc, model_version")
        for row in latest_first.select(", ".join(names)).fetchall():
            model = dict(zip(names, row, strict=True))
            if model["source_name"] == source_name:
                models.setdefault(model["model_version"], model)
    return [*models.values()]


def bring_back(session, models: list[dict], version: str, request: dict):
    """Return a former model, to be champion until another is trained.

    Raises
    ------
    ChampionError
        No model of the source begins with this version, or it sees other features.
    """
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
    return to_relation(session, {**found[0], "is_brought_back": True})


def has_rows(relation) -> bool:
    """Return whether a relation has any row."""
    return bool(relation.limit(1).fetchall())


def is_outgrown(champion: dict, inputs, settings: dict) -> bool:
    """Return whether today's customers are enough for more than the champion knows."""
    ((customers,),) = inputs.count("*").fetchall()
    limit = int(settings["training_customers"])
    return sample_size.outgrows_sample_size(champion, min(customers, limit))


def tell_of_few(model: dict) -> None:
    """Say at each build what nobody can know of the segments of few customers."""
    is_known = model.get("stability") is not None or model["n_segments"]
    if not is_known and model.get("chosen_because"):
        say(model["chosen_because"])


def no_model(session):
    """Return the columns of a model that was read, without a row."""
    return to_relation(
        session, dict.fromkeys([*SEGMENT_MODEL_SCHEMA.names, *MOMENTS])
    ).limit(0)


def to_relation(session, model: dict):
    """Return a model that was read as a relation of one row."""
    session.register("segment_model_row", to_table(model))
    return session.sql(
        "select *, cast($trained_at as timestamptz) as trained_at, "
        "cast($trained_as_of as date) as trained_as_of from segment_model_row",
        params={name: model[name] for name in MOMENTS},
    )


def hash_names(names: list[str]) -> str:
    """Return the hash that scoring compares: names in their order."""
    return hashlib.md5(",".join(names).encode()).hexdigest()


def is_true(setting) -> bool:
    """Return whether a dbt setting, perhaps text, means yes."""
    return str(setting).lower() in ("true", "1", "yes")


def answers(champion: dict, request: dict) -> bool:
    """Return whether a champion is what was asked for.

    One that was brought back is, whatever it was trained for.
    """
    if champion["is_brought_back"]:
        return champion["feature_hash"] == request["feature_hash"]
    wanted = {**request, "recipe_version": RECIPE_VERSION}
    return all(champion[name] == value for name, value in wanted.items())


def train(session, inputs, earlier, features, request, settings, previous):
    """Train on a bounded sample; return the new row, or the champion that stays."""
    from ml.customers.sampling import sample_customers, sample_earlier
    from ml.subprocesses import SubprocessError, run_in_subprocess

    limit = int(settings["training_customers"])
    can_stay = (
        previous is not None
        and answers(previous, request)
        and not is_outgrown(previous, inputs, settings)
    )
    try:
        row, refused = run_in_subprocess(
            "ml.segments.training.train_champion",
            {
                "customers": sample_customers(session, inputs, features, limit),
                "earlier": sample_earlier(session, inputs, earlier, limit),
            },
            {
                "request": request,
                "previous": {
                    name: previous[name] for name in SEGMENT_MODEL_SCHEMA.names
                }
                if previous
                else None,
            },
        )
    except SubprocessError as failure:
        if not can_stay:
            raise
        row, refused = {"model_version": None, "notes": []}, str(failure)
    if refused and can_stay:
        say(f"The champion stays, the model trained now is not better. {refused}")
        return to_relation(
            session,
            {
                **previous,
                "challenger_version": row["model_version"],
                "challenger_refused": refused,
            },
        )
    tell_of_few(row)
    for note in row["notes"]:
        say(note)
    ((as_of_date,),) = features.select("as_of_date").limit(1).fetchall()
    session.register("trained_segment_model", to_table(row))
    return session.sql(
        "select *, now() as trained_at, cast($trained_as_of as date) as trained_as_of "
        "from trained_segment_model",
        params={"trained_as_of": as_of_date},
    )


def say(sentence: str) -> None:
    """Tell the user something while dbt is at work."""
    print(sentence, file=sys.stderr)  # noqa: T201
