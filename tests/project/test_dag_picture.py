"""The picture of the DAG in docs/ shows the current models."""

from tests.pipeline.project import ROOT
from tools.dag_picture import PICTURE, draw_dag


def test_the_picture_is_what_make_dag_writes(manifest):
    assert (ROOT / PICTURE).read_text() == draw_dag(manifest)


def test_the_picture_names_every_model_that_customers_are_built_from(manifest):
    picture = draw_dag(manifest)
    nodes = manifest["nodes"]
    to_visit = ["model.customer_segmentation.segmentation__customers"]
    visited = set()
    while to_visit:
        unique_id = to_visit.pop()
        if unique_id in nodes and unique_id not in visited:
            visited.add(unique_id)
            to_visit += nodes[unique_id]["depends_on"].get("nodes", [])
    assert len(visited) > 50
    assert [one for one in visited if f">{nodes[one]['alias']}<" not in picture] == []
