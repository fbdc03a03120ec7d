"""Which fact a question asks for: by the names in it, by likeness to known wordings, and by what is talked about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from bedside.mind.encoding import SentenceEncoder
from bedside.mind.lexicon import SHARED, Bank, Spot, Spotter, cues, own_wordings, shared_banks
from bedside.mind.story import Story, denied_presence
from bedside.mind.taxonomy import Taxonomy
from bedside.mind.wording import STOP, content, plain, stem, tokens

Target = tuple[str, str]


DETERMINERS = frozenset(
    ("the", "any", "your", "this", "that", "these", "those", "a", "an", "his", "her", "their", "some")
)
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
PRESENCE = re.compile(
    r"^(?:any|do you have(?! any idea)|have you (?:had|got|noticed|been having)|are you (?:having|getting)|"
    r"how about|what about)\b"
)
PRIVATE = frozenset({"gynaecological", "obstetric", "male_genital", "genital", "breast", "child"})
LIKE_THAT = re.compile(
    r"^(?:do|have|has|are|is|did|any)\b.*\b(?:like (?:that|this)|(?:that|this) way|any of (?:that|those|these)|"
    r"happen\w* to you|those|the same)\b"
)
"""Asks whether what was just named is there."""
WH = re.compile(r"^(?:how|when|where|what|which|why|whereabouts|describe|can you (?:describe|point|show))\b")
FLOOR = 0.6
"""Likeness given to an attribute whose most telling pattern fits and whose symptom is clear."""
EXACT = 0.93
"""Likeness from which a question is one of the known wordings."""
UMBRELLA = {"past_medical": "conditions", "medication": "current", "allergy": "drugs", "family": "general"}
ACHES = frozenset({"headache", "sore_throat", "heartburn", "dysuria", "cramps", "earache", "toothache"})
SELDOM = frozenset({"obstetric", "paediatric", "gynaecological", "ice", "functional"})
"""Parts of the history that need clearer words when the story says nothing of them."""


@dataclass(frozen=True, slots=True)
class Focus:
    """What is being talked about: the last topic, symptom and attribute asked for, and what the patient said last."""

    topic: str | None = None
    symptom: str | None = None
    attribute: str | None = None
    named: bool = False
    """Whether it was only named, in this same turn, and not asked for."""
    last_words: str = ""
    """What the patient said last."""


NOTHING = Focus()
"""Nothing has been talked about yet."""


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
        """The clause with `it` in the place of a name; of its words only those of `head` (dry cough: cough)."""
        named = {self.stems[place] for place in spot.places}
        masked = (named & head) or named
        places = {
            self.places[i] for i, word in enumerate(self.stems) if word in masked and (i in spot.places or word in head)
        }
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


class Reader:
    """Reads questions about one story."""

    def __init__(self, story: Story, encoder: SentenceEncoder | None = None) -> None:
        """Shares the taxonomy's wordings with all other minds; encodes only what is the story's own."""
        self.story = story
        self.taxonomy = Taxonomy.load()
        self.encoder = encoder or default_encoder()
        self.shared, self.leaning, self.names = shared_banks(self.encoder)
        self.own = Bank(own_wordings(story, self.taxonomy), self.encoder)
        self.own_names = Spotter(
            (name, topic, None) for topic, own in story.topics.items() for name in (own.label, *own.names)
        )
        self.told = {name.split(".", 1)[0] for name in story.facts}
        self.had = {topic for topic in self.told if not denied_presence(story, topic)}
        self.presenting = next(
            (name.split(".", 1)[0] for name in story.facts if self.is_symptom(name.split(".", 1)[0])), None
        )
        self._unfit = {
            topic.id
            for topic in self.taxonomy.topics.values()
            if not any(a.applies.why_not(story.age_years, story.sex) is None for a in topic.attributes.values())
        }
        self._seldom = {
            topic.id for topic in self.taxonomy.topics.values() if topic.id in SELDOM or topic.system in PRIVATE
        }
        raw = cues()
        self._attribute_cues = {name: [re.compile(p) for p in patterns] for name, patterns in raw["attributes"].items()}
        self._regions: dict[str, re.Pattern[str]] = {
            name: re.compile(spec["pattern"]) for name, spec in raw["regions"].items()
        }
        self._pronoun = re.compile(raw["pronouns"])
        self._generic = frozenset(raw["generic"])

    def is_symptom(self, topic: str) -> bool:
        """Whether a topic has the attributes of a symptom."""
        known = self.taxonomy.topics.get(topic)
        return "presence" in known.attributes if known else topic in self.story.topics

    def own_likeness(self, text: str) -> float:
        """How like the nearest of the case's own wordings a turn is, 0 to 1."""
        if not self.own.targets:
            return 0.0
        return float(self.own.score(plain(text).rstrip("?")).max())

    def stands_for(self, fact: str) -> str:
        """The fact of this story that a general one (pain.severity) means, or itself."""
        topic, attribute = fact.split(".", 1)
        return f"{self._specific(topic, NOTHING)}.{attribute}"

    def fits(self, fact: str) -> bool:
        """Whether a fact of the taxonomy makes sense for a person of this age and sex."""
        topic, attribute = fact.split(".", 1)
        known = self.taxonomy.topics.get(topic)
        if known is None or attribute not in known.attributes:
            return False
        return known.attributes[attribute].applies.why_not(self.story.age_years, self.story.sex) is None

    def read(self, text: str, focus: Focus = NOTHING) -> list[Found]:
        """Readings of a question, best first; several where it lists several things."""
        clause = Clause.of(text)
        region = self._region(clause, focus)
        spots = self.spots(clause, focus)
        listed = self._listed(clause, spots)
        if listed:
            return listed
        if focus.topic and not focus.attribute and not spots and LIKE_THAT.search(text):
            return [Found(focus.topic, "presence", 0.8)]
        scores = self._candidates(clause, spots, focus, region)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        found = [Found(topic, attribute, value) for (topic, attribute), value in ranked[:1]]
        if found and found[0].attribute in BOTH:
            other = BOTH[found[0].attribute]
            if {found[0].attribute, other} <= self._cued(clause.text) or re.search(
                r"\b(?:better or worse|worse or better)\b", text
            ):
                found.append(Found(found[0].topic, other, found[0].likeness))
        return found

    def _region(self, clause: Clause, focus: Focus) -> str | None:
        for name, pattern in self._regions.items():
            if pattern.search(clause.text):
                return name
        if focus.topic == "family" and re.search(r"^(?:how about|what about|any|anyone|and|or)\b", clause.text):
            return "family"
        return None

    def spots(self, clause: Clause, focus: Focus) -> list[Spot]:
        """Names in the clause that do not overlap, fit for the region asked about."""
        region = self._region(clause, focus)
        found = self.names.find(list(clause.stems)) + self.own_names.find(list(clause.stems))
        fit = [s for s in found if (s.topic == "family") == (region == "family")]
        if region == "others":
            fit = [s for s in fit if s.topic == "social"]

        def worth(spot: Spot) -> tuple[float, int]:
            bonus = 0.6 if spot.topic in self.told else 0.0
            bonus += 0.3 if {clause.stems[place] for place in spot.places} == self._head(spot.topic) else 0.0
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
        if len(targets) < 2 or re.search(
            r"\b(?:along with|with (?:your|the)|associated with|because of|due to)\b", clause.text
        ):
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

    def _plainly(self, text: str) -> set[str]:
        """Attributes whose most telling pattern fits."""
        return {
            name for name, patterns in self._attribute_cues.items() if patterns[0].search(text) and name != "presence"
        }

    def _cued(self, text: str) -> set[str]:
        return {name for name, patterns in self._attribute_cues.items() if any(p.search(text) for p in patterns)}

    def _candidates(self, clause: Clause, spots: list[Spot], focus: Focus, region: str | None) -> dict[Target, float]:
        scores: dict[Target, float] = {}
        symptoms = [spot for spot in spots if self.is_symptom(spot.topic)]
        main = self._main(clause, symptoms)
        far = 0.0
        if main and main.topic not in self.had and self._about_the_other(clause, main):
            main, far = None, 0.04
        masked = clause.with_it(main, self._head(main.topic)) if main else clause.text
        cued = self._cued(masked)
        self._by_wording(scores, clause, region, focus)
        strange = self.strange(clause)
        for spot in spots:
            self._by_name(scores, spot, self._detail(clause, spot, cued), strange)
            if spot.topic == "medication" and "treatment_tried" in cued:
                scores["medication", spot.attribute or "current"] -= 0.25
        if main or region not in ("others", "family"):
            self._by_leaning(scores, clause, main, masked, cued, focus, bool(spots), far)
        follow = self._followed(focus)
        if follow and not spots and cued & {"duration", "amount", "timing", "onset", "character"}:
            topic, attribute = follow.split(".")
            scores[topic, attribute] = max(scores.get((topic, attribute), 0), 1.2 if focus.named else 0.9)
        for target in scores:
            if f"{target[0]}.{target[1]}" in self.story.facts:
                scores[target] += 0.03
        return scores

    def _about_the_other(self, clause: Clause, spot: Spot) -> bool:
        """Whether a symptom is only named to ask about the one talked of ("does it stop you sleeping")."""
        cued = self._cued(clause.text)
        if spot.topic == "pleuritic_pain":
            return "aggravating" in cued and bool(self.had)
        return "impact" in cued and bool(self._pronoun.search(clause.text))

    def _followed(self, focus: Focus) -> str | None:
        """What "how long?" or "how often?" asks for after something other than a symptom."""
        last = f"{focus.topic}.{focus.attribute}"
        if last in FOLLOWS:
            return FOLLOWS[last]
        if not focus.topic or not focus.attribute or self.is_symptom(focus.topic):
            return None
        return (
            last
            if focus.named or (last in self.story.facts and focus.topic in ("past_medical", "medication", "social"))
            else None
        )

    def _main(self, clause: Clause, symptoms: list[Spot]) -> Spot | None:
        """Of several named symptoms the one that the question is about: one that the patient has, else the first."""
        return next((spot for spot in symptoms if spot.topic in self.had), symptoms[0] if symptoms else None)

    def strange(self, clause: Clause) -> float:
        """The share of content words that no wording has."""
        banks = (self.shared, self.leaning, self.own)
        return sum(all(word not in bank.idf for bank in banks) for word in clause.stems) / max(1, len(clause.stems))

    def _by_wording(self, scores: dict[Target, float], clause: Clause, region: str | None, focus: Focus) -> None:
        outside = 0.2 * self.strange(clause)
        for bank in (self.shared, self.own):
            for (topic, attribute), value in zip(bank.targets, bank.score(clause.text), strict=True):
                likeness = float(value) - outside
                if region == "others" and topic not in ("social", "family"):
                    likeness -= 0.12
                if (topic == "family") != (region == "family"):
                    likeness -= 0.12
                if region == "past" and topic == "past_medical":
                    likeness += 0.03
                if topic not in self.told:
                    likeness -= 0.1 if topic in self._unfit else 0.05 if topic in self._seldom else 0.0
                if bank is self.own and likeness >= EXACT:
                    likeness += 0.2
                if clause.text in bank.verbatim and (topic, attribute) in bank.verbatim[clause.text]:
                    likeness += 0.5
                if likeness > 0.35:
                    target = (self._specific(topic, focus), attribute)
                    scores[target] = max(likeness, scores.get(target, 0.0))

    def _detail(self, clause: Clause, spot: Spot, cued: set[str]) -> float:
        """How much speaks against mere presence: 0 where nothing but a symptom's name is asked about."""
        told = cued - (UNTELLING - {"previous"} if spot.topic in self.had else UNTELLING)
        if not told or (PRESENCE.search(clause.text) and spot.topic not in self.had):
            return 0.0
        return 0.25 if WH.search(clause.text) else 0.1

    def _by_name(self, scores: dict[Target, float], spot: Spot, detail: float, strange: float) -> None:
        attribute = spot.attribute or self._whole(spot.topic)
        if not attribute:
            return
        target = (spot.topic, attribute)
        known = scores.get(target, 0.0)
        if known >= 1.2:
            return
        if known >= EXACT:
            scores[target] = known + 0.2
        elif attribute == "presence" and detail:
            scores[target] = max(known - detail, 0.52)
        elif attribute == UMBRELLA.get(spot.topic):
            scores[target] = max(known, 0.6)
        else:
            doubt = 0.3 * strange if spot.attribute and len(spot.places) == 1 else 0.0
            scores[target] = max(known, 0.5 if spot.topic in self._generic else 0.56 - doubt) + 0.1

    def _by_leaning(
        self,
        scores: dict[Target, float],
        clause: Clause,
        main: Spot | None,
        masked: str,
        cued: set[str],
        focus: Focus,
        named: bool,
        far: float,
    ) -> None:
        """Attributes of the symptom that is named, or else of the one that is talked about."""
        topic = main.topic if main else self._bound(clause, focus)
        if topic is None:
            return
        known = self.taxonomy.topics.get(topic)
        if not main and not far:
            far = 0.1 if named else 0.08 if not self._pronoun.search(clause.text) and len(clause.stems) > 2 else 0.0
        near = main is not None or (bool(self._pronoun.search(clause.text)) and not named and not self.strange(clause))
        plainly = self._plainly(masked) if near else set()
        for (_, attribute), value in zip(self.leaning.targets, self.leaning.score(masked), strict=True):
            if known and attribute not in known.attributes:
                continue
            likeness = float(value) - far + (0.08 if main else 0.0)
            if attribute == "presence":
                likeness -= self._detail(clause, main, cued) if main else 0.1 if cued - UNTELLING else 0.0
            elif attribute in cued:
                likeness += 0.22 if named and not main and attribute == "treatment_tried" else 0.12
            else:
                likeness -= 0.06 if not main else 0.15 if main.topic in self.had else 0.23
            if attribute in plainly:
                likeness = max(likeness, FLOOR)
            if likeness > scores.get((topic, attribute), 0):
                scores[topic, attribute] = likeness

    def _bound(self, clause: Clause, focus: Focus) -> str | None:
        """The symptom that an unnamed question is about."""
        if re.search(r"\b(?:symptoms?|all (?:of )?this|problem|complaint)\b", clause.text):
            return self.presenting or focus.symptom
        return focus.symptom or self.presenting
