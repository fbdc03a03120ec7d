"""Reading OSCE-style JSON: one case, many in an array, or one a line; keys of any spelling, nested in any way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bedside.errors import BedsideError

DEEPEST = 100
"""Levels of nesting that are read."""
WRAPPERS = {"osceexamination", "osce", "case", "scenario", "examinationcase", "record", "data"}
LISTS = {"cases", "records", "scenarios", "data", "oscecases", "items"}
PARTS: tuple[tuple[str, str], ...] = (
    ("diagnosis", r"(correct|final|primary|main|true|expected)?diagnos(is|es)|answer|correctanswer"),
    ("tests", r"tests?(results?)?|investigations?(results?)?|diagnostic(tests?|results?|studies|workup)|"
        r"lab(oratory)?(s|data|results?|tests?|findings)?|imaging(results?|studies)?|results"),
    ("examination", r"(physical)?exam(ination)?(findings?|results?)?|physicalfindings?|clinical(examination|"
        r"findings?)|onexamination|vitals?(signs?)?"),
    ("objective", r"(objectives?|instructions?|task|prompt|candidateinstructions?)(for)?(the)?(doctor|candidate|"
        r"student)?s?"),
    ("patient", r"patient(actor|s?information|info|profile|presentation|script|data|details|history)?|actor|"
        r"demographics?|history.*|.*history|symptoms?|presentingcomplaint|chiefcomplaint|reviewofsystems?|ros|"
        r"(current)?medications?|drugs|allerg(y|ies)|age|sex|gender|name|occupation"),
)  # fmt: skip
"""Parts of a case and the keys they go by, letters and digits only; the first that fits wins."""


class OsceError(BedsideError):
    """A file of cases that cannot be imported; the message names the record and its line."""


@dataclass(frozen=True, slots=True)
class Record:
    """One case as read: its number in the file and the line on which it begins, both from 1."""

    number: int
    line: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text somewhere in a case, with the keys that lead to it."""

    path: tuple[str, ...]
    text: str


@dataclass(slots=True)
class Parts:
    """A case taken apart."""

    patient: dict[str, Any] = field(default_factory=dict)
    examination: dict[str, Any] = field(default_factory=dict)
    tests: dict[str, Any] = field(default_factory=dict)
    diagnosis: list[str] = field(default_factory=list)
    objective: list[str] = field(default_factory=list)
    other: list[Leaf] = field(default_factory=list)


def records(text: str, name: str) -> list[Record]:
    """Every case of a file's text. Raises `OsceError` naming record and line."""
    found: list[Record] = []
    for line, value in _values(text.lstrip("\ufeff"), name):
        for case in _cases(value):
            if not isinstance(case, dict):
                raise OsceError(
                    f"{name}:{line}: record {len(found) + 1} is {_kind(case)}, not a case.",
                    "A case is a JSON object with keys such as Patient_Actor and Correct_Diagnosis.",
                )
            if _depth(case) > DEEPEST:
                what = f"record {len(found) + 1} is nested more than {DEEPEST} levels deep"
                raise OsceError(f"{name}:{line}: {what}.", "Flatten it.")
            if next(leaves(case), None) is None:
                raise OsceError(f"{name}:{line}: record {len(found) + 1} says nothing.", "Remove it, or fill it in.")
            found.append(Record(len(found) + 1, line, case))
    if not found:
        raise OsceError(f"{name} holds no case.", "Write one JSON object, an array of them, or one a line.")
    return found


def _depth(value: Any) -> int:
    """How deeply a value is nested, up to just beyond `DEEPEST`."""
    layer, depth = [value], 0
    while layer and depth <= DEEPEST:
        inner = [one.values() if isinstance(one, dict) else one for one in layer if isinstance(one, dict | list)]
        layer, depth = [one for group in inner for one in group], depth + 1
    return depth


def _cases(value: Any) -> Iterator[Any]:
    """The cases in a value of the file: itself, or the list that it wraps."""
    if isinstance(value, dict) and len(value) == 1:
        key, inner = next(iter(value.items()))
        if letters(key) in LISTS and isinstance(inner, list) and all(isinstance(one, dict) for one in inner) and inner:
            yield from inner
            return
    yield value


def _values(text: str, name: str) -> Iterator[tuple[int, Any]]:
    """Top-level values, or those of the array at the top, with the line on which each begins."""
    decoder = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=str)
    place, count, in_array = _blank(text, 0), 0, False
    if text[place : place + 1] == "[":
        in_array, place = True, _blank(text, place + 1)
    while place < len(text):
        line = text.count("\n", 0, place) + 1
        if in_array and text[place] == "]":
            rest = _blank(text, place + 1)
            if rest < len(text):
                raise _broken(name, count, text, rest, "there is more text after the array")
            return
        count += 1
        try:
            value, place = decoder.raw_decode(text, place)
        except json.JSONDecodeError as error:
            raise _broken(name, count, text, error.pos, f"the JSON is broken: {error.msg.lower()}") from None
        except RecursionError:
            raise _broken(name, count, text, place, "the JSON is nested too deeply") from None
        except ValueError as error:
            raise _broken(name, count, text, place, f"a number cannot be read: {error}") from None
        yield line, value
        place = _blank(text, place)
        if text[place : place + 1] == ",":
            place = _blank(text, place + 1)
        elif in_array and text[place : place + 1] != "]":
            raise _broken(name, count, text, place, "the array goes on without a comma, or is not closed")
    if in_array:
        raise _broken(name, count, text, len(text), "the array is not closed")


def _broken(name: str, number: int, text: str, place: int, what: str) -> OsceError:
    line = text.count("\n", 0, place) + 1
    return OsceError(f"{name}:{line}: record {max(1, number)}: {what}.", "Mend the file there; a JSON checker helps.")


def _blank(text: str, place: int) -> int:
    """The next place that holds something."""
    while place < len(text) and text[place] in " \t\r\n\ufeff\x1e":
        place += 1
    return place


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which a key written twice loses nothing."""
    made: dict[str, Any] = {}
    for key, value in pairs:
        name, again = key, 2
        while name in made:
            name, again = f"{key} {again}", again + 1
        made[name] = value
    return made


def _kind(value: Any) -> str:
    names = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def letters(key: str) -> str:
    """A key as small letters and digits: `Physical_Examination ` → `physicalexamination`."""
    return re.sub(r"[\W_]+", "", key.lower())


def words(key: str) -> str:
    """A key as words: `Cranial_Nerves` → `Cranial Nerves`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", key.replace("_", " "))
    return " ".join(cleaned(spaced).split()) or "item"


def cleaned(text: str) -> str:
    """Text that can be written and shown: no control characters, no half characters."""
    kept = text.encode("utf-8", "replace").decode("utf-8") if any("\ud800" <= c <= "\udfff" for c in text) else text
    kept = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ufeff\u200b-\u200f\u2028-\u202e\u2060-\u2069]", " ", kept)
    return "\n".join(" ".join(line.split()) for line in kept.split("\n") if line.strip()).strip()


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Every text, number and truth value in a tree, in order; empty ones and null say nothing."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, str(key)))
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from leaves(inner, (*path, str(number)) if isinstance(inner, dict | list) else path)
    else:
        text = said(value)
        if text:
            yield Leaf(path, text)


def said(value: Any) -> str:
    """A leaf as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return cleaned(str(value))


def parts(case: dict[str, Any]) -> Parts:
    """A case taken apart by its keys, wherever they stand; what fits nothing is kept under `other`."""
    made = Parts()
    _sort(case, made)
    if not made.patient and not made.examination and not made.tests:
        made.patient = {leaf.path[-1] if leaf.path else "History": leaf.text for leaf in made.other}
        made.other = []
    return made


def _sort(case: dict[str, Any], made: Parts, depth: int = 0) -> None:
    for key, value in case.items():
        name = letters(str(key))
        if isinstance(value, dict) and name in WRAPPERS and depth < 4:
            _sort(value, made, depth + 1)
            continue
        part = next((part for part, pattern in PARTS if re.fullmatch(pattern, name)), None)
        if part == "patient" and isinstance(value, dict) and re.fullmatch(r"patient.*|actor", name):
            _take_patient(value, made)
        elif part in ("patient", "examination", "tests"):
            _put(getattr(made, part), str(key), value, whole=part != "patient")
        elif part in ("diagnosis", "objective"):
            getattr(made, part).extend(leaf.text for leaf in leaves(value))
        elif isinstance(value, dict) and depth < 4 and _holds_parts(value):
            _sort(value, made, depth + 1)
        else:
            made.other.extend(leaves(value, (str(key),)))


def _take_patient(value: dict[str, Any], made: Parts) -> None:
    """The patient's part; a diagnosis, examination or tests that stand inside it go where they belong."""
    for key, inner in value.items():
        name = letters(str(key))
        part = next((part for part, pattern in PARTS[:3] if re.fullmatch(pattern, name)), None)
        if part in ("examination", "tests"):
            _put(getattr(made, part), str(key), inner, whole=True)
        elif part == "diagnosis":
            made.diagnosis.extend(leaf.text for leaf in leaves(inner))
        else:
            _put(made.patient, str(key), inner, whole=False)


def _put(target: dict[str, Any], key: str, value: Any, *, whole: bool) -> None:
    """Add a part; the contents of one that is all of it (`Test_Results`) stand at the top."""
    generic = letters(key) not in ("vitals", "vitalsigns", "imaging", "imagingresults", "imagingstudies")
    inner = value if whole and generic and isinstance(value, dict) else {key: value}
    for name, one in inner.items():
        free, again = str(name), 2
        while free in target:
            free, again = f"{name} {again}", again + 1
        target[free] = one


def _holds_parts(value: dict[str, Any]) -> bool:
    return any(re.fullmatch(pattern, letters(str(key))) for key in value for _, pattern in PARTS)
