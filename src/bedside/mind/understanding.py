"""What was meant: clauses to acts, and questions to `topic.attribute` by names, words and likeness of meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from bedside.mind import acts as ways_of_speaking
from bedside.mind.encoding import SentenceEncoder
from bedside.mind.lexicon import ANY, Bank, Spot, Spotter, cues, own_wordings, shared_banks
from bedside.mind.story import Act, Intent, Polarity, Story, Time, Understanding, denied_presence
from bedside.mind.taxonomy import Taxonomy
from bedside.mind.wording import STOP, clauses, plain, stem, tokens

Target = tuple[str, str]
SURE = 0.56
"""Likeness from which a question counts as understood; chosen on the development turns for few wrong answers."""
CLEAR = 0.62
"""Likeness from which a second question within one clause counts, and a statement counts as a question."""


@dataclass(frozen=True, slots=True)
class Focus:
    """What is being talked about: the last topic, the last symptom and the last attribute asked for."""

    topic: str | None = None
    symptom: str | None = None
    attribute: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A reading of a question."""

    topic: str
    attribute: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Clause:
    """A clean clause with its canonical content words and the places of those words among all its words."""

    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    places: tuple[int, ...]

    @staticmethod
    def of(text: str) -> Clause:
        """Split clean text."""
        words = tokens(text)
        kept = [(stem(word), place) for place, word in enumerate(words) if word not in STOP]
        return Clause(text, tuple(words), tuple(s for s, _ in kept), tuple(p for _, p in kept))

    def with_it(self, spot: Spot) -> str:
        """The clause with `it` in the place of a name."""
        start, end = self.places[spot.start], self.places[spot.end - 1] + 1
        while start and self.words[start - 1] in ("the", "any", "your", "this", "that", "these", "those", "a", "an", "of", "in", "his", "her"):
            start -= 1
        return " ".join((*self.words[:start], "it", *self.words[end:]))


@lru_cache(maxsize=1)
def default_encoder() -> SentenceEncoder:
    """The encoder that all minds of a process share."""
    return SentenceEncoder()


class Understander:
    """Understands a clinician's words about one story."""

    def __init__(self, story: Story, encoder: SentenceEncoder | None = None) -> None:
        """Shares the taxonomy's wordings with all other minds; encodes only what is the story's own."""
        self.story = story
        self.taxonomy = Taxonomy.load()
        self.encoder = encoder or default_encoder()
        self.shared, self.leaning, self.names = shared_banks(self.encoder)
        self.own = Bank(own_wordings(story, self.taxonomy), self.encoder)
        self.own_names = Spotter((name, topic, None) for topic, own in story.topics.items() for name in (own.label, *own.names))
        self.told = {name.split(".", 1)[0] for name in story.facts}
        self.had = {topic for topic in self.told if not denied_presence(story, topic)}
        self.presenting = next((name.split(".", 1)[0] for name in story.facts if self.is_symptom(name.split(".", 1)[0])), None)
        raw = cues()
        self._attribute_cues = {name: [re.compile(p) for p in patterns] for name, patterns in raw["attributes"].items()}
        self._regions = {name: re.compile(spec["pattern"]) for name, spec in raw["regions"].items()}
        self._pronoun = re.compile(raw["pronouns"])
        self._generic = frozenset(raw["generic"])

    def is_symptom(self, topic: str) -> bool:
        """Whether a topic has the attributes of a symptom."""
        known = self.taxonomy.topics.get(topic)
        return "presence" in known.attributes if known else topic in self.story.topics

    def understand(self, text: str, focus: Focus = Focus(), intent: Intent = "ask") -> Understanding:
        """All acts of a turn. Later clauses lean on topics named in earlier ones."""
        found: list[Act] = []
        parts = clauses(text)
        for part in parts:
            read = self._clause(part, focus, intent, len(parts))
            found += read
            for act in read:
                focus = self.moved(focus, act)
        asked = [act for act in found if act.act == "question"]
        if len({act.target for act in asked if act.topic}) > 2 or sum("?" in part for part in parts) > 2:
            found.append(Act("double_question", text=plain(text)))
        if any(ways_of_speaking.marked("jargon", part) for part in parts):
            found.append(Act("jargon", text=plain(text)))
        return Understanding(tuple(found))

    def moved(self, focus: Focus, act: Act) -> Focus:
        """The focus after an act."""
        if act.act != "question" or not act.topic:
            return focus
        symptom = act.topic if self.is_symptom(act.topic) and act.topic in self.had else focus.symptom
        return Focus(act.topic, symptom, act.attribute)

    def _clause(self, part: str, focus: Focus, intent: Intent, count: int) -> list[Act]:
        text = part.rstrip("?")
        ways = ways_of_speaking.ways(part)
        found = [Act(way, text=text) for way in ways]
        asked = part.endswith("?") or ways_of_speaking.is_question(part)
        if ways_of_speaking.is_open(part) and asked:
            found.append(Act("open_question", text=text))
        if asked and ways_of_speaking.marked("leading", part):
            found.append(Act("leading_question", text=text))
        for mark in ("beyond", "exam_or_result", "asks_diagnosis"):
            if asked and ways_of_speaking.marked(mark, part):
                return [*found, Act("question", topic=None, attribute=mark, text=text)]
        alone = any(ways_of_speaking.stands_alone(way) for way in ways)
        readings = self.read(text, focus)
        sure = [r for r in readings if r.likeness >= (CLEAR + 0.12 if alone else SURE if asked else CLEAR)]
        if intent == "tell" and not asked:
            sure = []
        if alone and not asked:
            sure = []
        if sure:
            return found + [self._question(text, r) for r in sure]
        if ways:
            return found
        if asked:
            return [*found, Act("question", text=text, confidence=readings[0].likeness if readings else 0.0)]
        if not any(len(word) > 2 for word in tokens(text)) or not readings:
            return [Act("nonsense" if not re.search(r"[aeiouy]", text) else "statement", text=text)]
        return [Act("statement", text=text)]

    def _question(self, text: str, reading: Found) -> Act:
        polarity: Polarity = "neutral"
        if ways_of_speaking.marked("leading", text):
            polarity = "leading"
        elif re.search(r"\b(?:not|never|no)\b", text):
            polarity = "negative"
        time: Time = "past" if re.search(r"\b(?:ever|before|in the past|previous\w*|used to|did|was|were|had)\b", text) else "now"
        return Act("question", reading.topic, reading.attribute, polarity, time, round(min(1.0, reading.likeness), 3), text)

    # Reading one question

    def read(self, text: str, focus: Focus = Focus()) -> list[Found]:
        """Readings of a question, best first; several where it lists several things."""
        clause = Clause.of(text)
        spots = self._spots(clause, focus)
        listed = self._listed(clause, spots)
        if listed:
            return listed
        scores = self._candidates(clause, spots, focus)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:5]
        found = [Found(topic, attribute, value) for (topic, attribute), value in ranked]
        return found[:1]

    def _region(self, clause: Clause, focus: Focus) -> str | None:
        for name, pattern in self._regions.items():
            if pattern.search(clause.text):
                return name
        if focus.topic in ("family",) and re.search(r"^(?:how about|what about|any|and)\b", clause.text):
            return "family"
        return None

    def _spots(self, clause: Clause, focus: Focus) -> list[Spot]:
        """Names in the clause that do not overlap, fit for the region asked about."""
        region = self._region(clause, focus)
        found = self.names.find(list(clause.stems)) + self.own_names.find(list(clause.stems))
        fit = [s for s in found if (s.topic == "family") == (region == "family")]

        def worth(spot: Spot) -> tuple[float, int]:
            bonus = 0.6 if spot.topic in self.told else 0.0
            bonus += 1.0 if region == "past" and spot.topic == "past_medical" else 0.0
            bonus -= 0.3 if spot.topic == "past_medical" and region is None else 0.0
            return (-(spot.weight + bonus), spot.start)

        kept: list[Spot] = []
        for spot in sorted(fit, key=worth):
            if all(spot.end <= other.start or spot.start >= other.end for other in kept):
                kept.append(self._resolved(spot, focus))
        return sorted(kept, key=lambda spot: spot.start)

    def _resolved(self, spot: Spot, focus: Focus) -> Spot:
        """A spot whose generic name (pain) stands for a symptom of the story or of the talk (chest pain)."""
        if spot.topic not in self._generic or spot.attribute:
            return spot
        if f"{spot.topic}.presence" in self.story.facts and self.presenting == spot.topic:
            return spot
        for topic in (focus.symptom, self.presenting, *sorted(self.told)):
            if topic and topic != spot.topic and self.is_symptom(topic) and self._is_a(topic, spot.topic):
                return replace(spot, topic=topic)
        return spot

    def _is_a(self, topic: str, generic: str) -> bool:
        known = self.taxonomy.topics.get(topic)
        own = self.story.topics.get(topic)
        names = (known.label, *known.names) if known else (own.label, *own.names) if own else ()
        kind = stem({"lumps": "lump", "weakness": "weakness"}.get(generic, generic))
        return kind in topic.split("_") or any(kind in (stem(w) for w in tokens(name.lower())) for name in names) or (
            generic == "pain" and topic in ("headache", "sore_throat", "heartburn")
        )

    def _listed(self, clause: Clause, spots: list[Spot]) -> list[Found]:
        """Several named things in one question ("any nausea, vomiting or fever"), each asked for its presence."""
        named = [(s.topic, s.attribute or self._whole(s.topic)) for s in spots]
        targets = list(dict.fromkeys((topic, attribute) for topic, attribute in named if attribute))
        if len(targets) < 2:
            return []
        symptoms = [t for t in targets if t[1] == "presence"]
        if not re.search(r",|\bor\b|\band\b|\blike\b", clause.text) and len(clause.words) > 4:
            return []
        if self._cued(clause.text) - {"presence", "associated", "content", "character", "previous"} and len(symptoms) < 3:
            return []
        return [Found(topic, attribute, 0.8) for topic, attribute in targets]

    def _whole(self, topic: str) -> str | None:
        """The attribute that stands for a whole topic when only its name is said."""
        if self.is_symptom(topic):
            return "presence"
        return {"past_medical": "conditions", "medication": "current", "allergy": "drugs", "family": "general"}.get(topic)

    def _cued(self, text: str) -> set[str]:
        return {name for name, patterns in self._attribute_cues.items() if any(p.search(text) for p in patterns)}

    def _candidates(self, clause: Clause, spots: list[Spot], focus: Focus) -> dict[Target, float]:
        scores: dict[Target, float] = {}
        region = self._region(clause, focus)
        self._by_wording(scores, clause, region)
        for spot in spots:
            self._by_name(scores, spot)
        self._by_leaning(scores, clause, [s for s in spots if self.is_symptom(s.topic)], focus, bool(spots))
        for target in scores:
            if f"{target[0]}.{target[1]}" in self.story.facts:
                scores[target] += 0.03
        return scores

    def _by_wording(self, scores: dict[Target, float], clause: Clause, region: str | None) -> None:
        for bank in (self.shared, self.own):
            for target, value in zip(bank.targets, bank.score(clause.text), strict=True):
                likeness = float(value)
                if (target[0] == "family") != (region == "family"):
                    likeness -= 0.12
                if region == "past" and target[0] == "past_medical":
                    likeness += 0.03
                if likeness > scores.get(target, 0.35):
                    scores[target] = likeness

    def _by_name(self, scores: dict[Target, float], spot: Spot) -> None:
        attribute = spot.attribute or self._whole(spot.topic)
        if attribute:
            target = (spot.topic, attribute)
            generic = spot.topic in self._generic
            scores[target] = max(scores.get(target, 0), 0.5 if generic else 0.56) + 0.1

    def _by_leaning(self, scores: dict[Target, float], clause: Clause, spots: list[Spot], focus: Focus, named: bool) -> None:
        """Attributes of the symptom that is named, or else of the one that is talked about."""
        text = clause.with_it(spots[0]) if spots else clause.text
        topic = spots[0].topic if spots else self._bound(clause, focus)
        if topic is None or (named and not spots):
            return
        cued = self._cued(text)
        known = self.taxonomy.topics.get(topic)
        for (_, attribute), value in zip(self.leaning.targets, self.leaning.score(text), strict=True):
            likeness = float(value) + (0.12 if attribute in cued else 0.0) + (0.08 if spots else 0.0)
            if attribute == "presence":
                likeness -= 0.04 if cued - {"presence"} else 0.0
            elif not cued or attribute not in cued:
                likeness -= 0.06
            if not spots and not self._pronoun.search(clause.text) and len(clause.stems) > 2:
                likeness -= 0.08
            if known and attribute not in known.attributes:
                continue
            if likeness > scores.get((topic, attribute), 0):
                scores[topic, attribute] = likeness

    def _bound(self, clause: Clause, focus: Focus) -> str | None:
        """The symptom that an unnamed question is about."""
        if re.search(r"\b(?:symptoms?|all (?:of )?this|problem|complaint)\b", clause.text):
            return self.presenting or focus.symptom
        return focus.symptom or self.presenting


def targets(understanding: Understanding) -> Iterable[str]:
    """The facts asked for in a turn, `topic.attribute`."""
    return (act.target for act in understanding.acts if act.act == "question" and act.topic and act.target)


__all__ = ["ANY", "Focus", "Found", "Understander", "default_encoder", "targets"]
