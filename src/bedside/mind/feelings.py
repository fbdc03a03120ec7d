"""What the patient feels: named feelings from 0 to 1, trust and understanding, each change with its cause.

Feelings come back towards rest with time; the mood is the name of the nearest of a few profiles; valence and arousal
follow from the feelings. The numbers are estimates unless a source stands beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bedside.mind.personas import Persona
from bedside.mind.story import Circumstances, Mood, Move

NAMES = ("pain", "fear", "anger", "sadness", "shame", "fatigue", "ease")
PROFILES: dict[Mood, dict[str, float]] = {
    "calm": {"ease": 0.1},
    "cheerful": {"ease": 0.8},
    "relieved": {"ease": 0.5},
    "anxious": {"fear": 0.6},
    "sad": {"sadness": 0.55, "fatigue": 0.2},
    "tearful": {"sadness": 0.85, "fear": 0.3},
    "angry": {"anger": 0.75},
    "irritable": {"anger": 0.5},
    "withdrawn": {"sadness": 0.3, "shame": 0.3, "fatigue": 0.3},
    "stoic": {"ease": 0.05},
    "confused": {"fear": 0.2, "fatigue": 0.3},
    "in_pain": {"pain": 0.85, "fear": 0.3},
}
"""Feelings of each mood; estimates."""
NAMED: tuple[Mood, ...] = ("calm", "anxious", "sad", "tearful", "angry", "irritable", "relieved", "in_pain")
"""Moods that anybody can come into; the others belong to a temperament or are set by a case."""
HALF_LIFE_MIN = {"fear": 6.0, "anger": 8.0, "sadness": 25.0, "shame": 6.0, "fatigue": 60.0, "ease": 6.0}
"""Minutes in which half of what a feeling is above rest is gone. That sadness lasts longest, and fear, shame and relief
are short, is Verduyn and Lavrijsen 2015 (Motivation and Emotion 39:119–127); the minutes are estimates."""
VALENCE = {"pain": -0.5, "fear": -0.6, "anger": -0.9, "sadness": -1.0, "shame": -0.6, "fatigue": -0.2, "ease": 0.8}
AROUSAL = {"pain": 0.4, "fear": 0.8, "anger": 0.85, "sadness": -0.1, "shame": 0.1, "fatigue": -0.4, "ease": 0.1}
"""What each feeling adds to valence and arousal, on the circumplex of affect (Russell 1980); estimates."""
QUIET_AROUSAL = 0.2
PAIN_COUNTS, OWN_WAY = 0.4, 0.7
"""How much pain counts in naming a mood, and how much nearer the patient's own temperament is than another's."""
AIR_HUNGER = 0.7
"""Fear of somebody who can hardly breathe."""
LEAST = 0.01
"""The smallest change that is told."""


@dataclass(slots=True)
class Feelings:
    """Feelings, trust and understanding as they are; serialisable."""

    trust: float
    temperament: Mood
    now: dict[str, float]
    rest: dict[str, float]
    understanding: float = 0.0
    given: Mood | None = None
    at_ms: int = 0

    @staticmethod
    def at_rest(trust: float, persona: Persona) -> Feelings:
        """Feelings of a persona before anything is said."""
        profile = PROFILES[persona.mood]
        rest = {name: _unit(profile.get(name, 0.0) + persona.feelings.get(name, 0.0)) for name in NAMES}
        return Feelings(trust, persona.mood, dict(rest), rest)

    @property
    def mood(self) -> Mood:
        """The name of the nearest profile; a mood that a case has set counts without pain."""
        choice: dict[Mood, float] = {mood: self._far(mood, PAIN_COUNTS) for mood in NAMED}
        choice[self.temperament] = OWN_WAY * self._far(self.temperament, PAIN_COUNTS)
        if self.given is not None:
            choice[self.given] = OWN_WAY * self._far(self.given, 0.0)
        return min(choice, key=lambda mood: choice[mood])

    @property
    def valence(self) -> float:
        """How good or bad it feels, −1 to 1."""
        return max(-1.0, min(1.0, sum(VALENCE[name] * self.now[name] for name in NAMES)))

    @property
    def arousal(self) -> float:
        """How stirred up, 0 to 1."""
        return _unit(QUIET_AROUSAL + sum(AROUSAL[name] * self.now[name] for name in NAMES))

    def _far(self, mood: Mood, pain_counts: float) -> float:
        profile = PROFILES[mood]
        parts = ((self.now[n] - profile.get(n, 0.0)) ** 2 * (pain_counts if n == "pain" else 1.0) for n in NAMES)
        return sum(parts)


@dataclass(slots=True)
class Moves:
    """Changes of one turn, gathered so that each has its cause."""

    feelings: Feelings
    persona: Persona
    made: list[Move] = field(default_factory=list)

    def trust(self, by: float, cause: str) -> None:
        """Move trust, more or less readily by persona."""
        before = self.feelings.trust
        self.feelings.trust = _unit(before + by * (self.persona.trust_gain if by > 0 else self.persona.trust_loss))
        self._note("trust", before, self.feelings.trust, cause)

    def understanding(self, by: float, cause: str) -> None:
        """Move understanding of what was explained, more or less readily by literacy."""
        before = self.feelings.understanding
        self.feelings.understanding = _unit(before + by * (self.persona.gains if by > 0 else self.persona.loses))
        self._note("understanding", before, self.feelings.understanding, cause)

    def feel(self, what: str, to: float, cause: str) -> None:
        """Set a feeling."""
        before = self.feelings.now[what]
        self.feelings.now[what] = _unit(to)
        self._note(what, before, self.feelings.now[what], cause)

    def add(self, what: str, by: float, cause: str) -> None:
        """Add to a feeling."""
        self.feel(what, self.feelings.now[what] + by, cause)

    def soothe(self, what: str, left: float, cause: str) -> None:
        """Leave a share of a feeling, and of what it would come back to: what was acknowledged does not return."""
        self.feelings.rest[what] = _unit(self.feelings.rest[what] * left)
        self.feel(what, self.feelings.now[what] * left, cause)

    def other(self, what: str, before: float, after: float, cause: str) -> None:
        """Note a change of something that is kept elsewhere, such as consent."""
        self._note(what, before, after, cause)

    def pass_time(self, at_ms: int) -> None:
        """Let feelings come back towards rest up to this time; time that runs backwards changes nothing."""
        feelings = self.feelings
        minutes = (at_ms - feelings.at_ms) / 60_000
        if minutes <= 0:
            return
        feelings.at_ms = at_ms
        for name, half in HALF_LIFE_MIN.items():
            rest = feelings.rest[name]
            self.feel(name, rest + (feelings.now[name] - rest) * 0.5 ** (minutes / half), "time")

    def sense(self, body: Circumstances) -> None:
        """Feel the body: its pain, and the fear of not getting breath."""
        self.feel("pain", body.pain / 10 * min(1.0, self.persona.shows), f"pain {body.pain:.0f} of 10")
        if body.breathless * AIR_HUNGER > self.feelings.now["fear"]:
            self.feel("fear", body.breathless * AIR_HUNGER, "short of breath")

    def set_mood(self, mood: Mood, cause: str) -> None:
        """Feel as a case says."""
        self.feelings.given = mood
        for name in NAMES:
            if name != "pain":
                self.feel(name, PROFILES[mood].get(name, 0.0), cause)

    def told(self) -> tuple[Move, ...]:
        """The changes worth telling, the several of one cause as one."""
        joined: dict[tuple[str, str], Move] = {}
        for move in self.made:
            first = joined.get((move.what, move.cause), move)
            joined[move.what, move.cause] = Move(move.what, first.before, move.after, move.cause)
        return tuple(move for move in joined.values() if abs(move.after - move.before) >= LEAST)

    def _note(self, what: str, before: float, after: float, cause: str) -> None:
        if before != after:
            self.made.append(Move(what, round(before, 3), round(after, 3), cause))


def _unit(value: float) -> float:
    return round(max(0.0, min(1.0, value)), 9)
