"""What was meant: clauses to acts, and questions to `topic.attribute` by names, words and likeness of meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from bedside.mind import acts as ways_of_speaking
from bedside.mind.encoding import SentenceEncoder
from bedside.mind.lexicon import ANY, SHARED, Bank, Spot, Spotter, cues, own_wordings, shared_banks
from bedside.mind.story import Act, Intent, Polarity, Story, Time, Understanding, denied_presence
from bedside.mind.taxonomy import Taxonomy
from bedside.mind.wording import STOP, clauses, content, is_filler, plain, stem, tokens

Target = tuple[str, str]
SURE = 0.56
"""Likeness from which a question counts as understood; chosen on the development turns for few wrong answers."""
CLEAR = 0.62
"""Likeness from which a second question within one clause counts, and a statement counts as a question."""


DETERMINERS = frozenset("the any your this that these those a an of in his her their some with".split())
FOLLOWS: dict[str, str] = {
    "social.smoking": "social.smoking_amount",
    "social.smoking_amount": "social.smoking_amount",
    "social.alcohol": "social.alcohol_amount",
    "social.alcohol_amount": "social.alcohol_amount",
    "social.recreational_drugs": "social.recreational_drugs",
    "medication.current": "medication.dose",
    "allergy.drugs": "allergy.reaction",
    "allergy.food": "allergy.reaction",
}
"""What "how much?" or "how long?" asks for after these."""


BOTH = {"aggravating": "relieving", "relieving": "aggravating"}
UNTELLING = frozenset({"presence", "associated", "previous"})
"""Attributes whose cues go with asking for presence."""
PRESENCE = re.compile(r"^(?:any|do you have|have you (?:had|got|noticed|been having)|are you (?:having|getting)|how about|what about)\b")
TELL = re.compile(r"\b(?:tell me|talk me|walk me|more about|elaborate|go on|explain|say more|what happened)\b")
UMBRELLA = {"past_medical": "conditions", "medication": "current", "allergy": "drugs", "family": "general"}
ACHES = frozenset({"headache", "sore_throat", "heartburn", "dysuria", "cramps", "earache", "toothache"})
SELDOM = frozenset({"obstetric", "paediatric", "gynaecological", "ice", "functional"})
"""Parts of the history that need clearer words when the story says nothing of them."""
PLAIN_WORDS = frozenset("ok okay good fine great sure see well let go going know think right will doctor am".split())


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

    def with_it(self, spot: Spot, head: frozenset[str]) -> str:
        """The clause with `it` in the place of a name; of its words only those of `head` (dry cough: cough), wherever they stand."""
        named = {self.stems[place] for place in spot.places}
        masked = (named & head) or named
        places = {self.places[i] for i, word in enumerate(self.stems) if word in masked and (i in spot.places or word in head)}
        kept: list[str] = []
        for place, word in enumerate(self.words):
            if place in places:
                while kept and kept[-1] in DETERMINERS:
                    kept.pop()
                if not kept or kept[-1] != "it":
                    kept.append("it")
            else:
                kept.append(word)
        return " ".join(kept)


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
        self._unfit = {
            topic.id
            for topic in self.taxonomy.topics.values()
            if not any(a.applies.why_not(story.age_years, story.sex) is None for a in topic.attributes.values())
        }
        raw = cues()
        self._attribute_cues = {name: [re.compile(p) for p in patterns] for name, patterns in raw["attributes"].items()}
        self._regions = {name: re.compile(spec["pattern"]) for name, spec in raw["regions"].items()}
        self._pronoun = re.compile(raw["pronouns"])
        self._generic = frozenset(raw["generic"])

    def is_symptom(self, topic: str) -> bool:
        """Whether a topic has the attributes of a symptom."""
        known = self.taxonomy.topics.get(topic)
        return "presence" in known.attributes if known else topic in self.story.topics

    def understand(self, text: str, focus: Focus = Focus(), intent: Intent = "ask") -> Understanding:  # noqa: B008
        """All acts of a turn. Later clauses lean on topics named in earlier ones."""
        found: list[Act] = []
        parts = clauses(text)
        asks = sum(self._asks(part) for part in parts)
        for part in parts:
            read = self._clause(part, focus, intent, fragment=asks == 0)
            if found and not self._adds(part, read):
                continue
            found += read
            focus = self._after(part, read, focus)
        found = self._without_repeats(found)
        if len({act.target for act in found if act.act == "question" and act.topic}) > 2 or asks > 2:
            found.append(Act("double_question", text=plain(text)))
        if any(ways_of_speaking.marked("jargon", part) for part in parts):
            found.append(Act("jargon", text=plain(text)))
        return Understanding(tuple(found))

    def moved(self, focus: Focus, act: Act) -> Focus:
        """The focus after an act. A symptom that the patient does not have is not dwelt on."""
        if act.act != "question" or not act.topic:
            return focus
        symptom = act.topic if self.is_symptom(act.topic) and act.topic in self.had else focus.symptom
        return Focus(act.topic, symptom, act.attribute)

    @staticmethod
    def _asks(part: str) -> bool:
        return part.endswith("?") or ways_of_speaking.is_question(part)

    def _adds(self, part: str, read: list[Act]) -> bool:
        """Whether a clause says something of its own, unlike "or have you in the past?" and "is that right?"."""
        if set(Clause.of(part).stems) - {"past", "before", "history"} or any(act.act not in ("question", "statement") for act in read):
            return True
        return any(act.confidence >= CLEAR for act in read if act.act == "question")

    def _after(self, part: str, read: list[Act], focus: Focus) -> Focus:
        """The focus after a clause: what it asked for, or the symptom that it only named ("in terms of your cough, …")."""
        asked = [act for act in read if act.act == "question" and act.topic]
        for act in asked:
            symptom = act.topic if act.topic and self.is_symptom(act.topic) else focus.symptom
            focus = Focus(act.topic, symptom, act.attribute)
        if not asked:
            named = [spot for spot in self._spots(Clause.of(part), focus) if self.is_symptom(spot.topic)]
            if named:
                return Focus(named[-1].topic, named[-1].topic, None)
        return focus

    @staticmethod
    def _without_repeats(found: list[Act]) -> list[Act]:
        """Acts without the same fact twice, and without a symptom's presence where more of it is asked in the same turn."""
        generic = cues()["generic"]
        detailed = {act.topic for act in found if act.act == "question" and act.attribute not in ("presence", None)}
        kept: list[Act] = []
        seen: set[str] = set()
        for act in found:
            if act.act == "question" and act.topic:
                target = f"{act.topic}.{act.attribute}"
                if target in seen or (act.attribute == "presence" and act.topic in detailed):
                    continue
                if seen and act.attribute == "presence" and act.topic in generic:
                    continue
                seen.add(target)
            kept.append(act)
        if any(act.act == "question" and act.topic for act in kept):
            kept = [act for act in kept if act.act != "question" or act.topic or act.attribute]
        return kept

    def _clause(self, part: str, focus: Focus, intent: Intent, fragment: bool) -> list[Act]:
        text = part.rstrip("?")
        ways = ways_of_speaking.ways(part)
        found = [Act(way, text=text) for way in ways]
        asked = self._asks(part)
        if ways_of_speaking.is_open(part) and asked:
            found.append(Act("open_question", text=text))
        if asked and ways_of_speaking.marked("leading", part):
            found.append(Act("leading_question", text=text))
        for mark in ("beyond", "exam_or_result", "asks_diagnosis"):
            if asked and ways_of_speaking.marked(mark, part):
                return [*found, Act("question", topic=None, attribute=mark, text=text)]
        if is_filler(text):
            return [*found, Act("statement", text=text)] if not found else found
        alone = any(ways_of_speaking.stands_alone(way) for way in ways)
        if not asked and (alone or not fragment or intent == "tell" or len(tokens(text)) > 6):
            return found or [Act("statement", text=text)]
        readings = self.read(text, focus)
        need = CLEAR + 0.12 if alone else SURE if asked else 0.66
        sure = [reading for reading in readings if reading.likeness >= need]
        if not sure and not ways and TELL.search(text):
            sure = [Found("reason", "story", SURE)]
        if sure:
            return found + [self._question(text, reading) for reading in sure]
        if ways:
            return found
        if asked:
            return [*found, Act("question", text=text, confidence=round(readings[0].likeness, 3) if readings else 0.0)]
        return [Act("statement" if self._makes_sense(text) else "nonsense", text=text)]

    def _makes_sense(self, text: str) -> bool:
        words = tokens(text)
        known = [word for word in words if word in STOP or stem(word) in self.shared.idf or word in PLAIN_WORDS]
        return 2 * len(known) >= len(words)

    def _question(self, text: str, reading: Found) -> Act:
        polarity: Polarity = "neutral"
        if ways_of_speaking.marked("leading", text):
            polarity = "leading"
        elif re.search(r"\b(?:not|never|no)\b", text):
            polarity = "negative"
        time: Time = "past" if re.search(r"\b(?:ever|before|in the past|previous\w*|used to|did|was|were|had)\b", text) else "now"
        return Act("question", reading.topic, reading.attribute, polarity, time, round(min(1.0, reading.likeness), 3), text)

    # Reading one question

    def read(self, text: str, focus: Focus = Focus()) -> list[Found]:  # noqa: B008
        """Readings of a question, best first; several where it lists several things."""
        clause = Clause.of(text)
        region = self._region(clause, focus)
        spots = self._spots(clause, focus)
        listed = self._listed(clause, spots)
        if listed:
            return listed
        scores = self._candidates(clause, spots, focus, region)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        found = [Found(topic, attribute, value) for (topic, attribute), value in ranked[:1]]
        if found and found[0].attribute in BOTH:
            other = BOTH[found[0].attribute]
            if {found[0].attribute, other} <= self._cued(clause.text) or re.search(r"\b(?:better or worse|worse or better)\b", text):
                found.append(Found(found[0].topic, other, found[0].likeness))
        return found

    def _region(self, clause: Clause, focus: Focus) -> str | None:
        for name, pattern in self._regions.items():
            if pattern.search(clause.text):
                return name
        if focus.topic == "family" and re.search(r"^(?:how about|what about|any|anyone|and|or)\b", clause.text):
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
            bonus -= 1.5 if spot.topic == "family" and spot.attribute in ("general", None) else 0.0
            return (-(spot.weight + bonus), spot.start)

        kept: list[Spot] = []
        taken: set[int] = set()
        covered: set[int] = set()
        for spot in sorted(fit, key=worth):
            if set(spot.places) <= covered:
                continue
            strong = {place for place in spot.places if clause.stems[place] not in SHARED}
            if not (strong or set(spot.places)) & taken:
                taken |= strong if len(spot.places) > 1 and strong else set(spot.places)
                covered |= set(spot.places)
                kept.append(self._resolved(spot, focus))
        if any(spot.topic == "family" and spot.attribute not in ("general", None) for spot in kept):
            kept = [spot for spot in kept if spot.attribute not in ("general", None) or spot.topic != "family"]
        return sorted(kept, key=lambda spot: spot.start)

    def _resolved(self, spot: Spot, focus: Focus) -> Spot:
        """A spot whose generic name (pain) stands for a symptom of the story or of the talk (chest pain)."""
        return spot if spot.attribute else replace(spot, topic=self._specific(spot.topic, focus))

    def _specific(self, topic: str, focus: Focus) -> str:
        if topic not in self._generic or topic in self.told:
            return topic
        for other in (focus.symptom, self.presenting, *sorted(self.had)):
            if other and other != topic and self.is_symptom(other) and self._is_a(other, topic):
                return other
        return topic

    def _is_a(self, topic: str, generic: str) -> bool:
        known = self.taxonomy.topics.get(topic)
        own = self.story.topics.get(topic)
        label = known.label if known else own.label if own else ""
        kind = stem({"lumps": "lump"}.get(generic, generic))
        return kind in content(label) or kind in topic.split("_") or (generic == "pain" and topic in ACHES)

    def _head(self, topic: str) -> frozenset[str]:
        known = self.taxonomy.topics.get(topic)
        own = self.story.topics.get(topic)
        return frozenset(content(plain(known.label if known else own.label if own else topic.replace("_", " "))))

    def _listed(self, clause: Clause, spots: list[Spot]) -> list[Found]:
        """Several named things in one question ("any nausea, vomiting or fever"), each asked for its presence."""
        named = [(s.topic, s.attribute or self._whole(s.topic)) for s in spots]
        targets = list(dict.fromkeys((topic, attribute) for topic, attribute in named if attribute))
        if len(targets) < 2 or re.search(r"\b(?:along with|with (?:your|the)|associated with|because of|due to)\b", clause.text):
            return []
        if not re.search(r",|\bor\b|\band\b|\blike\b", clause.text) and len(clause.words) > 4:
            return []
        masked = clause.text
        for spot in spots:
            masked = Clause.of(masked).with_it(spot, frozenset()) if masked == clause.text else masked
        symptoms = [target for target in targets if target[1] == "presence"]
        if self._cued(masked) - UNTELLING and len(symptoms) < 3 and not PRESENCE.search(clause.text):
            return []
        return [Found(topic, attribute, 0.8) for topic, attribute in targets]

    def _whole(self, topic: str) -> str | None:
        """The attribute that stands for a whole topic when only its name is said."""
        return "presence" if self.is_symptom(topic) else UMBRELLA.get(topic)

    def _cued(self, text: str) -> set[str]:
        return {name for name, patterns in self._attribute_cues.items() if any(p.search(text) for p in patterns)}

    def _candidates(self, clause: Clause, spots: list[Spot], focus: Focus, region: str | None) -> dict[Target, float]:
        scores: dict[Target, float] = {}
        symptoms = [spot for spot in spots if self.is_symptom(spot.topic)]
        main = self._main(clause, symptoms)
        masked = clause.with_it(main, self._head(main.topic)) if main else clause.text
        cued = self._cued(masked)
        self._by_wording(scores, clause, region, focus)
        for spot in spots:
            self._by_name(scores, spot, bool(cued - UNTELLING))
            if spot.topic == "medication" and "treatment_tried" in cued:
                scores["medication", spot.attribute or "current"] -= 0.25
        self._by_leaning(scores, clause, main, masked, cued, focus, bool(spots))
        last = f"{focus.topic}.{focus.attribute}"
        if last in FOLLOWS and not spots and cued & {"duration", "amount", "timing", "onset", "character"}:
            topic, attribute = FOLLOWS[last].split(".")
            scores[topic, attribute] = max(scores.get((topic, attribute), 0), 0.9)
        for target in scores:
            if f"{target[0]}.{target[1]}" in self.story.facts:
                scores[target] += 0.03
        return scores

    def _main(self, clause: Clause, symptoms: list[Spot]) -> Spot | None:
        """Of several named symptoms the one that the question is about: one that the patient has, else the first."""
        return next((spot for spot in symptoms if spot.topic in self.had), symptoms[0] if symptoms else None)

    def _by_wording(self, scores: dict[Target, float], clause: Clause, region: str | None, focus: Focus) -> None:
        for bank in (self.shared, self.own):
            for (topic, attribute), value in zip(bank.targets, bank.score(clause.text), strict=True):
                likeness = float(value)
                if (topic == "family") != (region == "family"):
                    likeness -= 0.12
                if region == "past" and topic == "past_medical":
                    likeness += 0.03
                if topic not in self.told:
                    likeness -= 0.1 if topic in self._unfit else 0.05 if topic in SELDOM else 0.0
                if likeness > 0.35:
                    target = (self._specific(topic, focus), attribute)
                    scores[target] = max(likeness, scores.get(target, 0.0))

    def _by_name(self, scores: dict[Target, float], spot: Spot, cued: bool) -> None:
        attribute = spot.attribute or self._whole(spot.topic)
        if attribute:
            target = (spot.topic, attribute)
            if attribute == "presence" and cued:
                scores[target] = max(scores.get(target, 0) - 0.1, 0.52)
            else:
                scores[target] = max(scores.get(target, 0), 0.5 if spot.topic in self._generic else 0.56) + 0.1

    def _by_leaning(
        self, scores: dict[Target, float], clause: Clause, main: Spot | None, masked: str, cued: set[str], focus: Focus, named: bool
    ) -> None:
        """Attributes of the symptom that is named, or else of the one that is talked about."""
        topic = main.topic if main else self._bound(clause, focus)
        if topic is None:
            return
        known = self.taxonomy.topics.get(topic)
        far = 0.0
        if not main:
            far = 0.1 if named else 0.08 if not self._pronoun.search(clause.text) and len(clause.stems) > 2 else 0.0
        for (_, attribute), value in zip(self.leaning.targets, self.leaning.score(masked), strict=True):
            if known and attribute not in known.attributes:
                continue
            likeness = float(value) - far + (0.08 if main else 0.0)
            if attribute == "presence":
                likeness -= 0.1 if cued - UNTELLING else 0.0
            elif attribute in cued:
                likeness += 0.22 if named and not main and attribute == "treatment_tried" else 0.12
            else:
                likeness -= 0.15 if main else 0.06
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
