"""How the patient looks, from feelings and body: numbers from which a face is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity


PALE = {"pale": 0.45, "very pale": 0.9}
BLUE = {"dusky": 0.35, "blue": 0.7, "deep blue": 1.0}
WET = {"clammy": 0.5, "drenched": 1.0}
"""How strongly a face is drawn with each grade of `Body.signs` (estimates)."""


def _ramp(value: float, none: float, full: float) -> float:
    return round(min(1.0, max(0.0, (value - none) / (full - none))), 2)


def appearance(clinic: ClinicActivity) -> dict[str, Any]:
    """Mood, face and posture. Thresholds are estimates of when a sign becomes visible.

    Cyanosis shows from about SpO2 85 % (5 g/dl of desaturated haemoglobin, Lundsgaard 1923).
    """
    vitals = clinic.body.vitals
    feelings, skin = clinic.mind.feelings, clinic.body.signs()["skin"]
    awake = vitals["gcs"]
    adult = clinic.scenario.patient.age_years >= 12
    consciousness = "alert" if awake >= 15 else "confused" if awake >= 13 else "drowsy" if awake >= 9 else "unconscious"
    return {
        "mood": clinic.mind.mood if awake >= 9 else "unconscious",
        "face": {
            "valence": round(feelings.valence, 2),
            "arousal": round(feelings.arousal, 2) if awake >= 9 else 0.0,
            "pain": round(min(1.0, vitals["pain"] / 10), 2) if awake >= 9 else 0.0,
            "pallor": max(
                _ramp(vitals["systolic_pressure"], 100 if adult else 75, 60 if adult else 45),
                PALE.get(skin["pallor"], 0.0),
            ),
            "cyanosis": max(_ramp(vitals["spo2"], 88, 75), BLUE.get(skin["cyanosis"], 0.0)),
            "sweat": max(
                WET.get(skin["sweat"], 0.0),
                _ramp(vitals["pain"], 5, 10) * 0.6,
                _ramp(vitals["glucose"], 3.5, 2.0),
                _ramp(vitals["systolic_pressure"], 95, 70) * 0.8,
            ),
            "flush": max(_ramp(vitals["temperature"], 38.0, 40.0), 0.6 if skin["flush"] else 0.0),
            "eyes_open": 0.0 if awake < 8 else _ramp(awake, 7, 15),
            "breathless": max(
                _ramp(vitals["respiratory_rate"], 22 if adult else 40, 40 if adult else 70),
                _ramp(vitals["breathlessness"], 2, 10),
            ),
        },
        "respiratory_rate": round(vitals["respiratory_rate"], 1),
        "consciousness": consciousness,
        "posture": clinic.state.position,
        "scene": clinic.scenario.setting,
    }
