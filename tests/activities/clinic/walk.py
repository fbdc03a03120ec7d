"""Walk through a case as a learner would, by steps in YAML; `python walk.py CASE` prints what came of it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bedside.activities.clinic.consultation import Consultation
from bedside.debrief import Report
from bedside.encounter import Refused
from bedside.scenario import load

WALKTHROUGHS = Path(__file__).parent / "walkthroughs"
LEARNERS = ("strong", "middling", "weak")


@dataclass
class Walk:
    """What came of a walk: the debrief and the steps that were refused."""

    report: Report
    refused: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    talk: list[tuple[str, str, str]] = field(default_factory=list)


def walk(case: str, steps: list[dict[str, Any]], seed: int = 1) -> Walk:
    """Do each step in virtual time; a refused one is noted and passed over."""
    consultation = Consultation.start(load(case), seed=seed)
    refused: list[tuple[dict[str, Any], str]] = []
    talk: list[tuple[str, str, str]] = []
    for step in steps:
        try:
            _step(consultation, step, talk)
        except Refused as refusal:
            refused.append((step, str(refusal)))
    return Walk(consultation.debrief(), refused, talk)


def _step(consultation: Consultation, step: dict[str, Any], talk: list[tuple[str, str, str]]) -> None:
    ((verb, value),) = step.items()
    match verb:
        case "greet" | "ask" | "tell":
            receipt = consultation.send(verb, text=value)
            for event in receipt.events:
                if event.kind == "answered":
                    talk.append((value, event.data["text"], event.data["status"]))
        case "examine" | "give" | "do":
            consultation.send(verb, **value)
        case "measure":
            consultation.measure(value or "vitals")
        case "order":
            consultation.order(value)
        case "read":
            consultation.read(value)
        case "wait":
            consultation.advance(str(value))
        case "note":
            consultation.note(value)
        case "differential":
            consultation.diagnose(*((name, float(sure)) for name, sure in value))
        case "disposition":
            consultation.dispose(value)
        case "handover":
            consultation.hand_over(value)
        case "end":
            consultation.end()
        case _:
            raise ValueError(f"a walk-through has no step '{verb}'")


def steps_of(case: str) -> dict[str, list[dict[str, Any]]]:
    """The three learners' steps of a case."""
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load((WALKTHROUGHS / f"{case}.yaml").read_text(encoding="utf-8"))
    return found


def main(case: str, talk: bool) -> None:
    """Print the three scores, what was refused and what the strong learner missed."""
    learners = steps_of(case)
    for name in LEARNERS:
        done = walk(case, learners[name])
        print(f"{name:9} {done.report.score:5.1f} %  {done.report.verdict}")
        for step, why in done.refused:
            print(f"   refused {step}: {why}")
        if name == "strong":
            for mark in done.report.marks:
                if not mark.earned:
                    print(f"   missed {mark.id}: {mark.text} ({mark.note or ''})")
            for question, answer, status in done.talk:
                if talk or status != "answered":
                    print(f"   {status:9} {question!r} -> {answer!r}")


if __name__ == "__main__":
    main(sys.argv[1], "--talk" in sys.argv)
