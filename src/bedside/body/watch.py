"""What is worth telling: thresholds with some slack so that nothing is told twice."""

from __future__ import annotations

from bedside.body.metabolism import consciousness
from bedside.body.rhythm import RHYTHMS
from bedside.body.state import Calibration, Happened, Modulation, State


def low_systolic(age_years: float) -> float:
    """Systolic pressure, mmHg, called hypotension: 70 + 2 x age to 10 years (APLS), 60 at birth, 90 later."""
    if age_years < 0.1:
        return 60.0
    return min(70.0 + 2.0 * age_years, 90.0)


def conditions(s: State, cal: Calibration, mod: Modulation, flags: dict[str, bool], age: float) -> dict[str, bool]:
    """Which conditions hold now; each needs a little more to end than to begin."""

    def below(kind: str, value: float, limit: float, slack: float) -> bool:
        return value < (limit + slack if flags.get(kind) else limit)

    systolic = s.pressure + (1.0 - cal.diastolic_share) * s.pulse_pressure
    return {
        "arrest": not RHYTHMS[s.rhythm].perfusing,
        "apnoea": s.respiratory_rate <= 0.0,
        "hypoxia": below("hypoxia", s.spo2, 90.0, 1.5),
        "hypotension": below("hypotension", systolic, low_systolic(age), 4.0),
        "hypoglycaemia_severe": below("hypoglycaemia_severe", s.glucose, 3.0, 0.4),
        "unconscious": below("unconscious", consciousness(s, cal, mod), 8.5, 1.0),
        "seizure": s.seizure > (0.2 if flags.get("seizure") else 0.4),
        "hyperkalaemia_severe": below("hyperkalaemia_severe", -s.potassium, -6.5, 0.3),
    }


ENDS = {
    "arrest": "rosc",
    "apnoea": "breathing",
    "hypoxia": "hypoxia_ended",
    "hypotension": "hypotension_ended",
    "hypoglycaemia_severe": "hypoglycaemia_ended",
    "unconscious": "conscious",
    "seizure": "seizure_ended",
    "hyperkalaemia_severe": "hyperkalaemia_ended",
}


def compare(flags: dict[str, bool], now: dict[str, bool], s: State, at: int) -> list[Happened]:
    """Events for every condition that began or ended, and the new flags written into `flags`."""
    told: list[Happened] = []
    for kind, holds in now.items():
        if holds != flags[kind]:
            data: dict[str, str | float] = {}
            if kind == "arrest":
                data = {"rhythm": s.rhythm}
            elif kind in ("hypoxia", "hypotension", "hypoglycaemia_severe", "hyperkalaemia_severe"):
                shown = {"hypoxia": s.spo2, "hypoglycaemia_severe": s.glucose, "hyperkalaemia_severe": s.potassium}
                data = {"value": round(shown.get(kind, s.pressure), 1)}  # hypotension: the mean
            told.append(Happened(at, kind if holds else ENDS[kind], data))
            flags[kind] = holds
    return told
