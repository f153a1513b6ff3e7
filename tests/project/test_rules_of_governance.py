"""Rules of dbt-project-evaluator: testing, documentation, structure and governance.

Each test lists its exceptions with reasons, and fails if an exception is not needed.
"""

from pathlib import Path

from tests.project.graph import PREFIX, folder_of

PREFIXES = {"staging": "stg", "intermediate": "int"}
PYTHON = "dbt enforces no contract on a Python model"
LAST_BUILD = "a model as the last build left it: stale or not, it is what there is"


def has_key_test(graph, model):
    """Return whether dbt-project-evaluator sees a tested primary key.

    That is `unique` and `not_null` (test or constraint) on one column, or a test that
    the var `primary_key_test_macros` adds.
    """
    tests = graph.tests_of(model)
    not_null = {column for name, column in tests if name == "not_null"} | {
        name
        for name, column in model["columns"].items()
        if "not_null" in [constraint["type"] for constraint in column["constraints"]]
    }
    return any(
        name == "unique_combination_of_columns"
        or (name == "unique" and column in not_null)
        for name, column in tests
    )


def test_every_model_has_a_tested_key(graph):
    as_many = "a view with as many rows as what has the key: equal_row_count"
    deviations = {
        "customer_events_judged": as_many,
        "int_customer_totals": as_many,
        "int_lines_hashed": as_many,
        "int_orders_enriched": as_many,
        "int_shipments_repaired": as_many,
        "order_lines_judged": as_many,
    }
    assert {
        name for name, model in graph.models.items() if not has_key_test(graph, model)
    } == set(deviations)


def test_every_model_has_a_test(graph):
    assert {
        name for name, model in graph.models.items() if not graph.tests_of(model)
    } == set()


def test_every_source_says_how_fresh_it_is(graph):
    deviations = {
        "last_build.customer_features_monthly": LAST_BUILD,
        "last_build.int_orders_sequenced": LAST_BUILD,
    }
    assert {
        name
        for name, source in graph.sources.items()
        for freshness in [source["freshness"] or {}]
        if not (freshness.get("warn_after") or {}).get("count")
        and not (freshness.get("error_after") or {}).get("count")
    } == set(deviations)


def test_every_source_and_snapshot_is_described_with_its_columns(graph):
    as_model = "the model of this name describes them"
    deviations = {
        "last_build.customer_features_monthly": as_model,
        "last_build.int_orders_sequenced": as_model,
    }
    assert {
        name
        for name, node in {**graph.sources, **graph.snapshots}.items()
        if not node["description"]
        or not node.get("source_description", "of no source")
        or not node["columns"]
        or not all(column["description"] for column in node["columns"].values())
    } == set(deviations)


def test_every_macro_is_described_with_its_arguments(graph):
    assert {
        macro["original_file_path"]
        for macro in graph.macros.values()
        if not macro["description"]
        or not all(argument["description"] for argument in macro["arguments"])
    } == set()


def test_what_others_refer_to_has_a_name_that_no_other_project_takes(manifest):
    nodes = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed", "snapshot")
    ]
    assert len(nodes) > 70
    assert [
        node["name"] for node in nodes if node["name"] != PREFIX + node["alias"]
    ] == []


def test_names_begin_with_the_folder_in_staging_and_intermediate_only(graph):
    layers = {"base", "stg", "int", "fct", "dim", "rpt"}
    assert {
        name
        for name, model in graph.models.items()
        for prefix in [name.split("_")[0]]
        if prefix != PREFIXES.get(folder_of(model), prefix)
        or (prefix in layers and folder_of(model) not in PREFIXES)
    } == set()


def test_words_and_tests_lie_beside_their_model(graph):
    files = {
        name: Path(model["original_file_path"]) for name, model in graph.models.items()
    }
    assert {
        name
        for name, model in graph.models.items()
        if Path(model["patch_path"].split("://")[1]).parent != files[name].parent
    } == set()


def test_every_model_belongs_to_a_group_with_an_owner(graph):
    owned = {group["name"] for group in graph.groups if group["owner"]["name"]}
    assert {
        name for name, model in graph.models.items() if model["group"] not in owned
    } == set()


def test_public_models_have_a_contract(graph):
    assert {
        name
        for name, model in graph.models.items()
        if model["access"] == "public" and not model["contract"]["enforced"]
    } == set()


def test_public_models_are_described_with_all_columns(graph):
    assert {
        name
        for name, model in graph.models.items()
        if model["access"] == "public"
        if not model["description"]
        or not model["columns"]
        or not all(column["description"] for column in model["columns"].values())
    } == set()


def test_every_mart_is_public(graph):
    deviations = {"backtest": PYTHON}
    assert {
        name
        for name, model in graph.models.items()
        if folder_of(model) == "marts" and model["access"] != "public"
    } == set(deviations)


def test_exposures_read_public_models(graph):
    signals = "signals add columns that no contract can list"
    deviations = {
        "segment_report > algorithm_comparison": PYTHON,
        "segment_report > purchase_model": PYTHON,
        "segment_report > segment_model": PYTHON,
        "segment_training > customer_encoder_inputs": signals,
        "segment_training > customer_encoder_inputs_earlier": signals,
    }
    assert {
        f"{name} > {parent}"
        for name, exposure in graph.exposures.items()
        for parent in graph.parents(exposure)
        if graph.models[parent]["access"] != "public"
    } == set(deviations)


def test_what_only_its_group_reads_is_private(graph):
    deviations = {"backtest": "people read it, and no contract makes it public"}
    kinds = ("model", "snapshot", "exposure", "test", "analysis")
    readers = graph.of_type(*kinds)

    def group_of(node):
        return node.get("group") or node["config"].get("group")

    assert {
        name
        for name, model in graph.models.items()
        if model["access"] != "public"
        if (model["access"] == "private")
        != all(
            group_of(readers[reader]) == model["group"]
            for reader in graph.children(name, *kinds)
        )
    } == set(deviations)
