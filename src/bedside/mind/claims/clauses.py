"""What a sentence states: atoms in clauses in a statement."""

from __future__ import annotations

from dataclasses import dataclass, field

MODIFYING = frozenset({"number", "time", "side", "manner"})
Mark = tuple[int, int]
"""A grounded atom: the clause it is in and its place there."""


@dataclass(slots=True)
class Atom:
    """One thing claimed: what it may mean, its sort, the word it bears on, and whether it may be left out."""

    text: str
    concepts: frozenset[str]
    kind: str
    head: frozenset[str] | None = None
    soft: bool = False
    free: bool = False
    by: str = ""
    led_by: str = ""
    listed: bool = False


@dataclass(slots=True)
class Clause:
    """What one clause states."""

    atoms: list[Atom] = field(default_factory=list)
    polarity: str = "+"
    who: str = ""
    persons: frozenset[str] = frozenset()
    tenses: frozenset[str] = frozenset()
    verbs: tuple[str, ...] = ()
    verbal: bool = False
    reason: bool = False
    result: bool = False
    opens: bool = False
    inherits: bool = False
    question: bool = False
    of_it: bool = False
    may_be: bool = False

    @property
    def content(self) -> list[Atom]:
        """The atoms that claim something."""
        return [atom for atom in self.atoms if not atom.free]

    @property
    def modifies(self) -> bool:
        """Whether it only says how, when or how much of something said beside it."""
        return all(atom.kind in MODIFYING or atom.soft for atom in self.content)


@dataclass(slots=True)
class Statement:
    """What one sentence states: its clauses, and its "yes" and "no" in order."""

    text: str
    clauses: list[Clause] = field(default_factory=list)
    particles: list[str] = field(default_factory=list)
    follows: bool = False


def merge_hedges(statement: Statement) -> None:
    """Give "maybe" or "I think" on its own to the clause before it, else to the one after."""
    kept: list[Clause] = []
    waiting: Clause | None = None
    for clause in statement.clauses:
        alone = bool(clause.atoms) and all("hedge" in atom.concepts or atom.text == "just" for atom in clause.atoms)
        if alone and kept:
            kept[-1].atoms += clause.atoms
            if clause.polarity == "-" and kept[-1].polarity in {"?", "+"}:
                kept[-1].polarity = "-"
        elif alone and len(statement.clauses) > 1:
            clause.atoms = (waiting.atoms if waiting is not None else []) + clause.atoms
            waiting = clause
        else:
            if waiting is not None:
                clause.atoms = waiting.atoms + clause.atoms
                clause.polarity = "-" if waiting.polarity == "-" else clause.polarity
                waiting = None
            kept.append(clause)
    if waiting is not None:
        kept.append(waiting)
    statement.clauses = kept
