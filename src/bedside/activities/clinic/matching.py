"""Whether a diagnosis that somebody wrote is one of the names that a case gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

NEAR = 88.0
"""Least similarity (0–100) of word-sorted names that counts as the same, so that a slip of the pen does."""
EMPTY_WORDS = frozenset(
    {
        "the",
        "a",
        "an",
        "of",
        "with",
        "acute",
        "secondary",
        "to",
        "due",
        "and",
        "in",
        "possible",
        "likely",
        "suspected",
        "probable",
    }
)
SIDES = ({"left", "right"}, {"upper", "lower"}, {"anterior", "inferior", "posterior", "lateral"}, {"type1", "type2"})
PREFIXES = ("hypo", "hyper")
NEGATIONS = frozenset({"no", "not", "non", "without", "excluded"})


def words_of(name: str) -> list[str]:
    """Significant words of a diagnosis, in small letters, sorted."""
    text = re.sub(r"\btype (\d|i{1,2})\b", r"type\1", name.lower().replace("’", "'").replace("'s", ""))
    found = re.findall(
        r"[a-z0-9]+", text.replace("haem", "hem").replace("oedema", "edema").replace("aemia", "emia").replace("oe", "e")
    )
    return sorted(word for word in found if word not in EMPTY_WORDS)


def names_match(written: str, names: Iterable[str]) -> bool:
    """Whether `written` is one of `names`: its words in any order, a slip of spelling, or all of them and more."""
    words = words_of(written)
    return bool(words) and any(_same(words, words_of(name)) for name in names)


def _same(written: list[str], name: list[str]) -> bool:
    if not name or any(_opposed(written, name, side) for side in SIDES) or _prefixes(written) != _prefixes(name):
        return False
    if written == name:
        return True
    if NEGATIONS & (set(written) ^ set(name)):
        return False
    if len(" ".join(name)) > 3 and set(name) <= set(written):
        return True
    return len(" ".join(name)) >= 6 and fuzz.ratio(" ".join(written), " ".join(name)) >= NEAR


def _opposed(one: list[str], other: list[str], side: set[str]) -> bool:
    mine, theirs = side & set(one), side & set(other)
    return bool(mine and theirs and mine != theirs)


def _prefixes(words: list[str]) -> set[str]:
    return {prefix for prefix in PREFIXES for word in words if word.startswith(prefix)}
