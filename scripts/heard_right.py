"""How well recorded turns are understood: each question of each turn right, wrong or deferred.

Right: one of the facts that would satisfy the doctor was understood, or its twin, which the patient answers alike; of a
symptom that the patient does not have, any side of it, since its denial answers them all. Wrong: it was not, and
something nobody asked for was understood. Deferred: nothing of the kind, and the patient asks what is meant or answers
the rest of the turn. A turn that asks nothing is right when nothing is understood, else wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from bedside.mind.disclosure import TWINS
from bedside.mind.reading import NOTHING, Focus
from bedside.mind.understanding import Understander
from interviews import OTHER, Interview, Turn, is_symptom

Outcome = Literal["right", "wrong", "deferred"]


@dataclass(frozen=True)
class Item:
    """A question of a turn, or a turn that asks nothing, and what came of it."""

    number: int
    text: str
    expect: tuple[str, ...]
    understood: tuple[str, ...]
    outcome: Outcome


def judged(interview: Interview) -> Iterator[Item]:
    """Every question of an interview, understood in order."""
    understander = Understander(interview.story())
    focus = NOTHING
    for turn in interview.turns:
        understood, focus = follow_turn(understander, turn, focus)
        yield from judge(turn, understood, set(interview.has))


def follow_turn(understander: Understander, turn: Turn, focus: Focus) -> tuple[tuple[str, ...], Focus]:
    """What a turn is taken to ask for, and what is talked of after it."""
    acts = understander.understand(turn.text, replace(focus, last_words=turn.heard)).acts
    asked = [act for act in acts if act.act == "question"]
    for act in asked:
        focus = understander.moved(focus, act)
    if not asked:
        focus = understander.after_telling(turn.text, focus)
    return tuple(dict.fromkeys(act.target for act in asked if act.topic and act.attribute and act.target)), focus


def judge(turn: Turn, understood: tuple[str, ...], has: set[str]) -> Iterator[Item]:
    """The questions of a turn, or the turn itself where it asks nothing."""
    asked = [question.facts for question in turn.asked if question.facts[0] != OTHER]
    stray = [
        fact
        for fact in understood
        if not any(meets(fact, facts, has) for question in turn.asked for facts in [question.facts])
    ]
    for facts in asked:
        met = any(meets(fact, facts, has) for fact in understood)
        yield Item(turn.number, turn.text, facts, understood, "right" if met else "wrong" if stray else "deferred")
    if not asked:
        yield Item(turn.number, turn.text, (), understood, "wrong" if stray else "right")


def meets(fact: str, wanted: tuple[str, ...], has: set[str]) -> bool:
    """Whether what was understood would satisfy the doctor."""
    topic = fact.split(".", 1)[0]
    lacking = is_symptom(topic) and topic not in has
    same = {fact, TWINS.get(fact, fact)}
    return any(name in same or (lacking and name.startswith(f"{topic}.")) for name in wanted)


def shares(items: Iterable[Item]) -> dict[Outcome, float]:
    """Percent right, wrong and deferred."""
    counts = Counter(item.outcome for item in items)
    total = max(1, sum(counts.values()))
    return {outcome: 100 * counts[outcome] / total for outcome in ("right", "wrong", "deferred")}
