"""Collecting what a patient can say: facts by topic and attribute, none lost where two meet, no secret given away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from bedside.interop.osce.secrets import Secrets
from bedside.interop.osce.speech import Voice, finished
from bedside.interop.osce.word_lists import word_list
from bedside.mind.lexicon import Spotter
from bedside.mind.taxonomy import Taxonomy
from bedside.mind.wording import content, plain

LONGEST = 1900
"""Characters of one text; the format's limit is 2000."""
JOINED = 420
"""Characters up to which facts of one topic and attribute are told together."""
EMPTY = word_list("empty")
HONEST = "I couldn't tell you that, you would have to see for yourself."
HONEST_CARER = "I couldn't say, you would have to look for yourself."


@dataclass(slots=True)
class Story:
    """The history of a case as it grows."""

    voice: Voice
    secrets: Secrets
    history: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    topics: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, topic: str, attribute: str, says: str, *, rule: str = "asked", asks: tuple[str, ...] = ()) -> None:
        """Add a fact. What is there already is told together with it, or the new one gets a topic of its own."""
        for piece in pieces(says):
            self._add(topic, attribute, piece, rule, asks)

    def _add(self, topic: str, attribute: str, says: str, rule: str, asks: tuple[str, ...]) -> None:
        safe = self.secrets.safe(says)
        if safe is None:
            honest = HONEST if self.voice.carer is None else HONEST_CARER
            self._put(topic, attribute, {"says": honest, "rule": "denied", "instead": honest}, asks)
        else:
            self._put(topic, attribute, {"says": safe} | ({"rule": rule} if rule != "asked" else {}), asks)

    def _put(self, topic: str, attribute: str, fact: dict[str, Any], asks: tuple[str, ...]) -> None:
        known = tuple(ask for ask in (short(ask) for ask in asks) if ask)
        there = self.history.setdefault(topic, {}).get(attribute)
        if there is None:
            self.history[topic][attribute] = fact | ({"asks": list(known)} if known else {})
            return
        if _same(there["says"], fact["says"]):
            self._asks(there, known)
            return
        together = f"{there['says']} {fact['says']}"
        if len(together) <= JOINED and there.get("rule") == fact.get("rule") != "denied":
            there["says"] = together
            self._asks(there, known)
            return
        own = self.own_topic(self._further(topic, fact["says"]), known)
        self.history.setdefault(own, {})["detail"] = fact

    def _further(self, topic: str, says: str) -> str:
        """What a second thing about a topic is called: by its own first words where these tell anything."""
        known = Taxonomy.load().topics.get(topic)
        label = self.topics[topic]["label"] if topic in self.topics else known.label if known else topic
        told = [word for word in says.split() if len(word) > 3 and word.strip(".,").lower() not in EMPTY]
        return " ".join(told[:4]) if topic == "reason" and len(told) > 2 else f"more about {label}"

    @staticmethod
    def _asks(fact: dict[str, Any], asks: tuple[str, ...]) -> None:
        if asks:
            fact["asks"] = list(dict.fromkeys([*fact.get("asks", []), *asks]))

    def own_topic(self, name: str, asks: tuple[str, ...] = ()) -> str:
        """A topic of this case only, with a new id; what people call it is `name`."""
        called = short(name) or "something else"
        base = snake(called)[:60].strip("_") or "matter"
        free, again = base, 2
        while free in self.topics or free in self.history or free in Taxonomy.load().topics:
            free, again = f"{base}_{again}", again + 1
        label = called if not self.secrets.leaks(called) else "another matter"
        self.topics[free] = {"label": label, "names": [called]} | ({"asks": list(asks)} if asks else {})
        return free

    def has(self, topic: str, attribute: str | None = None) -> bool:
        """Whether anything is said there."""
        facts = self.history.get(topic)
        return bool(facts) and (attribute is None or attribute in (facts or {}))


def _same(there: str, new: str) -> bool:
    return plain(new).rstrip(" .") in plain(there)


def pieces(text: str) -> Iterator[str]:
    """The text in parts that fit into the format, cut between words."""
    rest = text.strip()
    while len(rest) > LONGEST:
        cut = rest.rfind(" ", 1, LONGEST)
        cut = cut if cut > LONGEST // 2 else LONGEST
        yield rest[:cut].strip()
        rest = rest[cut:].strip()
    if rest:
        yield rest


def gathered(lines: list[str]) -> Iterator[str]:
    """Lines in as few texts as the format allows, none cut that need not be."""
    held: list[str] = []
    for line in (piece for text in lines for piece in pieces(text)):
        if held and len("\n".join([*held, line])) > LONGEST:
            yield "\n".join(held)
            held = []
        held.append(line)
    if held:
        yield "\n".join(held)


def short(text: str) -> str:
    """A text that fits into a short field, on one line."""
    flat = " ".join(text.split()).strip(" .,;:")
    return flat if len(flat) <= 190 else flat[: flat.rfind(" ", 1, 190) if " " in flat[1:190] else 190].strip()


def snake(text: str) -> str:
    """A name for ids: `Chest CT (left)` → `chest_ct_left`."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


@lru_cache(maxsize=1)
def _symptoms() -> Spotter:
    taxonomy = Taxonomy.load()
    names = [
        (name, topic.id, None)
        for topic in taxonomy.topics.values()
        if "presence" in topic.attributes
        for name in (topic.label, *topic.names)
    ]
    return Spotter(names)


def symptoms(text: str) -> list[str]:
    """The symptoms of the taxonomy that a text names, the most telling first."""
    words = content(plain(text))
    taken: set[int] = set()
    found: list[str] = []
    for spot in _symptoms().find(words):
        if taken & set(spot.places):
            continue
        taken |= set(spot.places)
        if spot.topic not in found:
            found.append(spot.topic)
    return found


def whole_symptom(text: str) -> str | None:
    """The one symptom that a short phrase names and hardly more: `Severe abdominal pain` → abdominal_pain."""
    found = symptoms(text)
    if len(found) != 1:
        return None
    named = Taxonomy.load().topics[found[0]]
    words = set(content(plain(text))) - MODIFIERS
    names = [set(content(plain(name))) for name in (named.label, *named.names)]
    return found[0] if any(words <= name or (name <= words and len(words - name) <= 1) for name in names) else None


MODIFIERS = frozenset(
    content(
        plain(
            "severe mild moderate recent chronic acute persistent progressive increasing worsening excessive frequent "
            "sudden generalized intermittent significant recurrent continuous right left upper lower new onset "
            "history of "
            "unintentional noticeable painful episode minor low-grade high-grade"
        )
    )
)


def attribute_of(text: str) -> str:
    """What of a symptom a sentence tells."""
    return next((attribute for attribute, pattern in CUES if pattern.search(text)), "presence")


CUES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (attribute, re.compile(pattern, re.I))
    for attribute, pattern in (
        ("relieving", r"\b(?:improv\w+|reliev\w+|eas(?:es|ed|ing)|better|subsid\w+)\b.*\b(?:with|by|after|on|"
            r"when|rest)\b"),
        ("aggravating", r"\b(?:worse\w*|worsen\w*|aggravat\w+|exacerbat\w+)\b.*\b(?:with|by|after|on|when|during)\b"),
        ("radiation", r"\bradiat\w+|\bspread\w*|\bshoot\w*"),
        ("duration", r"\bfor (?:the (?:past|last) )?(?:an? |several |few |many |about |over )*(?:\d+|"
            r"\w+)[ -](?:hour|day|week|month|year)|"
                     r"\b(?:past|last) (?:\w+ )?(?:hours?|days?|weeks?|months?|years?)\b"),
        ("onset", r"\bago\b|\bbegan\b|\bstart(?:ed|s)\b|\bsince\b|\bsudden\w*|\bonset\b|\byesterday\b|"
            r"\bthis morning\b"),
        ("treatment_tried", r"\btried\b|\btook\b|\bibuprofen|\bparacetamol|\bacetaminophen|\bNSAID|\bantibiotic"),
        ("impact", r"\bdisrupt\w*|\bunable\b|\bactivities of daily|\bdifficulty with\b|\bawaken\w*|\bwheelchair"),
        ("timing", r"\bepisodes?\b|\bevery\b|\bdaily\b|\bat night\b|\btimes\b|\bduring\b"),
        ("progression", r"\bincreas\w+|\bworsen\w*|\bprogress\w+|\bgrow\w+|\bresolv\w+"),
        ("severity", r"\bsevere\b|\bout of (?:10|ten)\b|/10\b"),
    )
)  # fmt: skip
"""Words that tell which attribute a sentence is about, the most telling first."""


def said_of(key: str, text: str, sentence: str) -> str:
    """A few words under a telling key: `Smoking: 10 a day.`; a sentence stands as it is."""
    if len(text.split()) > 5 or set(content(plain(key))) & set(content(plain(text))):
        return sentence
    return finished(f"{key}: {text}")
