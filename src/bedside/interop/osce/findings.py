"""From the examination of a case to findings: each line by its own name and, where it clearly fits, the catalogue's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bedside.activities.clinic.catalogue import catalogues
from bedside.activities.clinic.catalogue.names import plain
from bedside.body import START_RANGES
from bedside.interop.osce.reading import Leaf, cleaned, leaves, letters, said, words
from bedside.interop.osce.story import pieces, short, snake

MANOEUVRES: tuple[tuple[str, str], ...] = (
    ("inspect", r"inspection|inspect|observation|observe|appearance|visual"),
    ("palpate", r"palpation|palpate"),
    ("percuss", r"percussion|percuss"),
    ("auscultate", r"auscultation|auscultate"),
    ("move", r"range of motion|rom|movements?|mobility"),
)
REGIONS: tuple[tuple[str, dict[str, str]], ...] = (
    (r"abdom\w*|belly", dict.fromkeys(("inspect", "palpate", "percuss", "auscultate", ""), "abdomen")),
    (r"respirat\w*|lungs?|pulmon\w*|chest|thora\w*",
     {"inspect": "chest", "palpate": "chest_expansion", "percuss": "chest", "auscultate": "chest", "": "chest"}),
    (r"cardi\w*|heart", {"inspect": "precordium", "palpate": "apex_beat", "auscultate": "heart", "": "heart"}),
    (r"skin|derm\w*", {"inspect": "skin", "": "skin"}),
    (r"neck|cervical", {"inspect": "neck", "palpate": "neck_nodes", "move": "spine_cervical", "": "neck"}),
    (r"breasts?", {"inspect": "breasts", "palpate": "breast", "": "breast"}),
    (r"knees?", dict.fromkeys(("inspect", "palpate", "move", ""), "knee")),
    (r"shoulders?", dict.fromkeys(("inspect", "palpate", "move", ""), "shoulder")),
    (r"hips?", dict.fromkeys(("inspect", "palpate", "move", ""), "hip")),
    (r"ankles?", dict.fromkeys(("inspect", "palpate", "move", ""), "ankle")),
    (r"wrists?", dict.fromkeys(("inspect", "palpate", "move", ""), "wrist")),
    (r"hands?", {"inspect": "hands", "palpate": "hand", "move": "hand", "": "hands"}),
    (r"elbows?", dict.fromkeys(("inspect", "palpate", "move", ""), "elbow")),
    (r"lower (?:extremit\w+|limbs?)|legs?", {"inspect": "lower_limbs", "palpate": "lower_limbs", "": "lower_limbs"}),
    (r"upper (?:extremit\w+|limbs?)|arms?", {"inspect": "upper_limbs", "palpate": "upper_limbs", "": "upper_limbs"}),
    (r"oral|mouth", {"inspect": "mouth", "": "mouth"}),
    (r"eyes?|ophthalm\w*", {"inspect": "eyes", "": "eyes"}),
    (r"nose|nasal", {"inspect": "nose", "": "nose"}),
    (r"general|constitutional", {"inspect": "general", "": "general"}),
)  # fmt: skip
"""Words of a section → the catalogue's site for each manoeuvre; "" is where no manoeuvre is named."""
DIRECT: tuple[tuple[str, str], ...] = (
    (r"cranial nerves?", "neuro.cranial_nerves"),
    (r"motor|strength|power", "neuro.power"),
    (r"reflex(?:es)?", "neuro.reflexes"),
    (r"sensation|sensory", "neuro.sensation"),
    (r"coordination(?: tests?)?", "neuro.coordination"),
    (r"gait(?: assessment)?", "neuro.gait"),
    (r"orientation", "neuro.orientation"),
    (r"tremor", "neuro.tremor"),
    (r"tone", "neuro.tone"),
    (r"mental status", "neuro.consciousness"),
    (r"murmur|heart(?: auscultation)?|heart sounds", "auscultate.heart"),
    (r"lungs?(?: auscultation)?|breath sounds", "auscultate.chest"),
    (r"fundoscopy|fundus", "look.fundoscopy"),
    (r"lymph nodes?|cervical lymphadenopathy", "palpate.neck_nodes"),
    (r"renal angles?", "percuss.renal_angle"),
    (r"appearance|general appearance", "inspect.general"),
    (r"thyroid", "palpate.thyroid"),
    (r"throat", "look.throat"),
)  # fmt: skip
WITHOUT_MANOEUVRE = ("palpate", "inspect", "auscultate")
NORMAL = re.compile(
    r"^(?:no\b|not applicable|none|nil|n/?a\b|normal|intact|clear|within normal|unremarkable|negative|"
    r"non-?tender|non-?distended|alert|"
    r"regular|symmetric\w*|grossly intact|all cranial|soft|physiolog\w+|full range|grossly normal|afebrile|"
    r"normo\w+|well[- ]appearing|"
    r"good|stable|absent|the lungs are clear|tympanic throughout|pending)|\bwithin normal|\bunremarkable\b|"
    r"\bno abnormalit",
    re.I,
)
ABNORMAL = re.compile(
    r"\bbut\b|\bexcept\b|however|\b(?:de|in)creased\b|\bdiminished|\bweak(?:ness)?\b|\blimited\b|\bmass\b(?!es)|\bpositive\b|confused|\babnormal",
    re.I,
)
UNITS_OF_VITALS: tuple[tuple[str, str], ...] = (
    ("temperature", r"temp(?:erature)?|t"),
    ("heart_rate", r"(?:heart|pulse)(?:rate)?|hr|pulse.*|heartrate.*"),
    ("respiratory_rate", r"respirat(?:ory|ion)s?(?:rate)?|rr|breathingrate|respiratoryrate.*"),
    ("spo2", r"(?:oxygen|o2)sat(?:uration)?s?.*|spo2.*|sao2.*|pulseox.*|sats"),
    ("blood_pressure", r"bp|blood ?pressure.*|.*bloodpressure.*"),
    ("glucose", r"(?:blood|capillary|random)?(?:glucose|sugar).*"),
    ("gcs", r"gcs|glasgow.*"),
    ("pain", r"pain(?:score|scale|level)?"),
)  # fmt: skip
ADULT_NORMAL = {
    "temperature": (36.0, 37.9), "heart_rate": (60, 100), "respiratory_rate": (12, 20), "spo2": (95, 100),
    "systolic_pressure": (100, 139), "diastolic_pressure": (55, 89),
}  # fmt: skip
"""Royal College of Physicians, NEWS2 (2017) for rate, saturation and temperature, rounded; pressures: estimate."""
MG_DL_PER_MMOL = 18.016
"""Glucose: molar mass 180.16 g/mol."""


@dataclass(slots=True)
class Examined:
    """The findings of a case, by manoeuvre and site, and the vital signs at the start."""

    findings: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    start: dict[str, float] = field(default_factory=dict)
    measures: dict[str, str] = field(default_factory=dict)
    key_sections: dict[str, list[str]] = field(default_factory=dict)
    """Sections with something abnormal, and the findings that show it."""
    used: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)

    def put(self, manoeuvre: str, site: str, text: str, *, label: str | None, abnormal: bool) -> str:
        """Add a finding under names that are free; `manoeuvre.site`."""
        label = self._free_label(label) if label is not None else None
        free, again = f"{manoeuvre}.{site}", 2
        while free in self.used:
            free, again = f"{manoeuvre}.{site}_{again}", again + 1
        self.used.add(free)
        made: dict[str, Any] = {"finding": text, "abnormal": abnormal}
        if abnormal:
            made["key"] = True
        if label is not None:
            made["label"] = label
        self.findings.setdefault(manoeuvre, {})[free.split(".", 1)[1]] = made
        return free

    def _free_label(self, label: str) -> str:
        free, again = label, 2
        while plain(free) in self.labels:
            free, again = f"{label} ({again})", again + 1
        self.labels.add(plain(free))
        return free


def examine(examination: dict[str, Any], age_years: float) -> Examined:
    """Findings and starting vital signs of an examination."""
    made = Examined()
    shared: dict[str, list[tuple[str, bool]]] = {}
    located: list[tuple[Leaf, str | None]] = []
    for leaf in _lines(examination):
        located.append((leaf, catalogue_name(leaf.path)))
        _vital(leaf, made)
    for leaf, name in located:
        if name is not None:
            shared.setdefault(name, []).append((leaf.text, is_abnormal(leaf, age_years)))
    for leaf, name in located:
        alone = name is not None and len(shared[name]) == 1 and not _intimate(name)
        _finding(leaf, name if alone else None, made, age_years)
    for name, texts in shared.items():
        if len(texts) > 1 or _intimate(name):
            joined = next(pieces("\n".join(dict.fromkeys(text for text, _ in texts))))
            manoeuvre, site = name.split(".")
            made.put(manoeuvre, site, joined, label=None, abnormal=any(abnormal for _, abnormal in texts))
    _wholes(examination, (), made, age_years)
    return made


def _lines(value: Any, path: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Lines of an examination: a list of texts is one line of several sentences."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _lines(inner, (*path, str(key)))
    elif isinstance(value, list) and not any(isinstance(inner, dict | list) for inner in value):
        text = "\n".join(filter(None, (said(inner) for inner in value)))
        if text:
            yield Leaf(path or ("Examination",), text)
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _lines(inner, (*path, str(number)))
    elif said(value):
        yield Leaf(path or ("Examination",), said(value))


def _finding(leaf: Leaf, name: str | None, made: Examined, age_years: float) -> None:
    label = short(": ".join(cleaned(words(key)) for key in leaf.path)) or "Examination"
    abnormal = is_abnormal(leaf, age_years)
    manoeuvre = snake(leaf.path[0])[:60].strip("_") or "examination"
    site = snake(" ".join(leaf.path))[:70].strip("_") or f"item_{len(made.used) + 1}"
    for number, piece in enumerate(pieces(leaf.text), 1):
        where = name.split(".") if name is not None and number == 1 else [manoeuvre, site]
        found = made.put(
            where[0],
            where[1],
            piece,
            label=label if number == 1 else f"{label[:170]} (part {number})",
            abnormal=abnormal,
        )
        if abnormal and not _is_vital(leaf.path):
            made.key_sections.setdefault(words(leaf.path[0]), []).append(found)


def _wholes(value: Any, path: tuple[str, ...], made: Examined, age_years: float) -> None:
    """A section as a whole shows all its lines, under its own name."""
    if not isinstance(value, dict | list):
        return
    inner = value.items() if isinstance(value, dict) else ((str(n), one) for n, one in enumerate(value, 1))
    if path and (isinstance(value, dict) or any(isinstance(one, dict | list) for one in value)):
        lines = list(_lines(value, path))
        label = short(": ".join(words(key) for key in path))
        text = "\n".join(
            f"{': '.join(words(key) for key in leaf.path[len(path) :])}: {leaf.text}".removeprefix(": ")
            for leaf in lines
        )
        if text and plain(label) not in made.labels:
            site = snake(" ".join(path))[:70].strip("_") or f"section_{len(made.used) + 1}"
            for number, piece in enumerate(pieces(text), 1):
                named = label if number == 1 else f"{label[:170]} (part {number})"
                found = made.put(
                    "examine", site, piece, label=named, abnormal=any(is_abnormal(leaf, age_years) for leaf in lines)
                )
                if words(path[0]) in made.key_sections:
                    made.key_sections[words(path[0])].append(found)
    for key, one in inner:
        _wholes(one, (*path, str(key)), made, age_years)


def catalogue_name(path: tuple[str, ...]) -> str | None:
    """The catalogue's `manoeuvre.site` that a path of keys clearly means."""
    known = catalogues().examination
    last, whole = words(path[-1]).lower(), " ".join(words(key) for key in path).lower()
    if _is_vital(path):
        return None
    side = next((side for side in ("left", "right") if re.search(rf"\b{side}\b", whole)), None)
    direct = next(
        (name for pattern, name in DIRECT if re.fullmatch(rf"(?:{pattern})(?: (?:examination|function|exam))?", last)),
        None,
    )
    if direct is not None and not (
        direct == "inspect.general" and len(path) > 1 and not re.match(r"general", path[0], re.I)
    ):
        return direct
    manoeuvre = next((name for name, pattern in MANOEUVRES if re.fullmatch(rf"(?:{pattern})", last)), None)
    here = last if manoeuvre is None else whole
    for pattern, sites in REGIONS:
        if not re.search(rf"\b(?:{pattern})\b", here):
            continue
        if manoeuvre is None and not re.fullmatch(
            rf"(?:(?:left|right|both|the) )*(?:{pattern})(?: (?:examination|exam|system))?", last
        ):
            continue
        order = (manoeuvre,) if manoeuvre else WITHOUT_MANOEUVRE
        for verb in filter(None, order):
            site = sites.get(verb) or (sites.get("") if manoeuvre is None else None)
            for one in (f"{site}_{side}", site or ""):
                if verb and site and known.get(verb, one) is not None:
                    return f"{verb}.{one}"
    return None


def _intimate(name: str) -> bool:
    entry = catalogues().examination.get(*name.split("."))
    return entry is not None and entry.intimate


def is_abnormal(leaf: Leaf, age_years: float) -> bool:
    """Whether a line shows something that is not normal, as far as its words and numbers tell."""
    if _is_vital(leaf.path):
        values = vital_values(leaf.path, leaf.text)
        if re.search(r"\bnormal\b", leaf.text, re.I) or age_years < 12:
            return bool(re.search(r"\b(?:elevated|high|low|reduced)\b", leaf.text, re.I))
        return any(not ADULT_NORMAL[n][0] <= v <= ADULT_NORMAL[n][1] for n, v in values.items() if n in ADULT_NORMAL)
    told = [part for part in re.split(r"(?<=[.!?;])\s+|\n", leaf.text) if part.strip()]
    return any(not NORMAL.search(part.strip()) or ABNORMAL.search(part) for part in told)


def _is_vital(path: tuple[str, ...]) -> bool:
    return any(re.fullmatch(r"vitals?(signs?)?.*", letters(key)) for key in path)


def _vital(leaf: Leaf, made: Examined) -> None:
    """The vital signs of the start; of several readings the first counts."""
    last = letters(leaf.path[-1])
    if last in ("weight", "height") and (number := re.search(r"\d+(?:\.\d+)?\s*(?:kg|cm|m)\b", leaf.text)):
        made.measures.setdefault(last, number[0])
    if not (_is_vital(leaf.path) or any(re.fullmatch(p, last) for n, p in UNITS_OF_VITALS if n != "pain")):
        return
    for name, value in vital_values(leaf.path, leaf.text).items():
        low, high, _ = START_RANGES[name]
        if low <= value <= high:
            made.start.setdefault(name, value)


def vital_values(path: tuple[str, ...], text: str) -> dict[str, float]:
    """Numbers of a vital sign in the units used everywhere here; none for words such as `Normal for age`."""
    for key in reversed(path):
        name = next((name for name, pattern in UNITS_OF_VITALS if re.fullmatch(pattern, letters(key))), None)
        if name is not None:
            return _values(name, text.replace("−", "-").replace("–", "-"))
    return {}


def _values(name: str, text: str) -> dict[str, float]:
    if name == "blood_pressure":
        found = re.search(r"(\d{2,3})\s*/\s*(\d{2,3})", text)
        return {"systolic_pressure": float(found[1]), "diastolic_pressure": float(found[2])} if found else {}
    if name == "temperature":
        return _temperature(text)
    found = re.search(r"(\d+(?:\.\d+)?)(?:\s*(?:-|to)\s*(\d+(?:\.\d+)?))?", text)
    if found is None:
        return {}
    value = (float(found[1]) + float(found[2])) / 2 if found[2] else float(found[1])
    if name == "glucose" and re.search(r"mg\s*/\s*d", text, re.I):
        value = round(value / MG_DL_PER_MMOL, 1)
    return {name: value}


def _temperature(text: str) -> dict[str, float]:
    """Degrees Celsius; where only Fahrenheit is written (or above 45), converted."""
    celsius = re.search(r"(\d{2}(?:\.\d+)?)\s*(?:°|º|deg(?:rees)?)?\s*C\b", text, re.I)
    if celsius:
        return {"temperature": float(celsius[1])}
    found = re.search(r"\d{2,3}(?:\.\d+)?", text)
    if found is None:
        return {}
    value = float(found[0])
    return {"temperature": round((value - 32) / 1.8, 1) if value > 45 else value}


def section_names(examination: dict[str, Any]) -> list[str]:
    """The sections of an examination, as written."""
    return [str(key) for key in examination]


def texts(value: Any) -> list[str]:
    """Every text of an examination or of tests."""
    return [leaf.text for leaf in leaves(value)]
