"""How names and descriptions of segments speak of a feature."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class FeatureWords:
    """Words of a feature, as its declaration gives them.

    Attributes
    ----------
    unit : str
        `amount`, `rate`, `days`, `count`, `number`, `flag`, `time` or `text`.
    low_words, high_words : str
        Qualifiers in a name; empty where there are none.
    low_until, high_from : float
        The largest mean of `low_words` and the least one of `high_words`, in the unit
        of the feature.
    phrase : str
        Words around a mean, or the value of a category, that stands for `{}`.
    topic : str
        A description has one phrase per topic.
    is_serious : bool
        Whether a name says `high_words` before any others.
    needs_two_orders : bool
        Whether the feature says nothing of customers with one purchase.
    """

    unit: str = "number"
    low_words: str = ""
    high_words: str = ""
    low_until: float = float("inf")
    high_from: float = float("-inf")
    phrase: str = ""
    topic: str = ""
    is_serious: bool = False
    needs_two_orders: bool = False


def read_words(catalogue) -> dict[str, dict]:
    """Return the arguments of FeatureWords by feature; without what is NULL.

    Parameters
    ----------
    catalogue : duckdb.DuckDBPyRelation
        The rows of `features.feature_catalogue`.
    """
    names = [field.name for field in fields(FeatureWords)]
    rows = catalogue.select(", ".join(["feature", *names])).fetchall()
    return {
        feature: {
            name: value
            for name, value in zip(names, values, strict=True)
            if value is not None
        }
        for feature, *values in rows
    }
