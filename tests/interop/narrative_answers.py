"""Students' questions put to imported patients, and each answer judged: right, wrong, deferred, and how worded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from bedside.activities.clinic import ClinicScenario
from bedside.activities.clinic.patient import story_of
from bedside.interop.osce.reading import leaves
from bedside.interop.osce.secrets import names_of, tokens
from bedside.interop.osce_json import convert
from bedside.mind import Mind, Story
from bedside.mind.narrative import jargon
from bedside.scenario import read

QUESTIONS = Path(__file__).with_name("narrative_questions.yaml")
Outcome = Literal["right", "wrong", "deferred"]
DENIES = re.compile(r"\b(?:no|not|never|none|nothing|\w+n't|hardly)\b", re.I)
ABOUT_ONESELF = re.compile(r"\b(?:the|this) (?:patient|infant|newborn|neonate|child|boy|girl|man|woman)\b", re.I)
OTHERS = re.compile(
    r"\b(?:wife|husband|partner|mother|father|parents?|brother|sister|son|daughter|friend|baby|doctor|child|boy|girl)\b",
    re.I,
)
HE = re.compile(r"\b(?:he|she|his|hers?|him|himself|herself)\b", re.I)


@dataclass(frozen=True)
class Asked:
    """A question to an imported case, and what its right answer holds."""

    half: Literal["tuned", "held"]
    case: int
    text: str
    words: tuple[str, ...] = ()
    denial: str | None = None
    unknown: bool = False


@dataclass(frozen=True)
class Judged:
    """What came of it."""

    asked: Asked
    outcome: Outcome
    answer: str
    facts: tuple[str, ...]
    first_person: bool
    forbidden: tuple[str, ...] = field(default=())

    @property
    def words(self) -> int:
        """How many words were spoken."""
        return len(self.answer.split())


def questions() -> Iterator[Asked]:
    """All questions of the file."""
    halves = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    for half, cases in halves.items():
        for case, items in cases.items():
            for item in items:
                yield Asked(
                    half, case, item["ask"], tuple(item.get("words", ())), item.get("no"), item.get("unknown", False)
                )


def imported(source: Path, only: set[int] | None = None) -> dict[int, tuple[dict[str, Any], Story]]:
    """Each case of a file (one a line), or only some, by its number: as it was, and the story its patient knows."""
    found = {}
    lines = source.read_text("utf-8").splitlines()
    for number in sorted(only or set(range(1, len(lines) + 1))):
        [(record, text)] = list(convert(lines[number - 1], source.name))
        scenario = read(text)[1]
        assert isinstance(scenario, ClinicScenario)
        found[number] = (record.data, story_of(scenario))
    return found


def judged(asked: Asked, case: dict[str, Any], mind: Mind) -> Judged:
    """Put the question to a patient to whom nothing was said before, or not this."""
    reply = mind.hear(asked.text, at_ms=0)
    facts = tuple(fact for fact, _ in reply.facts)
    right = _right(asked, reply.text, facts)
    outcome: Outcome = "right" if right else "deferred" if reply.status == "clarify" else "wrong"
    return Judged(
        asked, outcome, reply.text, facts, in_first_person(reply.text, mind.story), forbidden(reply.text, case)
    )


def _right(asked: Asked, answer: str, facts: tuple[str, ...]) -> bool:
    if asked.unknown:
        return not facts
    if asked.denial is not None:
        named = bool(re.search(asked.denial, answer, re.I))
        return bool(DENIES.search(answer)) and (named or not facts)
    return all(re.search(rf"{pattern}", answer, re.I) for pattern in asked.words)


def in_first_person(answer: str, story: Story) -> bool:
    """Whether nobody speaks of themselves as somebody else would."""
    if ABOUT_ONESELF.search(answer) and not re.search(r"a (?:boy|girl)", answer):
        return False
    return story.speaker is not None or not HE.search(answer) or bool(OTHERS.search(answer))


def forbidden(answer: str, case: dict[str, Any]) -> tuple[str, ...]:
    """The diagnosis, findings, values, clinical words and abbreviations in an answer."""
    inside = case.get("OSCE_Examination", case)
    names = [name for leaf in leaves({"d": inside.get("Correct_Diagnosis", "")}) for name in names_of(leaf.text)]
    found = [name for name in names if name.lower() in answer.lower()]
    for part in ("Physical_Examination_Findings", "Test_Results"):
        for leaf in leaves(inside.get(part, {})):
            if len(tokens(leaf.text)) > 2 and leaf.text.strip(". ").lower() in answer.lower():
                found.append(leaf.text)
    return (*found, *jargon(answer))


def percent(items: Iterable[Judged], outcome: Outcome) -> float:
    """Share of an outcome."""
    rows = list(items)
    return 100 * sum(item.outcome == outcome for item in rows) / max(1, len(rows))
