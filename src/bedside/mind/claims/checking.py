"""The check: each sentence of a text against what may be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bedside.mind.claims.clauses import Clause, Mark, Statement
from bedside.mind.claims.cutting import LONGEST, sentences
from bedside.mind.claims.statements import Reader
from bedside.mind.claims.support import Failure, Grounded, Match
from bedside.mind.claims.verdict import Grounds, Refusal, Verdict, Why
from bedside.mind.claims.vocabulary import vocabulary

_FREELY_MOVED = frozenset({"only"})


@dataclass(slots=True)
class _Heard:
    """What has passed so far."""

    passed: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    said: set[Mark] = field(default_factory=set)
    concepts: set[str] = field(default_factory=set)
    particles: list[str] = field(default_factory=list)
    sources: frozenset[int] = frozenset()
    verbatim: set[str] = field(default_factory=set)
    answers: list[tuple[int, str]] = field(default_factory=list)
    echoes: set[str] = field(default_factory=set)


def check(text: str, grounds: Grounds) -> Verdict:
    """The sentences of `text` that `grounds` support, and why the others are refused; it never raises."""
    return _Check(grounds).run(text)


class _Check:
    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds
        self._wanted = _read(grounds.may_say, grounds)
        known = _read(tuple(dict.fromkeys(one for one in grounds.said if one not in grounds.may_say)), grounds)
        self._grounded = Grounded(self._wanted, known, carer=grounds.speaker is not None)
        self._verbatim: dict[str, list[Statement]] = {}
        for statements in (*self._wanted, *known):
            for statement in statements:
                self._verbatim.setdefault(_same(statement.text), []).append(statement)
        self._particles = [one for part in self._wanted for statement in part for one in statement.particles]
        self._answer = self._answered()
        opening = next((c for part in self._wanted for one in part for c in one.clauses if c.content), None)
        self._likely = "" if grounds.asked or opening is None else "no" if opening.polarity == "-" else "yes"

    def run(self, text: str) -> Verdict:
        heard = _Heard()
        reader = Reader(self._grounds)
        for sentence in sentences(text[:LONGEST]):
            refusal = self._sentence(sentence, reader, heard)
            if refusal is None:
                heard.passed.append(sentence)
            else:
                heard.refused.append(refusal)
        if len(text) > LONGEST:
            heard.refused.append(Refusal(text[LONGEST : LONGEST + 80], "unreadable", f"after {LONGEST} characters"))
        missing = self._missing(heard)
        heard.refused += missing
        return Verdict(" ".join(heard.passed), tuple(heard.passed), tuple(heard.refused), not missing)

    def _sentence(self, sentence: str, reader: Reader, heard: _Heard) -> Refusal | None:
        """None where the sentence passes; what it says is then counted as said."""
        statement = reader.read(sentence)
        verbatim = self._verbatim.get(_same(sentence))
        if verbatim:
            self._count_verbatim(verbatim, heard)
            return None
        screened = _screened(sentence)
        if screened in {"unreadable", "out_of_character"}:
            return Refusal(sentence, screened, sentence)
        failure = self._weigh(statement, heard)
        if failure is None:
            return None
        return Refusal(sentence, screened or failure.why, sentence if screened else failure.claim)

    def _weigh(self, statement: Statement, heard: _Heard) -> Failure | None:
        matches: list[Match] = []
        for clause in statement.clauses:
            if not clause.content:
                failure = self._echo(clause)
                if failure is not None:
                    return failure
                matches.append(Match(frozenset()))
                continue
            found = self._grounded.support(clause)
            if isinstance(found, Failure):
                return found
            matches.append(found)
        failure = self._particles_agree(statement, matches, heard) or self._anchored(statement.clauses, matches, heard)
        if failure is not None:
            return failure
        for clause, match in zip(statement.clauses, matches, strict=True):
            heard.said |= match.said
            heard.concepts |= {name for atom in clause.atoms for name in atom.concepts}
            if not clause.content:
                heard.echoes.add(clause.polarity)
            heard.sources = match.sources or heard.sources
        heard.particles += statement.particles
        parts = {self._grounded.grounds[number].part for match in matches for number in match.sources}
        heard.answers += [(part, one) for one in statement.particles for part in sorted(parts) or [-1]]
        return None

    def _particles_agree(self, statement: Statement, matches: Sequence[Match], heard: _Heard) -> Failure | None:
        """A "yes" or "no" is that of the answer it stands with, or follows from the question asked."""
        if not statement.particles:
            return None
        failure = Failure("negation", statement.particles[0])
        parts = {self._grounded.grounds[number].part for match in matches for number in match.sources}
        if any(part >= len(self._wanted) for part in parts):
            return failure
        theirs = [one for part in sorted(parts) for statement in self._wanted[part] for one in statement.particles]
        if parts and theirs:
            return None if set(statement.particles) <= set(theirs) else failure
        if parts or not self._particles:
            return None if set(statement.particles) == {self._answer or self._likely} else failure
        rest = iter(_unrepeated(self._particles))
        told = _unrepeated([*heard.particles, *statement.particles])
        return None if all(any(one == other for other in rest) for one in told) else failure

    def _answered(self) -> str:
        """The answer that the grounds give to the question asked where they say neither yes nor no: "" when unclear."""
        clauses = [clause for part in self._wanted for statement in part for clause in statement.clauses]
        first = next((clause for clause in clauses if clause.content), None)
        if first is None or not self._grounds.asked:
            return ""
        told = frozenset(name for atom in first.content for name in atom.concepts)
        reader = Reader(self._grounds)
        asked = [
            atom
            for sentence in sentences(self._grounds.asked[:LONGEST])
            for clause in reader.read(sentence).clauses
            for atom in clause.content
            if not atom.soft
        ]
        if not asked or not all(atom.concepts & told for atom in asked):
            return ""
        return "no" if first.polarity == "-" else "yes"

    def _echo(self, clause: Clause) -> Failure | None:
        """What claims only a yes or a no ("I do", "it isn't"): it agrees with the answer that the grounds give."""
        clauses = [one for part in self._wanted for statement in part for one in statement.clauses]
        if clause.reason and not any(one.reason for one in clauses):
            return Failure("unsupported", "because")
        if clause.polarity == "--" and not any(one.polarity == "--" for one in clauses):
            return Failure("negation", "without")
        empty = [one for one in clauses if not one.content and not clause.question]
        if any((one.polarity, one.who, one.tenses) == (clause.polarity, clause.who, clause.tenses) for one in empty):
            return None
        answer = "yes" if clause.polarity == "+" else "no"
        if set(self._particles) == {answer} and not clause.question:
            return None if clause.who in {"", "i", "we", "patient"} else Failure("person", clause.who)
        return Failure("negation", "that")

    def _anchored(self, clauses: Sequence[Clause], matches: Sequence[Match], heard: _Heard) -> Failure | None:
        """A clause that only says when or how much stands beside what it says it of, as in the grounds."""
        for at, (clause, match) in enumerate(zip(clauses, matches, strict=True)):
            if not clause.content or not clause.modifies or clause.content[0].concepts == {"never"}:
                continue
            beside = [matches[n].sources for n in (at - 1, at + 1) if 0 <= n < len(matches)]
            if not any(beside):
                beside.append(heard.sources)
            near = frozenset().union(*beside)
            for number in match.sources:
                ground = self._grounded.grounds[number]
                if ground.clause.modifies and ground.clause.verbal and clause.verbal:
                    continue
                anchor = number if not ground.clause.modifies else ground.anchor
                held = anchor in near or number in near or anchor in match.sources
                if anchor is not None and not held and any(beside):
                    return Failure("time", clause.content[0].text)
                if anchor == number and not any(number in one for one in beside):
                    return Failure("time", clause.content[0].text)
        return None

    def _count_verbatim(self, statements: Sequence[Statement], heard: _Heard) -> None:
        spoken = {id(clause) for statement in statements for clause in statement.clauses}
        numbers = [n for n, ground in enumerate(self._grounded.grounds) if id(ground.clause) in spoken]
        for number in numbers:
            atoms = self._grounded.grounds[number].clause.atoms
            heard.said |= {(number, at) for at in range(len(atoms))}
        heard.sources = frozenset(numbers[-1:]) or heard.sources
        heard.particles += statements[0].particles
        heard.verbatim.add(_same(statements[0].text))

    def _missing(self, heard: _Heard) -> list[Refusal]:
        mentioned = frozenset(heard.concepts & _FREELY_MOVED)
        out = [Refusal(sentence, "missing", claim) for sentence, claim in self._grounded.missing(heard.said, mentioned)]
        answers = list(heard.answers)
        for number, statement in ((number, one) for number, part in enumerate(self._wanted) for one in part):
            if _same(statement.text) in heard.verbatim:
                continue
            if any(clause.content for clause in statement.clauses):
                continue
            mine = [(place, one) for one in statement.particles for place in (number, -1) if (place, one) in answers]
            particles = not statement.particles or bool(mine)
            if mine and mine[0][0] == -1:
                answers.remove(mine[0])
            echoes = all(
                clause.polarity in heard.echoes
                or (clause.atoms and all(atom.concepts & heard.concepts for atom in clause.atoms))
                for clause in statement.clauses
            )
            if not (particles and echoes):
                out.append(Refusal(statement.text, "missing", statement.text))
        return out


def _read(texts: Sequence[str], grounds: Grounds) -> list[list[Statement]]:
    about = replace(grounds, may_say=(), said=(), asked="")
    return [_read_one(text, about) for text in texts]


@lru_cache(maxsize=1024)
def _read_one(text: str, about: Grounds) -> list[Statement]:
    """The statements of one grounded text; what was said is read once an encounter, not once a turn."""
    reader = Reader(about)
    return [reader.read(sentence) for sentence in sentences(text)]


def _screened(sentence: str) -> Why | None:
    lowered = sentence.lower()
    return next((why for why, pattern in vocabulary().screens if pattern.search(lowered)), None)


def _same(sentence: str) -> str:
    """A sentence as it sounds: small letters, no stops."""
    kept = "".join(" " if letter in ' .,;:!?()"-\t' else letter for letter in sentence.lower())
    return " ".join(kept.split()) + ("?" if sentence.rstrip().endswith("?") else "")


def _unrepeated(words: Sequence[str]) -> list[str]:
    return [word for at, word in enumerate(words) if not at or words[at - 1] != word]
