"""Encounters: commands and time in, the same events out each time, everything written down before it is seen.

Example::

    encounter = Encounter.open(MemoryLog(header), make)
    encounter.join(Participant("ann", Role.LEARNER, "Ann"))
    receipt = encounter.submit(Command("c1", encounter.now, "ann", "ask", {"text": "Where does it hurt?"}))
    encounter.view("ann")
"""

from bedside.encounter.activity import Activity
from bedside.encounter.chance import Chance
from bedside.encounter.clock import Clock
from bedside.encounter.encounter import Encounter
from bedside.encounter.faults import EncounterFault, Erased, NotSaved, Refused
from bedside.encounter.log import Log, MemoryLog
from bedside.encounter.replay import Difference, resimulate, verify
from bedside.encounter.rules import ENDED, KERNEL_KINDS, KERNEL_VERBS
from bedside.encounter.stage import Make
from bedside.encounter.types import (
    ERASED,
    FORMAT,
    HOST,
    PROGRAM,
    Chunk,
    Command,
    Entry,
    Event,
    Happening,
    Header,
    Participant,
    Receipt,
    Role,
    Tick,
    decode,
    encode,
)

__all__ = [
    "ENDED",
    "ERASED",
    "FORMAT",
    "HOST",
    "KERNEL_KINDS",
    "KERNEL_VERBS",
    "PROGRAM",
    "Activity",
    "Chance",
    "Chunk",
    "Clock",
    "Command",
    "Difference",
    "Encounter",
    "EncounterFault",
    "Entry",
    "Erased",
    "Event",
    "Happening",
    "Header",
    "Log",
    "Make",
    "MemoryLog",
    "NotSaved",
    "Participant",
    "Receipt",
    "Refused",
    "Role",
    "Tick",
    "decode",
    "encode",
    "resimulate",
    "verify",
]
