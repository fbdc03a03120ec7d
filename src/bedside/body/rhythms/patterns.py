"""Named ECG pictures: each is a set of `ECG_PARAMETERS` values laid over whatever rhythm is there."""

from __future__ import annotations

from typing import Any

import numpy as np

from bedside.body.refusals import known
from bedside.body.rhythms.ecg import ECG_FIELDS, ECG_PARAMETERS

ECG_PATTERNS: dict[str, dict[str, float]] = {
    "normal": {},
    "st_elevation_anterior": {"st_anterior": 0.3},
    "st_elevation_septal": {"st_septal": 0.25},
    "st_elevation_inferior": {"st_inferior": 0.28},
    "st_elevation_inferior_right": {"st_inferior": 0.28, "st_right": 0.2},
    "st_elevation_lateral": {"st_lateral": 0.22},
    "st_elevation_posterior": {"st_posterior": 0.25},
    "subendocardial_ischaemia": {"subendocardial": 0.2},
    "old_anterior_infarction": {"q_anterior": 1.0, "t_anterior": -0.3},
    "old_inferior_infarction": {"q_inferior": 1.0, "t_inferior": -0.25},
    "anterior_t_inversion": {"t_anterior": -0.75},
    "pericarditis": {"st_pericardial": 0.2},
    "tamponade": {"low_voltage": 0.8, "alternans": 0.8},
    "low_voltage": {"low_voltage": 0.8},
    "right_heart_strain": {"strain_right": 1.0, "axis": 70.0},
    "left_ventricular_hypertrophy": {"strain_left": 1.0, "axis": 10.0},
    "left_axis_deviation": {"axis": -50.0},
    "lbbb": {"bundle_left": 1.0},
    "rbbb": {"bundle_right": 1.0},
    "hyperkalaemia": {"potassium": 7.4},
    "hyperkalaemia_severe": {"potassium": 9.2},
    "hypokalaemia": {"potassium": 2.4},
    "hypocalcaemia": {"calcium": 0.75},
    "hypercalcaemia": {"calcium": 1.8},
    "long_qt": {"qt_ms": 130.0},
    "sodium_channel_block": {"qrs_ms": 60.0},
    "digitalis": {"digitalis": 1.0},
    "hypothermia": {"temperature": 27.5},
    "brugada": {"coved": 0.3},
}
"""Values that a case or an instructor may lay over a rhythm (amounts typical of teaching tracings, estimates)."""


def pattern(name: str) -> dict[str, float]:
    """The `ECG_PARAMETERS` values of a named picture; raises `BodyError` with the choices."""
    return dict(ECG_PATTERNS[known("ECG pattern", name, ECG_PATTERNS)])


def overlay(name: str) -> np.ndarray[Any, Any]:
    """An array of one `ECG_PARAMETERS` holding what a named picture adds to the neutral values (0 where nothing)."""
    added = np.zeros(1, dtype=ECG_PARAMETERS)
    for field, value in pattern(name).items():
        added[field] = value - ECG_FIELDS[field][0]
    return added
