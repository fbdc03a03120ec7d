"""Diseases, injuries, poisons, places and efforts as data: what each does to a body, how fast, and what relieves it.

>>> asthma = find("asthma attack")
>>> [drive.target for drive in asthma.drives_for(asthma.read({"severity": 0.7}))][:2]
['bronchospasm', 'airway_secretions']
"""

from __future__ import annotations

import functools
import re
from difflib import get_close_matches
from importlib import resources
from typing import Any

import msgspec

from bedside.body.conditions.checking import faults
from bedside.body.conditions.inputs import IN, INPUTS, SETTABLE, Input
from bedside.body.conditions.reading import Condition, DoseTaken, Drive, Option, Relief, seconds
from bedside.body.refusals import BodyError

__all__ = [
    "IN",
    "INPUTS",
    "SETTABLE",
    "Condition",
    "DoseTaken",
    "Drive",
    "Input",
    "Option",
    "Relief",
    "catalogue",
    "deeds",
    "describe",
    "find",
    "relief",
]


@functools.cache
def catalogue() -> dict[str, Condition]:
    """All conditions by id, read once from the YAML beside this file; an error names file, condition and field."""
    conditions: dict[str, Condition] = {}
    for file in sorted(resources.files(__package__).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            for one in read(file.read_text(encoding="utf-8"), file.name):
                if one.id in conditions:
                    raise BodyError(f"{file.name}: {one.id} is already in {conditions[one.id].system}.yaml")
                conditions[one.id] = one
    return conditions


def read(text: str, file: str) -> list[Condition]:
    """The conditions written in one YAML text; raises `BodyError` naming file, condition and field."""
    import yaml

    try:
        entries = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise BodyError(f"{file} is not YAML: {error}") from error
    return [_condition(name, entry, file) for name, entry in (entries or {}).items() if not name.startswith("_")]


def _condition(name: str, entry: dict[str, Any], file: str) -> Condition:
    try:
        one = msgspec.convert({"id": name, "system": file.removesuffix(".yaml"), **entry}, Condition, strict=False)
    except (msgspec.ValidationError, TypeError) as error:
        raise BodyError(f"{file}: {name}: {error}") from error
    wrong = faults(one)
    if wrong:
        raise BodyError(f"{file}: {name}: {'; '.join(wrong)}")
    return one


def find(name: str, *, chronic: bool = False) -> Condition:
    """The condition with this id, else name or alias, in either spelling; of two with one name, the acute one.

    chronic: prefer the long-standing disease (`asthma` between attacks). Raises `BodyError` with the nearest names.
    """
    known = _names(not chronic) | _names(chronic) | {_key(one): one for one in catalogue()}
    wanted = _key(name)
    if wanted not in known:
        near = get_close_matches(wanted, known, n=4, cutoff=0.5)
        better = ", ".join(dict.fromkeys(known[key] for key in near)) or "see `bedside body list`"
        raise BodyError(f"{name!r} is not a condition known here; nearest: {better}")
    return catalogue()[known[wanted]]


@functools.cache
def _names(chronic: bool) -> dict[str, str]:
    names: dict[str, str] = {}
    for one in catalogue().values():
        for name in (one.id, one.name, *one.aliases) if one.chronic == chronic else ():
            if names.setdefault(_key(name), one.id) != one.id:
                raise BodyError(f"{one.system}.yaml: {one.id}: {name!r} already means {names[_key(name)]}")
    return names


def _key(name: str) -> str:
    """One key for both spellings: haemorrhage and hemorrhage, oedema and edema, anaemia and anemia."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
    return plain.replace("ae", "e").replace("oe", "e").replace("tumour", "tumor").replace("isation", "ization")


def describe() -> list[dict[str, str]]:
    """One row a condition for lists: id, name, system, kind, options, meaning, course and sources."""
    return [
        {
            "id": one.id,
            "name": one.name,
            "system": one.system,
            "kind": "chronic" if one.chronic else "acute",
            "options": "; ".join(_option_text(name, option) for name, option in one.options.items()),
            "meaning": one.meaning,
            "course": one.course,
            "sources": "; ".join(one.sources),
        }
        for one in catalogue().values()
    ]


def _option_text(name: str, option: Option) -> str:
    chosen = "" if option.default is None else f", usually {option.default}"
    allowed = " | ".join(option.choices) if option.choices else f"{option.low:g}-{option.high:g} {option.unit}"
    return f"{name} ({allowed}{chosen})"


@functools.cache
def deeds() -> frozenset[str]:
    """Everything that can be done to relieve some condition."""
    return frozenset(remedy.does for one in catalogue().values() for remedy in one.relieved_by if remedy.does)


def relief(one: Condition, number: int) -> Relief:
    """The remedy in row `number` of a condition."""
    r = one.relieved_by[number]
    return Relief(number, r.drugs, r.does, r.share, seconds(r.after), seconds(r.over), r.of)
