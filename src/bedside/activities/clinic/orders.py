"""Orders: tests, images and consultations, which come back after their turnaround and are then read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bedside.activities.clinic import sampling, tracing
from bedside.activities.clinic.catalogue.tests import TestEntry
from bedside.activities.clinic.scenario import Result
from bedside.activities.clinic.state import Ordered
from bedside.encounter import Happening, Refused, Tick
from bedside.scenario.quantities import QuantityError, milliseconds, parse_quantity

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity

TAKEN_AT_ONCE = frozenset({"capillary_glucose", "capillary_ketones", "capillary_haemoglobin"})
"""Besides all blood tests: what is sampled as it is ordered. All else is done just before its result."""
DEFAULT_TURNAROUND = "30 min"
"""Of a test that only the case knows and gives no time for (estimate)."""


def order(clinic: ClinicActivity, text: str, at: Tick) -> Iterator[Happening]:
    """Place an order. Raises `Refused`, with the nearest names, for what nobody offers."""
    test, name, kind, turnaround, cost = _described(clinic, text)
    waiting = next((o for o in clinic.state.orders if o.test == test and o.state == "pending"), None)
    if waiting is not None:
        raise Refused(
            f"{name} is already on its way.",
            f"It is due in {max(1, round((waiting.due - at) / 60000))} min; cancel it to order anew.",
        )
    number = f"o{len(clinic.state.orders) + 1}"
    due = at + milliseconds(turnaround)
    taken = sampling.sample(clinic.body, sampling.LEVELS) if kind == "blood" or test in TAKEN_AT_ONCE else None
    clinic.state.orders.append(Ordered(number, test, name, kind, at, due, cost, sample=taken))
    clinic.state.cost = round(clinic.state.cost + cost, 2)
    yield Happening("ordered", {"order": number, "test": test, "name": name, "due": due, "cost": cost, "kind": kind})
    result = clinic.scenario.tests.get(test)
    if result is not None and result.worth == "harmful":
        yield Happening("harm", {"what": f"order: {name}", "why": result.why or "This test could harm this patient."})


def _described(clinic: ClinicActivity, text: str) -> tuple[str, str, str, str, float]:
    """Id, name, kind, turnaround and cost of the test meant."""
    own = _own_test(clinic, text)
    if own is not None:
        test, known = own
        return test, known.name or test, "own", known.turnaround or DEFAULT_TURNAROUND, known.cost or 0.0
    entry = clinic.catalogues.tests.find(text)
    if entry is None:
        near = [test.name for test in clinic.catalogues.tests.nearest(text)]
        raise Refused(f"There is no test called '{text}' here.", f"Did you mean: {'; '.join(near)}?")
    result = clinic.scenario.tests.get(entry.id)
    patient = clinic.scenario.patient
    why_not = entry.why_not(age_years=patient.age_years, sex=patient.sex, pregnant=patient.pregnant_weeks is not None)
    if why_not and result is None:
        raise Refused(why_not, "Choose another test.")
    turnaround = (result.turnaround if result is not None else None) or entry.turnaround
    cost = result.cost if result is not None and result.cost is not None else entry.cost
    return entry.id, entry.name, entry.kind, turnaround, float(cost)


def _own_test(clinic: ClinicActivity, text: str) -> tuple[str, Result] | None:
    asked = _plain(text)
    for test, result in clinic.scenario.tests.items():
        if result.name and asked in {_plain(test), _plain(result.name), *(_plain(alias) for alias in result.aliases)}:
            return test, result
    return None


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def cancel(clinic: ClinicActivity, which: str) -> Iterator[Happening]:
    """Take back an order that has not come back yet."""
    found = _order(clinic, which, lambda o: o.state == "pending")
    if found is None:
        raise Refused(f"There is no order '{which}' that could be cancelled.", _listed(clinic, "pending"))
    found.state = "cancelled"
    clinic.state.cost = round(clinic.state.cost - found.cost, 2)
    yield Happening("cancelled", {"order": found.order})


def read(clinic: ClinicActivity, which: str) -> Iterator[Happening]:
    """Read a result that has come back; the latest of a test ordered more than once."""
    found = _order(clinic, which, lambda o: o.state in ("ready", "read"))
    if found is None:
        waiting = _order(clinic, which, lambda o: o.state == "pending")
        if waiting is not None:
            minutes = max(1, round((waiting.due - clinic.state.now) / 60000))
            raise Refused(
                f"{waiting.name} is not back yet; it is due in {minutes} min.",
                "Go on meanwhile, or jump ahead in time.",
            )
        raise Refused(f"There is no result '{which}'.", _listed(clinic, "ready"))
    found.state = "read"
    data = {
        "order": found.order,
        "test": found.test,
        "name": found.name,
        "values": found.values,
        "report": found.report,
    }
    yield Happening("read", data)


def _order(clinic: ClinicActivity, which: str, wanted: Any) -> Ordered | None:
    entry = clinic.catalogues.tests.find(which)
    own = _own_test(clinic, which)
    asked = {_plain(which), _plain(entry.id) if entry else "", _plain(own[0]) if own else ""}
    for found in reversed(clinic.state.orders):
        if wanted(found) and {_plain(found.order), _plain(found.test), _plain(found.name)} & asked:
            return found
    return None


def _listed(clinic: ClinicActivity, state: str) -> str:
    names = [f"{o.order} ({o.name})" for o in clinic.state.orders if o.state == state]
    return f"{state.capitalize()}: {', '.join(names)}." if names else f"Nothing is {state}."


def come_back(clinic: ClinicActivity, found: Ordered) -> Happening:
    """The result of an order, at its tick: fixed now, seen when it is read."""
    found.state = "ready"
    found.values, found.report = result_of(clinic, found)
    found.sample = None
    return Happening("resulted", {"order": found.order, "name": found.name}, at=found.due)


def result_of(clinic: ClinicActivity, found: Ordered) -> tuple[list[dict[str, Any]], str | None]:
    """Values and report: the case's moved by what the body has changed, then the body's, then normal ones."""
    patient = clinic.scenario.patient
    case = clinic.scenario.tests.get(found.test)
    given = _values_this_time(clinic, case, found) if case else {}
    entry = clinic.catalogues.tests.get(found.test)
    if entry is None:
        return [_plain_value(name, value) for name, value in given.items()], case.report if case else None
    units = {analyte.id: analyte.unit for analyte in entry.analytes}
    stated = {name: _stated(value, units[name]) for name, value in given.items() if name in units}
    now = found.sample or sampling.sample(clinic.body, sampling.LEVELS)
    for name, value in stated.items():
        if name in sampling.FOLLOWS and not isinstance(value, str):
            stated[name] = round(
                sampling.moved(name, value, clinic.state.began.sample, now), entry.analyte(name).decimals
            )

    def believable(known: dict[str, float | str]) -> Any:
        return clinic.catalogues.tests.normal_result(
            found.test,
            age_years=patient.age_years,
            sex=patient.sex,
            pregnant=patient.pregnant_weeks is not None,
            key=clinic.scenario.id,
            given=known,
        )

    result = believable(stated)
    ill = _unstated(clinic, entry, {v.analyte: v.value for v in result.values if v.analyte not in stated}, now)
    if ill:
        result = believable(stated | ill)
    return [_shown(value) for value in result.values], _report(clinic, found.test, case, given, result.report)


def _unstated(
    clinic: ClinicActivity, entry: TestEntry, usual: dict[str, float | str], now: sampling.Sample
) -> dict[str, float | str]:
    """Analytes that the case leaves out, where the body is ill: usual values moved by how far it is from health."""
    well = sampling.healthy(clinic.body.person)
    follow = [name for name, value in usual.items() if name in sampling.FOLLOWS and not isinstance(value, str)]
    differ = {name for name in follow if sampling.differs(name, well, now)}
    if differ & sampling.GAS:
        differ |= set(follow) & sampling.GAS
    numbers = {name: float(usual[name]) for name in follow if name in differ}
    found = {
        name: round(sampling.moved(name, value, well, now), entry.analyte(name).decimals)
        for name, value in numbers.items()
    }
    return {**found, **sampling.levels(usual, now)}


def _report(
    clinic: ClinicActivity, test: str, case: Result | None, given: dict[str, Any], usual: str | None
) -> str | None:
    """The words of a report: the case's until the body shows something else, then the body's; else the usual ones."""
    written = case.report if case else None
    see = tracing.REPORTS.get(test)
    if see is not None:
        now, began = see(clinic.body), clinic.state.began
        changed = now.grade != began.grades[test]
        if test in tracing.ECGS:
            rate = float(clinic.body.vitals["electrical_rate"])
            changed = changed or abs(rate - began.values["electrical_rate"]) > tracing.FASTER
        if changed if written else now.abnormal:
            return now.text
    return written or (None if given else usual)


SHOWN = ("analyte", "name", "value", "text", "unit", "low", "high", "flag")


def _shown(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in SHOWN}


def _stated(written: str | float, unit: str) -> float | str:
    """A value as the case writes it: a number in the catalogue's unit, or a word."""
    number = in_unit(written, unit)
    return str(written) if number is None else number


def _values_this_time(clinic: ClinicActivity, result: Result, found: Ordered) -> dict[str, Any]:
    earlier = sum(
        1 for o in clinic.state.orders if o.test == found.test and o.state in ("ready", "read") and o is not found
    )
    if earlier == 0 or not result.repeat:
        return dict(result.values)
    if clinic.scenario.physiology.conditions:  # what the body lives through needs no script
        later = {
            n: v for n, v in result.repeat[min(earlier, len(result.repeat)) - 1].items() if n not in sampling.FOLLOWS
        }
        return {**result.values, **later}
    return {**result.values, **result.repeat[min(earlier, len(result.repeat)) - 1]}


def in_unit(written: str | float, unit: str) -> float | None:
    """The number of a written value in the catalogue's unit, or None where it is a word."""
    if isinstance(written, int | float):
        return float(written)
    try:
        quantity = parse_quantity(written)
    except QuantityError:
        return None
    if quantity.unitless or re.sub(r"\s", "", written).endswith(re.sub(r"\s", "", unit)):
        return float(re.match(r"\s*([-+]?\d+(?:\.\d+)?)", written).group(1))  # type: ignore[union-attr]
    try:
        return round(float((quantity / parse_quantity(f"1 {unit}")).to("dimensionless").magnitude), 4)
    except Exception as error:
        raise QuantityError(f"'{written}' cannot be given in {unit}; write it in {unit}") from error


def _plain_value(name: str, value: str | float) -> dict[str, Any]:
    """A value of a test that only the case knows."""
    shown = {"analyte": name, "name": name.replace("_", " "), "value": value, "text": str(value)}
    return {**shown, "unit": "", "low": None, "high": None, "flag": None}
