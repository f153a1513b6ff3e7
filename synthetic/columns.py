"""Columns (arrays of one length, by name), and drawing from shares.

This package uses only `Generator.random` and `Generator.standard_normal`: their streams
are the least likely to change with NumPy.
"""

import numpy as np

Columns = dict[str, np.ndarray]

MISSING = -1


def take(columns: Columns, rows: np.ndarray) -> Columns:
    """Return the given rows (positions or mask) of every column."""
    return {name: values[rows] for name, values in columns.items()}


def stack(above: Columns, below: Columns) -> Columns:
    """Return two sets of the same columns, one under the other."""
    return {name: np.concatenate([above[name], below[name]]) for name in above}


def draw(
    generator: np.random.Generator, shares: np.ndarray, rows: np.ndarray
) -> np.ndarray:
    """Draw one option for each row.

    Parameters
    ----------
    generator : numpy.random.Generator
        Gives one number per row.
    shares : array of shape (n_kinds, n_options)
        How often each kind takes each option; any positive scale.
    rows : int array of shape (n_rows,)
        The kind of each row.

    Returns
    -------
    int array of shape (n_rows,)
        The option of each row.
    """
    cumulated = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)
    cumulated[:, -1] = 1.0
    # One sorted array for all kinds: the bounds of kind k lie between k and k + 1.
    bounds = (cumulated + np.arange(len(shares))[:, None]).ravel()
    drawn = rows + generator.random(len(rows))
    found = np.searchsorted(bounds, drawn, side="right") - rows * shares.shape[1]
    return np.minimum(found, shares.shape[1] - 1)


def draw_same(
    generator: np.random.Generator, shares: np.ndarray, count: int
) -> np.ndarray:
    """Draw `count` options that have the same shares for everyone."""
    return draw(generator, shares[None, :], np.zeros(count, dtype=np.int64))


def forget(
    generator: np.random.Generator, codes: np.ndarray, share: float
) -> np.ndarray:
    """Return the codes with a share of them missing."""
    return np.where(generator.random(len(codes)) < share, MISSING, codes)
