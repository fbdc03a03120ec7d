"""Collecting what a patient can say: facts by topic and attribute, none lost where two meet, no secret given away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bedside.interop.osce.secrets import Secrets
from bedside.interop.osce.word_lists import word_list
from bedside.mind.narrative import Voice, finished, in_plain_words
from bedside.mind.taxonomy import Taxonomy
from bedside.mind.wording import content, plain

LONGEST = 1900
"""Characters of one text; the format's limit is 2000."""
JOINED = 30
"""Words up to which facts of one topic and attribute are told together; real answers have 31–35 at the 90th
percentile (Fareez et al. 2022, Papadopoulos Korfiatis et al. 2022)."""
EMPTY = word_list("empty")
HONEST = "I couldn't tell you that, you would have to see for yourself."
HONEST_CARER = "I couldn't say, you would have to look for yourself."


@dataclass(slots=True)
class Story:
    """The history of a case as it grows."""

    voice: Voice
    secrets: Secrets
    age_years: float = 40.0
    history: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    topics: dict[str, dict[str, Any]] = field(default_factory=dict)
    conditions: list[str] = field(default_factory=list)
    """Sentences about past illnesses."""
    illnesses: list[str] = field(default_factory=list)
    """Names of illnesses, to be told together."""
    denied_conditions: list[str] = field(default_factory=list)
    medicines: list[str] = field(default_factory=list)
    """Sentences about medicines."""
    drugs: list[str] = field(default_factory=list)
    medicine_sides: list[str] = field(default_factory=list)
    no_medicines: str = ""
    last_illness: str = ""
    """The fact of the illness that the last sentence was about."""

    def illness(self, named: str, says: str) -> None:
        """An illness that somebody has or had, told with the others: the fuller of two names for the same."""
        self._named(self.illnesses, f"had {named}" if re.match(r"(?:I've|He's|She's) had", says) else named)

    def medicine(self, named: str) -> None:
        """A medicine that somebody takes."""
        self._named(self.drugs, named)

    @staticmethod
    def _named(held: list[str], named: str) -> None:
        words = set(content(plain(named)))
        for at, other in enumerate(held):
            there = set(content(plain(other)))
            if words <= there:
                return
            if there <= words:
                held[at] = named
                return
        held.append(named)

    def deny_medicines(self, says: str) -> None:
        """Somebody takes none, unless one is named elsewhere."""
        self.no_medicines = says

    def settle(self) -> None:
        """Tell together what was collected: illnesses, and medicines."""
        voice = self.voice
        now = [name for name in self.illnesses if not name.startswith("had ")]
        once = [name.removeprefix("had ") for name in self.illnesses if name.startswith("had ")]
        told = [finished(f"{voice.verb('have', 'has')} {_series(now)}")] if now else []
        told += [finished(f"{voice.have} had {_series(once)}")] if once else []
        for says in [*told, *self.conditions] or self.denied_conditions:
            self.add("past_medical", "conditions", says)
        takes = [finished(f"{voice.verb('take', 'takes')} {_series(self.drugs)}")] if self.drugs else []
        for says in [*takes, *self.medicines] or [says for says in (self.no_medicines,) if says]:
            self.add("medication", "current", says, asks=self._drug_asks())
            for side in dict.fromkeys(self.medicine_sides):
                self.fill("medication", side, says)

    def _drug_asks(self) -> tuple[str, ...]:
        named = [words[0].strip(",.") for name in self.drugs if (words := [w for w in name.split() if w.islower()])]
        return tuple(
            ask
            for name in named[:6]
            for ask in (f"do you take {name}", f"how long have you been on {name}", f"are you on {name}")
        )

    def add(self, topic: str, attribute: str, says: str, *, rule: str = "asked", asks: tuple[str, ...] = ()) -> None:
        """Add a fact. What is there already is told together with it, or the new one gets a topic of its own."""
        for piece in pieces(says):
            safe = self.secrets.safe(piece)
            if safe is None:
                honest = HONEST if self.voice.carer is None else HONEST_CARER
                self._put(topic, attribute, {"says": honest, "rule": "denied", "instead": honest}, asks)
            else:
                self._put(topic, attribute, {"says": safe} | ({"rule": rule} if rule != "asked" else {}), asks)

    def fits(self, topic: str, attribute: str, says: str) -> bool:
        """Whether a text can be told there, alone or with what is there."""
        there = self.history.get(topic, {}).get(attribute)
        if there is None or _same(there["says"], says) or _same(says, there["says"]):
            return True
        return len(f"{there['says']} {says}".split()) <= JOINED

    def is_open(self, topic: str, attribute: str) -> bool:
        """Whether nothing is told there, or only what is told elsewhere too."""
        there = self.history.get(topic, {}).get(attribute)
        if there is None:
            return True
        others = [fact["says"] for name, fact in self.history[topic].items() if name != attribute]
        return there.get("rule") == "direct" and there["says"] in others

    def more_of_illness(self, says: str) -> None:
        """A sentence that goes on about the illness told last."""
        there = self.history.get("past_medical", {}).get(self.last_illness)
        safe = self.secrets.safe(says)
        if there and safe and len(there["says"]) + len(safe) < LONGEST:
            self._asks(there, ("how has it been treated", "did the treatment help", "did the treatments work"))
            there["says"] += f" {safe}"
        else:
            self.conditions.append(says)

    def fill(self, topic: str, attribute: str, says: str, asks: tuple[str, ...] = ()) -> None:
        """Add a fact that is told only when just this is asked, where nothing is said of it yet."""
        if not self.has(topic, attribute) and (safe := self.secrets.safe(says)) is not None:
            known = [one for one in map(short, asks) if one and not self.secrets.leaks(one)]
            self.history.setdefault(topic, {})[attribute] = {"says": next(pieces(safe), safe), "rule": "direct"} | (
                {"asks": known} if known else {}
            )

    def _put(self, topic: str, attribute: str, fact: dict[str, Any], asks: tuple[str, ...]) -> None:
        known = tuple(ask for ask in (short(ask) for ask in asks) if ask and not self.secrets.leaks(ask))
        there = self.history.setdefault(topic, {}).get(attribute)
        if there is None or there.get("rule") == "direct":
            merged = [*(there or {}).get("asks", []), *known]
            self.history[topic][attribute] = fact | ({"asks": list(dict.fromkeys(merged))} if merged else {})
            return
        self._asks(there, known)
        if _same(there["says"], fact["says"]) or fact["says"] == there["says"]:
            return
        if _same(fact["says"], there["says"]) and fact.get("rule") != "denied":
            there["says"] = fact["says"]
            return
        together = f"{there['says']} {fact['says']}"
        if (
            len(together) <= LONGEST
            and len(together.split()) <= JOINED
            and "denied" not in (there.get("rule"), fact.get("rule"))
        ):
            there["says"] = together
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
        """A topic of this case only, with a new id; what people call it is `name`, or that in plain words."""
        called = short(name) or "something else"
        names = [one for one in dict.fromkeys([called, short(in_plain_words(called))]) if one]
        base = snake(called)[:60].strip("_") or "matter"
        free, again = base, 2
        while free in self.topics or free in self.history or free in Taxonomy.load().topics:
            free, again = f"{base}_{again}", again + 1
        label = called if not self.secrets.leaks(called) else "another matter"
        self.topics[free] = {"label": label, "names": names} | ({"asks": list(asks)} if asks else {})
        return free

    def has(self, topic: str, attribute: str | None = None) -> bool:
        """Whether anything is said there."""
        facts = self.history.get(topic)
        return bool(facts) and (attribute is None or attribute in (facts or {}))


def _series(names: list[str]) -> str:
    """`a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _same(there: str, new: str) -> bool:
    """Whether a text already tells what a new one would: all words of it that say anything."""
    new_words, old_words = set(content(plain(new))), set(content(plain(there)))
    denies = re.match(r"no\b", new, re.I) is not None
    return new_words <= old_words and denies == (re.match(r"no\b", there, re.I) is not None)


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


def said_of(key: str, text: str, sentence: str) -> str:
    """A few words under a telling key: `Smoking: 10 a day.`; a sentence stands as it is."""
    if len(text.split()) > 5 or set(content(plain(key))) & set(content(plain(text))):
        return sentence
    return finished(f"{key}: {in_plain_words(text)}")
