"""The encounters that run in this process, opened when somebody needs them and closed when nobody does."""

from __future__ import annotations

import asyncio
import datetime
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bedside import __version__
from bedside.activities.clinic.voice import Voice
from bedside.encounter import Activity, Encounter, Header, Participant, Role
from bedside.records import Store
from bedside.scenario import Scenario, kinds, open_document, read
from bedside.server.hosts import Host


class TooMany(Exception):
    """More encounters run than this server takes."""


MOST_RUNNING = 60
"""Encounters at once; one cost 2.6 % of a core and 6.6 MB, ten at once on a loaded machine (benchmarks/hosts.py)."""


def activity_for(header: Header) -> Activity:
    """The activity of a log, from the scenario text that its header keeps."""
    _, scenario = read(header.scenario_text, header.scenario_id)
    made: Activity = kinds()[header.kind].ClinicActivity(scenario, header.seed)
    return made


class Running:
    """Hosts by encounter id."""

    def __init__(self, store: Store, folders: Sequence[Path] = (), voice: Voice | None = None) -> None:
        self.store = store
        self.voice = voice
        self.folders = tuple(folders)
        self._hosts: dict[str, Host] = {}
        self._opening: dict[str, asyncio.Lock] = {}

    async def begin(self, scenario_id: str, seed: int | None, name: str) -> tuple[Host, Participant, str]:
        """A new encounter with its learner and the learner's token. Raises ScenarioError, NotSaved."""
        if len(self._hosts) >= MOST_RUNNING:
            raise TooMany
        document, scenario = await asyncio.to_thread(open_document, scenario_id, self.folders)
        header = Header(
            encounter=secrets.token_urlsafe(12),
            kind=scenario.kind,
            scenario_id=scenario.id,
            scenario_hash=document.sha256,
            scenario_text=document.text,
            seed=secrets.randbelow(2**31) if seed is None else seed,
            versions={"bedside": __version__},
        )
        return await self._made(header, scenario, name)

    async def _made(self, header: Header, scenario: Scenario, name: str) -> tuple[Host, Participant, str]:
        learner = Participant("learner-1", Role.LEARNER, name)

        def make() -> tuple[Encounter, str]:
            now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
            log = self.store.create(header, now, scenario.title)
            encounter = Encounter.open(log, activity_for)
            encounter.join(learner)
            self._lend_voice(encounter)
            return encounter, self.store.add_participant(header.encounter, learner)

        encounter, token = await asyncio.to_thread(make)
        return self._hosted(encounter), learner, token

    def _hosted(self, encounter: Encounter) -> Host:
        host = Host(encounter, self._closed, self.voice)
        self._hosts[encounter.id] = host
        host.start()
        return host

    async def host(self, encounter_id: str) -> Host:
        """The host of an encounter, opened from its log when it is not running. Raises InUse, NoSuchEncounter."""
        lock = self._opening.setdefault(encounter_id, asyncio.Lock())
        async with lock:
            found = self._hosts.get(encounter_id)
            if found is not None:
                return found
            return self._hosted(await asyncio.to_thread(self._opened, encounter_id))

    def _opened(self, encounter_id: str) -> Encounter:
        encounter = Encounter.open(self.store.log(encounter_id), activity_for)
        self._lend_voice(encounter)
        return encounter

    def _lend_voice(self, encounter: Encounter) -> None:
        """Let the language model take part, or where there is none any more, let it go."""
        if self.voice is not None:
            self.voice.enter(encounter)
        else:
            Voice.leave(encounter)

    async def invite(self, encounter_id: str, role: Role, name: str) -> tuple[Participant, str]:
        """Let somebody else in; their token."""
        host = await self.host(encounter_id)

        def join() -> tuple[Participant, str]:
            number = 1 + sum(p.role == role for p in host.encounter.participants.values())
            guest = Participant(f"{role}-{number}", role, name)
            host.encounter.join(guest)
            return guest, self.store.add_participant(encounter_id, guest)

        return await host.ask(join)

    async def forget(self, encounter_id: str) -> None:
        """Stop an encounter that is about to be erased."""
        host = self._hosts.get(encounter_id)
        if host is not None:
            await host.stop()

    async def close(self) -> None:
        """Write down where every encounter stands, and stop."""
        for host in list(self._hosts.values()):
            await host.stop()

    def _closed(self, host: Host) -> None:
        self._hosts.pop(host.encounter.id, None)
        self.store.log(host.encounter.id).close()

    def read_only(self, encounter_id: str, question: Callable[[Any], Any]) -> Any:
        """Ask a log that another process may be writing."""
        return question(self.store.read(encounter_id))
