"""The verbs of the clinic: their arguments, who may send them, and the time each costs where time is virtual."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from bedside.activities.clinic.conditions import Disposition
from bedside.activities.clinic.monitoring import commands as monitoring
from bedside.encounter import Refused, Role

LONGEST_SPEECH = 2000
"""Characters of one utterance; a long turn in recorded consultations has about 600."""
Words = Annotated[str, Meta(min_length=1, max_length=LONGEST_SPEECH)]
Name = Annotated[str, Meta(min_length=1, max_length=120)]


class Speak(msgspec.Struct, forbid_unknown_fields=True):
    """Words to the patient."""

    text: Words


class Examine(msgspec.Struct, forbid_unknown_fields=True):
    """A manoeuvre at a site."""

    manoeuvre: Name
    site: Name


class Measure(msgspec.Struct, forbid_unknown_fields=True):
    """One vital sign by name, or `vitals` for the set."""

    what: Name = "vitals"


class Order(msgspec.Struct, forbid_unknown_fields=True):
    """A test, image or consultation, by id, name or abbreviation."""

    test: Name


class OrderRef(msgspec.Struct, forbid_unknown_fields=True):
    """An order made before, by its number or by the test's name."""

    order: Name


class Give(msgspec.Struct, forbid_unknown_fields=True):
    """A drug, fluid or blood product."""

    drug: Name
    dose: Name
    route: Name
    rate: Name | None = None
    confirm: bool = False


class Note(msgspec.Struct, forbid_unknown_fields=True):
    """A note of the learner's own."""

    text: Annotated[str, Meta(min_length=1, max_length=8000)]


class Ranked(msgspec.Struct, forbid_unknown_fields=True):
    """A diagnosis and how sure the learner is of it, 0 to 1."""

    diagnosis: Name
    confidence: Annotated[float, Meta(ge=0, le=1)] = 0.5


class Differential(msgspec.Struct, forbid_unknown_fields=True):
    """The whole ranked list, most likely first."""

    items: Annotated[list[Ranked], Meta(max_length=20)]


class Dispose(msgspec.Struct, forbid_unknown_fields=True):
    """Where the patient goes."""

    to: Disposition
    why: Annotated[str, Meta(max_length=LONGEST_SPEECH)] | None = None


class Steer(msgspec.Struct, forbid_unknown_fields=True):
    """A facilitator's hand: words for the patient to say, or a change of the body."""

    says: Words | None = None
    change: dict[str, Any] | None = None


class Phrasing(msgspec.Struct, forbid_unknown_fields=True):
    """Which language model phrases from now on, and how long an answer may wait for it; none where it has gone."""

    model: Name | None = None
    deadline_ms: Annotated[int, Meta(ge=100, le=60_000)] = 4000


class Phrase(msgspec.Struct, forbid_unknown_fields=True):
    """A language model's words for the turn `id`, in answer to the command `answers`, and how asking it went."""

    id: Name
    answers: Annotated[str, Meta(min_length=1, max_length=200)]
    text: Annotated[str, Meta(max_length=LONGEST_SPEECH)]
    model: Name
    ms: Annotated[int, Meta(ge=0)]
    outcome: Annotated[str, Meta(pattern="^[a-z_]{1,40}$")]


class End(msgspec.Struct, forbid_unknown_fields=True):
    """Nothing more to say."""


ACTORS = frozenset({Role.LEARNER, Role.FACILITATOR})
TEACHERS = frozenset({Role.FACILITATOR})
PLAYERS = frozenset({Role.PATIENT, Role.FACILITATOR})
PROGRAMS = frozenset({Role.PROGRAM})

ARGUMENTS: dict[str, type[msgspec.Struct]] = {
    "greet": Speak,
    "ask": Speak,
    "tell": Speak,
    "examine": Examine,
    "measure": Measure,
    "order": Order,
    "cancel": OrderRef,
    "read": OrderRef,
    "give": Give,
    "note": Note,
    "differential": Differential,
    "disposition": Dispose,
    "handover": Note,
    "end": End,
    "steer": Steer,
    "say": Speak,
    "phrasing": Phrasing,
    "phrase": Phrase,
    **monitoring.ARGUMENTS,
}
"""`do` is missing: its arguments are those of the action, checked by the catalogue."""

VERBS: dict[str, frozenset[Role]] = {
    **dict.fromkeys((*ARGUMENTS, "do"), ACTORS),
    "steer": TEACHERS,
    "say": PLAYERS,
    **dict.fromkeys(("phrasing", "phrase"), PROGRAMS),
    **monitoring.VERBS,
    **dict.fromkeys(("pause", "resume", "pace", "jump"), ACTORS),
}
WHILE_PAUSED = frozenset({"note", "steer", "end", "phrasing", "phrase"}) | monitoring.FOR_TEACHERS

DURATIONS_S: dict[str, float] = {
    "greet": 15,
    "ask": 15,
    "tell": 15,
    "measure": 60,
    "order": 20,
    "cancel": 5,
    "read": 15,
    "give": 60,
    "note": 20,
    "differential": 30,
    "disposition": 20,
    "handover": 60,
    **monitoring.DURATIONS_S,
}
"""Seconds that a deed takes where nobody waits (estimates); `examine` and `do` have theirs in the catalogue."""

INVISIBLE = frozenset({"Cf", "Cs", "Co"})
"""Unicode categories of what is not seen: format characters, lone surrogates and private use."""

S = TypeVar("S", bound=msgspec.Struct)


def arguments(verb: str, args: dict[str, Any], kind: type[S]) -> S:
    """The arguments in their form, texts as `clean` leaves them. Raises `Refused` naming what is wrong."""
    try:
        return msgspec.convert(_cleaned(args), kind)
    except msgspec.ValidationError as error:
        problem = str(error)
        if "length <= " in problem:
            limit = problem.split("length <= ")[1].split(" ")[0].split("`")[0]
            raise Refused(
                f"That is too long for '{verb}': the limit is {limit} characters.", "Say it in shorter pieces."
            ) from None
        if "length >= 1" in problem:
            raise Refused(f"'{verb}' was sent without words.", "Write something first.") from None
        fields = ", ".join(field.name + ("" if field.required else "?") for field in msgspec.structs.fields(kind))
        raise Refused(f"'{verb}' was not understood: {problem}.", f"It takes: {fields or 'nothing'}.") from None


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return value


def clean(text: str) -> str:
    """Text with control characters as spaces and without invisible ones, so that no word is torn; its ends trimmed."""
    seen = (c for c in text if unicodedata.category(c) not in INVISIBLE)
    return "".join(c if c == "\n" or unicodedata.category(c) != "Cc" else " " for c in seen).strip()
