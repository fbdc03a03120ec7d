"""Whether the words of a clause stand in the order of the grounds, but for a phrase that may stand elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bedside.mind.claims.clauses import MODIFYING, Atom, Clause, Mark

_ORDERED = ("number", "side", "person")
_NO_ADVERBS = frozenset({"family", "belly", "jelly", "july", "fly", "bully", "reply", "supply", "ugly", "smelly"})
_DEGREES = frozenset({"worst", "worse", "better"})
_MOVABLE = frozenset({"when", "if", "call"})


class Told(Protocol):
    """A grounded clause, as far as its order matters."""

    @property
    def clause(self) -> Clause:
        """What it states."""

    @property
    def sentence(self) -> str:
        """The sentence it is in."""


def in_order(
    pairs: list[tuple[Atom, Mark]], pool: dict[Mark, Atom], grounds: Sequence[Told], run: Sequence[int]
) -> bool:
    """Whether numbers, sides and persons stand in the grounds' order, and clauses run together are not mixed."""
    for kind in _ORDERED:
        firsts: list[Mark] = []
        seen: set[int] = set()
        for atom, mark in pairs:
            if atom.kind == kind and pool[mark].head is None and id(atom) not in seen:
                firsts.append(mark)
                seen.add(id(atom))
        if firsts != sorted(firsts) and len(run) > 1:
            return False
    turns = _turns(pairs)
    if turns > 1 or (turns and not _keeps_ties(pairs, pool)):
        return False
    if len(run) == 1 or sum(not ground.clause.modifies for ground in grounds) <= 1:
        return True
    one_of: dict[int, set[int]] = {}
    for atom, mark in pairs:
        if not atom.free:
            one_of.setdefault(id(atom), set()).add(mark[0])
    plainly = not any(
        atom.kind in {"number", "side"} or (atom.kind == "time" and not atom.concepts & {"when", "if"})
        for atom in pool.values()
    )
    together = len({ground.sentence for ground in grounds}) == 1
    order = list(one_of.values())
    return _unmixed(order) or (plainly and together and _unmixed(order[::-1]))


def _turns(pairs: list[tuple[Atom, Mark]]) -> int:
    """How often the words go back in the grounds' order: once where a part of them is said sooner or later."""
    choices: dict[int, list[Mark]] = {}
    for atom, mark in pairs:
        if not atom.free and (atom.kind != "manner" or atom.concepts & _DEGREES):
            choices.setdefault(id(atom), []).append(mark)
    turns, last = 0, (-1, -1)
    for marks in choices.values():
        later = [mark for mark in marks if mark >= last]
        turns += not later
        last = min(later or marks)
    return turns


def _keeps_ties(pairs: list[tuple[Atom, Mark]], pool: dict[Mark, Atom]) -> bool:
    """Whether words said in another order are led by the same prepositions, and nobody changed places."""
    firm = [(atom, pool[mark]) for atom, mark in pairs if not atom.free and atom.kind not in {"manner", "time"}]
    if any(atom.kind == "person" for atom, _ in firm):
        return False
    if not _moved_whole(pairs, pool):
        return False
    return len({bool(atom.led_by) for atom, ground in firm if bool(atom.led_by) != bool(ground.led_by)}) <= 1


def _moved_whole(pairs: list[tuple[Atom, Mark]], pool: dict[Mark, Atom]) -> bool:
    """Whether what is said sooner or later than in the grounds is a phrase that may be: when, where, how much, up."""
    told = [(mark, pool[mark]) for atom, mark in pairs if not atom.free and atom.kind != "manner"]
    for at in range(1, len(told)):
        if told[at][0] >= told[at - 1][0]:
            continue
        sooner = [ground for mark, ground in told[:at] if mark > told[at][0]]
        later = [ground for mark, ground in told[at:] if mark < told[at - 1][0]]
        return _may_move(sooner) or _may_move(later)
    return True


def _may_move(block: list[Atom]) -> bool:
    first = block[0]
    if first.led_by or first.soft or first.kind in MODIFYING or first.concepts & _MOVABLE:
        return True
    adverb = first.text.endswith("ly") and first.text not in _NO_ADVERBS
    return adverb or first.text.endswith("ing") or all(atom.listed for atom in block)


def _unmixed(order: list[set[int]]) -> bool:
    """Whether atoms can be read clause after clause of the grounds."""
    at = -1
    for choices in order:
        if at in choices:
            continue
        later = [choice for choice in choices if choice > at]
        if not later:
            return False
        at = min(later)
    return True
