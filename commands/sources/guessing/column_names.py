"""What the words in the name of a column mean."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import yaml

WORDS = Path(__file__).with_name("words.yml")
# Shorter words are found only where nothing else stands around them.
SHORTEST_PART = 3
# Letters that join the parts of a compound: Rechnung-s-nummer.
JOINTS = ("", "s", "n", "es", "en", "e")
UNKNOWN = "unknown"
# Letters that keep no plain letter when their accents are taken off.
PLAIN = str.maketrans({"ł": "l", "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "№": "no"})


def concepts_of(name: str) -> frozenset[str]:
    """Return what the words of a name mean; `unknown` stands for any other word.

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
    """Return the words of a name in lower case without accents; `%` is one, too."""
    plain = plain_letters(re.sub(r"(?<=[a-z\d])(?=[A-Z])", " ", name))
    return re.findall(r"[a-z]+|%", plain)


def plain_letters(text: str) -> str:
    """Return a text in lower case without accents."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN))
    return "".join(one for one in spread if not unicodedata.combining(one))


@cache
def meanings() -> dict[str, tuple[str, ...]]:
    """Return the concepts of each known word."""
    known: dict[str, tuple[str, ...]] = {}
    for concept, words in yaml.safe_load(WORDS.read_text(encoding="utf-8")).items():
        # YAML 1.1 takes `no` and `on` for booleans.
        for word in ({True: "on", False: "no"}.get(one, one) for one in words):
            known[word] = (*known.get(word, ()), concept)
    return known


@cache
def concepts_of_token(token: str) -> tuple[str, ...]:
    """Return the concepts of a word, or of the parts that it is made of."""
    if token in meanings():
        return meanings()[token]
    parts = take_apart(token)
    if parts is None:
        return (UNKNOWN,)
    return tuple(concept for part in parts for concept in meanings()[part])


def take_apart(token: str) -> list[str] | None:
    """Return known words that make up a word, the longest first; None if none do."""
    for end in range(len(token), SHORTEST_PART - 1, -1):
        if token[:end] not in meanings():
            continue
        if end == len(token):
            return [token]
        for joint in JOINTS:
            rest = token[end:].removeprefix(joint)
            if not token[end:].startswith(joint) or not rest:
                continue
            # An id is often two letters behind a longer word: customerid, orderno.
            if rest in ("id", "no", "nr", "dt"):
                return [token[:end], rest]
            parts = take_apart(rest)
            if parts:
                return [token[:end], *parts]
    return None
