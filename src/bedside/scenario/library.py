"""Scenarios by id or file: the built-in library, and folders of one's own."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from bedside.scenario.base import Scenario
from bedside.scenario.problems import Problem, ScenarioError
from bedside.scenario.reading import Document, parse, read_text, validate

BUILT_IN = Path(__file__).parent / "library"
OWN_FOLDERS = "BEDSIDE_SCENARIOS"
"""Environment variable: folders of one's own, separated as PATH is."""
ENTRY_POINTS = "bedside.activities"


@lru_cache(maxsize=1)
def kinds() -> dict[str, Any]:
    """The activities installed, by the kind that a scenario names. Each offers `Scenario`, its model."""
    return {point.name: point.load() for point in entry_points(group=ENTRY_POINTS)}


def load(source: str | Path, folders: Sequence[Path] = ()) -> Scenario:
    """The scenario of a file or of an id in the library. Raises `ScenarioError`."""
    return open_document(source, folders)[1]


def open_document(source: str | Path, folders: Sequence[Path] = ()) -> tuple[Document, Scenario]:
    """As `load`, with the document that it was read from."""
    path = find(source, folders)
    return read(read_text(path), str(path))


def read(text: str, name: str = "scenario") -> tuple[Document, Scenario]:
    """The scenario of YAML text. Raises `ScenarioError`."""
    document = parse(text, name)
    if not isinstance(document.data, dict):
        raise ScenarioError(
            [Problem(name, 1, "", "a scenario is a mapping of fields", "begin with 'bedside: 1' and 'kind: clinic'")]
        )
    kind = document.data.get("kind")
    activities = kinds()
    if kind not in activities:
        message = "'kind' is missing" if kind is None else f"'{str(kind)[:60]}' is not a kind of scenario known here"
        raise ScenarioError(
            [Problem(name, document.line(("kind",)), "kind", message, f"use one of: {', '.join(sorted(activities))}")]
        )
    scenario: Scenario = validate(document, activities[kind].Scenario)
    further: list[Problem] = activities[kind].problems(scenario, document)
    if further:
        raise ScenarioError(sorted(further, key=lambda problem: (problem.line, problem.field)))
    return document, scenario


def find(source: str | Path, folders: Sequence[Path] = ()) -> Path:
    """The file of a path or an id. Raises `ScenarioError` offering the nearest ids."""
    text = str(source)
    if text.endswith((".yaml", ".yml")) or "/" in text or os.sep in text or isinstance(source, Path):
        return Path(text)
    known = {path.stem: path for path in files(folders)}
    if text in known:
        return known[text]
    if Path(text).is_file():
        return Path(text)
    near = difflib.get_close_matches(text, known, n=3, cutoff=0.4)
    mend = f"did you mean {' or '.join(near)}?" if near else "see `bedside scenario list`"
    raise ScenarioError([Problem(text[:80], 1, "", "there is no scenario of this name", mend)])


def files(folders: Sequence[Path] = ()) -> Iterator[Path]:
    """Every scenario file: of `folders`, of the environment's folders, then the built-in; the first of a name wins."""
    own = [Path(part) for part in os.environ.get(OWN_FOLDERS, "").split(os.pathsep) if part]
    seen: set[str] = set()
    for folder in (*folders, *own, BUILT_IN):
        for path in sorted(folder.rglob("*.yaml")):
            if path.stem not in seen:
                seen.add(path.stem)
                yield path
