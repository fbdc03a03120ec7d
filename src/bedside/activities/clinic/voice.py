"""A language model's seat in an encounter: it comes in, phrases what is wanted, and sees nothing else.

Server, terminal and `Consultation` all use this; who can wait calls `lend`, who cannot calls `wanted`, then `answer`.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from bedside.activities.clinic.activity import ClinicActivity
from bedside.activities.clinic.phrasing import request
from bedside.encounter import PROGRAM, Command, Encounter, Participant, Receipt, Role
from bedside.errors import BedsideError
from bedside.mind.phrasing import LONGEST_PHRASE, Phrase, Phraser, Request

SEAT = Participant(f"{PROGRAM}voice", Role.PROGRAM, "Language model")


@dataclass(frozen=True, slots=True)
class Wish:
    """A turn to be phrased, and the command that it answers."""

    id: str
    answers: str
    request: Request


class Voice:
    """One phraser for any number of encounters."""

    def __init__(self, phraser: Phraser) -> None:
        self.phraser = phraser

    def enter(self, encounter: Encounter) -> None:
        """Take part from now on, also after the encounter was opened again. Raises NotSaved."""
        settings = self.phraser.settings
        lent = _clinic(encounter)
        deadline_ms = round(1000 * settings.timeout_s)
        if encounter.ended or lent is None:
            return
        if lent.state.lent is None or (lent.state.lent.model, lent.state.lent.deadline_ms) != (
            settings.model,
            deadline_ms,
        ):
            _joined(encounter)
            _tell(encounter, {"model": settings.model, "deadline_ms": deadline_ms})

    @staticmethod
    def leave(encounter: Encounter) -> None:
        """Take part no longer, where a model did before; turns are then answered at once. Raises NotSaved."""
        clinic = _clinic(encounter)
        if clinic is not None and clinic.state.lent is not None and not encounter.ended:
            _joined(encounter)
            _tell(encounter, {"model": None})

    @staticmethod
    def wanted(encounter: Encounter, receipt: Receipt) -> Wish | None:
        """What a command wants phrased, if anything."""
        event = next((event for event in receipt.events if event.kind == "phrase_wanted"), None)
        clinic = _clinic(encounter)
        if event is None or event.cause is None or clinic is None or clinic.state.wanted is None:
            return None
        asked = request(clinic)
        if asked is None or clinic.state.wanted.id != event.data["id"]:
            return None
        return Wish(event.data["id"], event.cause, asked)

    @staticmethod
    def answer(wish: Wish, phrase: Phrase, at: int) -> Command:
        """The command that brings a phrase back at a tick."""
        args = {
            "id": wish.id,
            "answers": wish.answers,
            "text": _writable(phrase.text)[:LONGEST_PHRASE] if phrase.outcome == "answered" else "",
            "model": phrase.model[:120],
            "ms": phrase.ms,
            "outcome": phrase.outcome,
        }
        return Command(f"{SEAT.id}:{wish.id}", at, SEAT.id, "phrase", args)

    def lend(self, encounter: Encounter, receipt: Receipt) -> Receipt:
        """Phrase what a command wants, waiting for it; the receipt with the answer. Raises NotSaved, EncounterFault."""
        wish = self.wanted(encounter, receipt)
        if wish is None:
            return receipt
        phrase = self.phraser.phrase(wish.request)
        back = encounter.submit(self.answer(wish, phrase, encounter.now))
        if not back.accepted:
            without = Phrase("", "garbled", phrase.model, phrase.ms)
            again = self.answer(wish, without, encounter.now)
            back = encounter.submit(msgspec.structs.replace(again, id=f"{again.id}:without"))
        return Receipt(
            receipt.command_id, receipt.accepted, receipt.reason, receipt.hint, (*receipt.events, *back.events)
        )


def _writable(text: str) -> str:
    """The text without halves of characters, which no log can hold."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def _clinic(encounter: Encounter) -> ClinicActivity | None:
    activity = encounter.activity
    return activity if isinstance(activity, ClinicActivity) else None


def _joined(encounter: Encounter) -> None:
    receipt = encounter.join(SEAT)
    if not receipt.accepted:
        raise BedsideError(f"The language model could not take part: {receipt.reason}", receipt.hint)


def _tell(encounter: Encounter, args: dict[str, object]) -> None:
    """Say whether a model is there; the number of events makes the command's id a new one."""
    identity = f"{SEAT.id}:phrasing:{len(encounter.events())}"
    receipt = encounter.submit(Command(identity, encounter.now, SEAT.id, "phrasing", args))
    if not receipt.accepted:
        raise BedsideError(f"The language model could not take part: {receipt.reason}", receipt.hint)
