"""Three opinions on what a turn asks for, weighed against each other.

The reader (`reading.py`) knows the story and the wordings of the taxonomy; the listener (`listening.py`) learned from
recorded doctors and knows what is talked of; the guesser (`guessing.py`) learned from single questions. Every fact that
one of them proposes gets a probability by a logistic curve over a few features; what is likely enough is understood,
what is not is asked back. The weights are fitted on the development part by `scripts/fit_weights.py`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import yaml

from bedside.mind.guessing import Guesser
from bedside.mind.listening import NO_QUESTION, OTHER, SIDES, TOPICS, UNNAMED, Heard, Listener, place_of
from bedside.mind.reading import EXACT, Clause, Focus, Reader
from bedside.mind.story import Act
from bedside.mind.wording import clauses, plain

FEATURES = (
    "whole",
    "whole_share",
    "clause",
    "topic",
    "lead",
    "guess",
    "guess_share",
    "proposed",
    "likeness",
    "rival",
    "named",
    "other_named",
    "presence",
    "had",
    "told",
    "topic_told",
    "nothing",
    "other",
    "several",
    "strange",
    "constant",
)
"""What a candidate is weighed by: the listener's share of it in the whole turn (logarithm and itself), in its best
clause, of its topic, and against the likeliest; the guesser's share (logarithm and itself); whether the reader proposes
it, how sure, and how sure of another; whether its topic is named, or only another symptom; whether it asks for mere
presence; whether the patient has the symptom, the case tells of it or of its topic; the listener's shares of no
question and of none known; whether the reader found several; the share of words that no wording has."""
TOLD, TOLD_TOPIC, UNFIT = 2.0, 1.5, 0.1
"""How many times likelier a question is about what the case tells of, about another side of the same topic, and about
what does not fit a person of this age and sex."""
WAYS = (
    "open_question",
    "leading_question",
    "double_question",
    "empathy",
    "summary",
    "signposting",
    "check_understanding",
    "shared_decision",
    "explanation",
    "reassurance",
    "safety_net",
    "invites_questions",
    "closing",
)
"""Ways of speaking on which the listener has a word; jargon stays with the rules, which know the word itself."""
VERBATIM, FIRM = 0.97, 0.8
"""The reader's confidence from which a question is one of the known wordings, and from which what leans is firm."""
HEARD_TOO = 0.5
"""Share from which the listener hears the same in a clause as the reader."""
MORE = re.compile(r"\b(?:tell me (?:\w+ )*?(?:more|about)|more about|talk me through|say more)\b", re.I)
LISTED = re.compile(
    r"^(?:(?:ok|okay|so|and|um|right|then|alright)\W+)*"
    r"(?:any|do you|have you (?:had|noticed)|has (?:he|she|your \w+) had|is (?:there|she|he))\b"
    r"(?:.*,.*\b(?:or|and)\b|(?:\W+\w+){1,3}\W+(?:or|and)\b)",
    re.I | re.S,
)
"""A turn that lists what it asks for ("any nausea, vomiting or fever?")."""
ASKED_ONCE = frozenset({"reason", "ice"})
"""Topics of which, as of a symptom, a turn asks for one side."""
IT = re.compile(r"\b(?:it|its|that|this|they|them|those|these|one|there)\b")
LEAST = 0.02
"""Share from which the listener's facts are candidates."""
MOST_CLAUSES = 4
"""Clauses that are heard one by one, the last of a turn."""
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


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((files("bedside.mind") / "weights.yaml").read_text("utf-8"))
    return loaded


def _ways() -> Mapping[str, tuple[float, float]]:
    """For each way of speaking the probability from which it is added, and under which the rules' word is dropped."""
    loaded: Mapping[str, tuple[float, float]] = _weights()["ways"]
    return loaded


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that a turn may ask for, as the reader and the listener see it."""

    fact: str
    features: tuple[float, ...]
    act: Act | None = None
    """The reader's question, where it proposes this fact."""

    @property
    def topic(self) -> str:
        """The topic of the fact."""
        return self.fact.split(".", 1)[0]

    @property
    def sure_in_its_clause(self) -> bool:
        """Whether one clause of several is a known wording and the listener hears the same in it."""
        clause = self.features[FEATURES.index("clause")]
        return self.act is not None and self.act.confidence >= VERBATIM and clause >= math.log(HEARD_TOO)

    @property
    def is_of_a_list(self) -> bool:
        """Whether the reader found it by name beside others."""
        several, named = (self.features[FEATURES.index(name)] for name in ("several", "named"))
        return bool(several and named) and self.fact.endswith(".presence")

    def probability(self) -> float:
        """That this is asked for."""
        weights = _weights()
        score = sum(weights[name] * value for name, value in zip(FEATURES, self.features, strict=True))
        return 1 / (1 + math.exp(-score))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a turn.

    Shares of facts by the listener (whole turn, best clause) and by the guesser, the reader's questions, the topics
    named, the listener's shares of no question and of one that is none of the known, the share of words never seen.
    """

    whole: Mapping[str, float]
    clause: Mapping[str, float]
    guesses: Mapping[str, float]
    proposed: Mapping[str, Act]
    named: frozenset[str]
    names_symptom: bool
    nothing: float
    other: float
    strange: float

    def facts(self) -> set[str]:
        """All that is proposed."""
        shares = (*self.whole.items(), *self.clause.items(), *self.guesses.items())
        return {fact for fact, share in shares if share >= LEAST} | set(self.proposed)

    def of_topic(self, topic: str) -> float:
        """The listener's share of a topic."""
        return sum(share for fact, share in self.whole.items() if fact.split(".", 1)[0] == topic)


class Weigher:
    """Weighs what reader and listener propose about one story."""

    def __init__(self, reader: Reader, listener: Listener, guesser: Guesser) -> None:
        """Works out once which topics make sense for this story, and what they stand for."""
        self.reader, self.listener, self.guesser = reader, listener, guesser
        facts = reader.story.facts
        self.topics = {fact.split(".", 1)[0] for fact in facts}
        self._prior = np.array([self._fitness(name) for name in TOPICS], np.float32)
        self._stands_for = [reader.stands_for(fact) for fact in guesser.known]
        self._guess_prior = [self._fitness(fact) for fact in self._stands_for]

    def _fitness(self, name: str) -> float:
        if name in (UNNAMED, NO_QUESTION, OTHER):
            return 1.0
        fact = name if "." in name else f"{name}.presence"
        topic = fact.split(".", 1)[0]
        if fact in self.reader.story.facts:
            return TOLD
        if topic in self.topics:
            return TOLD_TOPIC
        return 1.0 if self.reader.fits(fact) else UNFIT

    def shares(self, text: str, focus: Focus) -> tuple[dict[str, float], Heard]:
        """The listener's probability of each fact of a turn or clause, likeliest first."""
        focus = focus if focus.symptom else replace(focus, symptom=self.reader.presenting)
        heard = self.listener.hear(to_the_patient(text) if self.reader.story.speaker else text, focus)
        weights = heard.topics * self._prior
        unnamed = TOPICS.index(UNNAMED)
        if focus.symptom:
            place, side = place_of(f"{focus.symptom}.presence")
            if side:
                weights[place] += weights[unnamed]
                weights[unnamed] = 0.0
        weights = weights / weights.sum()
        sides = heard.sides[1:] / heard.sides[1:].sum()
        found: dict[str, float] = {}
        for place in np.argsort(-weights, kind="stable")[:12]:
            name, share = TOPICS[place], float(weights[place])
            if name in (UNNAMED, NO_QUESTION, OTHER):
                continue
            if "." in name:
                found[name] = found.get(name, 0.0) + share
                continue
            for other in np.argsort(-sides, kind="stable")[:4]:
                fact = self.reader.stands_for(f"{name}.{SIDES[other + 1]}")
                found[fact] = found.get(fact, 0.0) + share * float(sides[other])
        return dict(sorted(found.items(), key=lambda item: -item[1])), heard

    def candidates(self, text: str, read: Iterable[Act], focus: Focus) -> list[Candidate]:
        """Every fact that one of the three proposes, with its features."""
        proposed: dict[str, Act] = {}
        for act in read:
            if act.topic and act.attribute and act.target:
                proposed.setdefault(act.target, act)
        shares, heard = self.shares(text, focus)
        clause = Clause.of(plain(text).rstrip("?"))
        spots = self.reader.spots(clause, focus)
        whole = shares if spots else self._not_dwelt_on(shares, focus)
        evidence = Evidence(
            whole,
            self._by_clause(text, focus) or whole,
            self.guesses(text),
            proposed,
            frozenset(spot.topic for spot in spots),
            any(self.reader.is_symptom(spot.topic) for spot in spots),
            heard.of(NO_QUESTION),
            heard.of(OTHER),
            self.reader.strange(clause),
        )
        others = sorted(evidence.facts() - set(proposed))
        return [Candidate(fact, self._features(fact, evidence), proposed.get(fact)) for fact in (*proposed, *others)]

    def _not_dwelt_on(self, shares: dict[str, float], focus: Focus) -> dict[str, float]:
        """After a symptom that the patient does not have, "when did it start?" is about the one that they have."""
        absent, symptom = focus.topic, focus.symptom or self.reader.presenting
        if absent is None or absent in self.reader.had or not symptom or not self.reader.is_symptom(absent):
            return shares
        found: dict[str, float] = {}
        for fact, share in shares.items():
            topic, side = fact.split(".", 1)
            meant = f"{symptom}.{side}" if topic == absent and side != "presence" else fact
            found[meant] = found.get(meant, 0.0) + share
        return found

    def _by_clause(self, text: str, focus: Focus) -> dict[str, float]:
        """The listener's best share of each fact over the last clauses of a turn that has several."""
        parts = clauses(text)
        best: dict[str, float] = {}
        bare = replace(focus, last_words="")
        for part in parts[-MOST_CLAUSES:] if len(parts) > 1 else ():
            for fact, share in self.shares(part, bare)[0].items():
                best[fact] = max(share, best.get(fact, 0.0))
        return best

    def _features(self, fact: str, seen: Evidence) -> tuple[float, ...]:
        """The features of a fact, in the order of FEATURES."""
        topic, side = fact.split(".", 1)
        share, guess = seen.whole.get(fact, 0.0), seen.guesses.get(fact, 0.0)
        read = seen.proposed[fact].confidence if fact in seen.proposed else 0.0
        proposed = fact in seen.proposed
        return (
            _log(share),
            share,
            _log(seen.clause.get(fact, 0.0)),
            _log(seen.of_topic(topic)),
            share / max(1e-6, *seen.whole.values()),
            _log(guess),
            guess,
            float(proposed),
            read,
            0.0 if proposed else max((act.confidence for act in seen.proposed.values()), default=0.0),
            float(topic in seen.named),
            float(seen.names_symptom and topic not in seen.named),
            float(side == "presence"),
            float(topic in self.reader.had),
            float(fact in self.reader.story.facts),
            float(topic in self.topics),
            seen.nothing,
            seen.other,
            float(proposed and len(seen.proposed) > 1),
            seen.strange,
            1.0,
        )

    def guesses(self, text: str) -> dict[str, float]:
        """The guesser's probability of each fact, from the words of the turn alone."""
        if not self.guesser.known:
            return {}
        said = plain(text).rstrip("?")
        found: dict[str, float] = {}
        for place, share in self.guesser.guess(
            to_the_patient(said) if self.reader.story.speaker else said, self._guess_prior
        ):
            fact = self._stands_for[place]
            found[fact] = found.get(fact, 0.0) + share
        return found

    def settle(self, text: str, found: list[Act], focus: Focus) -> list[Act]:
        """The acts of a turn with what both come to in the place of the reader's questions."""
        asked = [act for act in found if act.act == "question"]
        if not self.listener.available or any(act.attribute and not act.topic for act in asked):
            return found
        if self._is_the_storys_own(text, found, asked) or self._is_strange(text):
            return found
        candidates = self.candidates(text, asked, focus)
        kept = self._likely(candidates, bool(asked), self._leans(text, focus), LISTED.search(text) is not None)
        rest = [act for act in found if act.act != "question"]
        if kept:
            return [*rest, *(self._act(candidate, text) for candidate in kept)]
        if not asked:
            return found
        if self.listener.hear(text, focus).of(NO_QUESTION) >= _weights()["no_question"]:
            return rest or [Act("statement", text=plain(text))]
        return [*rest, Act("question", text=asked[0].text, confidence=0.0)]

    def speaking(self, text: str, found: list[Act], focus: Focus) -> list[Act]:
        """The acts of a turn with the listener's word: ways of speaking added if sure, dropped in doubt."""
        if not self.listener.available or self._is_strange(text):
            return found
        heard = self.listener.hear(text, focus)
        kept = [act for act in found if act.act not in WAYS or heard.way(act.act) >= _ways()[act.act][1]]
        there = {act.act for act in kept}
        sure = [way for way in WAYS if way not in there and heard.way(way) >= _ways()[way][0]]
        return kept + [Act(way, confidence=round(heard.way(way), 3), text=plain(text)) for way in sure]

    def names(self, text: str, focus: Focus) -> str | None:
        """The symptom that a turn speaks of ("so you've lost some weight"), where it is plain enough."""
        if not self.listener.available:
            return None
        topics: dict[str, float] = {}
        for fact, share in self.shares(text, focus)[0].items():
            topic = fact.split(".", 1)[0]
            topics[topic] = topics.get(topic, 0.0) + share
        best = max(topics, key=lambda topic: topics[topic], default=None)
        if best is None or topics[best] < _weights()["named"] or not self.reader.is_symptom(best):
            return None
        return best

    def _leans(self, text: str, focus: Focus) -> bool:
        """Whether a few words name nothing and only make sense after what was talked of ("is it sharp?")."""
        clause = Clause.of(plain(text).rstrip("?"))
        return len(clause.stems) <= 3 and IT.search(clause.text) is not None and not self.reader.spots(clause, focus)

    def _likely(self, candidates: list[Candidate], asks: bool, leans: bool, lists: bool) -> list[Candidate]:
        """Those likely enough, in the reader's order, one side of a topic unless the reader has both.

        Every symptom that is named in a list is asked for. Where nothing is likely, a known wording stands, and so does
        a firm reading of what leans on earlier talk.
        """
        need = _weights()["understood" if asks else "overheard"]
        kept: list[Candidate] = []
        for candidate in sorted(candidates, key=lambda c: (-c.probability(), c.fact)):
            sure = candidate.sure_in_its_clause or (lists and candidate.is_of_a_list)
            if candidate.probability() < need and not sure:
                continue
            one = self.reader.is_symptom(candidate.topic) or candidate.topic in ASKED_ONCE
            same = [other for other in kept if one and other.topic == candidate.topic]
            if not same or (candidate.act and all(other.act for other in same)):
                kept.append(candidate)
        firm = FIRM if leans else VERBATIM
        stands = [candidate for candidate in candidates if candidate.act and candidate.act.confidence >= firm]
        order = {candidate.fact: place for place, candidate in enumerate(candidates) if candidate.act}
        return sorted(kept, key=lambda c: order.get(c.fact, len(order))) or stands[:1]

    def _act(self, candidate: Candidate, text: str) -> Act:
        probability = round(candidate.probability(), 3)
        if candidate.act:
            return Act(
                "question",
                candidate.act.topic,
                candidate.act.attribute,
                candidate.act.polarity,
                candidate.act.time,
                probability,
                candidate.act.text,
            )
        topic, side = candidate.fact.split(".", 1)
        return Act("question", topic, side, confidence=probability, text=plain(text))

    def _is_strange(self, text: str) -> bool:
        """Whether a turn has content words, and none that any wording has: nothing that the listener ever heard."""
        clause = Clause.of(plain(text).rstrip("?"))
        return bool(clause.stems) and self.reader.strange(clause) >= 1

    def _is_the_storys_own(self, text: str, found: list[Act], asked: list[Act]) -> bool:
        """Whether only the reader can judge the turn: "tell me more about it", the case's own words and topics."""
        if MORE.search(text) and asked and all(act.topic in self.reader.had for act in asked):
            return True
        if any(act.topic in self.reader.story.topics for act in asked):
            return True
        return bool(asked) and self.reader.own_likeness(text) >= EXACT


def _log(share: float) -> float:
    return math.log(max(share, 1e-4))
