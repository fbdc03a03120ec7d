"""Two opinions on what a question asks for, weighed against each other.

The reader knows the story and the talk; the guesser learned from how people ask. They agree on most. Where they do not,
the surer one is taken, or neither, and the patient asks what is meant.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bedside.mind.guessing import Guesser
from bedside.mind.reading import EXACT, Clause, Focus, Reader
from bedside.mind.story import Act
from bedside.mind.wording import plain

AGREED = 0.8
"""Confidence of a reading that both come to, or that the guesser is sure of."""
VERBATIM = 0.97
"""Likeness from which a reading is one of the known wordings and stands."""
FIRM = 0.7
"""Likeness from which a reading is firm."""
TAKEN, OVERRULES, OVERRULES_VERBATIM = 0.35, 0.4, 0.5
"""Probability from which the guesser is taken where no reading is firm, where one is, and where one is verbatim."""
STRAYS, SIDED = 0.35, 0.3
"""Probability from which a turn leaves the symptom talked of, and from which one side of that symptom is asked for."""
OVERHEARD, NAMED = 0.3, 0.4
"""Probability of a question in what sounded like none, and of a symptom that a statement names."""
ASKS = re.compile(
    r"\?|\b(?:tell me|talk me|hear|wonder\w*|need to know|like to know|want to know|let me know|describe)\b", re.I
)
LISTED = re.compile(
    r"^(?:(?:ok|okay|so|and|um|right|then)\W+)*"
    r"(?:any|do you|have you (?:had|noticed)|has (?:he|she|your \w+) had|is (?:there|she|he))\b"
    r"(?:.*,.*\b(?:or|and)\b|(?:\W+\w+){1,3}\W+(?:or|and)\b)",
    re.I | re.S,
)
"""A turn that lists what it asks for ("any nausea, vomiting or fever?")."""
NO_QUESTIONS = frozenset({"consent", "closing", "invites_questions", "check_understanding", "small_talk", "insult"})
BELIEVED, BELIEVED_WHEN_FIRM = 0.15, 0.1
"""Probability that a reading needs from the guesser to stand, and that a firm one needs."""
SECOND = 0.9
"""Likeness from which a second reading in the same turn is kept beside one that both agree on."""
TOLD, TOLD_TOPIC = 3.0, 1.5
"""How many times likelier a question is about what the case tells of, and about another side of the same topic."""
IT = re.compile(r"\b(?:it|its|that|this|they|them|those|these|one|there)\b")
FAMILY = "mum|mom|mother|dad|father|son|daughter|child|baby|boy|girl|little (?:one|boy|girl)|wife|husband"
THIRD_PERSON = (
    (re.compile(rf"\byour (?:{FAMILY})(?:'s)?\b"), "you"),
    (re.compile(r"\b(?:has|have) (?:he|she|you)\b"), "have you"),
    (re.compile(r"\b(?:is|was|are|were) (?:he|she|you)\b"), "are you"),
    (re.compile(r"\b(?:does|do) (?:he|she|you)\b"), "do you"),
    (re.compile(r"\b(?:he|she)'s\b"), "you have"),
    (re.compile(r"\b(?:he|she|him)\b"), "you"),
    (re.compile(r"\b(?:his|hers|her)\b"), "your"),
    (re.compile(r"\b(?:himself|herself)\b"), "yourself"),
)
"""Words about the patient to who answers for them, as they would be said to the patient."""


def to_the_patient(text: str) -> str:
    """A question about somebody, as if it were put to them."""
    for pattern, words in THIRD_PERSON:
        text = pattern.sub(words, text)
    return text


class Weigher:
    """Weighs readings and guesses about one story."""

    def __init__(self, reader: Reader, guesser: Guesser) -> None:
        """Works out once what each fact that the guesser knows stands for in this story, and how likely it is."""
        self.reader, self.guesser = reader, guesser
        facts = reader.story.facts
        topics = {fact.split(".", 1)[0] for fact in facts}
        self._stands_for = [reader.stands_for(fact) for fact in guesser.known]
        self._prior = [
            (TOLD if fact in facts else TOLD_TOPIC if fact.split(".", 1)[0] in topics else 1.0)
            if fact in facts or reader.fits(fact)
            else 0.0
            for fact in self._stands_for
        ]

    def settle(self, text: str, found: list[Act], focus: Focus) -> list[Act]:
        """The acts of a turn with the guesser's word on its questions: agreed, filled in, overruled or doubted."""
        asked = [act for act in found if act.act == "question"]
        if not self.guesser.known or any(act.attribute and not act.topic for act in asked):
            return found
        if self._is_the_storys_own(text, found, asked):
            return found
        if not asked:
            return found + self._overheard(text, found)
        read = [act for act in asked if act.topic and act.attribute]
        shares = self._shares(text)
        kept = self._chosen(text, read, shares, focus)
        if kept == read:
            return found
        rest = [act for act in found if act.act != "question"]
        return rest + (kept or [replace(asked[0], topic=None, attribute=None, confidence=0.0)])

    def _is_the_storys_own(self, text: str, found: list[Act], asked: list[Act]) -> bool:
        """Whether the turn is what only the reader can judge: an open question, a list, the case's own words."""
        if any(act.topic for act in asked) and any(act.act == "open_question" for act in found):
            return True
        if any(act.topic in self.reader.story.topics for act in asked):
            return True
        if len({act.topic for act in asked if act.topic}) > 1 and LISTED.search(text):
            return True
        return bool(asked) and self.reader.own_likeness(text) >= EXACT

    def _overheard(self, text: str, found: list[Act]) -> list[Act]:
        """A question within what sounded like something else ("one thing we ask everybody: do you feel safe?")."""
        ways = {act.act for act in found}
        if not ASKS.search(text) or ways & NO_QUESTIONS:
            return []
        name, share = next(iter(self._shares(text).items()))
        topic, side = name.split(".", 1)
        return [Act("question", topic, side, confidence=share, text=plain(text))] if share >= OVERHEARD else []

    def names(self, text: str) -> str | None:
        """The symptom that a turn speaks of ("so you've lost some weight"), where it is plain enough."""
        if not self.guesser.known:
            return None
        topics: dict[str, float] = {}
        for fact, share in self._shares(text).items():
            topic = fact.split(".", 1)[0]
            topics[topic] = topics.get(topic, 0.0) + share
        best = max(topics, key=lambda topic: topics[topic])
        return best if topics[best] >= NAMED and self.reader.is_symptom(best) else None

    def _shares(self, text: str) -> dict[str, float]:
        """Probability of each fact for the whole turn, likeliest first."""
        said = plain(text).rstrip("?")
        if self.reader.story.speaker:
            said = to_the_patient(said)
        shares: dict[str, float] = {}
        for place, share in self.guesser.guess(said, self._prior):
            fact = self._stands_for[place]
            shares[fact] = shares.get(fact, 0.0) + share
        return dict(sorted(shares.items(), key=lambda item: -item[1]))

    def _chosen(self, text: str, read: list[Act], shares: dict[str, float], focus: Focus) -> list[Act]:
        name, share = next(iter(shares.items()))
        names = {f"{act.topic}.{act.attribute}": act for act in read}
        best = max((act.confidence for act in read), default=0.0)
        if name in names:
            sure = replace(names[name], confidence=max(AGREED, names[name].confidence))
            return [
                sure if act is names[name] else act for act in read if act is names[name] or act.confidence >= SECOND
            ]
        if self._leans(text, focus):
            return read or self._about_the_last(text, shares, focus)
        if share < STRAYS and self._names_no_symptom(text, focus):
            last = self._about_the_last(text, shares, focus)
            if last:
                return last
        need = OVERRULES_VERBATIM if best >= VERBATIM else OVERRULES if best >= FIRM else TAKEN
        if share >= need:
            topic, side = name.split(".", 1)
            return [Act("question", topic, side, confidence=max(AGREED, share), text=plain(text))]
        need = BELIEVED_WHEN_FIRM if best >= FIRM else BELIEVED
        return [
            act for act in read if shares.get(f"{act.topic}.{act.attribute}", 0.0) >= need or act.confidence >= SECOND
        ]

    def _about_the_last(self, text: str, shares: dict[str, float], focus: Focus) -> list[Act]:
        """What of the symptom talked about last is asked for, by what such words ask for of any symptom."""
        topic = focus.symptom or focus.topic
        if topic is None or not self.reader.is_symptom(topic):
            return []
        sides: dict[str, float] = {}
        for fact, share in shares.items():
            side = fact.split(".", 1)[1]
            if self.reader.fits(f"{topic}.{side}"):
                sides[side] = sides.get(side, 0.0) + share
        side = max(sides, key=lambda name: sides[name], default="")
        if sides.get(side, 0.0) < SIDED:
            return []
        return [Act("question", topic, side, confidence=AGREED, text=plain(text))]

    def _names_no_symptom(self, text: str, focus: Focus) -> bool:
        """Whether a turn after talk of a symptom names no other ("how much are you getting through in a day?")."""
        if focus.symptom is None or focus.topic != focus.symptom:
            return False
        spots = self.reader.spots(Clause.of(plain(text).rstrip("?")), focus)
        return not any(self.reader.is_symptom(spot.topic) for spot in spots)

    def _leans(self, text: str, focus: Focus) -> bool:
        """Whether a question names nothing and only makes sense after what was talked of ("and how long?")."""
        clause = Clause.of(plain(text).rstrip("?"))
        pointing = IT.search(clause.text) is not None
        if focus.topic is None:
            return pointing and len(clause.stems) <= 1
        short = len(clause.stems) <= 3 or (len(clause.stems) <= 6 and pointing)
        return short and not self.reader.spots(clause, focus)
