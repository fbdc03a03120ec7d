"""Text into sentences."""

from __future__ import annotations

import re

LONGEST = 4000
"""Characters of a text that are read; a patient's turn is a few hundred. Estimate."""
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "…": "..."})
_STOP = re.compile(r"(?<=[.!?])(?<!\bDr\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bSt\.)[\"')\]]*\s+|\n+")
_GOES_ON = re.compile(r"\.\.\.\s*(?=[a-z])")


def plain(text: str) -> str:
    """The text with straight quotes and hyphens, and pauses inside a sentence taken out."""
    return _GOES_ON.sub(" ", text.translate(_PLAIN))


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its stop."""
    return [part.strip() for part in _STOP.split(plain(text)) if part and part.strip()]
