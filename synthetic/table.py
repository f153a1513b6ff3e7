"""Turn drawn columns into a typed Arrow table with ids and words."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from synthetic import catalogue
from synthetic.columns import Columns
from synthetic.times import NOT_A_TIME

MONEY = pa.decimal128(18, 2)


def make_ids(letter: str, numbers: np.ndarray, width: int) -> pa.Array:
    """Return ids such as C000123. Ids of large numbers are longer."""
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0")
    return pc.binary_join_element_wise(letter, digits, "")


def make_words(codes: np.ndarray, words: Sequence[str]) -> pa.Array:
    """Return the word of each code, null for negative codes."""
    codes = pa.array(codes, pa.int32(), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(codes, pa.array(words)).dictionary_decode()


def make_money(cents: np.ndarray) -> pa.Array:
    """Return whole cents as exact decimals with two digits."""
    cents = cents.astype(np.int64)
    # A decimal is an integer of 128 bits. The lower 64 bits contain the cents, and the
    # upper 64 bits the sign.
    halves = np.column_stack([cents, cents >> 63])
    return pa.Array.from_buffers(MONEY, len(cents), [None, pa.py_buffer(halves)])


def make_times(seconds: np.ndarray) -> pa.Array:
    """Return seconds since 1970 as timestamps, null for a missing time."""
    return pa.array(seconds, mask=seconds == NOT_A_TIME).cast(pa.timestamp("s"))


def make_table(lines: Columns, first_ids: dict[str, int]) -> pa.Table:
    """Return the lines as a table that can be written.

    Parameters
    ----------
    lines : Columns
        The result of `simulate`.
    first_ids : dict
        The first free numbers of `line`, `order` and `customer`.
    """
    numbers = first_ids["line"] + np.arange(len(lines["order"]))
    words = {
        name: make_words(lines[name], vocabulary)
        for name, vocabulary in catalogue.VOCABULARIES.items()
    }
    return pa.table(
        {
            "order_line_id": make_ids("L", numbers, 8),
            "order_id": make_ids("O", first_ids["order"] + lines["order"], 7),
            "customer_id": make_ids("C", first_ids["customer"] + lines["customer"], 6),
            "ordered_at": make_times(lines["ordered_at"]),
            "shipped_at": make_times(lines["shipped_at"]),
            **words,
            "quantity": pa.array(lines["quantity"].astype(np.int32)),
            "unit_price": make_money(lines["price_cents"]),
            "discount_rate": make_money(lines["discount_percent"]),
            "sales_amount": make_money(lines["sales_cents"]),
            "profit_amount": make_money(lines["profit_cents"]),
        }
    )
