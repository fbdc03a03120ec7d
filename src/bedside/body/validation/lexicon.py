"""The words that an action may hold: names of conditions, drugs and rhythms, and the wordings of vocabulary.yaml."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Literal, NamedTuple, Self

import yaml

Kind = Literal["rest", "do", "cease", "start", "rhythm", "drug"]
KINDS: tuple[Kind, ...] = ("rest", "do", "cease", "start", "rhythm", "drug")
SHORTEST_NAME = 4
"""Names of fewer letters count only as whole words in capitals."""
NOT_ALONE = {"normal", "sinus", "paced", "water", "air", "oxygen", "flutter", "running", "stress"}
"""Names that also mean something else in a sentence."""


@dataclass(frozen=True)
class Word:
    """What a wording stands for. `options` of a condition are those of its catalogue entry (name to `Option`)."""

    kind: Kind
    name: str
    fixed: Mapping[str, Any] = field(default_factory=dict)
    reads: Mapping[str, str] = field(default_factory=dict)
    then: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    needs: Mapping[str, Any] = field(default_factory=dict)
    chronic: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)


class Found(NamedTuple):
    """A wording that stands in a text, from `begin` to `end`."""

    begin: int
    end: int
    word: Word


class Lexicon:
    """All wordings, the longest first where several stand at one place."""

    def __init__(self, conditions: Mapping[str, Any], drugs: Mapping[str, Iterable[str]],
                 rhythms: Mapping[str, Iterable[str]]) -> None:  # fmt: skip
        """`conditions`: id to an entry with names, options and chronic; `drugs`, `rhythms`: id to other names."""
        self.conditions, self.drugs = conditions, drugs
        self._patterns: list[tuple[re.Pattern[str], Word, int]] = []
        for entry in _vocabulary():
            word = self._word(entry)
            for pattern in entry["words"]:
                self._patterns.append((re.compile(pattern, re.I), word, 2))
        self._names: dict[str, Word] = {}
        for name, one in conditions.items():
            word = Word("start", name, chronic=one.chronic, options=one.options)
            self._add((name, *one.names), word)
        for name, others in drugs.items():
            self._add((name, *others), Word("drug", name))
        for name, others in rhythms.items():
            self._add((name, *others), Word("rhythm", name))

    @classmethod
    @functools.cache
    def standard(cls) -> Self:
        """The lexicon of the catalogues of the body."""
        from bedside.body import conditions, drugs
        from bedside.body.rhythms import table

        return cls(
            {
                one.id: _Entry((one.name, *one.aliases), one.chronic, one.options)
                for one in conditions.catalogue().values()
            },
            {one.id: (one.name, *one.also) for one in drugs.catalogue().values()},
            {one.id: (one.name, *one.aliases) for one in table.rhythms().values()},
        )

    def _word(self, entry: Mapping[str, Any]) -> Word:
        kind = next(kind for kind in KINDS if kind in entry)
        name = "" if kind == "rest" else str(entry[kind])
        known = self.conditions.get(name) if kind == "start" else None
        chronic = bool(entry.get("chronic", known.chronic if known else False))
        return Word(kind, name, entry.get("with", {}), entry.get("reads", {}), entry.get("then", {}),
                    entry.get("needs", {}), chronic, known.options if known else {})  # fmt: skip

    def _add(self, names: Iterable[str], word: Word) -> None:
        for name in names:
            plain = " ".join(re.findall(r"[a-z0-9]+", name.lower()))
            if len(plain) < SHORTEST_NAME or plain in NOT_ALONE or plain in self._names:
                continue
            self._names[plain] = word
            pattern = r"\b" + r"[\s_-]+".join(map(re.escape, plain.split())) + r"s?\b"
            self._patterns.append((re.compile(pattern, re.I), word, 1))

    def find(self, text: str) -> list[Found]:
        """The wordings of a text from left to right, without overlaps: the longest, then the vocabulary's, wins."""
        matches = sorted(
            ((hit.end() - hit.start(), rank, hit.start(), word) for hit, word, rank in self._hits(text)),
            key=lambda match: (-match[0], -match[1], match[2]),
        )
        chosen: list[Found] = []
        for length, _, begin, word in matches:
            if all(begin + length <= other.begin or begin >= other.end for other in chosen):
                chosen.append(Found(begin, begin + length, word))
        return sorted(chosen, key=lambda found: found.begin)

    def _hits(self, text: str) -> Iterator[tuple[re.Match[str], Word, int]]:
        for pattern, word, rank in self._patterns:
            for hit in pattern.finditer(text):
                if hit.end() > hit.start():
                    yield hit, word, rank

    def near(self, text: str) -> Word | None:
        """The word whose name is nearly a word of the text: `Succinycholine`."""
        from difflib import get_close_matches

        for word in re.findall(r"[A-Za-z]{6,}", text):
            close = get_close_matches(word.lower(), self._names, n=1, cutoff=0.85)
            if close:
                return self._names[close[0]]
        return None


class _Entry(NamedTuple):
    names: tuple[str, ...]
    chronic: bool
    options: Mapping[str, Any]


@functools.cache
def _vocabulary() -> list[dict[str, Any]]:
    text = resources.files(__package__).joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.safe_load(text)
    return entries
