"""Which facts may be said now: the gate. It hands on pieces of speech and never what is held back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bedside.mind.company import SPEAKS_AS_ADULT_FROM, child_words
from bedside.mind.expression import Source, first_sentence, line, lowered, rest_after_first
from bedside.mind.personas import Persona, persona_of
from bedside.mind.remembering import Memory
from bedside.mind.story import How, Mood, Rule, Story, StoryFact, denied_presence
from bedside.mind.taxonomy import Taxonomy, TaxonomyError
from bedside.mind.wording import content, plain

__all__ = ["Asking", "Gate", "Memory", "Piece"]

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
UMBRELLAS = frozenset({"family.general", "past_medical.conditions", "medication.current"})
"""Facts that stand for a whole topic: where the case has none, its other facts answer."""
TOLD_IN_GENERAL = 2
"""Most facts told in answer to a question about a whole topic."""
DENYING = ("no", "none", "never", "i don't", "i haven't", "i've never", "she doesn't", "he doesn't", "we don't")
"""Beginnings of what denies."""
TWINS = {
    "obstetric.fetal_movements": "reduced_fetal_movements.presence",
    "reduced_fetal_movements.presence": "obstetric.fetal_movements",
    "identity.occupation": "social.occupation",
    "social.occupation": "identity.occupation",
    "fatigue.presence": "low_energy.presence",
    "low_energy.presence": "fatigue.presence",
    "paediatric.immunisations": "past_medical.vaccination",
    "past_medical.vaccination": "paediatric.immunisations",
    "ice.impact": "reason.impact",
    "family.asthma": "family.lung_disease",
}


@dataclass(frozen=True, slots=True)
class Needs:
    """What a rule of disclosure needs before the truth is said."""

    trust: bool = False
    care: bool = False
    never: bool = False


RULES: dict[Rule, Needs] = {
    "volunteered": Needs(),
    "asked": Needs(),
    "direct": Needs(),
    "rapport": Needs(trust=True),
    "hidden": Needs(trust=True, care=True),
    "denied": Needs(never=True),
}
OPENLY_TOLD: tuple[Rule, ...] = ("volunteered", "asked")
"""Rules whose facts come in answer to an open question on their topic."""
LEANINGS = {"asked openly after care": 0.1, "angry": -0.05, "ashamed": -0.1}
"""How far these bring trust nearer to, or away from, what a fact needs; estimates."""
WORRIES = ("ice.concerns", "ice.feelings", "ice.expectations", "ice.ideas")
"""What an open question after care brings sooner, and what may come out at the door, first that is left."""
ASHAMED = 0.5
VAGUE_SIDES = frozenset(
    ("onset", "duration", "timing", "previous", "last_well", "dose", "amount", "lmp", "adherence", "date_of_onset")
)
"""Sides of the history that a poor memory blurs."""
PRECISE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hour|day|week|month|year|morning|"
    r"night|evening|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|o'clock|half|past|ten to)s?\b",
    re.IGNORECASE,
)
"""Words of number and time."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words to be spoken, where they come from, and the fact they carry."""

    text: str
    source: Source
    fact: str | None = None
    how: How = "elicited"
    because: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """All that bears on an answer besides the story: trust, care shown (and when), mood, privacy, the words' kind."""

    trust: float = 0.5
    care_turn: int | None = None
    mood: Mood = "calm"
    shame: float = 0.0
    alone: bool = True
    open: bool = False
    freely: bool = False
    """Whether it leaves the answer to the patient: open, or what and how rather than yes or no."""
    turn: int = 0

    def nearer(self, worry: bool) -> float:
        """Trust as it weighs for this question."""
        trust = self.trust
        if worry and self.freely and self.care_turn is not None:
            trust += LEANINGS["asked openly after care"]
        if self.mood == "angry":
            trust += LEANINGS["angry"]
        if self.shame >= ASHAMED and self.care_turn is None:
            trust += LEANINGS["ashamed"]
        return trust


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a fact may be said, why, and whether it is only the company that holds it back."""

    free: bool
    because: str
    private: bool = False


def judge(name: str, fact: StoryFact, asking: Asking) -> Verdict:
    """Whether a fact may be said: rule, trust, care, mood and who is in the room."""
    needs = RULES[fact.rule]
    if needs.never:
        return Verdict(False, "never said")
    trust = asking.nearer(name in WORRIES)
    reasons = []
    if needs.trust:
        if trust < fact.unlock:
            return Verdict(False, f"trust {trust:.2f} < {fact.unlock:.2f}")
        reasons.append(f"trust {trust:.2f} ≥ {fact.unlock:.2f}")
    if needs.care:
        if asking.care_turn is None:
            return Verdict(False, "no care shown")
        reasons.append(f"care shown in turn {asking.care_turn}")
    if fact.private and not asking.alone:
        return Verdict(False, "not alone", private=True)
    if fact.private:
        reasons.append("alone")
    return Verdict(True, " and ".join(reasons) or "asked")


class Gate:
    """Decides what a question lets out of one story."""

    def __init__(self, story: Story, taxonomy: Taxonomy, persona: Persona | None = None, seed: int = 0) -> None:
        """Of a story over the taxonomy."""
        self.story = story
        self.taxonomy = taxonomy
        self.persona = persona or persona_of(story)
        self.seed = seed

    def answer(self, topic: str, attribute: str, memory: Memory, asking: Asking) -> list[Piece]:
        """What a closed question brings: one fact or its stand-in, a related fact, or the default."""
        name = self.holder(topic, attribute)
        if name:
            return self._fact(name, memory, asking)
        if f"{topic}.{attribute}" in ("reason.opening", "reason.story"):
            return self.openly(None, memory, asking)
        if topic == "reason" and attribute == "anything_else":
            rest = self._rest_of(None, memory) or self._tell(
                self._tellable(None, memory, ("volunteered",), asking)[:1],
                memory,
                "volunteered",
                asking,
                "open question",
            )
            if rest:
                return rest
        if f"{topic}.{attribute}" in UMBRELLAS:
            told = self._in_general(topic, memory, asking)
            if told:
                return told
        return [self._default(topic, attribute, memory, asking.mood)]

    def _in_general(self, topic: str, memory: Memory, asking: Asking) -> list[Piece]:
        """What a question about a whole topic brings: nobody denies what they tell when asked for it by name."""
        facts = self.story.facts
        there = [
            name
            for name, fact in facts.items()
            if name.startswith(f"{topic}.") and not fact.says.lower().startswith(DENYING) and fact.rule != "denied"
        ]
        new = [name for name in self._tellable(topic, memory, OPENLY_TOLD, asking) if name in there]
        if new:
            return self._tell(new[:TOLD_IN_GENERAL], memory, "elicited", asking, "asked in general")
        known = next((name for name in there if name in memory.said), None)
        if known:
            return self._again(known, memory, asking)
        return [self._line("unsure", asking.mood, memory)] if there else []

    def openly(self, topic: str | None, memory: Memory, asking: Asking) -> list[Piece]:
        """What an open question brings: the opening, then a few facts that are not held back."""
        pieces: list[Piece] = []
        how: How = "elicited" if topic else "volunteered"
        most, because = self.persona.openly, "open question"
        if topic is None and memory.opened == 0:
            because = "opening"
            pieces.append(Piece(self.story.opening, "opening"))
            memory.opened = 1
            most = self.persona.opens
            found = self._tellable(None, memory, ("volunteered",), asking)
        elif topic is None:
            found = self._tellable(None, memory, ("volunteered",), asking) or self._tellable(
                self._presenting(), memory, ("asked",), asking
            )
            most = min(most, 1 + self.persona.opens)
        else:
            found = self._tellable(topic, memory, OPENLY_TOLD, asking)
        pieces += self._rest_of(topic, memory)
        pieces += self._tell(found[:most], memory, how, asking, because)
        return pieces or [self._line("nothing_more", "calm", memory)]

    def at_the_door(self, memory: Memory, asking: Asking) -> list[Piece]:
        """A worry held back until now that comes out as the visit closes, once, where trust is high enough."""
        if asking.trust < self.persona.door or memory.times.get("line.door"):
            return []
        for name in WORRIES[:2]:
            fact = self.story.facts.get(name)
            if fact is None or name in memory.said or not RULES[fact.rule].trust:
                continue
            if judge(name, fact, asking).free:
                memory.tell(name, "volunteered", asking.turn, "closing")
                said = Piece(lowered(fact.says), "says", name, "volunteered", "closing")
                return [self._line("door", asking.mood, memory), said]
        return []

    def disclose(self, name: str, memory: Memory, how: How = "volunteered", turn: int = 0) -> None:
        """Count a fact as said."""
        memory.tell(name, how, turn, "reaction")

    def holder(self, topic: str, attribute: str) -> str | None:
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
            if other in facts and facts[other].rule in OPENLY_TOLD:
                return other
        whole = f"{topic}.presence"
        if attribute in TOLD_BY_PRESENCE and whole in facts and facts[whole].rule in OPENLY_TOLD:
            return whole
        return None

    def _presenting(self) -> str | None:
        return next(
            (name.split(".", 1)[0] for name, fact in self.story.facts.items() if fact.rule in OPENLY_TOLD),
            None,
        )

    def _tellable(self, topic: str | None, memory: Memory, rules: tuple[Rule, ...], asking: Asking) -> list[str]:
        return [
            name
            for name, fact in self.story.facts.items()
            if fact.rule in rules
            and name not in memory.said
            and (topic is None or name.startswith(f"{topic}."))
            and (asking.alone or not fact.private)
        ]

    def _tell(self, names: list[str], memory: Memory, how: How, asking: Asking, because: str) -> list[Piece]:
        pieces = []
        for name in names:
            fact = self.story.facts[name]
            kind: How = "volunteered" if fact.rule == "volunteered" else how
            memory.tell(name, kind, asking.turn, because)
            pieces.append(Piece(self._wording(name, memory), "says", name, kind, because))
        return pieces

    def _wording(self, name: str, memory: Memory) -> str:
        """The fact's words; of many only the first sentence where the patient is brief, the rest when asked."""
        fact = self.story.facts[name]
        if self.persona.forgets and fact.vague and name not in memory.vaguely:
            memory.vaguely.append(name)
            return fact.vague
        if self.story.speaker is None and self.story.age_years < SPEAKS_AS_ADULT_FROM:
            said = child_words(self.story.age_years, fact.child_says, fact.says) or fact.says
            if not fact.child_says and said == first_sentence(fact.says) != fact.says:
                memory.shortened.append(name)
            return said
        if self.persona.brief and len(fact.says.split()) > self.persona.brief and rest_after_first(fact.says):
            memory.shortened.append(name)
            return first_sentence(fact.says)
        return fact.says

    def _rest_of(self, topic: str | None, memory: Memory) -> list[Piece]:
        """What was left unsaid of a fact told in brief."""
        for name in memory.shortened:
            if topic is None or name.startswith(f"{topic}."):
                memory.shortened.remove(name)
                return [
                    Piece(rest_after_first(self.story.facts[name].says), "says", name, "elicited", "asked for more")
                ]
        return []

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

    def _fact(self, name: str, memory: Memory, asking: Asking) -> list[Piece]:
        fact = self.story.facts[name]
        if name in memory.said:
            return self._again(name, memory, asking)
        verdict = judge(name, fact, asking)
        if not verdict.free:
            return [self._held_back(name, verdict, memory, asking)]
        if self._blurred(name, memory):
            return [self._line("long_ago", asking.mood, memory)]
        because = verdict.because
        if name in memory.kept_private:
            because = f"companion left, {because}"
        memory.tell(name, "elicited", asking.turn, because)
        said = self._wording(name, memory)
        owned_up = name in memory.stood_in and fact.rule in ("hidden", "rapport")
        lead = [self._line("truth", asking.mood, memory)] if owned_up else []
        if not lead and name in memory.vaguely and not fact.vague:
            lead = [self._line("thinks", asking.mood, memory)]
        return [*lead, Piece(lowered(said) if lead else said, "says", name, "elicited", because)]

    def _held_back(self, name: str, verdict: Verdict, memory: Memory, asking: Asking) -> Piece:
        fact = self.story.facts[name]
        again = memory.count(f"instead.{name}")
        if name not in memory.stood_in:
            memory.stood_in.append(name)
        if verdict.private and name not in memory.kept_private:
            memory.kept_private.append(name)
        if fact.instead:
            return Piece(first_sentence(fact.instead) if again else fact.instead, "instead", because=verdict.because)
        kind = "not_before_others" if verdict.private else "rather_not"
        return Piece(line(kind, self.story, asking.mood, again, self.seed), "line", because=verdict.because)

    def _again(self, name: str, memory: Memory, asking: Asking) -> list[Piece]:
        """A fact asked for once more: the rest of it, the exact words after vague ones, or the same, noticed."""
        fact = self.story.facts[name]
        memory.tell(name, "elicited", asking.turn, "asked again")
        if name in memory.shortened:
            memory.shortened.remove(name)
            return [Piece(rest_after_first(fact.says), "says", name, "elicited", "asked for more")]
        again = memory.count(f"again.{name}")
        said = fact.vague if name in memory.vaguely and fact.vague else fact.says
        short = first_sentence(said)
        if again % 2 and again < OFTEN:
            return [Piece(short, "says", name, "elicited", "asked again")]
        kind = "again" if again < OFTEN else "again_often"
        lead = line(kind, self.story, asking.mood, again, self.seed)
        return [Piece(lead, "line"), Piece(lowered(short), "says", name, "elicited", "asked again")]

    def _blurred(self, name: str, memory: Memory) -> bool:
        """Whether a poor memory has only "a while ago" the first time; asked again, it comes back."""
        fact, side = self.story.facts[name], name.split(".", 1)[1]
        if not self.persona.forgets or fact.vague or name in memory.vaguely:
            return False
        if side not in VAGUE_SIDES or not PRECISE.search(fact.says) or denied_presence(self.story, name.split(".")[0]):
            return False
        memory.vaguely.append(name)
        return True

    def _default(self, topic: str, attribute: str, memory: Memory, mood: str) -> Piece:
        own = self._own_detail(topic, attribute)
        if own:
            return own
        name = f"{topic}.{attribute}"
        given = memory.defaults.get(name) or memory.defaults.get(TWINS.get(name, ""))
        if given:
            return Piece(given, "default", name)
        told = any(other.startswith(f"{topic}.") for other in self.story.facts) and not denied_presence(
            self.story, topic
        )
        known = self.taxonomy.topics.get(topic)
        if known is None or (told and "presence" in known.attributes):
            return self._line("unsure", mood, memory)
        try:
            text = self._benign(topic, attribute)
        except TaxonomyError:
            return self._line("unsure", mood, memory)
        memory.defaults[name] = text
        return Piece(text, "default", name)

    def _benign(self, topic: str, attribute: str) -> str:
        """The taxonomy's answer for a person of this age and sex, the same in every run of the case."""
        return self.taxonomy.default(
            topic,
            attribute,
            age_years=self.story.age_years,
            sex=self.story.sex,
            key=self.story.key,
            carer=self.story.speaker is not None,
        )

    def _own_detail(self, topic: str, attribute: str) -> Piece | None:
        """Name, job and who came along, which every story has."""
        if topic == "identity" and attribute == "name":
            return Piece(f"{self.story.name}.", "name")
        if topic == "identity" and attribute == "companion":
            with_them = self.story.speaker or (
                (self.story.companion.name, self.story.companion.relation) if self.story.companion else None
            )
            if with_them:
                return Piece(f"{with_them[0]}, the {with_them[1]}.", "name")
        if attribute == "occupation" and self.story.occupation:
            return Piece(f"{self.story.occupation[0].upper()}{self.story.occupation[1:]}.", "name")
        return None

    def _line(self, kind: str, mood: str, memory: Memory) -> Piece:
        return Piece(line(kind, self.story, mood, memory.count(f"line.{kind}"), self.seed), "line")


OFTEN = 2
"""Askings again from which the patient says at length that it was told already."""


CARRIES = frozenset({"says", "companion", "child"})
"""Sources of pieces that carry a fact of the story."""


def opened_by(pieces: list[Piece]) -> Mapping[str, str]:
    """What opened each fact of an answer."""
    return {piece.fact: piece.because for piece in pieces if piece.fact and piece.source in CARRIES}
