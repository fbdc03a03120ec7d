"""What a mind is made of (a story) and what it gives back (acts and a reply)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bedside.errors import BedsideError

Rule = Literal["volunteered", "asked", "direct", "rapport", "hidden", "denied"]
Temperament = Literal["calm", "cheerful", "anxious", "sad", "angry", "withdrawn", "stoic", "irritable", "confused"]
Mood = Literal[
    "calm",
    "cheerful",
    "anxious",
    "sad",
    "angry",
    "withdrawn",
    "stoic",
    "irritable",
    "confused",
    "relieved",
    "in_pain",
    "tearful",
]
Status = Literal["answered", "unknown", "clarify", "leaves", "left", "support"]
Personality = Literal["plain", "anxious", "suspicious", "talkative", "stoic", "irritable", "withdrawn", "pleasing"]
Language = Literal["A", "B", "C"]
Recall = Literal["good", "poor"]
Literacy = Literal["low", "average", "high"]
Talkativeness = Literal["terse", "average", "talkative"]
Answers = Literal["for", "beside", "interprets"]
Attitude = Literal["quiet", "worried", "protective", "dominating", "sceptical"]
Who = Literal["patient", "companion"]
How = Literal["elicited", "volunteered"]
Intent = Literal["ask", "greet", "tell"]
Polarity = Literal["neutral", "negative", "leading"]
Time = Literal["now", "past", "future"]


class StoryError(BedsideError):
    """A story that cannot be told; the message names the fact or topic."""


@dataclass(frozen=True, slots=True)
class StoryFact:
    """One thing the patient can say, and when.

    volunteered: in answer to an open question; asked: when its topic is asked about; direct: only when just this is
    asked; rapport: like direct, once trust has reached `unlock`; hidden: `instead` until trust has reached `unlock` and
    it is asked with care; denied: never said, `instead` is. A `private` fact is not said while somebody close is in the
    room; `vague` is said in its place where memory is poor; `child_says` is what a child says of it.
    """

    says: str
    rule: Rule = "asked"
    instead: str | None = None
    unlock: float = 0.6
    asks: tuple[str, ...] = ()
    value: float | None = None
    private: bool = False
    vague: str | None = None
    child_says: str | None = None


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody who came along: answers for the patient, sits beside them, or interprets.

    `knows` names facts, each with the companion's own words, or None where the patient's words are quoted.
    """

    name: str
    relation: str
    answers: Answers = "beside"
    knows: Mapping[str, str | None] = field(default_factory=dict)
    attitude: Attitude = "quiet"

    @property
    def hears_private(self) -> bool:
        """Whether they are somebody before whom private things stay unsaid; an interpreter by trade is not."""
        return self.answers == "beside" or (self.answers == "interprets" and self.relation != "interpreter")


@dataclass(frozen=True, slots=True)
class StoryTopic:
    """A topic of this story that the taxonomy lacks."""

    label: str
    names: tuple[str, ...]
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    """A person with facts by `topic.attribute` in the order of telling; the first symptom is the presenting one."""

    key: str
    name: str
    age_years: float
    sex: Literal["female", "male"]
    facts: Mapping[str, StoryFact]
    opening: str
    speaker: tuple[str, str] | None = None
    temperament: Temperament = "calm"
    literacy: Literacy = "average"
    talkativeness: Talkativeness = "average"
    trust: float = 0.5
    topics: Mapping[str, StoryTopic] = field(default_factory=dict)
    occupation: str | None = None
    personality: Personality | None = None
    language: Language = "C"
    recall: Recall = "good"
    companion: Companion | None = None

    def __post_init__(self) -> None:
        """Check that every fact is named `topic.attribute` and that held-back facts have something to say instead."""
        for name, fact in self.facts.items():
            topic, dot, attribute = name.partition(".")
            if not (topic and dot and attribute) or "." in attribute:
                raise StoryError(
                    f"fact '{name}' of story '{self.key}' is not named topic.attribute.",
                    "Write it like chest_pain.onset.",
                )
            if fact.rule in ("hidden", "denied") and not fact.instead:
                raise StoryError(
                    f"fact '{name}' of story '{self.key}' is {fact.rule} but has no `instead`.",
                    "Give what is said in its place.",
                )
        for name in self.companion.knows if self.companion else ():
            if name not in self.facts:
                raise StoryError(
                    f"the companion of story '{self.key}' knows '{name}', which is not one of its facts.",
                    "Name a fact of the story.",
                )

    @property
    def voice(self) -> Literal["patient", "carer"]:
        """Who answers: the patient, or a carer in their place."""
        return "carer" if self.speaker else "patient"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The state of the body that bears on speech: Glasgow Coma Scale 3–15, pain 0–10, breathlessness 0–1, SpO2 %."""

    gcs: float = 15
    pain: float = 0
    breathless: float = 0.0
    spo2: float | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done with words. `topic` and `attribute` are set for questions that were understood; confidence 0–1."""

    act: str
    topic: str | None = None
    attribute: str | None = None
    polarity: Polarity = "neutral"
    time: Time = "now"
    confidence: float = 1.0
    text: str = ""

    @property
    def target(self) -> str | None:
        """The fact asked for, `topic.attribute`, or the topic alone."""
        return f"{self.topic}.{self.attribute}" if self.topic and self.attribute else self.topic


@dataclass(frozen=True, slots=True)
class Understanding:
    """All acts of a turn in the order in which they were said."""

    acts: tuple[Act, ...]

    def of(self, act: str) -> tuple[Act, ...]:
        """The acts of one kind."""
        return tuple(found for found in self.acts if found.act == act)


@dataclass(frozen=True, slots=True)
class Move:
    """A change of trust, understanding, consent or a feeling, and what caused it."""

    what: str
    before: float
    after: float
    cause: str


@dataclass(frozen=True, slots=True)
class Expression:
    """How something is said: voice, face, eyes and hands.

    `rate` 0.6–1.3 of ordinary speech, `volume`, `pauses` and `breaths` 0–1; `part` is the part of the body held.
    """

    tone: str = "even"
    rate: float = 1.0
    volume: float = 0.7
    pauses: float = 0.1
    breaths: float = 0.0
    gaze: str = "at_clinician"
    gesture: str = "none"
    part: str | None = None
    face: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """What a second voice adds in the same turn."""

    who: Who
    speaker: str
    text: str
    facts: tuple[tuple[str, How], ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What the patient or whoever is with them does in answer to a turn."""

    text: str
    status: Status
    speaker: str
    facts: tuple[tuple[str, How], ...]
    acts: tuple[Act, ...]
    mood: Mood
    trust: float
    face: Mapping[str, float]
    who: Who = "patient"
    because: Mapping[str, str] = field(default_factory=dict)
    """What opened each of `facts`."""
    defaults: tuple[tuple[str, str], ...] = ()
    """Answers that the story does not hold, `topic.attribute` and words; from now on they are true."""
    moved: tuple[Move, ...] = ()
    expression: Expression = Expression()
    also: tuple[Said, ...] = ()
    interpreted_by: str | None = None


def denied_presence(story: Story, topic: str) -> bool:
    """Whether the story says that a symptom is absent."""
    fact = story.facts.get(f"{topic}.presence")
    return fact is not None and fact.says.lower().startswith(_DENIALS)


_DENIALS = ("no", "not ", "i haven't", "i don't", "he hasn't", "she hasn't", "he doesn't", "she doesn't", "never")
