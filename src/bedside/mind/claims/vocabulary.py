"""The words of the check, read once from `talk.yaml`, `meanings.yaml`, `terms.yaml` and the taxonomy's names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from bedside.mind.claims.verdict import Why
from bedside.mind.taxonomy import Taxonomy

Words = tuple[str, ...]
_DOUBLE = re.compile(r"([bdglmnprt])\1$")
_VOWEL = re.compile(r"[aeiouy]")


def _read(name: str) -> Any:
    text = files("bedside.mind.claims").joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


class Vocabulary:
    """Every list of the check, and the concepts that runs of words stand for."""

    def __init__(self) -> None:
        """Read the lists; a missing list raises KeyError, which a test would show."""
        talk = _read("talk.yaml")
        self.numbers = {word: int(value) for word, value in talk["numbers"].items()}
        self.counted = frozenset(self.numbers) - {"one"}
        self.contractions: dict[str, list[str]] = {k: str(v).split() for k, v in talk["contractions"].items()}
        self.past: dict[str, str] = talk["past"]
        self.participles: dict[str, str] = talk["participle"]
        self._forms: dict[str, str] = talk["other_forms"] | self.participles | self.past
        self._whole = frozenset(talk["whole"])
        self._lemmas: dict[str, str] = {}
        self.joins = frozenset(talk["joins"])
        self.negators = frozenset(talk["negators"])
        self.function = frozenset(map(self.lemma, talk["function"]))
        self.pronouns: dict[str, str] = talk["pronouns"]
        self.possessive = frozenset(talk["possessive"])
        self.kin = {self.lemma(word): name for name, words in talk["kin"].items() for word in words}
        self.male, self.female = frozenset(talk["male"]), frozenset(talk["female"])
        self.patient_of: dict[str, dict[str, list[str]]] = talk["patient_of"]
        self.sides = frozenset(talk["sides"])
        self.times = frozenset(self.lemma(word) for word in talk["times"]) | frozenset(talk["times"])
        self.modifiers = frozenset(talk["modifiers"])
        self.soft = frozenset(map(self.lemma, talk["soft"])) | frozenset(talk["soft"])
        self.units = frozenset(map(self.lemma, talk["units"]))
        self.ordinals: dict[str, str] = talk["ordinals"]
        self.edge = {self.key(phrase) for phrase in talk["edge"]}
        self.yes = {self.key(phrase) for phrase in talk["yes"]}
        self.no = {self.key(phrase) for phrase in talk["no"]}
        self.reason = {self.key(phrase) for phrase in talk["reason"]}
        self.result = {self.key(phrase) for phrase in talk["result"]}
        self.screens: list[tuple[Why, re.Pattern[str]]] = [
            (why, re.compile(pattern)) for why, patterns in talk["screens"].items() for pattern in patterns
        ]
        spoken = {tuple(str(phrase).lower().split()) for row in talk["harmless"] for phrase in row}
        self.harmless = {self.key(" ".join(phrase)): phrase for phrase in sorted(spoken)}
        self.spoken = frozenset(spoken)
        self.manners: dict[Words, str] = {}
        for name, phrases in talk["manners"].items():
            self.manners |= {self.key(phrase): name for phrase in phrases}
        self.meanings: dict[Words, frozenset[str]] = {}
        self._read_meanings()
        self.kinds: dict[Words, str] = {}
        for kind, words in _read("terms.yaml").items():
            self.kinds |= {self.key(word): kind for word in words}
        self._name_symptoms()
        known = (self.harmless, self.manners, self.meanings, self.kinds, self.reason, self.result)
        self.longest = max(len(key) for table in known for key in table)
        self.phrase_heads = frozenset(key[0] for table in known for key in table if len(key) > 1)

    def lemma(self, raw: str) -> str:
        """The word without its ending; the same for every form of it, though seldom a word itself."""
        found = self._lemmas.get(raw)
        if found is None:
            found = self._bare(raw)
            if len(self._lemmas) < 20_000:
                self._lemmas[raw] = found
        return found

    def key(self, phrase: object) -> Words:
        """A phrase as the lemmas it is matched by."""
        words = str(phrase).lower().replace("-", " ").split()
        return tuple(f"#{self.numbers[word]}" if word in self.counted else self.lemma(word) for word in words)

    def concepts(self, key: Words) -> frozenset[str]:
        """What a word or a run of words may mean."""
        return self.meanings.get(key) or frozenset((" ".join(key),))

    def kind(self, key: Words, concepts: Iterable[str]) -> str:
        """The sort of a word: drug, diagnosis, result, symptom, side, time, person or other."""
        if key[-1] in self.sides:
            return "side"
        if key[-1] in self.kin:
            return "person"
        for part in (key, key[-1:]):
            if part in self.kinds:
                return self.kinds[part]
        return "time" if any(part in self.times for part in (*key, *concepts)) else "other"

    def _bare(self, raw: str) -> str:
        if raw in self._forms:
            raw = self._forms[raw]
        if len(raw) <= 3 or raw in self._whole:
            return raw
        stem = _stem(raw)
        for whole in (stem, stem + "e"):
            if whole in self._whole:
                return whole
        return _undouble(stem[:-1] if len(stem) > 3 and stem.endswith("e") else stem)

    def _read_meanings(self) -> None:
        rows: dict[Words, set[str]] = {}
        for number, row in enumerate(_read("meanings.yaml")):
            for phrase in row:
                rows.setdefault(self.key(phrase), set()).add(f"{row[0]}~{number}")
        self.meanings = {key: frozenset(names | {" ".join(key)}) for key, names in rows.items()}

    def _name_symptoms(self) -> None:
        """The taxonomy's words are symptoms; a name made of empty words only becomes a word of its own."""
        for topic in Taxonomy.load().topics.values():
            if topic.group != "symptom":
                continue
            for key in {self.key(name) for name in (*topic.names, topic.label)}:
                if all(word in self.function or word in self.pronouns for word in key):
                    self.meanings.setdefault(key, frozenset((" ".join(key),)))
                elif len(key) == 1:
                    self.kinds.setdefault(key, "symptom")


def _stem(word: str) -> str:
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    elif word.endswith("ing") and len(word) >= 6 and _VOWEL.search(word[:-3]):
        word = word[:-3]
    elif (word.endswith("ed") and len(word) >= 5 and _VOWEL.search(word[:-2])) or (
        word.endswith("ly") and len(word) >= 6
    ):
        word = word[:-2]
    return word


def _undouble(word: str) -> str:
    return word[:-1] if len(word) > 3 and _DOUBLE.search(word) else word


def runs(words: Words, at: int, longest: int) -> Iterator[Words]:
    """Runs of words that begin at `at`, longest first."""
    for length in range(min(longest, len(words) - at), 0, -1):
        yield words[at : at + length]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The lists, read once."""
    return Vocabulary()
