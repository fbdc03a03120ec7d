"""Recorded interviews with their labels: what the doctor asks for in each turn (`labels/GUIDE.md`).

The recordings lie in the shared data (`osce-interviews/NAME.txt`, `primock57/turns.jsonl`) and never in the repository.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from bedside.mind.reading import Focus
from bedside.mind.story import Story, StoryFact
from bedside.mind.taxonomy import Taxonomy

LABELS = Path(__file__).parents[1] / "labels"
SHARED = Path(__file__).parents[2] / "shared" / "data"
Split = Literal["train", "dev", "test"]
OTHER = "other"
"""A question that the taxonomy has no place for."""
OF_CHILDREN = frozenset({"irritability_child", "poor_feeding", "floppiness", "poor_weight_gain", "posseting"})
OF_MEN = frozenset({"testicular_pain", "testicular_lump", "penile_discharge", "erectile_dysfunction"})


@dataclass(frozen=True)
class Asked:
    """One question of a turn: the facts that would satisfy the doctor, the best first; `leans` on what went before."""

    facts: tuple[str, ...]
    leans: bool = False


@dataclass(frozen=True)
class Turn:
    """A doctor's turn with the patient's words before it, its questions and its acts."""

    number: int
    text: str
    heard: str
    asked: tuple[Asked, ...]
    acts: frozenset[str]
    jargon: tuple[str, ...] = ()


@dataclass(frozen=True)
class Interview:
    """A labelled recording; `has` lists the symptoms of the patient, the presenting one first."""

    name: str
    has: tuple[str, ...]
    turns: tuple[Turn, ...] = field(repr=False)

    def story(self) -> Story:
        """A patient who has these symptoms, for understanding the turns; nothing else is known of them.

        Age, sex and who answers are what the labels show: questions about a child are put to a parent.
        """
        asked = {fact.split(".", 1)[0] for turn in self.turns for question in turn.asked for fact in question.facts[:1]}
        child = "paediatric" in asked or bool(asked & OF_CHILDREN)
        return Story(
            self.name,
            "Alex Doe",
            4 if child else 45,
            "male" if asked & OF_MEN else "female",
            {f"{topic}.presence": StoryFact("Yes.") for topic in self.has if is_symptom(topic)},
            "I don't feel well.",
            speaker=("Sam Doe", "mother") if child else None,
        )


def is_symptom(topic: str) -> bool:
    """Whether a topic has the attributes of a symptom."""
    known = Taxonomy.load().topics.get(topic)
    return known is not None and "presence" in known.attributes


def parse(label: str) -> tuple[tuple[Asked, ...], frozenset[str]]:
    """A label as written: `^a.b | a.c ; d.e @empathy`."""
    acts = frozenset(re.findall(r"@(\w+)", label))
    asked = []
    for part in re.sub(r"@\w+", "", label).split(";"):
        facts = tuple(name.strip().lstrip("^").strip() for name in part.split("|") if name.strip(" ^"))
        if facts:
            asked.append(Asked(facts, part.strip().startswith("^")))
    return tuple(asked), acts


def split(part: Split) -> list[str]:
    """Names of the interviews of a part."""
    names: list[str] = yaml.safe_load((LABELS / "split.yaml").read_text("utf-8"))[part]
    return names


def interviews(part: Split, shared: Path = SHARED) -> Iterator[Interview]:
    """The labelled interviews of a part."""
    for name in split(part):
        yield read(name, shared=shared)


def read(name: str, folder: str = "interviews", shared: Path = SHARED) -> Interview:
    """One labelled recording; turns where the speakers were swapped are left out."""
    raw = yaml.safe_load((LABELS / folder / f"{name}.yaml").read_text("utf-8"))
    spoken = _consultation(name, shared) if name.startswith("day") else _interview(name, shared)
    jargon = raw.get("jargon") or {}
    turns = []
    for number, label in raw["turns"].items():
        asked, acts = parse(label or "")
        if "swapped" not in acts and number in spoken:
            text, heard = spoken[number]
            turns.append(Turn(number, text, heard, asked, acts, tuple(jargon.get(number, ()))))
    return Interview(name, tuple(raw.get("has") or ()), tuple(turns))


def _interview(name: str, shared: Path) -> dict[int, tuple[str, str]]:
    raw = (shared / "osce-interviews" / f"{name}.txt").read_bytes()
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    lines = raw.decode(encoding, errors="replace").splitlines()
    found: dict[int, tuple[str, str]] = {}
    number, heard = 0, ""
    for line in lines:
        match = re.match(r"\s*([DP])\s*:\s*(.*)", line)
        if match and match[1] == "D":
            number += 1
            found[number] = (match[2].strip(), heard)
            heard = ""
        elif match:
            heard = f"{heard} {match[2].strip()}".strip()
    return found


@cache
def _turns(shared: Path) -> list[dict[str, object]]:
    path = shared / "primock57" / "turns.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _consultation(name: str, shared: Path) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    heard = ""
    for turn in _turns(shared):
        if turn["id"] != name:
            continue
        text = re.sub(r"<[^>]*>", "", str(turn["text"])).strip()
        if turn["speaker"] == "doctor":
            found[int(str(turn["i"]))] = (text, heard)
            heard = ""
        else:
            heard = f"{heard} {text}".strip()
    return found


def follow(focus: Focus, asked: tuple[Asked, ...], has: tuple[str, ...]) -> Focus:
    """What is talked about after a turn, by its labels."""
    for question in asked:
        if question.facts[0] == OTHER:
            continue
        topic, attribute = question.facts[0].split(".", 1)
        presenting = has[0] if has else None
        symptom = (topic if topic in has else focus.symptom) if is_symptom(topic) else presenting
        focus = Focus(topic, symptom, attribute)
    return focus
