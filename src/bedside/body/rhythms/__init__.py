"""Rhythms of the heart: what beats when, how strongly, and what the ECG shows of it."""

from bedside.body.rhythms.conduction import (
    CONDUCTION,
    CONDUCTION_FIELDS,
    begin,
    chance,
    conduct,
    new_conduction,
    rate_at,
)
from bedside.body.rhythms.ecg import ECG_FIELDS, ECG_PARAMETERS, intervals, leads, normal_parameters, shape_of
from bedside.body.rhythms.patterns import ECG_PATTERNS, overlay, pattern
from bedside.body.rhythms.reading import EcgReading, read_ecg
from bedside.body.rhythms.shapes import LEADS
from bedside.body.rhythms.strip import Tracing, draw, parameters, trace
from bedside.body.rhythms.table import RHYTHM, Rhythm, find, id_at, index_of, rhythm_table, rhythms

__all__ = [
    "CONDUCTION",
    "CONDUCTION_FIELDS",
    "ECG_FIELDS",
    "ECG_PARAMETERS",
    "ECG_PATTERNS",
    "LEADS",
    "RHYTHM",
    "EcgReading",
    "Rhythm",
    "Tracing",
    "begin",
    "chance",
    "conduct",
    "draw",
    "find",
    "id_at",
    "index_of",
    "intervals",
    "leads",
    "new_conduction",
    "normal_parameters",
    "overlay",
    "parameters",
    "pattern",
    "rate_at",
    "read_ecg",
    "rhythm_table",
    "rhythms",
    "shape_of",
    "trace",
]
