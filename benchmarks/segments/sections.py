"""The sections of benchmarks/SEGMENTS.md. Each function yields lines of Markdown."""

import csv
import time
from datetime import date
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score, silhouette_score

from benchmarks.segments.stability import (
    SEED,
    agree_after_months,
    agree_between_samples,
    agree_between_seeds,
    keep_ids,
    train,
)
from benchmarks.segments.warehouses import (
    DATA,
    ROOT,
    build,
    opened,
    read_customers,
    read_ids,
    read_panel,
)
from benchmarks.wording import row, table
from ml.encoder.scoring import encode
from ml.evaluation.comparison import measure_value
from ml.evaluation.segmentation_methods import (
    SegmentationTask,
    autoencoder_k_means,
    fifths,
    k_means,
    pca_k_means,
    reduce,
)
from ml.segments.clustering import assign, fit_centroids, nearest
from synthetic.generate import write_orders

FEATURES = (
    *(
        "--select",
        "+segmentation__customer_encoder_inputs",
        "+segmentation__customer_encoder_inputs_earlier",
    ),
    "+segmentation__customer_encoder_inputs_monthly",
)
CDNOW = DATA / "cdnow_master.txt"
ORDERS = DATA / "customer_orders.csv"


def read_personas(path: Path) -> dict[str, str]:
    """Return the planted persona of each customer."""
    with path.open() as file:
        return {row["customer_id"]: row["persona"] for row in csv.DictReader(file)}


def sample(folder: Path):
    """Measure the bundled sample, whose personas are known."""
    yield from ["", "## The sample: 2,000 customers of four planted personas", ""]
    warehouse = build(folder, "sample", ROOT / "seeds/sample_orders.csv", *FEATURES)
    with opened(warehouse) as connection:
        customers, earlier = read_customers(connection)
        ids = read_ids(connection)
    model = train(customers, earlier)
    truth = read_personas(ROOT / "tests/truth/sample_personas.csv")
    found = adjusted_rand_score([truth[one] for one in ids], assign(model, customers))
    yield from table("measure", "wanted", "found")
    yield line("Segments chosen", "4", model["chosen_segments"])
    yield line("Agreement with the personas", ">= .95", found)
    yield from stability(model, customers, earlier)


def generated(folder: Path, count: int):
    """Measure many generated customers of the same personas."""
    yield from ["", f"## {count:,} generated customers of the same personas", ""]
    orders, truth = folder / "orders.parquet", folder / "personas.csv"
    write_orders(orders, count, seed=3, truth=truth)
    warehouse = build(folder, "sample", orders)
    personas = read_personas(truth)
    with opened(warehouse) as connection:
        rows = connection.execute(
            "select customer_id, segment_id from segmentation.customer_segments"
        ).fetchall()
    found = adjusted_rand_score(
        [personas[one] for one, _ in rows], [segment for _, segment in rows]
    )
    yield from table("measure", "wanted", "found")
    yield line("Segments chosen", "4", len({segment for _, segment in rows}))
    yield line("Agreement with the personas", ">= .95", found)


def customer_orders(folder: Path):
    """Measure a real file in which nearly all customers ordered once."""
    if not ORDERS.exists():
        return
    yield from ["", "## customer_orders.csv: 15,519 customers, four segments", ""]
    warehouse = build(folder, "customer_orders", ORDERS, *FEATURES)
    with opened(warehouse) as connection:
        customers, earlier = read_customers(connection)
    model = train(customers, earlier, 4)
    yield from table("measure", "wanted", "found")
    free = train(customers, earlier)["chosen_segments"]
    yield line("Segments chosen if no number is requested", "", free)
    yield from stability(model, customers, earlier)
    labels = assign(model, customers)
    smallest = np.bincount(labels).min() / len(labels)
    task = SegmentationTask(customers, earlier, 4, SEED)
    inputs, _ = task.prepare()
    reduced = reduce(task)
    rival = nearest(reduced, fit_centroids(reduced, 4))
    at_least = 0.9 * silhouette(inputs, rival)
    yield line("Smallest segment", ">= .03", smallest)
    latent = silhouette(encode(model, customers), labels)
    yield line("Silhouette, latent space", ">= .32", latent)
    yield line(
        "Silhouette, prepared features (.9 of PCA-8 + K-Means)",
        f">= {at_least:.3f}",
        silhouette(inputs, labels),
    )


def cdnow(folder: Path):
    """Measure a real file of 23,570 customers over 18 months."""
    if not CDNOW.exists():
        return
    yield from ["", "## CDNOW: 23,570 customers, 18 months", ""]
    with opened(build(folder, "purchase_log", CDNOW, *FEATURES)) as connection:
        customers, earlier = read_customers(connection)
        model = train(customers, earlier)
        later = agree_after_months(
            read_panel(connection),
            then=date(1998, 4, 1),
            now=date(1998, 7, 1),
            before_then=date(1998, 1, 1),
        )
    yield from table("measure", "wanted", "found")
    yield line("Segments chosen", "", model["chosen_segments"])
    yield from stability(model, customers, earlier)
    yield line(
        "Same id three months later, retrained compared with not retrained",
        ">= .90",
        later,
    )


def out_of_time(folder: Path):
    """Measure how well the segments of a date explain the following months."""
    if not CDNOW.exists():
        return
    yield from [
        "",
        "## CDNOW, out of time",
        "",
        "Each cell has the share of the variance of log revenue that the segments "
        "explain, and the normalised Gini. The autoencoder learns expected value "
        "from the three months before the date.",
        "",
        *table(
            *("date, time after", "k", "spend quantiles", "K-Means"),
            *("PCA-8 + K-Means", "autoencoder + K-Means"),
        ),
    ]
    until = date(1998, 7, 1)
    with opened(build(folder, "purchase_log", CDNOW, *FEATURES)) as connection:
        panel = read_panel(connection)
        for cut, before, weeks in (
            (date(1997, 10, 1), date(1997, 7, 1), 39),
            (date(1998, 1, 1), date(1997, 10, 1), 26),
        ):
            customers = panel.customers(cut)
            later = panel.customers(cut, until).values
            earlier = panel.customers(before, cut)
            for n_segments in (3, 4, 5, 6):
                task = SegmentationTask(customers, earlier, n_segments, SEED)
                divided = [
                    spend_quantiles(customers.values, n_segments),
                    *(m(task) for m in (k_means, pca_k_means, autoencoder_k_means)),
                ]
                measured = [
                    measure_value(labels, customers.values, later) for labels in divided
                ]
                cells = [
                    f"{one['value_explained']:.3f} / {one['gini']:.3f}"
                    for one in measured
                ]
                yield row(f"{cut}, {weeks} weeks", f"{n_segments}", *cells)


def large_retrain(folder: Path):
    """Measure the time of a whole retraining."""
    yield from ["", "## 94,000 generated customers, retrained", ""]
    orders = folder / "many.parquet"
    write_orders(orders, 94_000, seed=5)
    build(folder, "sample", orders)
    start = time.perf_counter()
    build(
        folder,
        "sample",
        orders,
        "--select",
        "segmentation__int_customer_total_changes+",
        retrain=True,
    )
    yield from table("measure", "wanted", "found")
    yield line("Seconds", "< 60", time.perf_counter() - start)


def stability(model, customers, earlier):
    """Yield the rows about stability, which every file has."""
    for measure, wanted, found in (
        ("Other seed, from scratch", ">= .90", agree_between_seeds),
        (
            "Two random samples of 80 % of the customers",
            ">= .85",
            agree_between_samples,
        ),
        ("Same id after retraining with another seed, share", ">= .99", keep_ids),
    ):
        yield line(measure, wanted, found(model, customers, earlier))
    yield line("Smallest bootstrap Jaccard of a segment", ">= .85", model["stability"])


def spend_quantiles(values: np.ndarray, count: int) -> np.ndarray:
    """Return quantiles of the customers by their spend."""
    if count == 5:
        return fifths(values)
    ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable")
    return ranks * count // len(values)


def silhouette(space: np.ndarray, labels: np.ndarray) -> float:
    """Return the mean silhouette of at most 10,000 customers."""
    size = min(10_000, len(labels))
    return float(silhouette_score(space, labels, sample_size=size, random_state=SEED))


def line(measure: str, wanted: str, found: float) -> str:
    """Return a row of the table of measures."""
    return row(measure, wanted, found if isinstance(found, int) else f"{found:.3f}")
