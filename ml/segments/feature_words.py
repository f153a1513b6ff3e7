"""The words for a feature in names and descriptions of segments."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class FeatureWords:
    """The words that the catalogue declares for a feature.

    Attributes
    ----------
    unit : str
        `amount`, `rate`, `days`, `count`, `number`, `flag`, `time` or `text`.
    low_words, high_words : str
        The qualifiers for a low and for a high mean, which names contain; may be "".
    low_until, high_from : float
        The largest mean for `low_words` and the smallest for `high_words`, in the unit
        of the feature.
    phrase : str
        The words of a description; `{}` stands for a mean, or for the value of a
        category.
    topic : str
        The topic of the feature. A description has only one phrase per topic.
    is_serious : bool
        Whether names prefer `high_words` to the words of other features.
    needs_two_orders : bool
        Whether the feature means nothing for customers with one purchase.
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
    """Return the arguments of FeatureWords by feature, without NULLs.

    `catalogue` is the relation of `features.feature_catalogue`.
    """
    names = ["feature", *(field.name for field in fields(FeatureWords))]
    rows = catalogue.select(", ".join(names)).to_arrow_table().to_pylist()
    return {
        row.pop("feature"): {
            name: value for name, value in row.items() if value is not None
        }
        for row in rows
    }
