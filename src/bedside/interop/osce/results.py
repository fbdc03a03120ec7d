"""From the test results of a case to orders: each with its exact words, by its own name and the catalogue's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bedside.activities.clinic.catalogue import catalogues
from bedside.activities.clinic.catalogue.names import plain
from bedside.activities.clinic.catalogue.tests import Analyte, TestEntry
from bedside.interop.osce.findings import _lines
from bedside.interop.osce.reading import Leaf, letters, words
from bedside.interop.osce.story import pieces, short, snake

PLAIN_KEYS = frozenset({"findings", "finding", "result", "results", "report", "interpretation", "value", "impression"})
TURNAROUND = "5 min"
"""In an examination of this kind results are at hand (estimate)."""
BLOOD = re.compile(r"blood|serum|lab|chem|hemat|haemat|coag|electrolyte|iron|liver|renal|biochem|plasma", re.I)
NOT_BLOOD = re.compile(r"urin|stool|csf|fluid|synov|joint|aspirat|arthrocent|sputum|differential", re.I)
AFTERWARDS = re.compile(
    r"\bpending\b|not (?:done|performed|specified|mandatory)|expected to show|can be considered", re.I
)
USUAL = re.compile(r"^(?:within )?(?:the )?normal(?: (?:limits|range))?\.?$", re.I)
ANALYTES: tuple[tuple[str, str], ...] = (
    ("haemoglobin", r"h(?:a)?emoglobin|hb|hgb"),
    ("white_cells", r"(?:total)?(?:wbc|leu[ck]ocytes?|whitebloodcells?|whitecells?)(?:count)?|totalcountwbc|"
        r"totalwbccount|wcc"),
    ("platelets", r"platelets?(?:count)?|plt"),
    ("haematocrit", r"h(?:a)?ematocrit|hct"),
    ("sodium", r"sodium|na"),
    ("potassium", r"potassium|k"),
    ("chloride", r"chloride|cl"),
    ("bicarbonate", r"bicarbonate|hco3|co2"),
    ("creatinine", r"creatinine|cr"),
    ("urea", r"urea|bun|bloodureanitrogen|ureanitrogen"),
    ("random_glucose", r"(?:random)?glucose|glu"),
    ("bilirubin", r"(?:total)?bilirubin(?:total)?"),
    ("alanine_transaminase", r"alt|sgpt"),
    ("aspartate_transaminase", r"ast|sgot"),
    ("alkaline_phosphatase", r"alp|alkalinephosphatase"),
    ("albumin", r"albumin"),
    ("total_calcium", r"(?:total)?calcium|ca"),
    ("magnesium", r"magnesium|mg"),
    ("esr", r"esr|erythrocytesedimentationrate"),
    ("crp", r"crp|creactiveprotein"),
    ("inr", r"inr"),
    ("prothrombin_time", r"pt|prothrombintime"),
    ("aptt", r"a?ptt|activatedpartialthromboplastintime"),
    ("lactate_dehydrogenase", r"ldh|lactatedehydrogenase"),
    ("arterial_ph", r"ph"),
    ("arterial_pco2", r"pa?co2"),
    ("arterial_po2", r"pa?o2"),
    ("urine_leucocytes", r"leu[ck]ocyteesterase|leu[ck]ocytes"),
    ("urine_nitrite", r"nitrites?"),
    ("urine_blood", r"blood"),
    ("urine_protein", r"protein"),
    ("urine_glucose", r"glu(?:cose)?"),
    ("urine_ketones", r"ketones?"),
    ("urine_ph", r"ph"),
    ("urine_specific_gravity", r"specificgravity"),
    ("ferritin", r"(?:serum)?ferritin"),
    ("iron", r"(?:serum)?iron"),
    ("transferrin_saturation", r"(?:iron|transferrin)saturation"),
)  # fmt: skip
"""Analytes of the catalogue and the keys they go by (letters and digits only)."""
SAME = ("mmol/l", "meq/l")
CELLS = ("/ul", "/mm3")
ENZYME = ("u/l", "iu/l")
CONVERSIONS: tuple[tuple[float, tuple[str, ...], tuple[str, ...]], ...] = (
    (10.0, ("g/dl", "gm/dl"), ("haemoglobin", "albumin")),
    (0.01, ("%",), ("haematocrit",)),
    (88.4, ("mg/dl",), ("creatinine",)),
    (0.357, ("mg/dl",), ("urea",)),
    (1 / 18.016, ("mg/dl",), ("random_glucose",)),
    (17.1, ("mg/dl",), ("bilirubin",)),
    (0.2495, ("mg/dl",), ("total_calcium",)),
    (0.4114, ("mg/dl",), ("magnesium",)),
    (0.13332, ("mmhg",), ("arterial_pco2", "arterial_po2")),
    (1.0, SAME, ("sodium", "potassium", "chloride", "bicarbonate")),
    (0.001, CELLS, ("white_cells", "platelets")),
    (1.0, ENZYME, ("alanine_transaminase", "aspartate_transaminase", "alkaline_phosphatase", "lactate_dehydrogenase")),
    (1.0, ("mm/hr", "mm/h"), ("esr",)),
    (1.0, ("seconds", "s"), ("prothrombin_time", "aptt")),
    (1.0, ("",), ("inr", "arterial_ph", "urine_ph", "urine_specific_gravity")),
)
FACTORS = {(analyte, unit): factor for factor, units, analytes in CONVERSIONS for unit in units for analyte in analytes}
"""(analyte, unit as written) → what turns it into the catalogue's unit. From molar masses in g/mol: creatinine 113.12,
nitrogen of urea 28.01, glucose 180.16, bilirubin 584.66, calcium 40.08, magnesium 24.31; 1 mmHg = 133.32 Pa."""


@dataclass(slots=True)
class Results:
    """What the orders of a case bring back, by id."""

    tests: dict[str, dict[str, Any]] = field(default_factory=dict)
    wanted: list[tuple[str, str]] = field(default_factory=list)
    """Id and name of the tests that have a result."""
    names: set[str] = field(default_factory=set)

    def put(self, name: str, entry: TestEntry | None, made: dict[str, Any], *, worth: str) -> str:
        """Add a result under an id and a name that are free; the id."""
        called, again = name, 2
        while plain(called) in self.names:
            called, again = f"{name} ({again})", again + 1
        self.names.add(plain(called))
        base = entry.id if entry is not None and entry.id not in self.tests else snake(called)[:60].strip("_") or "test"
        free, again = base, 2
        mapped = entry is not None and free == entry.id
        while free in self.tests or (not mapped and catalogues().tests.get(free) is not None):
            free, again = f"{base}_case" if again == 2 else f"{base}_case_{again}", again + 1
        told: dict[str, Any] = {"name": called, **made, "turnaround": TURNAROUND}
        if worth == "must":
            told |= {"worth": "must", "key": True, "why": "The case gives a result for it."}
            self.wanted.append((free, called))
        if mapped and entry is not None:
            told["cost"] = float(entry.cost)
        self.tests[free] = told
        return free


def results(tests: dict[str, Any]) -> Results:
    """Every test of a case, and every group of them."""
    made = Results()
    reserved = {plain(words(key)) for key in tests}
    for key, value in tests.items():
        _test((str(key),), value, made, reserved)
    _by_analyte(tests, made)
    return made


def _test(path: tuple[str, ...], value: Any, made: Results, reserved: set[str]) -> None:
    """A test, and the tests inside it where it is a group of them."""
    lines = list(_lines(value, path))
    if not lines:
        return
    inner = {str(key): one for key, one in value.items()} if isinstance(value, dict) else {}
    groups = {key: one for key, one in inner.items() if isinstance(one, dict | list) and letters(key) not in PLAIN_KEYS}
    name = short(words(path[-1])) or "Test"
    entry = catalogues().tests.find(name)
    entry = None if entry is None or (len(path) > 1 and NOT_BLOOD.search(path[-1])) else entry
    told = [(_line_name(leaf, path), leaf.text) for leaf in lines]
    report = "\n".join(f"{label}: {text}" if label else text for label, text in told)
    values = analyte_values(entry, lines) if entry is not None else {}
    parts = list(pieces(report))
    own = {"report": parts[0]} | ({"values": values} if values else {})
    aliases = _aliases(path, lines, made, reserved, groups)
    whole_group = bool(groups) and len(groups) == len(inner)
    waits = all(AFTERWARDS.search(leaf.text) for leaf in lines)
    made.put(
        name, entry, own | ({"aliases": aliases} if aliases else {}), worth="may" if whole_group or waits else "must"
    )
    for number, part in enumerate(parts[1:], 2):
        made.put(f"{name[:170]} part {number}", None, {"report": part}, worth="may")
    for key, one in groups.items():
        _test((*path, key), one, made, reserved)


def _line_name(leaf: Leaf, path: tuple[str, ...]) -> str:
    below = [key for key in leaf.path[len(path) :] if letters(key) not in PLAIN_KEYS]
    return ": ".join(words(key) for key in below)


def _aliases(
    path: tuple[str, ...],
    lines: list[Leaf],
    made: Results,
    reserved: set[str],
    groups: dict[str, Any],
) -> list[str]:
    """Names under which a test is found as well: with the group before it, and by what it measures."""
    wanted = [words(" ".join(path))] if len(path) > 1 else []
    for leaf in lines:
        below = leaf.path[len(path) :]
        wanted += [f"{words(path[-1])} {' '.join(map(words, below))}"] if below else []
        telling = [key for key in below if letters(key) not in PLAIN_KEYS]
        if len(telling) == 1 and telling[0] not in groups:
            wanted.append(words(telling[0]))
    found: list[str] = []
    for alias in map(short, wanted):
        if alias and plain(alias) not in made.names and plain(alias) not in reserved:
            made.names.add(plain(alias))
            found.append(alias)
    return found


def _by_analyte(tests: dict[str, Any], made: Results) -> None:
    """Values of a mixed group (`Blood_Work`) also answer the catalogue's own test of them."""
    gathered: dict[str, list[Leaf]] = {}
    for key, value in tests.items():
        if (
            catalogues().tests.find(words(str(key))) is not None
            or not BLOOD.search(str(key))
            or NOT_BLOOD.search(str(key))
        ):
            continue
        for leaf in _lines(value, (str(key),)):
            if any(NOT_BLOOD.search(part) for part in leaf.path):
                continue
            entry = catalogues().tests.find(words(leaf.path[-1]))
            entry = entry or next(
                (_holding(id_) for id_, p in ANALYTES if re.fullmatch(p, letters(leaf.path[-1]))), None
            )
            if entry is not None and entry.id not in made.tests and entry.kind == "blood":
                gathered.setdefault(entry.id, []).append(leaf)
    for id_, lines in gathered.items():
        entry = catalogues().tests.get(id_)
        if entry is None:
            continue
        report = next(pieces("\n".join(f"{words(leaf.path[-1])}: {leaf.text}" for leaf in lines)))
        values = analyte_values(entry, lines)
        made.put(entry.name, entry, {"report": report} | ({"values": values} if values else {}), worth="may")


def _holding(analyte: str) -> TestEntry | None:
    return next(
        (e for e in catalogues().tests.entries if e.kind == "blood" and any(a.id == analyte for a in e.analytes)), None
    )


def analyte_values(entry: TestEntry, lines: list[Leaf]) -> dict[str, str | float]:
    """Values for the catalogue's analytes: numbers in its unit where they can be converted, else the exact words."""
    known = {analyte.id: analyte for analyte in entry.analytes}
    found: dict[str, str | float] = {}
    for leaf in lines:
        for id_ in _meant(leaf, known, alone=len(lines) == 1 and len(known) == 1):
            value = _value(known[id_], leaf.text)
            if value is not None and id_ not in found:
                found[id_] = value
    return found


def _meant(leaf: Leaf, known: dict[str, Analyte], *, alone: bool) -> Iterator[str]:
    key = letters(leaf.path[-1])
    matched = [id_ for id_, pattern in ANALYTES if id_ in known and re.fullmatch(pattern, key)]
    if not matched:
        matched = [id_ for id_, analyte in known.items() if letters(analyte.name) == key or letters(id_) == key]
    if not matched and alone:
        matched = list(known)
    yield from matched[:1]


def _value(analyte: Analyte, text: str) -> str | float | None:
    """A number in the catalogue's unit, or the words; None where the words say that it is normal."""
    if USUAL.match(text.strip()):
        return None
    if analyte.choices:
        return text[:190]
    written = re.match(r"\s*(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*([^\s(]*(?:\s*/\s*[^\s(]+)?)", text)
    if written:
        unit = re.sub(r"\s|cells", "", written[2]).lower().replace("µ", "u").replace("μ", "u").strip(",.;")
        factor = FACTORS.get((analyte.id, unit))
        if factor is not None:
            return round(float(written[1].replace(",", "")) * factor, 3)
    shown = text[:170]
    return shown if not re.match(r"\s*[-+]?\d", shown) else f"reported as {shown}"
