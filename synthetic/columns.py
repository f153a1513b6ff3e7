"""Columns (arrays of equal length, by name), and random draws by shares.

This package uses only `Generator.random` and `Generator.standard_normal`, because their
results are the least likely to change with NumPy.
"""

import numpy as np

Columns = dict[str, np.ndarray]

MISSING = -1


def take(columns: Columns, rows: np.ndarray) -> Columns:
    """Return these rows (positions or mask) of every column."""
    return {name: values[rows] for name, values in columns.items()}


def stack(above: Columns, below: Columns) -> Columns:
    """Return the rows of both sets of columns, the first set first."""
    return {name: np.concatenate([above[name], below[name]]) for name in above}


def draw(
    generator: np.random.Generator, shares: np.ndarray, rows: np.ndarray
) -> np.ndarray:
    """Draw one option for each row.

    Parameters
    ----------
    generator : numpy.random.Generator
        It is called for one number per row.
    shares : array of shape (n_kinds, n_options)
        How often each kind has each option, on any positive scale.
    rows : int array of shape (n_rows,)
        The kind of each row.

    Returns
    -------
    int array of shape (n_rows,)
        The option of each row.
    """
    cumulated = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)
    cumulated[:, -1] = 1.0
    # One sorted array has the bounds of all kinds: those of kind k are between k and k
    # + 1.
    bounds = (cumulated + np.arange(len(shares))[:, None]).ravel()
    drawn = rows + generator.random(len(rows))
    found = np.searchsorted(bounds, drawn, side="right") - rows * shares.shape[1]
    return np.minimum(found, shares.shape[1] - 1)


def draw_same(
    generator: np.random.Generator, shares: np.ndarray, count: int
) -> np.ndarray:
    """Draw `count` options with the same shares for all rows."""
    return draw(generator, shares[None, :], np.zeros(count, dtype=np.int64))


def forget(
    generator: np.random.Generator, codes: np.ndarray, share: float
) -> np.ndarray:
    """Return the codes, a random share of them replaced by "missing"."""
    return np.where(generator.random(len(codes)) < share, MISSING, codes)
