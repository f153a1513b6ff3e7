"""Rules of dbt-project-evaluator: modelling and performance.

Each test lists its exceptions with reasons, and fails if an exception is not needed.
"""

import re

from tests.project.graph import folder_of, is_view

# The limits of dbt-project-evaluator.
TOO_MANY_PARENTS = 7
TOO_MANY_LEAVES = 3
# The evaluator allows five views in a row; this project has four.
VIEWS_IN_A_ROW = 4
# Matches `from` and `join` of a table that is named directly or by a var.
HARD_CODED = re.compile(
    r"""(?ix) (?<!distinct\s) \b (?:from|join) \s+ (?:
        [\w"`\[\]]+ \. ["`\[\w] [\w.\]"`]* (?=\s|$) | ["`\[] \w+ ["`\]] | \{\{ \s* var
    )"""
)

LAST_BUILD = "what the last build left says what of it can stay"
RECORD = "the record of files, written by order_lines and events with their lines"
READS_SOURCES = {
    "int_customers_to_build": LAST_BUILD,
    "int_months_to_build": LAST_BUILD,
    "order_files_read": RECORD,
    "order_source": RECORD,
}


def models_reading(graph, kind, at_least):
    return {
        name
        for name, model in graph.models.items()
        if len(graph.parents(model, kind)) >= at_least
    }


def test_staging_does_not_read_itself(graph):
    staging = {n for n, model in graph.models.items() if folder_of(model) == "staging"}
    assert {
        name for name in staging if graph.parents(graph.models[name]) & staging
    } == set()


def test_judging_and_staging_read_nothing_that_comes_after_them(graph):
    before = {"judging": {"judging"}, "staging": {"judging"}}
    assert {
        name
        for name, model in graph.models.items()
        if (folder := folder_of(model)) in before
        for parent in graph.parents(model, "model")
        if folder_of(graph.models[parent]) not in before[folder]
    } == set()


def test_a_source_is_read_by_one_model(graph):
    assert {
        source for source in graph.sources if len(graph.children(source, "model")) != 1
    } == set()


def test_only_staging_reads_sources(graph):
    assert {
        name
        for name in models_reading(graph, "source", 1)
        if folder_of(graph.models[name]) != "staging"
    } == set(READS_SOURCES)


def test_no_model_reads_a_source_beside_models(graph):
    both = models_reading(graph, "source", 1) & models_reading(graph, "model", 1)
    assert both == set(READS_SOURCES)


def test_no_model_reads_two_sources(graph):
    assert models_reading(graph, "source", 2) == set()


def test_no_two_sources_are_the_same_table(graph):
    tables = [source["relation_name"] for source in graph.sources.values()]
    assert sorted(tables) == sorted(set(tables))


def test_every_model_says_what_it_reads(graph):
    deviations = {"order_lines": "files that are loaded, which dbt knows nothing of"}
    assert {
        name for name, model in graph.models.items() if not graph.parents(model)
    } == set(deviations)


def test_no_model_names_a_table_by_hand(graph):
    models = {**graph.models, **graph.elsewhere}
    assert {
        name
        for name, model in models.items()
        if model["language"] == "sql"
        if HARD_CODED.search(re.sub("--.*", "", model["raw_code"]))
    } == set()


def test_no_model_reads_too_many_others(graph):
    deviations = {
        "customer_reasons": "as segment_contributions",
        "customers": "its other parents have a row per customer or segment, or one row",
        "prediction_model": "Python that takes one table after another and joins none",
        "segment_contributions": "Python: inputs of forecasts, and how they are made",
    }
    assert {
        name
        for name, model in graph.models.items()
        if len(graph.parents(model)) >= TOO_MANY_PARENTS
    } == set(deviations)


def test_no_model_ends_in_many_that_nothing_reads(graph):
    kinds = ("model", "snapshot", "exposure")
    leaves = {name for name in graph.models if not graph.children(name, *kinds)}
    assert {
        name
        for name in graph.models
        if len(graph.children(name, "model") & leaves) >= TOO_MANY_LEAVES
    } == set()


def test_what_a_model_reads_is_not_read_once_more_by_a_step_of_its_own(graph):
    deviations = {
        "customer_encoder_inputs_earlier": "customers of then, beside those of now",
        "customer_reasons": "Python, and its reader asks for the words of the inputs",
        "customer_histories": "a job of its own, whose rows join their customers",
        "customer_rfm_scores": "a job of its own, whose rows join their customers",
        "customers": "segments are added up from the published customers",
        "customer_signals_monthly": "events, whose rows join their customers",
        "int_customer_total_changes": "both are limited to the months that are built",
        "int_customer_totals": "both are limited to the current date",
        "int_orders_aggregated": "both are limited to the customers that are built",
        "int_shipping_medians": "medians of all orders, to fill gaps in each",
        "int_shipping_medians_by_date": "medians of all orders, to fill gaps in each",
        "int_distinct_count_changes": "both are limited to the months that are built",
        "key_accounts": "a job of its own, whose rows join their customers",
        "order_lines_in_several_files": "compares lines with all others",
        "purchase_expectations": "Python, and its reader asks how it was fitted",
        "purchase_rhythm": "one row about all customers, beside the gaps of each",
        "segment_forecasts": "the revenue before is that of the published segments",
        "segment_contributions": "Python, as customer_reasons",
        "segment_profiles": "a job of its own, also read by people",
    }
    steps = {
        name: graph.models[name]
        for name in graph.models
        if len(graph.children(name, "model", "snapshot")) == 1
    }
    assert {
        step
        for model in graph.models.values()
        for step in graph.parents(model) & steps.keys()
        if graph.parents(model) & graph.parents(steps[step])
    } == set(deviations)


def views_before(graph, name):
    """Return the number of views in a row that are computed to read a model."""
    model = graph.models[name]
    parents = graph.parents(model, "model") if is_view(model) else ()
    return is_view(model) + max(
        (views_before(graph, parent) for parent in parents), default=0
    )


def test_few_views_are_computed_in_a_row(graph):
    assert {
        name for name in graph.models if views_before(graph, name) > VIEWS_IN_A_ROW
    } == set()


def test_exposures_read_tables(graph):
    deviations = {
        "segment_training > customer_encoder_inputs": "read once, and rarely",
        "segment_training > customer_encoder_inputs_earlier": "read once, and rarely",
    }
    assert {
        f"{name} > {parent}"
        for name, exposure in graph.exposures.items()
        for parent in graph.parents(exposure)
        if parent not in graph.models or is_view(graph.models[parent])
    } == set(deviations)
