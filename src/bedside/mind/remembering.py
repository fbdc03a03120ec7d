"""What was said and heard so far, and what a learner means who corrects themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bedside.mind.story import How

MEANT = re.compile(
    r"^\W*(?:(?:no|nope|sorry|oh|ah|well|wait|actually|my mistake|not that)[\s,.!-]+)*"
    r"(?:what i (?:meant|mean) (?:was|is)|i meant(?: to (?:say|ask))?|i (?:was asking|am asking|'m asking) about)"
    r"[\s,:]+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""A turn that puts right the question before it."""


def meant(text: str) -> str | None:
    """What was meant ("your left knee") where a turn corrects the last one ("no, I meant your left knee")."""
    found = MEANT.match(text.strip())
    return found["rest"].strip().rstrip(".!") if found else None


MOST_EXPLAINED = 8
"""Sentences kept of what was explained; an estimate."""


@dataclass(slots=True)
class Told:
    """A fact that came out: how, in which turn, and what opened it."""

    fact: str
    how: How
    turn: int
    because: str


@dataclass(slots=True)
class Memory:
    """What has been said so far: facts with how they came out, stand-ins, defaults, lines used, what was explained."""

    said: dict[str, How] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    stood_in: list[str] = field(default_factory=list)
    opened: int = 0
    told: list[Told] = field(default_factory=list)
    defaults: dict[str, str] = field(default_factory=dict)
    shortened: list[str] = field(default_factory=list)
    vaguely: list[str] = field(default_factory=list)
    kept_private: list[str] = field(default_factory=list)
    explained: list[str] = field(default_factory=list)

    def count(self, key: str) -> int:
        """How often this came up before; counts this time."""
        before = self.times.get(key, 0)
        self.times[key] = before + 1
        return before

    def explain(self, sentences: list[str]) -> None:
        """Keep what was explained, the latest of it, each sentence once."""
        before = [sentence for sentence in self.explained if sentence not in sentences]
        self.explained = [*before, *sentences][-MOST_EXPLAINED:]

    def tell(self, fact: str, how: How, turn: int, because: str) -> None:
        """Write down that a fact came out, the first time it does; asking makes volunteered elicited."""
        if fact not in self.said:
            self.told.append(Told(fact, how, turn, because))
            self.said[fact] = how
        elif how == "elicited":
            self.said[fact] = how
