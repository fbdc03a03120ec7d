"""Whether the grounds support a clause, and if not, what stands against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bedside.mind.claims.statements import Atom, Clause, Statement
from bedside.mind.claims.verdict import Why

LONGEST_RUN = 6
"""Grounded clauses that one clause of the text may run together."""
_ORDERED = ("number", "side", "person")
_PAST_MARKS = frozenset({"ago", "yesterday", "last", "once", "used_to", "before"})
_TIME = frozenset({"time"})
_WAYS = frozenset({"up", "down", "out", "off", "over", "under"})
_FORMS = frozenset({"tablet", "inhaler", "puff", "capsul", "patch", "spray", "drop", "cream", "mil", "inject"})
_MAY_BE_IMPLIED = frozenset({"take", "give", "use", "can", "look", "when"})
_PERCEIVED = frozenset({"see", "hear", "smel", "tast", "feel"})
Mark = tuple[int, int]
"""A grounded atom: the clause it is in and its place there."""


@dataclass(slots=True)
class Ground:
    """One grounded clause: its text's number, whether it must be said now, and the clause its modifiers belong to."""

    clause: Clause
    part: int
    wanted: bool
    sentence: str
    anchor: int | None = None
    led: str = ""


@dataclass(slots=True)
class Match:
    """The grounded clauses that support a clause, and the grounded atoms it says."""

    sources: frozenset[int]
    said: set[Mark] = field(default_factory=set)


@dataclass(slots=True)
class Failure:
    """Why a clause is not supported, and the words at fault; `score` is how near the grounds came."""

    why: Why
    claim: str
    score: float = 0.0


class Grounded:
    """All that may be said, as clauses in order."""

    def __init__(
        self, wanted: Sequence[Sequence[Statement]], known: Sequence[Sequence[Statement]], carer: bool
    ) -> None:
        """`wanted` must be said now, `known` may be repeated; `carer` when somebody answers for the patient."""
        self.grounds: list[Ground] = []
        self._carer = carer
        for number, statements in enumerate((*wanted, *known)):
            self._add(statements, number, number < len(wanted))
        self._things = not any(ground.clause.persons - {"i", "you", "we", "they"} for ground in self.grounds)
        self._names = [
            frozenset(name for atom in ground.clause.atoms for name in atom.concepts) for ground in self.grounds
        ]
        self._concepts: frozenset[str] = frozenset().union(*self._names)
        self._runs = [run for size in range(1, LONGEST_RUN + 1) for run in self._runs_of(size)]

    def support(self, clause: Clause) -> Match | Failure:
        """The best support of a clause, or the failure that came nearest to one."""
        atoms = clause.content
        stray = [atom for atom in atoms if not atom.concepts & (self._concepts | _MAY_BE_IMPLIED)]
        best = Failure("unsupported", _words(atoms) or "that", -1.0)
        if stray:
            return self._stray(atoms, stray)
        matches: list[Match] = []
        for run in self._runs:
            if len(run) > 1 and matches:
                break
            if not self._near(atoms, run):
                continue
            found = self._against(clause, atoms, run)
            if isinstance(found, Match):
                matches.append(found)
                if self.grounds[run[0]].wanted:
                    break
            elif found.score > best.score:
                best = found
        return max(matches, key=lambda match: len(match.said)) if matches else best

    def missing(self, said: set[Mark], mentioned: frozenset[str]) -> list[tuple[str, str]]:
        """The wanted atoms not said: sentence and words of each clause; `mentioned` counts wherever it was said."""
        out: list[tuple[str, str]] = []
        for number, ground in enumerate(self.grounds):
            if not ground.wanted:
                continue
            firm = any(not atom.soft and not atom.free for atom in ground.clause.atoms)
            left = [
                atom
                for at, atom in enumerate(ground.clause.atoms)
                if not (atom.soft and firm) and not atom.free and (number, at) not in said
                and not atom.concepts & mentioned
            ]  # fmt: skip
            if left:
                out.append((ground.sentence, _words(left)))
        return out

    def _add(self, statements: Sequence[Statement], number: int, wanted: bool) -> None:
        anchor: int | None = None
        lead = ""
        for statement in statements:
            if statement.follows and statement.clauses and self.grounds and self.grounds[-1].part == number:
                statement.clauses[0].result = self.grounds[-1].clause.reason = True
            for clause in statement.clauses:
                ground = Ground(clause, number, wanted, statement.text, led=lead)
                lead = clause.who or lead
                if clause.modifies and clause.content:
                    ground.anchor = anchor
                elif clause.content:
                    anchor = len(self.grounds)
                self.grounds.append(ground)

    def _near(self, atoms: list[Atom], run: range) -> bool:
        """Whether the run has a word of the clause at all, and each of its clauses when there are several."""
        return all(any(atom.concepts & self._names[number] for atom in atoms) for number in (run[0], run[-1]))

    def _runs_of(self, size: int) -> Iterable[range]:
        for start in range(len(self.grounds) - size + 1):
            if self.grounds[start].part == self.grounds[start + size - 1].part:
                yield range(start, start + size)

    def _stray(self, atoms: list[Atom], stray: list[Atom]) -> Failure:
        order: tuple[Why, ...] = ("diagnosis", "drug", "result", "number", "side", "time", "person")
        for why in order:
            for atom in stray:
                if atom.kind == why:
                    return Failure(why, atom.text)
        return Failure("unsupported", _words(stray))

    def _against(self, clause: Clause, atoms: list[Atom], run: range) -> Match | Failure:
        """Against a run of grounded clauses; more than one only when the whole of each is said."""
        grounds = [self.grounds[number] for number in run]
        pool = [
            ((number, at), atom) for number, ground in zip(run, grounds, strict=True)
            for at, atom in enumerate(ground.clause.atoms)
        ]  # fmt: skip
        pairs, lost = _pair(clause, pool, several=len(run) > 1)
        score = 1 - len(lost) / max(1, len(atoms)) - 0.01 * len(run)
        if lost:
            return Failure(_why(lost, pool), _words(lost), score)
        if _count(clause.atoms, "hedge") > _count([atom for _, atom in pool], "hedge"):
            return Failure("unsupported", _words(atoms), score)
        marks = {mark for _, mark in pairs}
        if len(run) > 1 and not _whole(grounds, run, pool, marks):
            return Failure("unsupported", _words(atoms), score - 0.3)
        against = self._manner(clause, grounds, atoms)
        if against is not None:
            against.score += score
            return against
        if not _in_order(pairs, dict(pool), grounds, run):
            return Failure("unsupported", _words(atoms), score - 0.2)
        return Match(frozenset(run), marks)

    def _manner(self, clause: Clause, grounds: list[Ground], atoms: list[Atom]) -> Failure | None:
        """What of polarity, person, tense, cause or question is otherwise than in the grounds."""
        told = [ground.clause for ground in grounds if ground.clause.content or ground.clause.polarity != "+"]
        words = _words(atoms)
        if any(not _same_polarity(clause, one, several=len(told) > 1) for one in told):
            return Failure("negation", words)
        led = all(ground.led == clause.who for ground in grounds) and clause.inherits
        if not led and any(not self._same_person(clause, one) for one in told):
            return Failure("person", clause.who or words)
        if clause.question != any(one.question for one in told) and told:
            return Failure("unsupported", words)
        if clause.reason and not any(one.reason for one in told):
            return Failure("unsupported", f"because {words}")
        if clause.result and not clause.reason and not any(one.result for one in told):
            return Failure("unsupported", f"so {words}")
        if not self._same_time(clause, grounds):
            return Failure("time", words)
        return None

    def _same_person(self, clause: Clause, ground: Clause) -> bool:
        own = "patient" if self._carer else "i"
        if clause.who == ground.who:
            return True
        if clause.who == "i" and self._carer and not ground.who and any("give" in a.concepts for a in clause.atoms):
            return True
        if ground.who in {"he", "she"} and ground.who in clause.persons:
            return True
        if len(clause.persons) > 1 and clause.persons == ground.persons:
            return True
        if not ground.who:
            return clause.who == own or (clause.who == "they" and self._things and (clause.verbal or clause.inherits))
        return not clause.who and ground.who in {"i", "patient", "we"}

    def _same_time(self, clause: Clause, grounds: list[Ground]) -> bool:
        there: set[str] = set()
        for ground in grounds:
            there |= ground.clause.tenses
        near = there | self._tenses_near(grounds)
        for tense in clause.tenses:
            if tense == "past":
                fits = bool(there & {"past", "perfect", "participle"}) or (not there and "past" in near)
            elif tense == "present":
                over = not there and any(_is_over(ground.clause) for ground in grounds)
                told = self._tenses_of(grounds[0].part)
                over |= bool(told) and told <= {"past", "before"}
                done = there == {"participle"} and "past" in near
                fits = (not there and not over) or (bool(there & {"present", "perfect", "participle"}) and not done)
            elif tense == "participle":
                fits = True
            elif tense == "perfect":
                fits = "future" not in there or len(there) > 1
            else:
                fits = tense in there
            if not fits:
                return False
        return True

    def _tenses_of(self, part: int) -> set[str]:
        return {tense for ground in self.grounds if ground.part == part for tense in ground.clause.tenses}

    def _tenses_near(self, grounds: list[Ground]) -> set[str]:
        part = grounds[0].part
        near: set[str] = set()
        for ground in self.grounds:
            if ground.part == part:
                near |= {"past"} if {"past", "perfect"} & ground.clause.tenses else set()
                if any(atom.concepts & _PAST_MARKS or atom.text.startswith("at #") for atom in ground.clause.atoms):
                    near.add("past")
        return near


def _pair(
    clause: Clause, pool: list[tuple[Mark, Atom]], *, several: bool
) -> tuple[list[tuple[Atom, Mark]], list[Atom]]:
    """Each atom with a grounded one of the same meaning, and those that have none."""
    pairs: list[tuple[Atom, Mark]] = []
    lost: list[Atom] = []
    atoms = clause.atoms
    used: set[int] = set()
    for at, atom in enumerate(atoms):
        fitting = [
            n
            for n, (_, other) in enumerate(pool)
            if atom.concepts & other.concepts
            and (not atom.by or not other.by or atom.by == other.by)
            and _same_head(atom, other, atoms, pool)
            and _same_place(atoms, at, pool, n, several=several)
        ]
        fresh = [n for n in fitting if n not in used] or (fitting if atom.free else [])
        if fresh:
            best = next((n for n in fresh if pool[n][1].text == atom.text), fresh[0])
            used.add(best)
            pairs.append((atom, pool[best][0]))
        elif not atom.free and not _implied(clause, at, pool):
            lost.append(atom)
    return pairs, lost


def _implied(clause: Clause, at: int, pool: list[tuple[Mark, Atom]]) -> bool:
    """Whether a dose implies that it is taken, or seeing implies that one can."""
    atoms = clause.atoms
    atom, there = atoms[at], [one for _, one in pool]
    if atom.concepts & {"take", "give", "use"}:
        drugs = any(one.kind == "drug" for one in there)
        dosed = any(one.kind == "number" or "every" in one.concepts for one in there)
        dosed |= any(one.led_by == "for" for one in there)
        formed = any(one.concepts & _FORMS for one in there)
        return (formed or (drugs and dosed)) and not any(one.by or one.concepts & {"have"} for one in there)
    after = _neighbour(atoms, at, 1)
    if "when" in atom.concepts:
        return any(one.concepts & after and one.text.endswith("ing") for one in there)
    if "look" in atom.concepts:
        return not atom.by and bool(after)
    able = clause.polarity == "+" and atom.text == "can"
    return "can" in atom.concepts and bool(after) and (able or bool(after & _PERCEIVED))


def _same_head(atom: Atom, other: Atom, atoms: list[Atom], pool: list[tuple[Mark, Atom]]) -> bool:
    """Whether a number, side or direction bears on the same word; an unsaid word does not matter."""
    if atom.head is None or other.head is None or atom.head & other.head:
        return True
    told = any(atom.head & ground.concepts for _, ground in pool)
    return atom.kind not in {"number", "side"} and not told and bool(atoms)


def _same_place(atoms: list[Atom], at: int, pool: list[tuple[Mark, Atom]], n: int, *, several: bool) -> bool:
    """Where the grounds have several numbers, sides or times, one stands beside the same word as there."""
    atom, other = atoms[at], pool[n][1]
    if atom.concepts & _WAYS and any(one.concepts & _WAYS and one.text != other.text for _, one in pool):
        return bool(_neighbour(atoms, at, 1) & _neighbour([one for _, one in pool], n, 1))
    if atom.kind not in {"number", "side", "time"} or other.kind != atom.kind:
        return True
    rivals = sum(1 for _, one in pool if one.kind == atom.kind and not one.soft)
    if rivals < 2 or (atom.head is not None and other.head is not None):
        return True
    if atom.kind == "time" and (several or not _rival_times(pool)):
        return True
    after, before = _neighbour(atoms, at, 1), _neighbour(atoms, at, -1)
    there = [one for _, one in pool]
    later, earlier = _neighbour(there, n, 1), _neighbour(there, n, -1)
    if len(atoms) == 1 or len([one for one in atoms if not one.free]) == 1:
        return True
    return bool(after & later) or bool(before & earlier) or (not later and not after) or (not earlier and not before)


def _rival_times(pool: list[tuple[Mark, Atom]]) -> bool:
    """Whether something other than times stands between two times, so that a time could change its place."""
    kinds = [one.kind for _, one in pool if not one.free and not one.soft]
    first = next((n for n, kind in enumerate(kinds) if kind == "time"), 0)
    last = len(kinds) - 1 - next((n for n, kind in enumerate(reversed(kinds)) if kind == "time"), 0)
    return any(kind not in {"time", "manner"} for kind in kinds[first:last])


def _neighbour(atoms: list[Atom], at: int, step: int) -> frozenset[str]:
    at += step
    while 0 <= at < len(atoms):
        if not atoms[at].free:
            return atoms[at].concepts
        at += step
    return frozenset()


def _is_over(clause: Clause) -> bool:
    """Whether a clause without a verb says by its time that it tells of the past."""
    once = any(atom.kind == "number" and atom.text == "#1" and atom.head == _TIME for atom in clause.atoms)
    return once or any(atom.concepts & _PAST_MARKS for atom in clause.atoms)


def _whole(grounds: list[Ground], run: range, pool: list[tuple[Mark, Atom]], marks: set[Mark]) -> bool:
    """Whether all of every clause of the run is said."""
    if not all(ground.clause.content for ground in (grounds[0], grounds[-1])):
        return False
    return all(atom.soft or atom.free or mark in marks for mark, atom in pool)


def _in_order(pairs: list[tuple[Atom, Mark]], pool: dict[Mark, Atom], grounds: list[Ground], run: range) -> bool:
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
        if not atom.free and atom.kind != "manner":
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
    changed = [(atom.led_by, ground.led_by) for atom, ground in firm if atom.led_by != ground.led_by]
    return not any(all(pair) for pair in changed) and len({bool(mine) for mine, _ in changed}) <= 1


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


def _count(atoms: Iterable[Atom], concept: str) -> int:
    return sum(concept in atom.concepts for atom in atoms)


def _same_polarity(clause: Clause, ground: Clause, *, several: bool) -> bool:
    if clause.polarity == ground.polarity:
        return True
    if several and not ground.verbal and ground.polarity == "+" and all(one.kind == "person" for one in ground.content):
        return True
    return clause.polarity == "?" and ground.polarity == "-" and clause.modifies


def _why(lost: list[Atom], pool: list[tuple[Mark, Atom]]) -> Why:
    order: tuple[Why, ...] = ("diagnosis", "drug", "result", "number", "side", "time", "person")
    kinds = {atom.kind for atom in lost}
    others = any(
        atom.by and other.by and atom.by != other.by and atom.concepts & other.concepts
        for atom in lost
        for _, other in pool
    )
    return next((why for why in order if why in kinds), "person" if others else "unsupported")


def _words(atoms: Iterable[Atom]) -> str:
    return ", ".join(dict.fromkeys(atom.text for atom in atoms))
