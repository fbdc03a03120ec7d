"""How many questions the mind understands, misunderstands or defers: right / wrong / deferred, with the peers beside.

    python benchmarks/understanding.py SET.yaml …                    lists of {text, expect: [topic.attribute, …]}
    python benchmarks/understanding.py --interviews FOLDER TURNS.yaml   recorded interviews, turns labelled by number

A set may be a list, or a mapping with lists in it. An item may name `has` (symptoms, the presenting one first)
and `after` (the fact talked about last). `expect` holds all acceptable facts; `[]` means that it should be deferred.
Right: something asked for is acceptable and nothing else was understood beside; part: some acceptable, some not;
wrong: none acceptable; deferred: nothing was understood.
"""

from __future__ import annotations

import argparse
import platform
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bedside.mind.reading import NOTHING, Focus
from bedside.mind.story import Story, StoryFact
from bedside.mind.taxonomy import Taxonomy
from bedside.mind.understanding import Understander, targets

PEERS = (
    ("rules and a large lexicon, 35 cases (Campillos-Llanos 2021)", 74.3, 14.9, 10.7),
    ("goal of this project", 85.0, 5.0, 10.0),
)


@dataclass(frozen=True)
class Question:
    """A turn, what it may be taken for, and the talk it stands in."""

    text: str
    expect: tuple[str, ...]
    has: tuple[str, ...] = ()
    focus: Focus = NOTHING
    name: str = ""


def story_with(has: tuple[str, ...]) -> Story:
    """A patient with these symptoms."""
    facts = {f"{topic}.presence": StoryFact("Yes.") for topic in has}
    return Story(key="benchmark", name="A", age_years=45, sex="female", opening="I'm not well.", facts=facts)


def understander(has: tuple[str, ...], known: dict[tuple[str, ...], Understander]) -> Understander:
    """One for each kind of patient."""
    if has not in known:
        known[has] = Understander(story_with(has))
    return known[has]


def items(raw: Any) -> Iterator[Mapping[str, Any]]:
    """Every {text, expect} in a YAML document."""
    if isinstance(raw, Mapping) and "text" in raw:
        yield raw
    elif isinstance(raw, Mapping):
        for value in raw.values():
            yield from items(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from items(value)


def from_set(path: Path) -> Iterator[Question]:
    """The questions of a YAML set."""
    for item in items(yaml.safe_load(path.read_text("utf-8"))):
        after = str(item.get("after") or "")
        topic, _, attribute = after.partition(".")
        focus = Focus(topic or None, topic or None, attribute or None)
        yield Question(str(item["text"]), tuple(item["expect"]), tuple(item.get("has") or ()), focus, path.stem)


def from_interviews(folder: Path, labels: Path) -> Iterator[Question]:
    """Labelled turns of recorded interviews, each after the talk before it."""
    known: dict[tuple[str, ...], Understander] = {}
    for name, interview in yaml.safe_load(labels.read_text("utf-8")).items():
        has = tuple(interview["has"])
        mind = understander(has, known)
        lines = (folder / f"{name}.txt").read_text("utf-8", errors="replace").splitlines()
        focus = Focus(has[0], has[0], None)
        for turn, text in enumerate(line.strip() for line in lines if line.strip()):
            if not text.startswith("D:"):
                continue
            said = text[2:].strip()
            if turn in interview["turns"]:
                yield Question(said, tuple(interview["turns"][turn]), has, focus, f"{name}:{turn}")
            for act in mind.understand(said, focus).acts:
                focus = mind.moved(focus, act)


def judge(expect: tuple[str, ...], got: list[str]) -> str:
    """Right, part, wrong or deferred; `.presence` stands for the whole symptom when only that is acceptable."""
    if not got:
        return "right" if not expect else "deferred"
    if not expect:
        return "wrong"
    good = [target for target in got if target in expect]
    return "wrong" if not good else "right" if len(good) == len(got) else "part"


def main() -> None:
    """Measure and print one table a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--interviews", type=Path, help="folder of recorded interviews; the sets label their turns")
    parser.add_argument("--show", action="store_true", help="print what was not right")
    arguments = parser.parse_args()
    taxonomy = Taxonomy.load()
    known: dict[tuple[str, ...], Understander] = {}
    understander((), known).understand("hello")
    print(f"{platform.machine()}, {platform.python_version()}; {len(taxonomy.fact_ids())} facts in the taxonomy\n")
    print(f"{'set':<58}{'n':>5}{'right %':>9}{'part %':>8}{'wrong %':>9}{'deferred %':>12}{'ms':>7}")
    for path in arguments.sets:
        asked = list(from_interviews(arguments.interviews, path) if arguments.interviews else from_set(path))
        tally: Counter[str] = Counter()
        lines = []
        spent = 0.0
        for question in asked:
            mind = understander(question.has, known)
            began = time.perf_counter()
            got = list(dict.fromkeys(targets(mind.understand(question.text, question.focus))))
            spent += time.perf_counter() - began
            verdict = judge(question.expect, got)
            tally[verdict] += 1
            if verdict != "right":
                lines.append(
                    f"  {verdict:<9}{question.name:<12} {question.text[:110]!r}\n"
                    f"      expected {list(question.expect)} got {got}"
                )
        n = max(1, len(asked))
        share = {name: 100 * tally[name] / n for name in ("right", "part", "wrong", "deferred")}
        print(
            f"{path.stem:<58}{len(asked):>5}{share['right']:>9.1f}{share['part']:>8.1f}{share['wrong']:>9.1f}"
            f"{share['deferred']:>12.1f}{1000 * spent / n:>7.1f}"
        )
        if arguments.show:
            print("\n".join(lines))
    for name, right, wrong, deferred in PEERS:
        print(f"{name:<63}{right:>9.1f}{'':>8}{wrong:>9.1f}{deferred:>12.1f}")


if __name__ == "__main__":
    main()
