"""A trained net as one query of plain arithmetic, with its parameters as literals."""

from collections.abc import Iterator

INPUT, HIDDEN, LATENT = "input", "hidden", "latent"
DISTANCE = "distance"


def unroll(model: dict, inputs: str) -> str:
    """Return the query that scores a relation, a step for each layer.

    Parameters
    ----------
    model : dict
        A row of `segment_model`.
    inputs : str
        A relation with `customer_id` and the encoder's inputs.
    """
    hidden = layer(HIDDEN, INPUT, model["hidden_weights"], model["hidden_bias"])
    latents = layer(LATENT, HIDDEN, model["latent_weights"], model["latent_bias"])
    distances = [
        f"sqrt({' + '.join(squares(centroid))}) as {DISTANCE}_{place}"
        for place, centroid in enumerate(model["centroids"])
    ]
    known = [f"{DISTANCE}_{place}" for place in range(len(distances))]
    steps = {
        "inputs_prepared": name_columns(INPUT, prepare(model)),
        "hidden_computed": [
            f"greatest({unit}, {literal(0)}) as {name}" for name, unit in hidden
        ],
        "latents_computed": [f"{unit} as {name}" for name, unit in latents],
        "distances_computed": ["*", *distances],
        "nearest_found": ["*", f"least({', '.join(known)}) as nearest_distance"],
        "nearest_named": [
            "*",
            f"{name_place(model['segment_ids'], 'nearest_distance')} as nearest_id",
        ],
        "others_found": ["*", f"{nearest_of_others(model)} as next_distance"],
        "customers_scored": [
            *("customer_id", "nearest_id", "nearest_distance"),
            f"{name_place(model['segment_ids'], 'next_distance')} as next_id",
            "next_distance",
            f"array({', '.join(name for name, _ in latents)}) as latent",
            f"array({', '.join(project(model))}) as picture",
        ],
    }
    return assemble(steps, inputs)


def assemble(steps: dict[str, list[str]], source: str) -> str:
    """Return steps as a query, each on the one before."""
    queries = []
    for name, columns in steps.items():
        keys = [] if {"*", "customer_id"} & set(columns) else ["customer_id"]
        queries.append(
            f"{name} as (select {', '.join([*keys, *columns])} from {source})"
        )
        source = name
    return f"with {', '.join(queries)} select * from {source}"


def prepare(model: dict) -> Iterator[str]:
    """Yield the encoder's inputs: numbers, then categories."""
    clip = literal(model["clip"])
    names = model["feature_names"]
    for place, name in enumerate(names):
        scale = model["scales"][place]
        if scale == 0:
            yield literal(0)
            continue
        value = f"coalesce({name}, {literal(model['fill_values'][place])})"
        center = literal(model["centers"][place])
        scaled = f"(sign({value}) * ln(1 + abs({value})) - {center}) / {literal(scale)}"
        yield f"least(greatest({scaled}, -{clip}), {clip})"
    weight = literal(model["category_weight"])
    for name, values in zip(
        model["category_names"], model["category_values"], strict=True
    ):
        for value in values:
            text = value.replace("\\", "\\\\").replace("'", "\\'")
            yield f"case when {name} = '{text}' then {weight} else {literal(0)} end"


def layer(name: str, inputs: str, weights, bias) -> list[tuple[str, str]]:
    """Return the units of a layer by their names."""
    return [
        (f"{name}_{place}", f"{dot(unit, inputs)} + {literal(bias[place])}")
        for place, unit in enumerate(weights)
    ]


def dot(weights, name: str) -> str:
    """Return weights times the columns of a layer."""
    return " + ".join(
        f"{literal(weight)} * {name}_{place}" for place, weight in enumerate(weights)
    )


def squares(centroid) -> list[str]:
    """Return the squared distances to a centre along each latent."""
    sides = (f"({LATENT}_{i} - {literal(value)})" for i, value in enumerate(centroid))
    return [f"{side} * {side}" for side in sides]


def project(model: dict) -> list[str]:
    """Return a customer's place in the picture."""
    return [
        " + ".join(
            f"{literal(weight)} * ({LATENT}_{place} - {literal(mean)})"
            for place, (weight, mean) in enumerate(
                zip(component, model["pca_mean"], strict=True)
            )
        )
        for component in model["pca_components"]
    ]


def name_place(segment_ids: list[int], distance: str) -> str:
    """Return the segment at a distance, the first of equals."""
    cases = (
        f"when {DISTANCE}_{place} = {distance} then {segment_id}"
        for place, segment_id in enumerate(segment_ids)
    )
    return f"case {' '.join(cases)} end"


def nearest_of_others(model: dict) -> str:
    """Return the least distance but that of the own segment."""
    others = (
        f"case when nearest_id != {segment_id} then {DISTANCE}_{place} end"
        for place, segment_id in enumerate(model["segment_ids"])
    )
    return f"least({', '.join(others)})"


def name_columns(name: str, expressions) -> list[str]:
    """Return expressions as columns with a number each."""
    return [f"{one} as {name}_{place}" for place, one in enumerate(expressions)]


def literal(value: float) -> str:
    """Return a double: without an exponent Spark takes a number for a decimal."""
    return f"{float(value)!r}D"
