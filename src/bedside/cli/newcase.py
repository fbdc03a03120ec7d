"""`bedside scenario new`: begin a case by answering questions, one at a time, each answer checked at once."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.activities.clinic import catalogues
from bedside.cli.cases import console, print_json
from bedside.cli.doors import Failed
from bedside.errors import BedsideError
from bedside.interop.writing import written
from bedside.mind.taxonomy import Taxonomy
from bedside.scenario import QuantityError, ScenarioError, read, years

LEVELS = ("foundation", "core", "advanced")
MOST_TEXT = 1900


class NotUsable(BedsideError):
    """An answer that cannot be used, and what would do."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: `check` gives the value of an answer or raises `NotUsable`."""

    name: str
    text: str
    check: Callable[[str], Any]
    default: str | None = None
    many: bool = False


def _text(answer: str) -> str:
    if not answer:
        raise NotUsable("Something has to stand here.", "Write a few words.")
    if len(answer) > MOST_TEXT:
        raise NotUsable(f"That has {len(answer)} characters.", f"The limit is {MOST_TEXT}.")
    return answer


def _short(answer: str) -> str:
    if len(answer) > 190:
        raise NotUsable(f"That has {len(answer)} characters.", "The limit is 190.")
    return _text(answer)


def _slug(answer: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", answer) or len(answer) > 80:
        near = re.sub(r"[^a-z0-9]+", "-", answer.lower()).strip("-")[:80]
        raise NotUsable(
            f"'{answer[:40]}' is not an id.", f"Small letters, digits and hyphens, such as {near or 'knee-pain'}."
        )
    return answer


def _age(answer: str) -> str:
    try:
        years(answer)
    except QuantityError:
        raise NotUsable(f"'{answer[:40]}' is not an age.", "Such as 54 years, 8 months or 3 weeks.") from None
    return f"{answer} years" if re.fullmatch(r"[\d.]+", answer) else answer


def _choice(*choices: str) -> Callable[[str], str]:
    def check(answer: str) -> str:
        found = [one for one in choices if one == answer.lower() or (answer and one.startswith(answer.lower()))]
        if len(found) != 1:
            raise NotUsable(f"'{answer[:40]}' is none of them.", f"One of: {', '.join(choices)}.")
        return found[0]

    return check


def _minutes(answer: str) -> int:
    if not answer.isdigit() or not 1 <= int(answer) <= 240:
        raise NotUsable(f"'{answer[:40]}' is no number of minutes.", "From 1 to 240.")
    return int(answer)


def _symptom(answer: str) -> str:
    taxonomy = Taxonomy.load()
    named = answer.lower().replace(" ", "_")
    if named in taxonomy.topics:
        return named
    for topic in taxonomy.topics.values():
        if answer.lower() in (name.lower() for name in (topic.label, *topic.names)):
            return topic.id
    near = ", ".join(taxonomy.nearest(answer[:80])) or "chest_pain"
    raise NotUsable(f"'{answer[:40]}' is not a topic known here.", f"Near: {near}. All: docs/reference/taxonomy.md.")


def _fact(answer: str) -> tuple[str, str, str]:
    name, colon, says = answer.partition(":")
    topic, dot, attribute = name.strip().lower().replace(" ", "_").partition(".")
    if not (colon and dot and says.strip()):
        raise NotUsable(
            "That is not a fact.",
            "Write topic.attribute: what the patient says, such as social.smoking: I smoke ten a day.",
        )
    if not Taxonomy.load().is_known(f"{topic}.{attribute}"):
        near = ", ".join(Taxonomy.load().nearest(f"{topic}.{attribute}"[:80]))
        raise NotUsable(f"'{topic}.{attribute}' is not known.", f"Near: {near}.")
    return topic, attribute, _text(says.strip())


def _finding(answer: str) -> tuple[str, str, str]:
    name, colon, text = answer.partition(":")
    manoeuvre, _, site = name.strip().partition(" ")
    found = catalogues().examination.find(manoeuvre, site) if colon and site else None
    if found is None:
        near = ", ".join(n.replace(".", " ") for n in catalogues().examination.nearest(name[:80]))
        raise NotUsable(
            "That is not an examination known here.",
            f"Write palpate abdomen: tender. Near: {near or 'palpate abdomen'}.",
        )
    return found.manoeuvre, found.site, _text(text.strip())


def _test(answer: str) -> tuple[str, str]:
    name, colon, text = answer.partition(":")
    found = catalogues().tests.find(name.strip()) if colon else None
    if found is None:
        near = ", ".join(entry.name for entry in catalogues().tests.nearest(name[:80])) or "Full blood count"
        raise NotUsable("That is not a test known here.", f"Write its name, a colon and the report. Near: {near}.")
    return found.id, _text(text.strip())


QUESTIONS = (
    Question("id", "Id of the case", _slug),
    Question("title", "Title, which gives nothing away", _short),
    Question("name", "Patient's name", _short),
    Question("age", "Age", _age),
    Question("sex", "Sex (female, male)", _choice("female", "male")),
    Question("setting", "Setting", _short, "clinic"),
    Question("specialty", "Specialty", _short, "general medicine"),
    Question("level", "Level (foundation, core, advanced)", _choice(*LEVELS), "core"),
    Question("minutes", "Minutes", _minutes, "15"),
    Question("task", "What the learner is asked to do", _text, "Take a history, examine, and make a diagnosis."),
    Question("opening", "What the patient says first", _text),
    Question("symptom", "Main symptom", _symptom),
    Question("onset", "When and how it began, in the patient's words", _text),
    Question("facts", "A further fact, topic.attribute: words (empty when done)", _fact, many=True),
    Question("findings", "A finding, such as palpate abdomen: tender (empty when done)", _finding, many=True),
    Question("tests", "A result, such as chest x-ray: clear lungs (empty when done)", _test, many=True),
    Question("diagnosis", "Diagnosis", _short),
    Question("aliases", "Another name of the diagnosis (empty when done)", _short, many=True),
)


def begin(to: Path | None, *, force: bool, as_json: bool) -> None:
    """Ask, and write the case to `to` or to ID.yaml. Raises Failed."""
    if to is not None:
        _may_write(to, force=force)
    answers = {question.name: _asked(question) for question in QUESTIONS}
    text = written(_scenario(answers))
    path = to or Path(f"{answers['id']}.yaml")
    _may_write(path, force=force)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        read(text, str(path))
    except ScenarioError as error:
        first = error.problems[0]
        told = f"{path} is written, but cannot be played yet: {first.field}: {first.message}"
        raise Failed(told, f"Mend it there, then: bedside scenario check {path}") from error
    except OSError as error:
        raise Failed(f"{path} cannot be written: {error.strerror}.", "Name another place with --to.") from error
    if as_json:
        print_json({"written": str(path), "id": answers["id"]})
    else:
        console().print(f"Written to {path}. Try: bedside play {path}", markup=False)


def _may_write(path: Path, *, force: bool) -> None:
    if path.exists() and not force:
        raise Failed(f"{path} is there already.", "Name another file, or write over it with --force.")


def _asked(question: Question) -> Any:
    """The checked answer; asked again until it is usable. Raises Failed where the input ends before that."""
    if question.many:
        found = []
        while (one := _one(question)) is not None:
            found.append(one)
        return found
    return _one(question)


def _one(question: Question) -> Any:
    problem: NotUsable | None = None
    while True:
        line = _line(question)
        if line is None and question.default is None and not question.many:
            why = f" ({problem.message})" if problem else ""
            raise Failed(f"The answers ended at '{question.text}'{why}.", "Give one answer a line.")
        answer = " ".join("".join(c if c.isprintable() else " " for c in line or "").split())
        if not answer and question.many:
            return None
        try:
            return question.check(answer or question.default or "")
        except NotUsable as found:
            problem = found
            sys.stderr.write(f"✗ {found.message}{f' → {found.hint}' if found.hint else ''}\n")


def _line(question: Question) -> str | None:
    if sys.stdin.isatty():
        default = f" [{question.default}]" if question.default else ""
        sys.stderr.write(f"{question.text}{default}: ")
        sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None


def _scenario(answers: dict[str, Any]) -> dict[str, Any]:
    """The case as plain data."""
    symptom = answers["symptom"]
    history: dict[str, dict[str, Any]] = {symptom: {"onset": answers["onset"]}}
    for topic, attribute, says in answers["facts"]:
        history.setdefault(topic, {})[attribute] = says
    examination: dict[str, dict[str, Any]] = {}
    for manoeuvre, site, text in answers["findings"]:
        examination.setdefault(manoeuvre, {})[site] = {"finding": text, "key": True}
    made: dict[str, Any] = {
        "bedside": 1,
        "kind": "clinic",
        **{name: answers[name] for name in ("id", "title")},
        "summary": f"{answers['name']}, {answers['age']}.",
        **{name: answers[name] for name in ("specialty", "setting", "level", "minutes")},
        "patient": {name: answers[name] for name in ("name", "age", "sex")},
        "opening": answers["opening"],
        "task": answers["task"],
        "history": history,
    }
    made |= {"examination": examination} if examination else {}
    if answers["tests"]:
        made["tests"] = {
            t: {"report": r, "worth": "must", "why": "It bears on the diagnosis."} for t, r in answers["tests"]
        }
    made["diagnosis"] = {"name": answers["diagnosis"]} | ({"aliases": answers["aliases"]} if answers["aliases"] else {})
    made["checklist"] = _checklist(answers, symptom)
    return made


def _checklist(answers: dict[str, Any], symptom: str) -> list[dict[str, Any]]:
    def item(text: str, domain: str, earned_by: dict[str, Any]) -> dict[str, Any]:
        return {"text": text[:190], "domain": domain, "earned_by": earned_by}

    label = Taxonomy.load().topics[symptom].label
    items = [item(f"Asks when the {label} began", "history", {"fact": f"{symptom}.onset"})]
    items += [
        item(f"Examines: {m} {s.replace('_', ' ')}", "examination", {"examined": f"{m}.{s}"})
        for m, s, _ in answers["findings"]
    ]
    items += [item(f"Orders: {t.replace('_', ' ')}", "investigation", {"ordered": t}) for t, _ in answers["tests"]]
    items.append(item("Names the diagnosis", "reasoning", {"differential": "correct"}) | {"critical": True})
    return [{"id": f"item_{number}", **one} for number, one in enumerate(items, 1)]
