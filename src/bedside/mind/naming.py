"""Which topics of the taxonomy a sentence names in so many words, and whether it asks for several at once."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml

from bedside.mind.taxonomy import Taxonomy
from bedside.mind.wording import stem, tokens

LONGEST_NAME = 4
LISTED = re.compile(r"(?:,|\bor\b|\band\b|/|;|\?)")
LEANS = re.compile(
    r"\b(?:with|when|while|after|before|because|since|from|due to|associated|during|if|for|than|caus\w+|but|so|that|is|"
    r"are|was|like)\b"
)
MENTIONED = frozenset(("the", "your", "his", "her", "this", "that", "these", "those", "both"))
"""Words before a name that is talked about rather than asked for."""
FAR = 3
"""Words that may stand between two things of a list, or thrice as many where "or" stands between them."""


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((files("bedside.mind") / "naming.yaml").read_text("utf-8"))
    return loaded


@lru_cache(maxsize=1)
def _same() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(group) for group in _lists()["same"])


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for topic in Taxonomy.load().topics.values():
        for name in (topic.label, topic.id.replace("_", " "), *topic.names):
            words = tuple(stem(word) for word in tokens(name.lower()))
            if words and len(words) <= LONGEST_NAME and name.lower() not in _lists()["too_plain"].split():
                found.setdefault(words, topic.id)
    return {(stem(word),): f"*{word}" for word in _lists()["things"].split()} | found


def places(line: str) -> list[tuple[int, int, str]]:
    """Names in a clean sentence: the first and the last word's place, and the topic; longer names first."""
    words = [stem(word) for word in tokens(line)]
    found: list[tuple[int, int, str]] = []
    place = 0
    while place < len(words):
        for size in range(min(LONGEST_NAME, len(words) - place), 0, -1):
            topic = _names().get(tuple(words[place : place + size]))
            if topic:
                found.append((place, place + size - 1, topic))
                place += size
                break
        else:
            place += 1
    return found


def named(line: str) -> frozenset[str]:
    """The topics named in a clean sentence."""
    return frozenset(topic for _, _, topic in places(line))


def joined(line: str) -> bool:
    """Whether a question asks for two things of different topics in a list: "any fever or chills?"."""
    found = places(line)
    words = re.findall(r"[a-z0-9]+(?:'[a-z]+)?|[,;/?]", line)
    spots = [place for place, word in enumerate(words) if word[0].isalnum()]
    for (first, end, one), (start, _, other) in pairwise(found):
        if (
            one == other
            or any({one, other} <= group for group in _same())
            or (first and words[spots[first] - 1] in MENTIONED)
        ):
            continue
        between = words[spots[end] + 1 : spots[start]]
        said = " ".join(between)
        if LISTED.search(said) and not LEANS.search(said) and len(between) <= FAR * (3 if "or" in between else 1):
            return True
    return False
