"""What a check is given and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Why = Literal[
    "unsupported",
    "negation",
    "number",
    "side",
    "time",
    "drug",
    "person",
    "diagnosis",
    "result",
    "out_of_character",
    "instruction",
    "unreadable",
    "missing",
]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What may be said now.

    `may_say` are the grounded words of this turn, `said` what was said before and may be repeated. `asked` is the
    learner's turn: it supports no fact and only lets a "yes" or a "no" be weighed against `may_say`. `speaker` is who
    answers for the patient ("mother"), None where patients answer for themselves.
    """

    may_say: tuple[str, ...]
    said: tuple[str, ...] = ()
    asked: str = ""
    name: str = ""
    age_years: float = 40
    sex: str = "female"
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A sentence that did not pass, why, and the words that nothing supports.

    Where `why` is "missing" the sentence is one of `may_say` whose claim is not in what passed.
    """

    sentence: str
    why: Why
    claim: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What passed, what did not, and whether every claim of `may_say` is still there."""

    text: str
    passed: tuple[str, ...]
    refused: tuple[Refusal, ...]
    complete: bool
