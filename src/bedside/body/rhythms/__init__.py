"""Rhythms of the heart: what beats when, how strongly, and what the ECG shows of it."""

from bedside.body.rhythms.conduction import (
    CONDUCTION,
    CONDUCTION_FIELDS,
    begin,
    conduct,
    new_conduction,
    rate_at,
)
from bedside.body.rhythms.table import RHYTHM, Rhythm, find, id_at, index_of, rhythm_table, rhythms

__all__ = [
    "CONDUCTION",
    "CONDUCTION_FIELDS",
    "RHYTHM",
    "Rhythm",
    "begin",
    "conduct",
    "find",
    "id_at",
    "index_of",
    "new_conduction",
    "rate_at",
    "rhythm_table",
    "rhythms",
]
