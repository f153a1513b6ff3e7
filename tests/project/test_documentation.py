"""Everything that dbt builds has a description, a contract and a tested key."""

import re

from bi.publishing.local.database import REQUIRED_MARTS
from tests.pipeline.project import ROOT
from tests.project.graph import PREFIX, name_of


def nodes(manifest, *resource_types):
    found = [
        {**node, "name": name_of(node)}
        for node in manifest["nodes"].values()
        if node["resource_type"] in resource_types
    ]
    assert found
    return found


def primary_key(node) -> frozenset[str]:
    """Return the columns that the end of the description names."""
    key = re.search(r"Primary key: ([\w, ()]+)\.$", node["description"].strip())
    return frozenset(re.findall(r"\w+", key[1])) if key else frozenset()


def proven_keys(manifest) -> set[tuple[str, frozenset[str]]]:
    """Return each set of columns that a test proves to be unique in a model.

    If a view has as many rows as a table with the same key, the key is also proven for
    the view, and the view is not computed again.
    """
    keys, views = set(), []
    for test in nodes(manifest, "test"):
        called = test.get("test_metadata") or {}
        if called.get("name") == "unique":
            columns = [test["column_name"]]
        elif called.get("name") == "unique_combination_of_columns":
            columns = called["kwargs"]["columns"]
        else:
            if called.get("name") == "equal_row_count":
                views.append((test["attached_node"], test["depends_on"]["nodes"]))
            continue
        keys.add((test["attached_node"], frozenset(columns)))
    return keys | {
        (view, key)
        for view, tables in views
        if manifest["nodes"][view]["config"]["materialized"] == "view"
        for table, key in keys
        if table in tables
    }


def test_every_model_and_seed_is_described(manifest):
    assert [
        node["name"]
        for node in nodes(manifest, "model", "seed")
        if not node["description"].startswith("One row")
    ] == []


def test_every_declared_column_is_described(manifest):
    # An enforced contract ensures that the declared columns are all columns.
    assert [
        f"{node['name']}.{column['name']}"
        for node in nodes(manifest, "model", "seed")
        for column in node["columns"].values()
        if not column["description"].strip()
    ] == []


def test_everything_beside_the_models_is_described(manifest):
    others = [
        node
        for kind in ("semantic_models", "metrics", "saved_queries", "exposures")
        for node in manifest[kind].values()
    ] + nodes(manifest, "analysis")
    parts = [
        part
        for model in manifest["semantic_models"].values()
        for part in [*model["dimensions"], *model["measures"]]
    ]
    assert [
        node["name"]
        for node in others + parts
        if not (node["description"] or "").strip()
    ] == []


def test_an_exposure_depends_on_what_it_shows(manifest):
    shown = {
        node["name"]: {name.split(PREFIX)[-1] for name in node["depends_on"]["nodes"]}
        for node in manifest["exposures"].values()
    }
    queries = (ROOT / "bi" / "report" / "queries").rglob("*.sql")
    read = {
        name
        for path in queries
        for name in re.findall(r"warehouse\.\w+\.(\w+)", path.read_text())
    }
    marts = {
        node["name"]
        for node in nodes(manifest, "model")
        if node["schema"] == "marts" and "backtest" not in node["tags"]
    }
    assert shown["published_tables"] == marts
    assert set(REQUIRED_MARTS) <= marts
    assert shown["segment_report"] == read


def test_every_sql_model_has_an_enforced_contract(manifest):
    assert {
        node["name"]
        for node in nodes(manifest, "model")
        if node["language"] == "sql" and not node["contract"]["enforced"]
    } == set()


def test_the_python_model_declares_the_columns_that_its_history_promises(manifest):
    columns = {
        node["name"]: list(node["columns"])
        for node in nodes(manifest, "model")
        if node["name"] in ("segment_model", "segment_model_history")
    }
    assert columns["segment_model"] == columns["segment_model_history"]


def test_every_primary_key_is_named_and_tested(manifest):
    tested = proven_keys(manifest)
    assert [
        node["name"]
        for node in nodes(manifest, "model", "seed")
        if (node["unique_id"], primary_key(node)) not in tested
    ] == []


def test_every_primary_key_is_never_null(manifest):
    tested = {
        (test["attached_node"], test["column_name"])
        for test in nodes(manifest, "test")
        if (test.get("test_metadata") or {}).get("name") == "not_null"
    }
    assert [
        f"{node['name']}.{name}"
        for node in nodes(manifest, "model", "seed")
        for name in primary_key(node)
        if (node["unique_id"], name) not in tested
        and not promised_not_null(node, name)
        and "NULL for" not in node["columns"][name]["description"]
        and not is_view(node)
    ] == []


def promised_not_null(node, name: str) -> bool:
    constraints = node["columns"][name]["constraints"]
    return "not_null" in [constraint["type"] for constraint in constraints]


def is_view(node) -> bool:
    """Return whether a model is a view."""
    return node["config"]["materialized"] == "view"


def test_every_doc_block_is_used(manifest):
    used = {
        block
        for node in nodes(manifest, "model", "seed")
        for column in node["columns"].values()
        for block in column["doc_blocks"]
    }
    ours = {
        block
        for block in manifest["docs"]
        if block.startswith("doc.customer_segmentation.")
    }
    # The first page of `make docs` is not about a column.
    assert ours - used == {"doc.customer_segmentation.__overview__"}


def test_the_overview_leads_to_models(manifest):
    overview = manifest["docs"]["doc.customer_segmentation.__overview__"]
    linked = re.findall(r"#!/model/([\w.]+)\)", overview["block_contents"])
    assert len(linked) == 5
    assert set(linked) - {*manifest["nodes"]} == set()


def test_every_macro_file_begins_with_a_comment():
    files = sorted((ROOT / "macros").rglob("*.sql"))
    assert files
    assert [
        path.name for path in files if not path.read_text().lstrip().startswith("{#")
    ] == []


def test_every_column_has_a_type_for_what_stands_in_for_it(manifest):
    lacking = [
        f"{node['name']}.{name}"
        for node in nodes(manifest, "model", "snapshot")
        for name, column in node["columns"].items()
        if not column["data_type"]
    ]
    assert lacking == []


def test_the_rows_a_unit_test_expects_have_their_columns_in_one_order(manifest):
    # dbt combines the rows by position of columns, not by name.
    rows = {
        test["name"]: test["expect"]["rows"] or []
        for test in manifest["unit_tests"].values()
        if test["expect"]["format"] == "dict"
    }
    assert rows
    assert [name for name, them in rows.items() if len({*map(tuple, them)}) > 1] == []
