"""How usual doses and poisonings run over time on a whole body: onset, size, duration and what reverses them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from bedside.body import Body, Person

pytestmark = pytest.mark.slow
MAN = Person(age_years=44, sex="male", height_cm=180, weight_kg=77)
Deed = tuple[float, str, str, str]
"""When (s), drug, amount or rate (with `/min`, `/h` or `%` it runs on), route."""


def course(deeds: Iterable[Deed], times: Iterable[float], names: str, **conditions: float) -> list[list[float]]:
    """Rows of the named vitals: at rest, then at each time (s)."""
    body = Body(MAN, seed=1, waves=False)
    body.advance(30.0)
    rows = [[float(body.vitals[name]) for name in names.split()]]
    for name, severity in conditions.items():
        body.start(name, severity=severity)
    now = 0.0
    given = [(at, 0, (drug, amount, route)) for at, drug, amount, route in deeds]
    plans = sorted([*given, *((at, 1, None) for at in times)])
    for at, _, deed in plans:
        body.advance(at - now)
        now = at
        if deed is None:
            rows.append([float(body.vitals[name]) for name in names.split()])
        elif any(mark in deed[1] for mark in ("/min", "/h", "%")):
            body.infuse(deed[0], deed[1], route=deed[2])
        else:
            body.give(deed[0], deed[1], route=deed[2])
    return rows


PEAKS = [
    ("propofol 2 mg/kg sleeps at a minute", (0, "propofol", "140 mg", "iv"), 60, "gcs", (3, 9)),
    ("and wakes before a quarter of an hour", (0, "propofol", "140 mg", "iv"), 840, "gcs", (13, 15)),
    ("its pressure falls by a quarter", (0, "propofol", "140 mg", "iv"), 150, "mean_arterial_pressure", (60, 77)),
    ("fentanyl 4 ug/kg halves breathing", (0, "fentanyl", "300 ug", "iv"), 570, "respiratory_rate", (5.5, 8)),
    ("morphine 10 mg still eases at two hours", (0, "morphine", "10 mg", "iv"), 7200, "respiratory_rate", (9, 12.9)),
    ("phenylephrine acts at once", (0, "phenylephrine", "100 ug", "iv"), 60, "systolic_pressure", (124, 140)),
    ("vasopressin slows the heart", (0, "vasopressin", "0.25 ug/min", "iv"), 2400, "heart_rate", (45, 60)),
    ("adrenaline im quickens it", (0, "adrenaline", "0.5 mg", "im"), 600, "heart_rate", (78, 105)),
    ("atropine adds fifteen beats or more", (0, "atropine", "0.6 mg", "iv"), 120, "heart_rate", (82, 105)),
    ("metoprolol takes some off", (0, "metoprolol", "5 mg", "iv"), 600, "heart_rate", (55, 68)),
    ("isoprenaline raises output by half", (0, "isoprenaline", "0.05 ug/kg/min", "iv"), 600, "cardiac_output", (7, 12)),
    ("nitrate under the tongue", (0, "gtn", "0.4 mg", "sl"), 300, "systolic_pressure", (98, 114)),
    ("salbutamol lowers potassium", (0, "salbutamol", "20 mg", "neb"), 3600, "potassium", (3.0, 3.7)),
    ("glucagon raises sugar", (0, "glucagon", "1 mg", "im"), 1800, "glucose", (7.2, 10)),
    ("suxamethonium lifts potassium", (0, "suxamethonium", "100 mg", "iv"), 300, "potassium", (4.4, 5.2)),
    ("sevoflurane 1 MAC sleeps", (0, "sevoflurane", "2 %", "inh"), 600, "eeg_index", (25, 60)),
    ("oxytocin drops pressure", (0, "oxytocin", "5 unit", "iv"), 120, "mean_arterial_pressure", (60, 84)),
    ("paracetamol 30 g: nothing yet", (0, "paracetamol", "30 g", "po"), 7200, "gcs", (15, 15)),
    ("tramadol 100 mg hardly slows breathing", (0, "tramadol", "100 mg", "iv"), 900, "respiratory_rate", (11.5, 14.5)),
]  # fmt: skip


@pytest.mark.parametrize(("said", "deed", "at", "name", "limits"), PEAKS, ids=[p[0] for p in PEAKS])
def test_a_usual_dose(said: str, deed: Deed, at: float, name: str, limits: tuple[float, float]) -> None:
    low, high = limits
    value = course([deed], [at], name)[1][0]
    assert low <= value <= high, f"{said}: {name} {value:.1f}"


def test_naloxone_wakes_from_an_opioid_and_wears_off_before_methadone_does() -> None:
    deeds = [(0.0, "methadone", "100 mg", "po"), (5400.0, "naloxone", "400 ug", "iv")]
    rest, deep, awake, later = course(deeds, [5390, 5520, 14400], "respiratory_rate gcs")
    assert deep[0] < 0.6 * rest[0]
    assert deep[1] < 14
    assert awake[0] > rest[0]
    assert awake[1] == 15
    assert later[0] < 0.8 * rest[0]


def test_an_opioid_overdose_kills_who_is_left_alone() -> None:
    _, early, late = course([(0.0, "diamorphine", "60 mg", "iv")], [180, 900], "spo2 mean_arterial_pressure")
    assert early[0] < 85
    assert late[1] < 20


def test_insulin_with_glucose_lowers_potassium_within_the_hour() -> None:
    deeds = [(0.0, "insulin", "10 unit", "iv"), (0.0, "glucose_50", "25 g", "iv")]
    rest, half_hour, hour = course(deeds, [1800, 3600], "potassium glucose")
    assert 0.5 <= rest[0] - min(half_hour[0], hour[0]) <= 1.5
    assert hour[1] > 3.5


def test_calcium_answers_verapamil_and_glucagon_a_beta_blocker() -> None:
    poisoned = [(0.0, "verapamil", "2 g", "po")]
    treated = [*poisoned, (3600.0, "calcium_chloride", "1 g", "iv")]
    _, low, better = course(treated, [3590, 3900], "mean_arterial_pressure")
    assert low[0] < 65 < better[0] - 5
    poisoned = [(0.0, "propranolol", "2 g", "po")]
    _, low, better = course([*poisoned, (3600.0, "glucagon", "10 mg", "iv")], [3590, 3900], "mean_arterial_pressure")
    assert low[0] < 76
    assert better[0] > low[0] + 6


def test_lipid_shortens_what_bupivacaine_in_a_vein_does() -> None:
    poison = (0.0, "bupivacaine", "150 mg", "iv")
    _, alone = course([poison], [240], "mean_arterial_pressure")
    _, treated = course([poison, (60.0, "lipid_emulsion", "115 mL", "iv")], [240], "mean_arterial_pressure")
    assert alone[0] < 60
    assert treated[0] > alone[0] + 15


def test_salicylate_first_lowers_carbon_dioxide_and_then_bicarbonate() -> None:
    rest, early, late = course([(0.0, "aspirin", "20 g", "po")], [3600, 21600], "paco2 bicarbonate ph")
    assert early[0] < rest[0] - 4
    assert early[2] > 7.42
    assert late[1] < rest[1] - 6


def test_labetalol_eases_a_severe_pressure_of_pregnancy_within_minutes() -> None:
    deeds = [(1800.0, "labetalol", "50 mg", "iv")]
    _, high, eased = course(deeds, [1790, 2100], "mean_arterial_pressure", pre_eclampsia=0.8)
    assert eased[0] < 0.92 * high[0]


def test_adrenaline_brings_severe_anaphylaxis_back() -> None:
    deeds = [(600.0, "adrenaline", "0.5 mg", "im"), (900.0, "adrenaline", "0.5 mg", "im")]
    names = "mean_arterial_pressure airway_resistance"
    _, ill, better = course(deeds, [590, 1500], names, anaphylaxis=0.9)
    assert better[0] > ill[0] + 20
    assert better[1] < 0.4 * ill[1]
