"""An encounter run in this process: kept in the records, its clock real or virtual, nothing lost when it is left."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from bedside import __version__
from bedside.activities.clinic import catalogues
from bedside.activities.clinic.commands import DURATIONS_S
from bedside.activities.clinic.consultation import DEFAULT_ACTION_S, DEFAULT_EXAMINATION_S
from bedside.activities.clinic.voice import Voice
from bedside.cli.doors import Failed
from bedside.debrief import Report
from bedside.encounter import (
    Activity,
    Clock,
    Command,
    Encounter,
    Event,
    Header,
    NotSaved,
    Participant,
    Receipt,
    Refused,
    Role,
)
from bedside.records import Store
from bedside.scenario import kinds, open_document, read

LEARNER = Participant("learner-1", Role.LEARNER, "")
STEP_MS = 60_000
"""How far virtual time goes at once, so that what matters is seen as it comes."""


def activity_of(header: Header) -> Activity:
    """The activity of a log, from the scenario text that its header keeps."""
    _, scenario = read(header.scenario_text, header.scenario_id)
    made: Activity = kinds()[header.kind].ClinicActivity(scenario, header.seed)
    return made


def report_of(store: Store, encounter_id: str) -> Report:
    """The debrief of an encounter in the records."""
    log = store.read(encounter_id)
    _, scenario = read(log.header.scenario_text, log.header.scenario_id)
    events = [entry for entry in log.entries() if isinstance(entry, Event)]
    made: Report = kinds()[log.header.kind].score(log.header, scenario, events)
    return made


class Game:
    """One learner and one patient."""

    def __init__(self, store: Store, encounter: Encounter, *, virtual: bool, voice: Voice | None = None) -> None:
        """Use `begin` or `resume`."""
        self.store = store
        self.encounter = encounter
        self.virtual = virtual
        self.voice = voice
        if voice is not None:
            voice.enter(encounter)
        else:
            Voice.leave(encounter)
        self.me = next((p for p in encounter.participants.values() if p.role is Role.LEARNER), LEARNER)
        self._clock = Clock()
        self._seen = len(encounter.events())
        self.anchor()

    @classmethod
    def begin(
        cls,
        store: Store,
        case: str,
        folders: Sequence[Path],
        *,
        seed: int | None,
        virtual: bool,
        pace: float = 1.0,
        voice: Voice | None = None,
    ) -> Self:
        """A new encounter with a case. Raises ScenarioError, RecordsError."""
        document, scenario = open_document(case, folders)
        header = Header(
            encounter=secrets.token_urlsafe(6).replace("-", "a").replace("_", "b"),
            kind=scenario.kind,
            scenario_id=scenario.id,
            scenario_hash=document.sha256,
            scenario_text=document.text,
            seed=secrets.randbelow(2**31) if seed is None else seed,
            versions={"bedside": __version__},
        )
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        encounter = Encounter.open(store.create(header, now, scenario.title), activity_of)
        encounter.join(LEARNER)
        game = cls(store, encounter, virtual=virtual, voice=voice)
        if pace != 1.0:
            game.send("pace", {"factor": pace})
        return game

    @classmethod
    def resume(cls, store: Store, encounter_id: str, *, virtual: bool, voice: Voice | None = None) -> Self:
        """Go on with one that was left. Raises NoSuchEncounter, InUse, Failed when it has ended."""
        encounter = Encounter.open(store.log(encounter_id), activity_of)
        if encounter.ended:
            raise Failed(f"The encounter {encounter_id} has ended.", f"See `bedside debrief {encounter_id}`.")
        if not any(p.role is Role.LEARNER for p in encounter.participants.values()):
            encounter.join(LEARNER)
        return cls(store, encounter, virtual=virtual, voice=voice)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write down where it stands and let go of it."""
        try:
            self.encounter.save()
        except NotSaved:
            if not self.encounter.ended:
                raise
        finally:
            self.store.log(self.encounter.id).close()

    def anchor(self) -> None:
        """Let the clock go on from where the encounter is."""
        still = self.virtual or self.encounter.paused or self.encounter.ended
        self._clock.anchor(self.encounter.now, self.encounter.pace, still)

    def view(self) -> dict[str, Any]:
        """What the learner may know now."""
        return self.encounter.view(self.me.id)

    def send(self, verb: str, args: dict[str, Any]) -> Receipt:
        """Carry out a command; in virtual time its nominal time then passes."""
        self.pass_time()
        receipt = self.encounter.submit(Command(uuid4().hex, self.encounter.now, self.me.id, verb, args))
        if self.voice is not None:
            receipt = self.voice.lend(self.encounter, receipt)
        if receipt.accepted and self.virtual and not self.encounter.ended and not self.encounter.paused:
            self.encounter.advance(self.encounter.now + round(1000 * nominal_s(verb, receipt)))
        self.anchor()
        return receipt

    def pass_time(self) -> None:
        """Let the real time since the last call pass."""
        tick = self._clock.tick()
        while self.encounter.now < tick and not self.encounter.paused and not self.encounter.ended:
            self.encounter.advance(min(tick, self.encounter.now + STEP_MS))

    def jump(self, minutes: float) -> Receipt:
        """Let time pass at once; it stops early where something happens that matters."""
        return self.send("jump", {"minutes": minutes})

    def until_results(self, test: str | None = None) -> list[Receipt]:
        """Let time pass until every pending order is back, or that of a test, unless something else happens first."""
        awaited = {order["order"] for order in self._pending(test)}
        made: list[Receipt] = []
        for _ in range(50):
            pending = [order for order in self._pending() if order["order"] in awaited]
            if not pending:
                break
            due = max(order["due"] for order in pending)
            made.append(self.jump(min(1440.0, max(1 / 60, (due - self.encounter.now) / 60_000 + 1 / 60))))
            if not made[-1].accepted or self.encounter.ended or _stopped_by(made[-1]) not in (None, "resulted"):
                break
        return made

    def _pending(self, test: str | None = None) -> list[dict[str, Any]]:
        """Orders that are not back. Raises Refused where there is none, or none of that test."""
        pending = [order for order in self.view()["orders"] if order["state"] == "pending"]
        if test is None:
            return pending
        entry = catalogues().tests.find(test)
        names = {test, entry.name.lower() if entry else test}
        found = [one for one in pending if {one["order"], one["name"].lower()} & names or test in one["name"].lower()]
        if not found:
            listed = ", ".join(one["name"] for one in pending)
            raise Refused(
                f"No '{test}' is pending.", f"Pending: {listed}." if listed else "Order it first, or: wait 10 min."
            )
        return found

    def news(self) -> list[Event]:
        """Events since this was last asked."""
        found = self.encounter.events(self._seen)
        self._seen += len(found)
        return found

    def remember(self) -> Report:
        """Score an ended encounter and keep the score for the list of past ones."""
        report = report_of(self.store, self.encounter.id)
        domains = {score.domain: score.percent for score in report.domains}
        self.store.set_summary(self.encounter.id, {"score": report.score, "passed": report.passed, "domains": domains})
        return report


def _stopped_by(receipt: Receipt) -> str | None:
    """The kind of event that stopped a jump before its time."""
    return next((event.data["stopped_by"] for event in receipt.events if event.kind == "jumped"), None)


def nominal_s(verb: str, receipt: Receipt) -> float:
    """Seconds that a deed takes where time is virtual."""
    lists = catalogues()
    for event in receipt.events:
        if event.kind == "examined":
            entry = lists.examination.get(event.data["manoeuvre"], event.data["site"])
            return float(entry.duration_s) if entry else DEFAULT_EXAMINATION_S
        if event.kind == "done":
            action = lists.actions.get(event.data["action"])
            return float(action.duration_s) if action else DEFAULT_ACTION_S
    return DURATIONS_S.get(verb, 0.0)
