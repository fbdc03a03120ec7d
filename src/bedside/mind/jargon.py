"""Technical words that a patient may not know, and what to say instead (`jargon.yaml`)."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

import yaml

EXPLAINED_AFTER = re.compile(
    r"^[ ,;:–—-]*(?:\(|(?:which|that|this|and (?:this|that)) (?:is|are|means|was|essentially|basically)\b|"
    r"that's\b|which's\b|or,? (?:in other words|as we say|basically)\b|meaning\b|i\.e\.|in other words\b|"
    r"so,? basically\b|basically\b|is (?:when|where|a|an|the|just|what|basically)\b|are (?:when|just)\b|means\b)"
)
EXPLAINED_BEFORE = re.compile(
    r"(?:known as|we (?:also )?call(?: it)?|what is called|or,? (?:as )?(?:we|doctors) (?:say|call it),?|"
    r"the medical (?:word|name|term) (?:is|for it is)) (?:an? |the )?$"
)


@lru_cache(maxsize=1)
def terms() -> dict[str, str]:
    """Every technical word in lower case, with a plain equivalent."""
    raw: dict[str, dict[str, str]] = yaml.safe_load((files("bedside.mind") / "jargon.yaml").read_text("utf-8"))
    return {word.lower(): said for group in raw.values() for word, said in group.items()}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = sorted(terms(), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + r")\b")


def unexplained(text: str) -> tuple[str, ...]:
    """The technical words of a turn that the turn does not explain, each once, in order."""
    low = re.sub(r"[‘’]", "'", text.lower())
    found = [
        match[0]
        for match in _pattern().finditer(low)
        if not EXPLAINED_AFTER.search(low[match.end() : match.end() + 40])
        and not EXPLAINED_BEFORE.search(low[max(0, match.start() - 40) : match.start()])
        and not _glossed(low, match)
    ]
    return tuple(dict.fromkeys(found))


def _glossed(text: str, match: re.Match[str]) -> bool:
    """Whether the plain words stand beside: "hypertension, high blood pressure"."""
    plain = terms()[match[0]]
    return plain in text[max(0, match.start() - 60) : match.start()] or plain in text[match.end() : match.end() + 60]


def plain_words(word: str) -> str | None:
    """What to say instead of a technical word; None where it is not known."""
    return terms().get(word.lower())
