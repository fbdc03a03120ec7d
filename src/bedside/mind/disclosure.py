"""Which facts may be said now: the gate. It hands on pieces of speech and never what is held back."""

from __future__ import annotations

from dataclasses import dataclass, field

from bedside.mind.expression import Source, first_sentence, line, lowered
from bedside.mind.story import How, Story, StoryFact, denied_presence
from bedside.mind.taxonomy import Taxonomy, TaxonomyError
from bedside.mind.wording import content, plain

OPENLY = 3
"""Most facts told in answer to an open question."""
TOLD_BY_PRESENCE = frozenset({"timing", "progression", "severity", "character", "amount", "associated"})
"""Sides of a symptom that people answer by what they know of it, where the case has no more."""
RELATED: dict[str, tuple[str, ...]] = {
    "onset": ("duration", "trigger", "timing"),
    "duration": ("onset", "timing"),
    "timing": ("duration", "progression"),
    "progression": ("timing",),
    "aggravating": ("trigger",),
    "trigger": ("aggravating", "onset"),
    "relieving": ("treatment_tried",),
    "treatment_tried": ("relieving",),
    "radiation": ("site",),
    "site": ("radiation",),
    "colour": ("character", "content"),
    "content": ("character", "colour", "amount"),
    "amount": ("character", "severity"),
    "severity": ("impact",),
}
"""Attributes that answer for a missing one, nearest first: what began an hour ago has lasted an hour."""
TWINS = {
    "obstetric.fetal_movements": "reduced_fetal_movements.presence",
    "reduced_fetal_movements.presence": "obstetric.fetal_movements",
    "identity.occupation": "social.occupation",
    "social.occupation": "identity.occupation",
    "fatigue.presence": "low_energy.presence",
    "low_energy.presence": "fatigue.presence",
    "ice.impact": "reason.impact",
    "family.asthma": "family.lung_disease",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words to be spoken, where they come from, and the fact they carry."""

    text: str
    source: Source
    fact: str | None = None
    how: How = "elicited"


@dataclass(slots=True)
class Memory:
    """What has been said so far: facts with how they came out, stand-ins said, defaults given, lines used."""

    said: dict[str, How] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    stood_in: list[str] = field(default_factory=list)
    opened: int = 0

    def count(self, key: str) -> int:
        """How often this came up before; counts this time."""
        before = self.times.get(key, 0)
        self.times[key] = before + 1
        return before


class Gate:
    """Decides what a question lets out of one story."""

    def __init__(self, story: Story, taxonomy: Taxonomy) -> None:
        """Of a story over the taxonomy."""
        self.story = story
        self.taxonomy = taxonomy

    def answer(self, topic: str, attribute: str, memory: Memory, trust: float, care: bool, mood: str) -> list[Piece]:
        """What a closed question brings: one fact or its stand-in, a related fact, or the default."""
        name = self._holder(topic, attribute)
        if name:
            return self._fact(name, memory, trust, care, mood)
        if f"{topic}.{attribute}" in ("reason.opening", "reason.story"):
            return self.openly(None, memory)
        if topic == "reason" and attribute == "anything_else":
            rest = self._tellable(None, memory, ("volunteered",))
            if rest:
                return self._tell(rest[:1], memory, "volunteered")
        return [self._default(topic, attribute, memory, mood)]

    def openly(self, topic: str | None, memory: Memory) -> list[Piece]:
        """What an open question brings: the opening, then at most three facts that are not held back."""
        pieces: list[Piece] = []
        how: How = "elicited" if topic else "volunteered"
        most = OPENLY
        if topic is None and memory.opened == 0:
            pieces.append(Piece(self.story.opening, "opening"))
            memory.opened = 1
            most = {"terse": 0, "average": 1, "talkative": 2}[self.story.talkativeness]
            found = self._tellable(None, memory, ("volunteered",))
        elif topic is None:
            found = self._tellable(None, memory, ("volunteered",)) or self._tellable(
                self._presenting(), memory, ("asked",)
            )
            most = {"terse": 1, "average": 2, "talkative": OPENLY}[self.story.talkativeness]
        else:
            found = self._tellable(topic, memory, ("volunteered", "asked"))
        pieces += self._tell(found[:most], memory, how)
        return pieces or [Piece(line("nothing_more", self.story, "calm", memory.count("line.nothing_more")), "line")]

    def disclose(self, name: str, memory: Memory, how: How = "volunteered") -> None:
        """Count a fact as said."""
        memory.said.setdefault(name, how)

    def _presenting(self) -> str | None:
        return next(
            (name.split(".", 1)[0] for name, fact in self.story.facts.items() if fact.rule in ("asked", "volunteered")),
            None,
        )

    def _tellable(self, topic: str | None, memory: Memory, rules: tuple[str, ...]) -> list[str]:
        return [
            name
            for name, fact in self.story.facts.items()
            if fact.rule in rules and name not in memory.said and (topic is None or name.startswith(f"{topic}."))
        ]

    def _tell(self, names: list[str], memory: Memory, how: How) -> list[Piece]:
        pieces = []
        for name in names:
            fact = self.story.facts[name]
            kind: How = "volunteered" if fact.rule == "volunteered" else how
            memory.said.setdefault(name, kind)
            pieces.append(Piece(fact.says, "says", name, kind))
        return pieces

    def _holder(self, topic: str, attribute: str) -> str | None:
        """The fact that answers `topic.attribute`: itself, its twin, one that speaks of it, or a related one."""
        name = f"{topic}.{attribute}"
        facts = self.story.facts
        if name in facts:
            return name
        if TWINS.get(name) in facts:
            return TWINS[name]
        same = [other for other in facts if other.startswith(f"{topic}.")]
        if not same:
            return None
        spoken = self._speaks_of(topic, attribute, same)
        if spoken:
            return spoken
        if attribute == "presence" or topic in self.story.topics:
            return next((o for o in same if facts[o].rule in ("volunteered", "asked", "direct")), same[0])
        if denied_presence(self.story, topic):
            return None
        for near in RELATED.get(attribute, ()):
            other = f"{topic}.{near}"
            if other in facts and facts[other].rule in ("volunteered", "asked"):
                return other
        whole = f"{topic}.presence"
        if attribute in TOLD_BY_PRESENCE and whole in facts and facts[whole].rule in ("volunteered", "asked"):
            return whole
        return None

    def _speaks_of(self, topic: str, attribute: str, same: list[str]) -> str | None:
        """A fact of the topic whose words name what was asked for, such as a father's heart attack."""
        known = self.taxonomy.topics.get(topic)
        entry = known.attributes.get(attribute) if known else None
        if entry is None or not entry.names:
            return None
        telling = [set(content(plain(name))) for name in entry.names]
        for other in same:
            fact = self.story.facts[other]
            words = set(content(plain(fact.says)))
            if fact.rule in ("volunteered", "asked", "direct") and any(name and name <= words for name in telling):
                return other
        return None

    def _fact(self, name: str, memory: Memory, trust: float, care: bool, mood: str) -> list[Piece]:
        fact = self.story.facts[name]
        if not self._free(fact, trust, care) and name not in memory.said:
            again = memory.count(f"instead.{name}")
            if name not in memory.stood_in:
                memory.stood_in.append(name)
            if fact.instead:
                return [Piece(first_sentence(fact.instead) if again else fact.instead, "instead")]
            return [Piece(line("rather_not", self.story, mood, again), "line")]
        if name in memory.said:
            memory.said[name] = "elicited"
            again = memory.count(f"again.{name}")
            lead = line("again", self.story, mood, again)
            short = first_sentence(fact.says)
            if again % 2:
                return [Piece(short, "says", name)]
            return [Piece(lead, "line"), Piece(lowered(short), "says", name)]
        memory.said[name] = "elicited"
        if name in memory.stood_in and fact.rule in ("hidden", "rapport"):
            return [
                Piece(line("truth", self.story, mood, memory.count("line.truth")), "line"),
                Piece(lowered(fact.says), "says", name),
            ]
        return [Piece(fact.says, "says", name)]

    @staticmethod
    def _free(fact: StoryFact, trust: float, care: bool) -> bool:
        if fact.rule == "denied":
            return False
        if fact.rule == "hidden":
            return care and trust >= fact.unlock
        return fact.rule != "rapport" or trust >= fact.unlock

    def _default(self, topic: str, attribute: str, memory: Memory, mood: str) -> Piece:
        own = self._own_detail(topic, attribute)
        if own:
            return own
        told = any(name.startswith(f"{topic}.") for name in self.story.facts) and not denied_presence(self.story, topic)
        known = self.taxonomy.topics.get(topic)
        if known is None or (told and "presence" in known.attributes):
            return Piece(line("unsure", self.story, mood, memory.count("line.unsure")), "line")
        try:
            text = self.taxonomy.default(
                topic,
                attribute,
                age_years=self.story.age_years,
                sex=self.story.sex,
                key=self.story.key,
                carer=self.story.speaker is not None,
            )
        except TaxonomyError:
            return Piece(line("unsure", self.story, mood, memory.count("line.unsure")), "line")
        return Piece(text, "default")

    def _own_detail(self, topic: str, attribute: str) -> Piece | None:
        """Name, job and who came along, which every story has."""
        if topic == "identity" and attribute == "name":
            return Piece(f"{self.story.name}.", "name")
        if topic == "identity" and attribute == "companion" and self.story.speaker:
            return Piece(f"{self.story.speaker[0]}, the {self.story.speaker[1]}.", "name")
        if attribute == "occupation" and self.story.occupation:
            return Piece(f"{self.story.occupation[0].upper()}{self.story.occupation[1:]}.", "name")
        return None
