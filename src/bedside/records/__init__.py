"""Records: encounters kept in SQLite or PostgreSQL, personal data sealed with a key a person, tracks as Parquet.

Example::

    store = Store.open()
    log = store.create(header, "2026-11-23T09:00:00Z", title="Chest pain")
    token = store.add_participant(header.encounter, Participant("ann", Role.LEARNER, "Ann"))
    encounter = Encounter.open(log, make)
"""

from bedside.records.faults import (
    InUse,
    NewerRecords,
    NoSuchEncounter,
    RecordsError,
    StorageDamaged,
    StorageFull,
    StorageLocked,
    StorageUnavailable,
)
from bedside.records.log import SqlLog
from bedside.records.sealing import NAMELESS
from bedside.records.store import Store, Summary
from bedside.records.tracks import Track, read_track

__all__ = [
    "NAMELESS",
    "InUse",
    "NewerRecords",
    "NoSuchEncounter",
    "RecordsError",
    "SqlLog",
    "StorageDamaged",
    "StorageFull",
    "StorageLocked",
    "StorageUnavailable",
    "Store",
    "Summary",
    "Track",
    "read_track",
]
