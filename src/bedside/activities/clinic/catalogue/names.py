"""Finding entries of a catalogue by the words people use for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz, process, utils

from bedside.errors import BedsideError

EMPTY_WORDS = frozenset(
    {"the", "a", "an", "of", "for", "his", "her", "their", "patient", "please", "some", "my", "your"}
)
SIDES = frozenset({"left", "right"})
NEAREST_FLOOR = 45.0
"""Least similarity (0–100) worth offering as a suggestion."""


class CatalogueError(BedsideError, ValueError):
    """A catalogue file, or a question to it, that does not fit."""


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """`text` in small ASCII letters and digits, words apart by one blank; `2.5%` keeps its point and sign."""
    flat = (
        unicodedata.normalize("NFKD", text.replace("’", "'").replace("µ", "u"))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    flat = flat.replace("'s ", "s ").replace("'", "")
    return " ".join(re.findall(r"\d+(?:\.\d+)?%?|[a-z]+|%", flat.replace(" %", "%")))


def bare(text: str) -> str:
    """`plain` without articles and other words that name nothing."""
    return " ".join(word for word in plain(text).split() if word not in EMPTY_WORDS)


def _sorted(words: str) -> str:
    return " ".join(sorted(words.split()))


def snake(text: str) -> str:
    """A word written as an id: `Renal failure` → `renal_failure`."""
    return re.sub(r"[^a-z0-9]+", "_", text.strip().lower()).strip("_")


def read_yaml(name: str) -> dict[str, Any]:
    """The file `name` beside this module. Raises `CatalogueError` where a key stands twice."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=_UniqueKeys)
    if not isinstance(loaded, dict):
        raise CatalogueError(f"{name} holds no mapping at its top")
    return loaded


class _UniqueKeys(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe loading that refuses a key written twice, which plain YAML would silently overwrite."""


def _mapping(loader: Any, node: Any) -> dict[Any, Any]:
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise CatalogueError(f"'{key}' stands twice, the second time in line {key_node.start_mark.line + 1}")
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


class Names:
    """Ids by all their names. Raises `CatalogueError` where two entries share one."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._ids: dict[str, str] = {}
        all_names = [(id_, name) for id_, written in names.items() for name in (id_, *written)]
        for id_, name in all_names:
            if plain(name) and self._ids.setdefault(plain(name), id_) != id_:
                raise CatalogueError(f"'{name}' names both {self._ids[plain(name)]} and {id_}; keep it in one")
        for id_, name in all_names:
            if bare(name):
                self._ids.setdefault(bare(name), id_)
        self._unordered: dict[str, str] = {}
        for name, id_ in self._ids.items():
            self._unordered.setdefault(_sorted(name), id_)

    def exact(self, text: str) -> str | None:
        """The id with exactly this name, capitals, articles, punctuation and word order aside."""
        return self._ids.get(plain(text)) or self._ids.get(bare(text)) or self._unordered.get(_sorted(bare(text)))

    def near(self, text: str, least: float) -> str | None:
        """The id whose name differs by a slip of the pen (similarity from `least`, 0–100); a side must be the same."""
        asked = bare(text)
        if len(asked) < 4:
            return None
        best = process.extractOne(asked, self._ids.keys(), scorer=fuzz.ratio, score_cutoff=least)
        if best is None or SIDES & set(asked.split()) != SIDES & set(best[0].split()):
            return None
        return self._ids[best[0]]

    def nearest(self, text: str, limit: int = 5) -> list[str]:
        """Ids with the most similar names, best first, at most `limit`."""
        scored = process.extract(
            plain(text), self._ids.keys(), scorer=fuzz.WRatio, processor=utils.default_process, limit=60
        )
        ids = dict.fromkeys(self._ids[name] for name, score, _ in scored if score >= NEAREST_FLOOR)
        return list(ids)[:limit]

    def search(self, text: str, limit: int = 20) -> list[str]:
        """Ids with a name that begins with or holds `text`, then similar ones: what a search box shows."""
        asked = plain(text)
        if not asked:
            return list(dict.fromkeys(self._ids.values()))[:limit]
        begins = [id_ for name, id_ in self._ids.items() if name.startswith(asked)]
        holds = [id_ for name, id_ in self._ids.items() if asked in name]
        close = self.nearest(text, limit) if len(asked) > 3 else []
        return list(dict.fromkeys((*begins, *holds, *close)))[:limit]
