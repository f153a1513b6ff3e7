"""Score how well the name of a column fits a canonical column."""

from functools import cache
from pathlib import Path

import yaml

SCORES = Path(__file__).with_name("scores.yml")
# Each concept that a name has beside the needed ones lowers its score by this.
EXTRA = 0.05
# A column name with one of these concepts is not about a person.
IMPERSONAL = {
    *("product", "item", "category", "method", "status", "market", "country"),
    *("currency", "payment", "segment"),
}


@cache
def rules() -> dict[str, dict]:
    """Return the concepts `for`, `against` and `neutral` to each canonical column."""
    found = yaml.safe_load(SCORES.read_text(encoding="utf-8"))
    return {
        canonical: {
            "for": {
                frozenset(key.split()): score for key, score in rule["for"].items()
            },
            "against": {"personal", *rule["against"].split()},
            "neutral": {*rule.get("neutral", "").split()},
        }
        for canonical, rule in found.items()
    }


def likeness(canonical: str, concepts: frozenset[str]) -> float:
    """Return how well concepts of a name fit a canonical column, from 0 to 1."""
    rule = rules()[canonical]
    if concepts & rule["against"]:
        return 0.0
    scores = (
        score - EXTRA * len(concepts - needed - rule["neutral"])
        for needed, score in rule["for"].items()
        if needed <= concepts
    )
    return max(scores, default=0.0)


def is_personal(concepts: frozenset[str]) -> bool:
    """Return whether a column may have personal data, which is never shown."""
    return "personal" in concepts or ("name" in concepts and not concepts & IMPERSONAL)
