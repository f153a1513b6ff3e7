"""Run the method of the original study and print the seconds as JSON.

    python -m benchmarks.rivals.study customer_orders.csv folder

The script cleans lines and describes customers with pandas. It trains an autoencoder
with eight latents, computes the elbow and silhouettes of K-Means, makes four segments,
and draws their principal components.
"""

import json
import sys
import time
from pathlib import Path

START = time.perf_counter()

import keras  # noqa: E402
import matplotlib  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from sklearn.cluster import KMeans  # noqa: E402
from sklearn.decomposition import PCA  # noqa: E402
from sklearn.metrics import silhouette_score  # noqa: E402
from sklearn.preprocessing import StandardScaler  # noqa: E402

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402

SEED, LATENTS, EPOCHS, SEGMENTS, SAMPLE = 7, 8, 50, 4, 5_000


def read_orders(path: str) -> pd.DataFrame:
    """Return cleaned order lines."""
    orders = pd.read_csv(path).drop_duplicates()
    for name in ("order_date", "shipping_date"):
        orders[name] = pd.to_datetime(orders[name], utc=True)
    orders = orders.sort_values(["customer_id", "order_date"])
    words = ["payment_type", "market", "customer_segment"]
    orders[words] = orders.groupby("customer_id")[words].ffill()
    orders = orders.dropna(subset=["customer_id", "order_item_total_amount"])
    days = (orders["shipping_date"] - orders["order_date"]).dt.days
    usual = days.where(days >= 0).groupby(orders["shipping_mode"]).transform("median")
    return orders.assign(shipping_days=days.where(days >= 0, usual))


def describe_customers(orders: pd.DataFrame) -> pd.DataFrame:
    """Return one row of numbers per customer."""
    last_day = orders["order_date"].max()
    customers = orders.groupby("customer_id").agg(
        clv=("order_item_total_amount", "sum"),
        orders=("order_id", "nunique"),
        average_order=("order_item_total_amount", "mean"),
        profit=("order_profit_per_order", "sum"),
        discount=("order_item_discount_rate", "mean"),
        quantity=("order_item_quantity", "sum"),
        price=("product_price", "mean"),
        shipping_days=("shipping_days", "mean"),
        categories=("category_name", "nunique"),
        last=("order_date", "max"),
        payment=("payment_type", "last"),
        market=("market", "last"),
        kind=("customer_segment", "last"),
    )
    customers["recency"] = (last_day - customers.pop("last")).dt.days
    customers["margin"] = customers["profit"] / customers["clv"].replace(0, np.nan)
    return pd.get_dummies(customers, columns=["payment", "market", "kind"]).fillna(0)


def encode(inputs: np.ndarray) -> np.ndarray:
    """Return the latents of the customers by an autoencoder."""
    keras.utils.set_random_seed(SEED)
    width = inputs.shape[1]
    given = keras.Input((width,))
    hidden = keras.layers.Dense(32, activation="relu")(given)
    latent = keras.layers.Dense(LATENTS, activation="relu")(hidden)
    back = keras.layers.Dense(32, activation="relu")(latent)
    autoencoder = keras.Model(given, keras.layers.Dense(width)(back))
    autoencoder.compile("adam", "mse")
    autoencoder.fit(
        *(inputs, inputs),
        epochs=EPOCHS,
        batch_size=32,
        validation_split=0.2,
        verbose=0,
    )
    return keras.Model(given, latent).predict(inputs, verbose=0)


def draw(latents: np.ndarray, labels: np.ndarray, path: Path) -> None:
    """Draw the customers by their two principal components."""
    points = PCA(2, random_state=SEED).fit_transform(latents)
    pyplot.scatter(*points.T, c=labels, s=4)
    pyplot.savefig(path)


def main() -> None:
    """Run the command line."""
    orders_path, folder = sys.argv[1], Path(sys.argv[2])
    customers = describe_customers(read_orders(orders_path))
    latents = encode(StandardScaler().fit_transform(customers).astype("float32"))
    for count in range(2, 11):
        labels = KMeans(count, n_init=10, random_state=SEED).fit_predict(latents)
        silhouette_score(latents, labels, sample_size=SAMPLE, random_state=SEED)
    labels = KMeans(SEGMENTS, n_init=10, random_state=SEED).fit_predict(latents)
    draw(latents, labels, folder / "study.png")
    customers.assign(segment=labels).to_csv(folder / "study.csv")
    print(json.dumps({"seconds": time.perf_counter() - START}))  # noqa: T201


if __name__ == "__main__":
    main()
