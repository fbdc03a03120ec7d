"""Readers of numbers, sides and places in the wording of an action."""

from __future__ import annotations

import re
from collections.abc import Callable

from bedside.errors import BedsideError
from bedside.scenario.quantities import parse_quantity

NUMBER = r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)"
MASS = r"(?:ng|ug|mcg|µg|μg|mg|g|kg|IU|U|units?|mEq|mmol|puffs?|mL|ml|L)"
DOSE = re.compile(rf"({NUMBER})\s*({MASS})(/kg)?\b(?!\s*/\s*(?:min|h|hr|hour|s|sec|kg|m?L))", re.I)
LISTED = rf"((?:{NUMBER}\s*,\s*)+(?:and\s*)?{NUMBER})"
DOSES = re.compile(rf"{LISTED}\s*({MASS})\b(?!\s*/\s*(?:min|h|s))", re.I)
RATE = re.compile(rf"({NUMBER})\s*({MASS}(?:\s*/\s*kg)?\s*/\s*(?:min|h|hr|hour|s|sec|day)\w*)(?!\w)", re.I)
RATES = re.compile(rf"{LISTED}\s*({MASS}(?:/kg)?/(?:min|h))\b", re.I)
STRENGTH = re.compile(rf"({NUMBER})\s*((?:ng|ug|mcg|mg|g|U|IU)\s*/\s*m?L)\b", re.I)
SIDES = ("left", "right", "both")
WORDED = {"mild": 0.3, "moderate": 0.6, "severe": 0.9, "life-threatening": 0.9, "maximal": 1.0}
"""Severities in words where no number stands: the usual thirds of the scale."""
SCALE_OF_FIVE = 5.0
"""Severities above 1 are steps of a scale from 0 to 5 (military injury coding)."""


def severity(text: str) -> float | None:
    """`severity = 0.6`, `Severity: 0.6`, `(Severity 3)` of 5, or a word such as mild."""
    found = re.search(rf"severity\W{{0,4}}(?:of\s+)?({NUMBER})", text, re.I)
    if found:
        value = float(found[1])
        return value / SCALE_OF_FIVE if value > 1 else value
    return next((size for word, size in WORDED.items() if re.search(rf"\b{word}\b", text, re.I)), None)


def named(text: str, name: str) -> float | None:
    """The number of `name = 0.5` or `name severity = 0.5`."""
    words = name.replace("_", r"[ _]")
    found = re.search(rf"\b{words}\b(?:\s+severity)?\s*[:=]?\s*({NUMBER})(?![\w/])", text, re.I)
    return float(found[1]) if found else None


def sided(text: str) -> tuple[str | None, float | None]:
    """Side and severity of `left lung severity = 0.45 right lung severity = 0`, `left lung = 100`, `side: left`."""
    pattern = rf"\b(left|right)\s+(?:lung|kidney|side)?\W*(severity)?\W*({NUMBER})"
    each = [(which.lower(), bool(word), float(value)) for which, word, value in re.findall(pattern, text, re.I)]
    if each:
        struck = [which for which, _, value in each if value > 0]
        which = "both" if len(set(struck)) == 2 else struck[0] if struck else None
        return which, max((value for _, word, value in each if word), default=None)
    if re.search(r"\bboth\b|\bbilateral\b|\bleft and right\b|\bright and left\b", text, re.I):
        return "both", None
    found = re.search(r"\b(left|right)\b", text, re.I)
    return (found[1].lower() if found else None), None


def side(text: str) -> str | None:
    """left, right or both."""
    return sided(text)[0]


PLACE = re.compile(
    r"\b((?:left |right )?(?:upper |lower )?(?:arm|leg|thigh|groin|hand|foot)|spleen|liver|kidney|abdomen|gut|stomach|"
    r"pelvis|aorta|vena cava|head|neck|face|nose|chest wall|uterus|brain|skin)\b",
    re.I,
)


def site(text: str) -> str | None:
    """A place of the body as snake_case: right_arm, leg, spleen."""
    found = PLACE.search(text)
    return found[1].lower().replace(" ", "_") if found else None


def factor(text: str) -> float | None:
    """`reduction factor = 0.3`, `fraction 0.3`, `30 %`: a share that stands for a severity."""
    found = re.search(rf"(?:factor|fraction|reduction)\W{{0,4}}({NUMBER})(?!\s*%)", text, re.I)
    if found:
        return min(float(found[1]), 1.0)
    percent = re.search(rf"({NUMBER})\s*%", text)
    return min(float(percent[1]) / 100.0, 1.0) if percent else None


def doses(text: str) -> list[str]:
    """Every dose of the text, written with its unit: `21 mg`, or each of `0.04, 0.18, and 0.25 ug`."""
    several = DOSES.search(text)
    if several:
        return [f"{number} {several[2]}" for number in re.findall(NUMBER, several[1])]
    without = STRENGTH.sub(" ", RATE.sub(" ", text))
    found = DOSE.search(without)
    return [f"{found[1]} {found[2]}{found[3] or ''}"] if found else []


def rate(text: str) -> str | None:
    """The first rate: `0.1 ug/kg/min`, `100 mL/min`; a strength `5 mg/mL` turns a flow of mL into a flow of drug."""
    found = RATE.search(STRENGTH.sub(" ", text))
    if found is None:
        return None
    flow = found[1] + " " + re.sub(r"\s+", "", found[2]).replace("hour", "h")
    strength = STRENGTH.search(text)
    if strength and re.match(r"m?l/", flow.split(" ", 1)[1], re.I):
        product = parse_quantity(f"{strength[1]} {strength[2].replace(' ', '')}") * parse_quantity(flow)
        return f"{product.to('mg/min').magnitude:g} mg/min"
    return flow


def rates(text: str) -> list[str]:
    """Every rate of a list: `0.1, 0.2, and 0.3 ug/min`; one rate is a list of one."""
    several = RATES.search(text)
    if several:
        return [f"{number} {several[2]}" for number in re.findall(NUMBER, several[1])]
    one = rate(text)
    return [one] if one else []


def volume(text: str) -> str | None:
    """A volume that is no rate: `a 500 mL bag`."""
    found = re.search(rf"({NUMBER})\s*(mL|L)\b(?!\s*/)", RATE.sub(" ", text), re.I)
    return f"{found[1]} {found[2]}" if found else None


def _quantity(unit: str, written: str) -> Callable[[str], str | None]:
    pattern = re.compile(rf"({NUMBER})\s*(?:{unit})", re.I)

    def read(text: str) -> str | None:
        found = pattern.search(text)
        return f"{found[1]} {written}" if found else None

    return read


def _number(pattern: str, divide: float = 1.0) -> Callable[[str], float | None]:
    compiled = re.compile(pattern.replace("#", f"({NUMBER})"), re.I)

    def read(text: str) -> float | None:
        found = compiled.search(text)
        return float(found[1]) / divide if found else None

    return read


def fio2(text: str) -> float | None:
    """`FiO2 = 0.4` or `FiO2 40 %` as a share."""
    value = _number(r"(?:fio2|fraction of inspired oxygen)\W{0,4}#")(text)
    return value if value is None or value <= 1 else value / 100.0


def height(text: str) -> str | None:
    """`4000 m`, `13000 ft` in m."""
    found = re.search(rf"({NUMBER})\s*(m|meters?|metres?|ft|feet)\b", text, re.I)
    if found is None:
        return None
    metres = float(found[1]) * (0.3048 if found[2].lower().startswith("f") else 1.0)
    return f"{metres:g} m"


READERS: dict[str, Callable[[str], str | float | None]] = {
    "severity": severity,
    "side": side,
    "site": site,
    "rate": rate,
    "volume": volume,
    "gas_flow": _quantity(r"L\s*/\s*min", "L/min"),
    "breaths": _number(r"(?:\brr|\brate)\W{0,4}#"),
    "per_minute": _quantity(r"(?:/\s*min\b|per minute|bpm|breaths?\s*/\s*min)", "1/min"),
    "celsius": _quantity(r"(?:°|deg(?:rees)?)?\s*C\b", "degC"),
    "energy": _quantity(r"J\b|joules?", "J"),
    "current": _quantity(r"mA\b", "mA"),
    "length": _quantity(r"cm\b", "cm"),
    "pressure": _quantity(r"(?:cm\s?H2O|mmHg)", "cmH2O"),
    "peep": _number(r"peep\W{0,4}#"),
    "pip": _number(r"(?:pip|inspiratory pressure)\W{0,4}#"),
    "ie_ratio": _number(r"i\s*:?\s*e\s*(?:ratio)?\W{0,4}#"),
    "fraction": _number(r"fraction\W{0,4}#"),
    "fio2": fio2,
    "percent": _number(r"#\s*%"),
    "share": factor,
    "body_share": _number(r"#\s*(?:%|percent)?\s*(?:of\s+)?body\s?weight", 100.0),
    "ppm": _quantity(r"ppm", "ppm"),
    "watts": _quantity(r"W\b|watts?", "W"),
    "height": height,
}
"""Readers by the names that vocabulary.yaml uses."""


def in_unit(text: str, unit: str) -> str | None:
    """The first quantity of the text that can be shown in `unit`."""
    for number, spelled in re.findall(rf"({NUMBER})\s*([A-Za-zµ%°][\w%°/]*)", text):
        try:
            parse_quantity(f"{number} {spelled}").to(parse_quantity(f"1 {unit}").units)
        except (BedsideError, ValueError, TypeError, AttributeError):  # not a unit, or of another dimension
            continue
        return f"{number} {spelled}"
    return None
