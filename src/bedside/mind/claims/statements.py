"""A sentence as what it states: clauses, each with its atoms, polarity, person and time."""

from __future__ import annotations

from dataclasses import dataclass

from bedside.mind.claims.clauses import Atom, Clause, Statement, merge_hedges
from bedside.mind.claims.cutting import Word, words
from bedside.mind.claims.tenses import tenses
from bedside.mind.claims.verdict import Grounds
from bedside.mind.claims.vocabulary import Vocabulary, Words, runs, vocabulary

_AUXILIARY = frozenset({"be", "have", "do", "can", "could", "will", "would", "might", "must", "should", "not", "'s"})
_PREPOSITIONS = frozenset({"in", "on", "at", "by", "for", "with", "to", "into", "onto", "of", "from", "through"})
_SKIP_TO_HEAD = frozenset({"of", "the", "a", "an", "my", "more", "her", "his", "our", "their", "old", "whole", "full"})
_WITH_HEAD = frozenset({"after", "before", "until", "since", "than", "from", "like"})
_ONLY_BEFORE_NUMBER = frozenset({"about", "around", "over", "under"})
_ADVERBS_AFTER_AND = frozenset({"then", "now", "so", "even", "just", "sometimes", "also", "today"})
_BEFORE_SIDE = frozenset({"the", "my", "his", "her", "their", "your", "our", "upper", "lower", "a", "no", "of"})
_NO_VERB = frozenset({"can", "could", "even", "just", "also", "then", "all", "both", "once", "really", "only"})
_PARTICLES = frozenset({"up", "off", "out", "down", "away", "back"})
_AFTER_RIGHT = frozenset(
    {"in", "at", "down", "across", "up", "through", "on", "round", "behind", "under", "over", "into", "along", "by"}
)


@dataclass(slots=True)
class _Item:
    key: Words
    raws: list[str]
    sort: str


class Reader:
    """Reads the sentences of one text in order, so that "he" can mean who was named before."""

    def __init__(self, grounds: Grounds) -> None:
        """A reader that knows who answers and for whom."""
        self._vocabulary: Vocabulary = vocabulary()
        self._speaker = grounds.speaker.lower() if grounds.speaker else None
        self._sex = grounds.sex
        self._names = frozenset(self._vocabulary.lemma(name) for name in grounds.name.lower().split()[:1])
        of = self._vocabulary.patient_of.get(self._speaker or "", {})
        self._patient_words = frozenset(of.get(grounds.sex, ()))
        self._last: dict[str, str] = {}

    def read(self, sentence: str) -> Statement:
        """What the sentence states."""
        statement = Statement(sentence)
        told = words(sentence, self._vocabulary)
        asks = bool(told) and told[-1].raw == "?"
        statement.follows = len(told) > 1 and told[0].raw == "so" and not told[1].stop
        cause = ""
        for segment in _segments(told):
            items = self._items(self._without_particle(segment, statement, first=segment is told))
            if not items:
                continue
            if asks and self._is_tag(items):
                asks = False
            for part, join in self._split(items):
                clause = self._clause(part, statement)
                clause.reason |= join == "reason"
                clause.result |= join == "result"
                cause = self._spread_cause(statement, clause, cause)
                self._settle(statement, clause, join)
        for clause in statement.clauses:
            clause.question = asks
        merge_hedges(statement)
        return statement

    def _without_particle(self, segment: list[Word], statement: Statement, *, first: bool) -> list[Word]:
        """The segment less a "yes", a "no" or a filler at its head."""
        book = self._vocabulary
        key = tuple(word.lemma for word in segment)
        if key in book.yes or key in book.no:
            statement.particles.append("yes" if key in book.yes else "no")
            return []
        if key in book.edge:
            return []
        opens = not statement.clauses
        while opens and len(segment) > 1 and segment[0].raw in {"well", "oh", "so", "okay", "ok", "and", "but", "or"}:
            segment = segment[1:]
        if opens and len(segment) > 1:
            head, after = segment[0].raw, segment[1].raw
            if (head,) in book.yes and head in {"yes", "yeah", "yep", "yup", "aye"}:
                statement.particles.append("yes")
                return segment[1:]
            if head in {"no", "nope", "nah"} and (
                after in book.pronouns or after in book.negators or after in {"it", "there", "that", "this", "the"}
            ):
                statement.particles.append("no")
                return segment[1:]
        return segment

    def _items(self, segment: list[Word]) -> list[_Item]:
        """Words and known phrases, the longest first."""
        book = self._vocabulary
        segment = self._particles_joined(segment)
        lemmas = tuple(word.lemma for word in segment)
        items: list[_Item] = []
        at = 0
        while at < len(segment):
            longest = book.longest if lemmas[at] in book.phrase_heads else 1
            for key in runs(lemmas, at, longest):
                raws = [word.raw for word in segment[at : at + len(key)]]
                sort = self._sort(key, raws, segment, at)
                if sort:
                    items.append(_Item(key, raws, sort))
                    at += len(key)
                    break
        return [item for item in items if item.sort != "harmless"]

    def _particles_joined(self, segment: list[Word]) -> list[Word]:
        """The segment with "pick the child up" as "pick up the child", where the lists know the two words together."""
        book = self._vocabulary
        out = list(segment)
        for at, word in enumerate(segment[:-2]):
            opens = segment[at + 1].raw
            if word.lemma not in book.phrase_heads or not (
                opens in book.possessive or opens in {"the", "a", "it", "him", "them", "me"}
            ):
                continue
            for there in range(at + 2, min(at + 5, len(segment))):
                key = (word.lemma, segment[there].lemma)
                if segment[there].raw in _PARTICLES and (key in book.meanings or key in book.manners):
                    out.insert(at + 1, out.pop(there))
                    return out
        return out

    def _sort(self, key: Words, raws: list[str], segment: list[Word], at: int) -> str:
        book = self._vocabulary
        if len(key) == 1:
            return self._sort_of_word(raws[0], segment, at)
        if tuple(raws) in book.spoken:
            return "harmless"
        after = segment[at + len(key)].raw if at + len(key) < len(segment) else ""
        if raws == ["got", "to"] and (after in book.pronouns or after == "the"):
            return ""
        if key in book.manners:
            return "manner"
        if key in book.reason or key in book.result:
            return "join"
        return "phrase" if key in book.meanings or key in book.kinds else ""

    def _sort_of_word(self, raw: str, segment: list[Word], at: int) -> str:
        book, lemma = self._vocabulary, segment[at].lemma
        if lemma[0] == "#":
            return "number"
        if raw in {"left", "right"}:
            side = self._is_side(segment, at)
            after = segment[at + 1].raw if at + 1 < len(segment) else ""
            return "side" if side else "harmless" if raw == "right" and after in _AFTER_RIGHT else "word"
        if raw in book.joins and raw not in {"then", "who", "which"}:
            return "join"
        if (raw,) in book.spoken or (raw == "too" and at + 1 == len(segment)):
            return "harmless"
        if (
            raw in _ONLY_BEFORE_NUMBER
            and len(segment) > 1
            and not any(word.lemma[0] == "#" or word.lemma in book.times for word in segment[at + 1 : at + 3])
        ):
            return "function" if raw in {"about", "around"} else "word"
        return "manner" if (lemma,) in book.manners else "word"

    def _is_side(self, segment: list[Word], at: int) -> bool:
        before = segment[at - 1].raw if at else ""
        after = segment[at + 1].lemma if at + 1 < len(segment) else ""
        if before in _BEFORE_SIDE or before in {"left", "right"}:
            return True
        if before in {"and", "or", "to"} and at > 1 and segment[at - 2].raw in {"left", "right"}:
            return True
        return self._vocabulary.kinds.get((after,)) == "anatomy" or after in {"hand", "sided", "side"}

    def _is_tag(self, items: list[_Item]) -> bool:
        return len(items) == 1 and items[0].sort == "manner" and self._vocabulary.manners[items[0].key] == "hedge"

    def _split(self, items: list[_Item]) -> list[tuple[list[_Item], str]]:
        """The parts of a segment at its joins, each with what joined it to the one before."""
        book = self._vocabulary
        parts: list[tuple[list[_Item], str]] = []
        now: list[_Item] = []
        join = ""
        for at, item in enumerate(items):
            after = items[at + 1] if at + 1 < len(items) else None
            kind = self._join(item, items, at, after)
            if kind is None:
                now.append(item)
                continue
            if now:
                parts.append((now, join))
            now, join = [], kind if now or join not in {"reason", "result"} else join
            if item.raws[0] in book.negators:
                now = [item]
        if now:
            parts.append((now, join))
        return parts

    def _join(self, item: _Item, items: list[_Item], at: int, after: _Item | None) -> str | None:
        """How the item joins clauses, None where it joins none."""
        book, raw = self._vocabulary, item.raws[0]
        if item.key in book.reason and item.sort == "join":
            return "reason"
        if raw in {"who", "which"} and at:
            return "relative"
        if raw == "with" and after is not None and after.raws[0] in {"no", "nothing"}:
            return "and"
        if item.sort != "join":
            return None
        if raw == "so" and at and after is not None and not self._begins_clause(after, items, at + 1):
            return None
        if item.key in book.result:
            return "result"
        if raw in {"and", "or", "then", "nor"}:
            if after is not None and after.raws[0] in _ADVERBS_AFTER_AND and at + 2 < len(items):
                return raw if self._begins_clause(items[at + 2], items, at + 2) else None
            return raw if after is None or self._begins_clause(after, items, at + 1) else None
        return raw

    def _begins_clause(self, item: _Item, items: list[_Item], at: int) -> bool:
        book, raw = self._vocabulary, item.raws[0]
        if raw in book.possessive and raw != "her":
            near = [key for one in items[at + 1 : at + 3] for key in one.key]
            verb = any(one.key[0] in _AUXILIARY for one in items[at + 1 : at + 4])
            return verb or any(key in book.kin for key in near)
        return (
            raw in book.pronouns
            or raw in book.negators
            or raw in {"it", "there", "that", "this"}
            or item.key[0] in _AUXILIARY
            or item.key[0] in book.kin
            or item.key[0] == "get"
            or _is_past(item, book)
            or (item.sort == "manner" and any(one in book.pronouns for one in item.raws))
        )

    def _clause(self, items: list[_Item], statement: Statement) -> Clause:
        """The atoms of a part, and its polarity, person and tense."""
        book = self._vocabulary
        clause = Clause(who=self._who(items))
        for at, item in enumerate(items):
            name = book.manners.get(item.key, "") if item.sort == "manner" else ""
            if name in {"deny_think", "never"} or (not name and item.raws[0] in book.negators and len(item.raws) == 1):
                clause.polarity = "--" if clause.polarity.startswith("-") else "-"
            atom = self._atom(items, at, name)
            if atom is not None:
                atom.by = self._subject(items, at) if atom.kind == "other" else ""
                atom.led_by = _leading(items, at)
                atom.listed = _is_listed(items, at)
                clause.atoms.append(atom)
        if clause.polarity == "-" and any("any_more" in atom.concepts for atom in clause.atoms):
            clause.polarity = "+"
            clause.atoms = [
                Atom(atom.text, frozenset(("stop",)), "time") if "any_more" in atom.concepts else atom
                for atom in clause.atoms
            ]
        if clause.polarity == "-":
            clause.atoms = [atom for atom in clause.atoms if "at_all" not in atom.concepts]
        raws = [raw for item in items if not self._frames(item) for raw in item.raws]
        clause.verbs = tenses(raws, book)
        clause.tenses = frozenset(clause.verbs)
        clause.verbs = tuple(one for one in clause.verbs if one != "participle")
        clause.may_be = "'s" in raws
        clause.of_it = items[0].raws[0] == "it"
        first = items[0]
        clause.opens = first.key[0] in _AUXILIARY or first.raws[0] in {"who", "which"} or _is_past(first, book)
        clause.persons = frozenset(
            book.pronouns[raw] for item in items if item.sort != "manner" for raw in item.raws if raw in book.pronouns
        ) | frozenset(book.kin[item.key[-1]] for item in items if item.key[-1] in book.kin)
        clause.verbal = any(item.key[0] in _AUXILIARY or _is_past(item, book) for item in items)
        return clause

    def _frames(self, item: _Item) -> bool:
        """Whether the item only says how sure one is, as "I think" does."""
        framing = {"hedge", "sure", "deny_think"}
        return item.sort == "manner" and len(item.raws) > 1 and self._vocabulary.manners[item.key] in framing

    def _atom(self, items: list[_Item], at: int, name: str) -> Atom | None:
        book, item = self._vocabulary, items[at]
        text, lemma = " ".join(item.raws), item.key[-1]
        if item.sort == "number" and at and items[at - 1].raws[0] == "at":
            return Atom(f"at {text}", frozenset((lemma,)), "number", self._head(items, at))
        if item.sort == "number":
            return Atom(text, frozenset((lemma,)), "number", self._head(items, at))
        if item.sort == "side":
            after = self._head(items, at)
            return Atom(text, frozenset((item.raws[0],)), "side", after)
        if item.sort == "function" or (item.sort == "join" and item.raws[0] != "so"):
            return None
        if item.sort == "join":
            return Atom(text, frozenset(("very",)), "manner")
        if name:
            concepts = frozenset(("hedge" if name == "deny_think" else name,)) | book.meanings.get(
                item.key, frozenset()
            )
            kind = "time" if name in book.times else "manner"
            if name == "nobody" or name in {"can", "must", "should", "if", "everybody", "like"}:
                kind = "other"
            head = self._head(items, at) if name in _WITH_HEAD else None
            return Atom(text, concepts, kind, head, soft=name in book.soft or text == "just", free=text == "just")
        raw = item.raws[0]
        if len(item.key) == 1:
            if raw in book.negators or (raw in book.pronouns and raw != "you"):
                return None
            patient = book.kin.get(lemma) in self._patient_words and self._means_patient(items, at)
            if patient or (lemma in self._names and not self._is_told(items, at)):
                return None
            placed = any(one.raws[0] in {"on", "to"} for one in items[max(0, at - 4) : at])
            if lemma == "side" and at and items[at - 1].sort == "side" and placed:
                return None
            if lemma in book.function and lemma not in book.soft and lemma not in {"have", "get"}:
                return None
        concepts = book.concepts(item.key)
        if lemma in book.kin:
            concepts |= {book.kin[lemma]}
        if len(item.key) == 1 and lemma in {"have", "get", "here", "there"}:
            return Atom(text, concepts, "other", soft=True, free=True)
        kind = book.kind(item.key, concepts)
        return Atom(text, concepts, kind, None, soft=lemma in book.soft or raw == "you")

    def _head(self, items: list[_Item], at: int) -> frozenset[str] | None:
        """What the word at `at` bears on: the next word of content, when nothing but articles is between."""
        book = self._vocabulary
        for item in items[at + 1 : at + 4]:
            lemma = item.key[-1]
            if item.raws[0] in _SKIP_TO_HEAD or lemma in _SKIP_TO_HEAD:
                continue
            if item.sort in {"manner", "function", "join", "number", "side"} or lemma in book.function:
                return None
            if item.raws[0] in book.pronouns or lemma in {"last", "yesterday", "today", "morning", "night", "time"}:
                return None if lemma != "time" else frozenset(("time",))
            kin = frozenset((book.kin[lemma],)) if lemma in book.kin else frozenset()
            return book.concepts(item.key) | kin
        return None

    def _subject(self, items: list[_Item], at: int) -> str:
        """Who does what the word at `at` says: "i" in "I moan", "" when nobody stands just before it."""
        book = self._vocabulary
        for item in reversed(items[max(0, at - 4) : at]):
            raw = item.raws[0]
            if raw in {"i", "he", "she", "we", "they"} and len(item.raws) == 1:
                return raw
            if item.sort != "manner" and item.key[0] not in _AUXILIARY and raw not in book.negators:
                return ""
        return ""

    def _is_told(self, items: list[_Item], at: int) -> bool:
        """Whether a name is what is said ("Graham.", "It's Graham."), not who it is said of."""
        return at + 1 == len(items) and (not at or items[at - 1].key[0] in {"be", "'s", "call"})

    def _means_patient(self, items: list[_Item], at: int) -> bool:
        before = items[at - 1].raws[0] if at else ""
        parent = self._patient_words & {"mother", "father"}
        return before in {"my", "our", "little"} or (bool(parent) and before not in {"her", "his", "'s"})

    def _who(self, items: list[_Item]) -> str:
        """Who the clause is about: the first person named, "" when none is."""
        book = self._vocabulary
        led_to = ""
        for at, item in enumerate(items):
            raw, lemma = item.raws[0], item.key[-1]
            if raw in {"me", "him", "them", "us"} and at and items[at - 1].raws[0] in _PREPOSITIONS:
                led_to = led_to or raw
                continue
            if len(item.key) == 1 and lemma in self._names:
                return "patient" if self._speaker else "i"
            if lemma in book.kin and item.sort in {"word", "phrase"}:
                return self._kin(items, at)
            first = next((one for one in item.raws if one in book.pronouns), "")
            if item.sort == "manner" and first in {"i", "you"} and item.key[0] != "when":
                continue
            if not first:
                continue
            if first in {"i", "we"} and (owned := self._owned(items, at)) is not None:
                return self._kin(items, owned)
            if raw in book.possessive:
                near = next((n for n in range(at + 1, min(at + 4, len(items))) if items[n].key[-1] in book.kin), None)
                if near is not None:
                    return self._kin(items, near)
            return self._pronoun(book.pronouns[first])
        return self._pronoun(book.pronouns[led_to]) if led_to else ""

    def _owned(self, items: list[_Item], at: int) -> int | None:
        """Where in "I have one girl" the kin stands."""
        rest = items[at + 1 : at + 6]
        if not rest or rest[0].key[0] not in {"have", "get"}:
            return None
        for step, item in enumerate(rest):
            if item.key[-1] in self._vocabulary.kin:
                return at + 1 + step
            if item.sort != "number" and item.key[0] not in {"have", "get", "a", "#1", "little"}:
                return None
        return None

    def _kin(self, items: list[_Item], at: int) -> str:
        book = self._vocabulary
        name: str = book.kin[items[at].key[-1]]
        if name in self._patient_words and self._means_patient(items, at):
            return "patient"
        for pronoun, gender in (("he", book.male), ("she", book.female)):
            other = book.female if pronoun == "he" else book.male
            if name in gender or name not in other:
                self._last[pronoun] = name
        return name

    def _pronoun(self, person: str) -> str:
        if person in {"he", "she"}:
            if person in self._last:
                return self._last[person]
            if self._speaker and person == ("he" if self._sex == "male" else "she"):
                return "patient"
        return person

    def _spread_cause(self, statement: Statement, clause: Clause, cause: str) -> str:
        """A clause before "so" is a reason; one before "because" is a result."""
        if statement.clauses and clause.result:
            statement.clauses[-1].reason = True
        if statement.clauses and clause.reason:
            statement.clauses[-1].result = True
        return cause

    def _settle(self, statement: Statement, clause: Clause, join: str) -> None:
        """Give a clause without person or verb those of the clause before it, and add it."""
        if not clause.atoms and not clause.verbal and clause.polarity == "+":
            return
        before = statement.clauses[-1] if statement.clauses else None
        if before is not None and not clause.atoms and clause.polarity == "+" and not before.verbal and not before.who:
            before.who, before.tenses, before.verbal = clause.who, clause.tenses, True
            return
        if before is not None:
            bare = not clause.verbal and not clause.who
            if join == "without" and before.polarity == "-":
                clause.polarity = "--"
            if before.polarity.startswith("-") and clause.polarity == "+" and bare:
                clause.polarity = "-" if join in {"or", "nor"} else "?"
                if join in {"but", "reason", "result"} or any("only" in atom.concepts for atom in clause.atoms):
                    clause.polarity = "+"
            follows = bare or clause.opens or join in {"relative", "and"}
            if not clause.who and join not in {"reason", "result"} and follows and before.who != "you":
                clause.who, clause.inherits = before.who, True
            elif clause.who and join == "" and not before.who and not before.verbal and not clause.verbal:
                before.who = clause.who
        statement.clauses.append(clause)


def _leading(items: list[_Item], at: int) -> str:
    """The preposition that leads to the word, over articles and numbers."""
    for item in reversed(items[max(0, at - 4) : at]):
        raw = item.raws[0]
        if raw in _PREPOSITIONS:
            return raw
        if item.sort not in {"number", "side"} and raw not in _SKIP_TO_HEAD:
            return ""
    return ""


def _is_listed(items: list[_Item], at: int) -> bool:
    """Whether "and" or "or" stands on one side of the word, so that its neighbour may as well stand first."""
    before = next((item.raws[0] for item in reversed(items[:at]) if item.raws[0] not in _SKIP_TO_HEAD), "")
    after = items[at + 1].raws[0] if at + 1 < len(items) else ""
    return bool({before, after} & {"and", "or"})


def _is_past(item: _Item, book: Vocabulary) -> bool:
    """Whether the word is a past tense by its form alone."""
    return item.sort != "side" and len(item.raws) == 1 and item.raws[0] in book.past


def _segments(told: list[Word]) -> list[list[Word]]:
    parts: list[list[Word]] = [[]]
    for word in told:
        if word.stop:
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]
