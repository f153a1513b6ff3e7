"""If orders do not fit into memory, DuckDB writes to a temporary folder."""

from synthetic.generate import write_orders
from tests.pipeline.project import Project

SELECT = (
    *("--select", "+segmentation__customer_features_monthly"),
    *("--exclude", "resource_type:unit_test", "resource_type:test"),
)


def test_orders_that_do_not_fit_into_memory_are_built_nevertheless(tmp_path):
    orders = tmp_path / "orders.parquet"
    write_orders(orders, 50_000, 1)
    project = Project(tmp_path / "project")
    run = project.dbt(
        "build",
        *SELECT,
        variables={"orders_source": "sample", "orders_path": str(orders)},
        WAREHOUSE_MEMORY_LIMIT="200MB",
        WAREHOUSE_TEMP_PATH=str(tmp_path / "overflow"),
        WAREHOUSE_THREADS="2",
    )
    assert run.returncode == 0, run.stdout
    ((customers,),) = project.query(
        "select count(distinct customer_id) from features.customer_features_monthly"
    )
    assert customers > 49_000
