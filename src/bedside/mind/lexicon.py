"""How people ask for each fact: wordings of the taxonomy and of a story, searchable by words and by meaning."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from bedside.mind.encoding import SentenceEncoder
from bedside.mind.story import Story
from bedside.mind.taxonomy import Taxonomy
from bedside.mind.wording import content, plain, stems_of, tokens

Floats = npt.NDArray[np.float32]
ANY = "*"
"""The topic of wordings that lean on whatever is talked about."""


WEAK = stems_of("weak")
"""Words that name nothing by themselves."""
SHARED = stems_of("shared")
"""Words that two names next to each other may share: heart or lung conditions."""


@lru_cache(maxsize=1)
def cues() -> dict[str, Any]:
    """The patterns of `cues.yaml`, as read."""
    loaded: dict[str, Any] = yaml.safe_load((files("bedside.mind") / "cues.yaml").read_text("utf-8"))
    return loaded


@lru_cache(maxsize=1)
def wordings() -> dict[str, Any]:
    """Further names and questions of `wordings.yaml`, as read."""
    loaded: dict[str, Any] = yaml.safe_load((files("bedside.mind") / "wordings.yaml").read_text("utf-8"))
    return loaded


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to ask. `topic` is `*` where the topic is understood."""

    text: str
    topic: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A name found in a clause: what it names, the words it covers and how telling it is."""

    topic: str
    attribute: str | None
    places: tuple[int, ...]
    weight: float

    @property
    def start(self) -> int:
        """The first word."""
        return self.places[0]


ASKING = frozenset(("who", "when", "where", "why", "what", "how"))


def telling(text: str) -> list[str]:
    """The content words of clean text, or all its words where it has none ("what can I do for you")."""
    words = tokens(text)
    return (content(text) or words) + [f"?{word}" for word in words[:2] if word in ASKING]


class Bank:
    """Wordings with their vectors and word statistics; finds those most like a clause."""

    def __init__(self, wordings: Iterable[Wording], encoder: SentenceEncoder) -> None:
        """Encode all wordings; quick where their vectors are shipped or cached."""
        self.wordings = list(dict.fromkeys(wordings))
        self.verbatim: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for wording in self.wordings:
            self.verbatim[wording.text].add((wording.topic, wording.attribute))
        self.targets = sorted({(w.topic, w.attribute) for w in self.wordings})
        place = {target: i for i, target in enumerate(self.targets)}
        self._target_of = np.array([place[w.topic, w.attribute] for w in self.wordings], np.int32)
        self.encoder = encoder
        self._vectors = encoder.encode_all([w.text for w in self.wordings]) if encoder.available else None
        self._words = [frozenset(telling(w.text)) for w in self.wordings]
        counts: dict[str, set[int]] = defaultdict(set)
        rows: dict[str, list[int]] = defaultdict(list)
        for row, words in enumerate(self._words):
            for word in words:
                rows[word].append(row)
                counts[word].add(int(self._target_of[row]))
        total = max(2, len(self.targets))
        self.idf = {word: math.log(1 + total / len(found)) for word, found in counts.items()}
        self._rows = {word: np.array(found, np.int32) for word, found in rows.items()}
        self._mass = np.array([sum(self.idf[word] for word in words) for words in self._words], np.float32)
        self._unknown = math.log(1 + total)

    def score(self, clause: str) -> Floats:
        """For each target the best likeness of its wordings to the clause, about 0–1."""
        lexical = self._lexical(clause)
        if self._vectors is None or not len(self.wordings):
            likeness = lexical
        else:
            likeness = 0.62 * (self._vectors @ self.encoder.encode(clause)) + 0.38 * lexical
        best = np.zeros(len(self.targets), np.float32)
        np.maximum.at(best, self._target_of, likeness)
        return best

    def _lexical(self, clause: str) -> Floats:
        """Dice overlap of content words, weighted by how telling each word is."""
        words = set(telling(clause))
        shared = np.zeros(len(self.wordings), np.float32)
        for word in words:
            if word in self._rows:
                shared[self._rows[word]] += self.idf[word]
        mass = sum(self.idf.get(word, self._unknown * 0.6) for word in words)
        whole = self._mass + mass
        return np.asarray(2 * shared / np.where(whole > 0, whole, 1), np.float32)


class Spotter:
    """Finds names of topics and attributes in a clause by their words, in any order within a small window."""

    def __init__(
        self, names: Iterable[tuple[str, str, str | None]], sure: Iterable[tuple[str, str, str | None]] = ()
    ) -> None:
        """`names`: (name, topic, attribute or None); one of `sure` may be a single everyday word."""
        self._patterns: dict[str, list[tuple[frozenset[str], str, str | None]]] = defaultdict(list)
        spread: dict[str, set[str]] = defaultdict(set)
        found = []
        for (name, topic, attribute), certain in [*((n, True) for n in sure), *((n, False) for n in names)]:
            words = frozenset(content(plain(name)))
            if words and (not words <= WEAK or (certain and len(tokens(name.lower())) == 1)):
                found.append((words, topic, attribute))
                for word in words:
                    spread[word].add(topic)
        self.idf = {word: 1 + math.log(1 + 200 / len(topics)) for word, topics in spread.items()}
        for words, topic, attribute in dict.fromkeys(found):
            rarest = max(words, key=lambda word: (self.idf[word], word))
            self._patterns[rarest].append((words, topic, attribute))

    def find(self, words: list[str]) -> list[Spot]:
        """All names in these canonical words, the longest first; names inside a longer one are left out."""
        spots: list[Spot] = []
        for place, word in enumerate(words):
            for names, topic, attribute in self._patterns.get(word, ()):
                places = self._places(words, place, names)
                if places:
                    weight = sum(self.idf[name] for name in names) - 0.15 * (places[-1] - places[0] + 1 - len(names))
                    spots.append(Spot(topic, attribute, places, weight))
        spots.sort(key=lambda spot: (-spot.weight, spot.start))
        return spots

    @staticmethod
    def _places(words: list[str], place: int, names: frozenset[str]) -> tuple[int, ...]:
        """The places around `place` that hold all of `names`, if they stand close together."""
        reach = len(names) + 2
        places = [place]
        for name in names - {words[place]}:
            near = [i for i in range(max(0, place - reach), min(len(words), place + reach + 1)) if words[i] == name]
            if not near:
                return ()
            places.append(min(near, key=lambda i: (abs(i - place), i)))
        places.sort()
        return tuple(places) if places[-1] - places[0] < reach else ()


def own_wordings(story: Story, taxonomy: Taxonomy) -> list[Wording]:
    """Wordings that only this story has: its facts' `asks` and its own topics."""
    found = [
        Wording(plain(ask).rstrip("?. "), *name.split(".", 1))
        for name, fact in story.facts.items()
        for ask in fact.asks
    ]
    for topic, own in story.topics.items():
        first = next((name.split(".", 1)[1] for name in story.facts if name.startswith(f"{topic}.")), "presence")
        presence = "presence" if f"{topic}.presence" in story.facts else first
        found += [Wording(plain(ask).rstrip("?. "), topic, presence) for ask in own.asks]
        found += [Wording(f"do you have {plain(name)}", topic, presence) for name in own.names]
    for name in story.facts:
        topic, attribute = name.split(".", 1)
        known = taxonomy.topics.get(topic)
        if (known and attribute not in known.attributes) or (not known and topic not in story.topics):
            found.append(Wording(f"{attribute} {topic}".replace("_", " "), topic, attribute))
    return found


@lru_cache(maxsize=1)
def shared_wordings() -> tuple[Wording, ...]:
    """Wordings of the taxonomy that name their topic; attributes of all symptoms are in `leaning_wordings`."""
    taxonomy = Taxonomy.load()
    extra = wordings()["asks"]
    found: list[Wording] = []
    for topic in taxonomy.topics.values():
        symptom = "presence" in topic.attributes
        for attribute in topic.attributes:
            if symptom and attribute == "presence":
                found += [
                    Wording(f"do you have {plain(name)}", topic.id, attribute) for name in (topic.label, *topic.names)
                ]
                found += [Wording(plain(ask), topic.id, attribute) for ask in topic.questions]
            elif not symptom or not topic.attributes[attribute].follow_ups:
                found += [Wording(plain(ask), topic.id, attribute) for ask in taxonomy.asks(topic.id, attribute)]
                if not symptom and topic.attributes[attribute].names:
                    found.append(Wording(plain(topic.attributes[attribute].names[0]), topic.id, attribute))
    for target, asks in extra.items():
        found += [Wording(plain(ask), *target.split(".")) for ask in asks]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1)
def leaning_wordings() -> tuple[Wording, ...]:
    """Wordings of the symptoms' attributes in which the symptom is only `it`."""
    taxonomy = Taxonomy.load()
    symptom = next(topic for topic in taxonomy.topics.values() if "presence" in topic.attributes)
    found: list[Wording] = []
    for attribute in symptom.attributes.values():
        found += [Wording(plain(ask), ANY, attribute.id) for ask in attribute.follow_ups]
        found += [Wording(plain(leaning(ask)), ANY, attribute.id) for ask in attribute.asks]
    for attribute_id, asks in wordings()["follow_ups"].items():
        found += [Wording(plain(ask), ANY, attribute_id) for ask in asks]
    return tuple(dict.fromkeys(found))


def leaning(ask: str) -> str:
    """A pattern with `it` in the place of the topic."""
    return re.sub(r"\b(?:any |the |your )?\{x\}", "it", ask)


@lru_cache(maxsize=4)
def shared_banks(encoder: SentenceEncoder) -> tuple[Bank, Bank, Spotter]:
    """The taxonomy's banks: wordings that name a topic, wordings that lean, and its names. Built once a process."""
    taxonomy = Taxonomy.load()
    names: list[tuple[str, str, str | None]] = []
    sure: list[tuple[str, str, str | None]] = []
    for target, more in wordings()["names"].items():
        head, _, tail = target.partition(".")
        sure += [(name, head, tail or None) for name in more]
    for topic in taxonomy.topics.values():
        names += [(name, topic.id, None) for name in (topic.label, *topic.names)]
        if "presence" not in topic.attributes:
            names += [(name, topic.id, a.id) for a in topic.attributes.values() for name in a.names]
    return Bank(shared_wordings(), encoder), Bank(leaning_wordings(), encoder), Spotter(names, sure)
