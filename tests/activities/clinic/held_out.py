"""Questions that were written or recorded by others, put to the patients of the library, and judged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from bedside import Consultation
from bedside.activities.clinic import ClinicScenario
from bedside.activities.clinic.patient import story_of
from bedside.encounter import Receipt
from bedside.mind import Story
from bedside.mind.story import denied_presence
from bedside.mind.taxonomy import Taxonomy
from bedside.scenario import load

SETS = Path(__file__).parents[2] / "mind"
Outcome = Literal["right", "wrong", "deferred"]


@dataclass(frozen=True)
class Question:
    """A question to a patient, the one before it where it leans on it, and all that it may rightly be taken for."""

    case: str
    text: str
    expect: tuple[str, ...]
    before: str | None = None


@dataclass(frozen=True)
class Judged:
    """What came of a question."""

    question: Question
    outcome: Outcome
    understood: tuple[str, ...]
    answer: str


def paraphrases() -> Iterator[Question]:
    """Questions written by somebody who saw only the list of topics."""
    for path in sorted((SETS / "paraphrases").glob("*.yaml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield Question(path.stem, item["text"], tuple(item["expect"]), item.get("before"))


def recorded_turns(shared_data: Path) -> Iterator[Question]:
    """Doctors' turns of the recorded interviews, labelled by file and number."""
    for item in yaml.safe_load((SETS / "recorded_turns.yaml").read_text(encoding="utf-8")):
        turns = doctor_turns(shared_data / "osce-interviews" / f"{item['file']}.txt")
        before = turns[item["before"] - 1] if item.get("before") else None
        yield Question(item["case"], turns[item["turn"] - 1], tuple(item["expect"]), before)


def fresh_questions() -> Iterator[Question]:
    """The last set, written when all tuning was done or under way; nobody tuned on it."""
    for item in yaml.safe_load((SETS / "fresh_questions.yaml").read_text(encoding="utf-8")):
        yield Question(item["case"], item["text"], tuple(item["expect"]), item.get("before"))


def doctor_turns(path: Path) -> list[str]:
    """The `D:` lines of an interview, in order."""
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    return [match[1].strip() for line in lines if (match := re.match(r"\s*D\s*:\s*(.*)", line))]


def judge(question: Question) -> Judged:
    """Ask it in a new consultation.

    Right: what was asked for was let out, or understood where a rule holds it back or the case says nothing of it; of a
    symptom that the patient does not have, its denial answers a question about any side of it ("when did it start?").
    Deferred: the patient asked what was meant. Wrong: anything else.
    """
    scenario = load(question.case)
    assert isinstance(scenario, ClinicScenario)
    consultation = Consultation.start(scenario, seed=1)
    if question.before:
        consultation.send("ask", text=question.before)
    receipt = consultation.send("ask", text=question.text)
    answered = next(event for event in receipt.events if event.kind == "answered")
    understood = (*_asked(receipt), *(fact["id"] for fact in answered.data["facts"]))
    outcome: Outcome = "wrong"
    if _met(understood, question.expect, story_of(scenario)) or (
        not question.expect and answered.data["status"] != "answered"
    ):
        outcome = "right"
    elif answered.data["status"] == "clarify":
        outcome = "deferred"
    return Judged(question, outcome, understood, answered.data["text"])


def _met(understood: Iterable[str], expect: Iterable[str], story: Story) -> bool:
    told = {fact.split(".", 1)[0] for fact in story.facts}
    for wanted in expect:
        topic = wanted.split(".", 1)[0]
        lacking = f"{topic}.presence" in Taxonomy.load().fact_ids() and (
            topic not in told or denied_presence(story, topic)
        )
        if any(fact == wanted or (lacking and fact.startswith(f"{topic}.")) for fact in understood):
            return True
    return False


def _asked(receipt: Receipt) -> Iterator[str]:
    for event in receipt.events:
        if event.kind == "said":
            for act in event.data["acts"]:
                if act.get("topic") and act.get("attribute"):
                    yield f"{act['topic']}.{act['attribute']}"


def shares(judged: list[Judged]) -> dict[str, float]:
    """Percent right, wrong and deferred."""
    counts = Counter(item.outcome for item in judged)
    return {
        outcome: round(100 * counts[outcome] / max(1, len(judged)), 1) for outcome in ("right", "wrong", "deferred")
    }
