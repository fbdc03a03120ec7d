"""Whether the grounds support a clause, and if not, what stands against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bedside.mind.claims.clauses import Atom, Clause, Mark, Statement
from bedside.mind.claims.ordering import in_order
from bedside.mind.claims.pairing import MAY_BE_IMPLIED, TIME, pair
from bedside.mind.claims.verdict import Why

LONGEST_RUN = 6
"""Grounded clauses that one clause of the text may run together."""
_PAST_MARKS = frozenset({"ago", "yesterday", "last", "once", "used_to", "before"})
_LIKE_TENSE = {"perfect": "past", "before": "past"}


@dataclass(slots=True)
class Ground:
    """One grounded clause: its text's number, whether it must be said now, and the clause its modifiers belong to."""

    clause: Clause
    part: int
    wanted: bool
    sentence: str
    statement: int
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
        self._runs: list[Sequence[int]] = [run for size in range(1, LONGEST_RUN + 1) for run in self._runs_of(size)]
        self._runs += self._apart()

    def support(self, clause: Clause) -> Match | Failure:
        """The best support of a clause, or the failure that came nearest to one."""
        atoms = clause.content
        stray = [atom for atom in atoms if not atom.concepts & (self._concepts | MAY_BE_IMPLIED)]
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
                ground = Ground(clause, number, wanted, statement.text, id(statement), led=lead)
                lead = clause.who or lead
                if clause.modifies and clause.content:
                    ground.anchor = anchor
                elif clause.content:
                    anchor = len(self.grounds)
                self.grounds.append(ground)

    def _near(self, atoms: list[Atom], run: Sequence[int]) -> bool:
        """Whether the run has a word of the clause at all, and each of its clauses when there are several."""
        return all(any(atom.concepts & self._names[number] for atom in atoms) for number in (run[0], run[-1]))

    def _runs_of(self, size: int) -> Iterable[range]:
        for start in range(len(self.grounds) - size + 1):
            if self.grounds[start].part == self.grounds[start + size - 1].part:
                yield range(start, start + size)

    def _apart(self) -> list[Sequence[int]]:
        """A clause with one that says when or how much of it, where others of that sort stand between the two."""
        return [
            (ground.anchor, number)
            for number, ground in enumerate(self.grounds)
            if ground.anchor is not None
            and number - ground.anchor > 1
            and self.grounds[ground.anchor].statement == ground.statement
        ]

    def _stray(self, atoms: list[Atom], stray: list[Atom]) -> Failure:
        order: tuple[Why, ...] = ("diagnosis", "drug", "result", "number", "side", "time", "person")
        for why in order:
            for atom in stray:
                if atom.kind == why:
                    return Failure(why, atom.text)
        return Failure("unsupported", _words(stray))

    def _against(self, clause: Clause, atoms: list[Atom], run: Sequence[int]) -> Match | Failure:
        """Against a run of grounded clauses; more than one only when the whole of each is said."""
        grounds = [self.grounds[number] for number in run]
        pool = [
            ((number, at), atom) for number, ground in zip(run, grounds, strict=True)
            for at, atom in enumerate(ground.clause.atoms)
        ]  # fmt: skip
        pairs, lost = pair(clause, pool, several=len(run) > 1)
        score = 1 - len(lost) / max(1, len(atoms)) - 0.01 * len(run)
        if lost:
            return Failure(_why(lost, pool), _words(lost), score)
        if _count(clause.atoms, "hedge") > _count([atom for _, atom in pool], "hedge"):
            return Failure("unsupported", _words(atoms), score)
        marks = {mark for _, mark in pairs}
        if len(run) > 1 and not _whole(grounds, run, pool, marks):
            return Failure("unsupported", _words(atoms), score - 0.3)
        if all(atom.kind == "person" for atom in atoms) and clause.tenses and not _only_persons_left(pool, marks):
            return Failure("person", _words(atoms), score)
        if all("hedge" in atom.concepts for atom in atoms) and any(
            "hedge" not in atom.concepts for ground in grounds for atom in ground.clause.content
        ):
            return Failure("unsupported", _words(atoms), score)
        against = self._manner(clause, grounds, atoms)
        if against is not None:
            against.score += score
            return against
        if not in_order(pairs, dict(pool), grounds, run):
            return Failure("unsupported", _words(atoms), score - 0.2)
        return Match(frozenset(run), marks)

    def _manner(self, clause: Clause, grounds: list[Ground], atoms: list[Atom]) -> Failure | None:
        """What of polarity, person, tense, cause or question is otherwise than in the grounds."""
        told = [ground.clause for ground in grounds if ground.clause.content or ground.clause.polarity != "+"]
        words = _words(atoms)
        if any(not _same_polarity(clause, one, several=len(told) > 1) for one in told):
            return Failure("negation", words)
        led = all(ground.led == clause.who for ground in grounds) and clause.inherits
        beside = [id(ground.clause) for ground in grounds[1:] if not ground.clause.verbal and ground.led == clause.who]
        if not led and any(not self._same_person(clause, one) for one in told if id(one) not in beside):
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
        if clause.who == ground.who or (not clause.who and clause.of_it and ground.of_it):
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
        if len(grounds) == 1 and not _verbs_agree(clause, grounds[0].clause):
            return False
        for tense in clause.tenses:
            if tense == "past":
                fits = bool(there & {"past", "perfect", "before"}) or (not there and "past" in near)
                fits |= "participle" in there and "present" not in there
                fits |= not there and any(_is_dose_today(ground.clause) for ground in grounds)
            elif tense == "present":
                over = not there and any(_is_over(clause) for clause in self._unverbed_beside(grounds[0]))
                told = self._tenses_of(grounds[0])
                over |= bool(told) and told <= {"past", "before"}
                over &= not (_is_doing(grounds[0].clause) and _count(clause.atoms, "when") + _count(clause.atoms, "if"))
                over &= not _count(grounds[0].clause.atoms, "now") and not grounds[0].clause.may_be
                done = "past" in (near if there == {"participle"} else there)
                fits = (not there and not over) or bool(there & {"present", "perfect"})
                fits |= "participle" in there and not done
            elif tense == "participle":
                fits = True
            elif tense == "perfect":
                fits = "future" not in there or len(there) > 1
            else:
                fits = tense in there
            if not fits:
                return False
        return True

    def _unverbed_beside(self, ground: Ground) -> list[Clause]:
        """The clauses without a tense of the sentence that a grounded clause is in."""
        beside = [one.clause for one in self.grounds if one.statement == ground.statement]
        return [clause for clause in beside if not clause.tenses]

    def _tenses_of(self, beside: Ground) -> set[str]:
        """The tenses of the text a clause stands in; those of its sentence where they are all of what is done."""
        part = [
            ground
            for ground in self.grounds
            if ground.part == beside.part and not any(atom.concepts & {"like", "since"} for atom in ground.clause.atoms)
        ]
        own = {tense for ground in part if ground.statement == beside.statement for tense in ground.clause.tenses}
        if own and own <= {"past", "before", "perfect"}:
            return {"past"}
        return {tense for ground in part for tense in ground.clause.tenses}

    def _tenses_near(self, grounds: list[Ground]) -> set[str]:
        part = grounds[0].part
        near: set[str] = set()
        for ground in self.grounds:
            if ground.part == part:
                near |= {"past"} if {"past", "perfect"} & ground.clause.tenses else set()
                if any(
                    atom.concepts & _PAST_MARKS or (atom.text.startswith("at #") and atom.head != TIME)
                    for atom in ground.clause.atoms
                ):
                    near.add("past")
        return near


def _only_persons_left(pool: list[tuple[Mark, Atom]], marks: set[Mark]) -> bool:
    """Whether nothing but persons and words that may be left out is unsaid."""
    return all(mark in marks or atom.soft or atom.free or atom.kind == "person" for mark, atom in pool)


def _verbs_agree(clause: Clause, ground: Clause) -> bool:
    """Whether as many verbs are in the same tenses, where both have several."""
    mine, theirs = ([_LIKE_TENSE.get(one, one) for one in each.verbs] for each in (clause, ground))
    return len(mine) < 2 or len(mine) != len(theirs) or sorted(mine) == sorted(theirs)


def _is_dose_today(clause: Clause) -> bool:
    """Whether a clause without a verb tells how much of a drug there was this morning or today."""
    kinds = {atom.kind for atom in clause.atoms}
    often = any(atom.concepts & {"every", "always", "often", "usually", "since"} for atom in clause.atoms)
    today = any(atom.text in {"morning", "today"} and not atom.led_by for atom in clause.atoms)
    return {"drug", "number"} <= kinds and today and not often


def _is_doing(clause: Clause) -> bool:
    """Whether the clause only names something done ("Moving.")."""
    return not clause.tenses and bool(clause.content) and clause.content[0].text.endswith("ing")


def _is_over(clause: Clause) -> bool:
    """Whether a clause without a verb says by its time that it tells of the past."""
    once = any(atom.kind == "number" and atom.text == "#1" and atom.head == TIME for atom in clause.atoms)
    return once or any(atom.concepts & _PAST_MARKS for atom in clause.atoms)


def _whole(grounds: list[Ground], run: Sequence[int], pool: list[tuple[Mark, Atom]], marks: set[Mark]) -> bool:
    """Whether all of every clause of the run is said."""
    if not all(ground.clause.content for ground in (grounds[0], grounds[-1])):
        return False
    return all(atom.soft or atom.free or mark in marks for mark, atom in pool)


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
