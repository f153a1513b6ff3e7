"""Compute shipping days, and repair wrong ones by the median of their shipping mode."""

import numpy as np
import pandas as pd

from benchmarks.rivals.definitions import LONGEST_BELIEVABLE_DAYS, PROMISED_DAYS


def repair_shipments(orders: pd.DataFrame) -> None:
    """Add shipping days and promised days to the orders.

    A repair uses the median as of the first month end after the shipment. A later
    median was not known at the time of the shipment.
    """
    ordered_at, shipped_at = orders["ordered_at"], orders["shipped_at"]
    days = round_days((shipped_at - ordered_at).dt.total_seconds() / 86400)
    is_believable = (
        days.between(0, LONGEST_BELIEVABLE_DAYS)
        & (orders["lines_shipped_before_ordered"] == 0)
    ).to_numpy()
    as_of_date = ordered_at.max().normalize() + pd.Timedelta(days=1)
    known_at = shipped_at.where(shipped_at > ordered_at, ordered_at)
    month_end = known_at.dt.to_period("M").dt.end_time.dt.ceil("D")
    known_from = month_end.where(month_end < as_of_date, as_of_date)
    is_known = known_at < as_of_date

    believed = pd.DataFrame(
        {"mode": orders["shipping_mode"], "known_from": known_from, "days": days}
    )
    repaired = find_medians(
        believed[is_believable & is_known], believed[~is_believable & is_known]
    )
    promised = orders["shipping_mode"].map(PROMISED_DAYS).astype(float)
    repaired = repaired.reindex(orders.index).fillna(promised)
    orders["promised_days"] = promised
    orders["shipping_days"] = days.where(is_believable, repaired).where(is_known)


def find_medians(believed: pd.DataFrame, doubted: pd.DataFrame) -> pd.Series:
    """Return a median for each shipment to repair: of its mode, or of all shipments."""
    believed = believed.sort_values("days")
    modes = [None, *believed["mode"].cat.categories]
    found = pd.Series(np.nan, doubted.index)
    for mode in modes:
        of_mode = believed if mode is None else believed[believed["mode"] == mode]
        days, known_from = of_mode["days"].to_numpy(), of_mode["known_from"].to_numpy()
        wanted = doubted if mode is None else doubted[doubted["mode"] == mode]
        for date, rows in wanted.groupby("known_from").groups.items():
            known = days[known_from <= date.to_datetime64()]
            if len(known):
                # The days are sorted, so the median is in the middle.
                middle = known[(len(known) - 1) // 2] + known[len(known) // 2]
                found.loc[rows] = round_days(round(middle, 4) / 2)
    return found


def round_days(days):
    """Round days to four places, halves away from zero."""
    return np.sign(days) * np.floor(np.abs(days) * 10_000 + 0.5) / 10_000
