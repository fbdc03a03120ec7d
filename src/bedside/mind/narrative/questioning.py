"""The questions that a sentence of the patient's answers."""

from __future__ import annotations

import re

QUESTIONS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), asks)
    for pattern, asks in (
        (r"(?P<who>I|He|She)(?:'m| am|'s) (?!had|been|not|never)(?P<rest>.*)", ("{are} {rest}",)),
        (
            r"(?P<who>I|He|She)(?:'ve|'s| have| has) (?P<rest>(?:had|been|not|never|noticed|recently).*)",
            ("{have} {rest}",),
        ),
        (r"(?P<who>I|He|She) was (?P<rest>.*)", ("{were} {rest}",)),
        (r"(?P<who>I|He|She) can't (?P<rest>.*)", ("can {you} {rest}", "{are} able to {rest}")),
        (r"(?P<who>He|She) (?P<verb>\w+)s (?P<rest>.*)", ("does {you} {verb} {rest}",)),
        (
            r"(?P<who>I) (?!had|felt|went|noticed|developed|tried|took)(?P<verb>\w+) (?P<rest>.*)",
            ("do {you} {verb} {rest}",),
        ),
    )
)
"""How a sentence becomes the questions that it answers."""


def questions(says: str) -> tuple[str, ...]:
    """Questions that a sentence answers, in a questioner's words: `He seems distressed.` → does he seem distressed."""
    first = re.split(r"[.,]\s|[.]$|,", says)[0]
    for pattern, asks in QUESTIONS:
        found = pattern.fullmatch(first)
        if found and len(first.split()) <= 14:
            mine = found["who"] == "I"
            he = found["who"].lower()
            rest = re.sub(r"\bmy\b", "your", re.sub(r"\b(?:I|me)\b", "you", found["rest"])) if mine else found["rest"]
            filled = {
                "rest": rest, "you": "you" if mine else he, "verb": found.groupdict().get("verb", ""),
                "are": "are you" if mine else f"is {he}", "were": "were you" if mine else f"was {he}",
                "have": "have you" if mine else f"has {he}",
            }  # fmt: skip
            return tuple(ask.format(**filled) for ask in asks)
    return ()
