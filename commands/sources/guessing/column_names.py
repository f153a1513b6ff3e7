"""Find the concepts in the name of a column, in many languages."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import yaml

WORDS = Path(__file__).with_name("words.yml")
# A shorter word is never taken for a part of a compound.
MIN_PART = 3
# Short words for an id or a date that may still end a compound: customerid, orderno.
SHORT_ENDINGS = ("id", "no", "nr", "dt")
# Letters that join the parts of a compound: Rechnung-s-nummer.
JOINTS = ("", "s", "n", "es", "en", "e")
UNKNOWN = "unknown"
# Letters without accents in Unicode, and the letters that replace them.
PLAIN = str.maketrans({"ł": "l", "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "№": "no"})


def concepts_of(name: str) -> frozenset[str]:
    """Return the concepts in a name, with `unknown` for any other word.

    Examples
    --------
    >>> sorted(concepts_of("Bestellnummer"))
    ['id', 'order']
    >>> sorted(concepts_of("shipToAddress"))
    ['personal', 'ship']
    """
    found = {one for token in tokens_of(name) for one in concepts_of_token(token)}
    return frozenset(found - {"nothing"})


def tokens_of(name: str) -> list[str]:
    """Return the words of a name, and `%`, in lower case without accents."""
    spaced = re.sub(r"(?<=[a-z\d])(?=[A-Z])", " ", name)
    decomposed = unicodedata.normalize("NFKD", spaced.casefold().translate(PLAIN))
    plain = "".join(one for one in decomposed if not unicodedata.combining(one))
    return re.findall(r"[a-z]+|%", plain)


@cache
def meanings() -> dict[str, tuple[str, ...]]:
    """Return the concepts of each known word."""
    known: dict[str, tuple[str, ...]] = {}
    for concept, words in yaml.safe_load(WORDS.read_text(encoding="utf-8")).items():
        for word in words.split():
            known[word] = (*known.get(word, ()), concept)
    return known


@cache
def concepts_of_token(token: str) -> tuple[str, ...]:
    """Return the concepts of a word, or of the parts of a compound."""
    if token in meanings():
        return meanings()[token]
    parts = split_compound(token) or []
    concepts = [concept for part in parts for concept in meanings()[part]]
    return tuple(concepts or [UNKNOWN])


def split_compound(token: str) -> list[str] | None:
    """Return the known words that form a compound, or None if a part is unknown.

    A long first word is tried before a short one.
    """
    for end in range(len(token), MIN_PART - 1, -1):
        if token[:end] not in meanings():
            continue
        if end == len(token):
            return [token]
        for joint in JOINTS:
            rest = token[end:].removeprefix(joint)
            if not token[end:].startswith(joint) or not rest:
                continue
            parts = [rest] if rest in SHORT_ENDINGS else split_compound(rest)
            if parts:
                return [token[:end], *parts]
    return None
