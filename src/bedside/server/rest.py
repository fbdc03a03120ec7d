"""REST: the library, encounters, commands, debriefs and exports. Its OpenAPI is at /api/openapi.json."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Response
from fastapi.responses import FileResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.background import BackgroundTask

from bedside import __version__
from bedside.debrief import Report
from bedside.encounter import Participant, Role, encode
from bedside.scenario import ScenarioError, kinds, library_files, open_document
from bedside.scenario.library import BUILT_IN
from bedside.server.access import EncounterId, Me, Problem, RunningHere
from bedside.server.catalogue import catalogue
from bedside.server.debriefs import debrief_of, remember
from bedside.server.running import Running

router = APIRouter(prefix="/api")
Name = Annotated[str, Field(max_length=80)]


class Form(BaseModel):
    """A request body; unknown fields are errors."""

    model_config = ConfigDict(extra="forbid")


class NewEncounter(Form):
    """Begin a scenario. The same seed gives the same patient."""

    scenario: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    seed: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    name: Name = ""


class Admission(BaseModel):
    """Keep the token: it is shown once, and it is the only way in."""

    encounter: str
    participant: str
    role: str
    token: str


class NewParticipant(Form):
    """Let somebody in."""

    role: Literal["facilitator", "observer", "patient", "learner"]
    name: Name = ""


class CommandForm(Form):
    """A command. The id is the client's; the same one acts once."""

    id: Annotated[str, Field(min_length=1, max_length=100)]
    verb: Annotated[str, Field(min_length=1, max_length=40)]
    args: dict[str, Any] = Field(default_factory=dict)


class Tokens(Form):
    """Tokens of one's own encounters."""

    tokens: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=500)]


@router.get("/health")
def health() -> dict[str, str]:
    """Whether the server answers, and its version."""
    return {"status": "ok", "version": __version__}


@router.get("/scenarios")
def scenarios(here: RunningHere) -> list[dict[str, Any]]:
    """The library; nothing here gives a case away."""
    found = []
    for path in library_files(here.folders):
        try:
            found.append(_brief(str(path)))
        except ScenarioError:
            continue
    return sorted(found, key=lambda brief: (brief["specialty"], brief["title"]))


_briefs: dict[tuple[str, float], dict[str, Any]] = {}


def _brief(path: str) -> dict[str, Any]:
    """The brief of a file, read again when the file changes."""
    key = (path, FilePath(path).stat().st_mtime)
    if key not in _briefs:
        _, scenario = open_document(FilePath(path))
        builtin = FilePath(path).is_relative_to(BUILT_IN)
        _briefs[key] = {**kinds()[scenario.kind].brief(scenario), "builtin": builtin}
    return _briefs[key]


@router.get("/scenarios/{scenario}")
def scenario_brief(scenario: Annotated[str, Path(max_length=80)], here: RunningHere) -> dict[str, Any]:
    """What a learner may know before it begins."""
    for path in library_files(here.folders):
        if path.stem == scenario:
            return _brief(str(path))
    raise Problem(404, "scenario", "There is no scenario of this name.", "See /api/scenarios.")


@router.get("/schema/{kind}")
def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of scenario, for editors."""
    if kind not in kinds():
        raise Problem(404, "kind", "There is no such kind of scenario.", f"Kinds: {', '.join(sorted(kinds()))}.")
    found: dict[str, Any] = kinds()[kind].Scenario.model_json_schema()
    return found


@router.get("/catalogue")
def clinic_catalogue() -> dict[str, Any]:
    """What can be examined, ordered, given and done."""
    return catalogue()


@router.post("/encounters", status_code=201)
async def begin(form: NewEncounter, here: RunningHere) -> Admission:
    """Begin an encounter as its learner."""
    host, learner, token = await here.begin(form.scenario, form.seed, form.name)
    return Admission(encounter=host.encounter.id, participant=learner.id, role=learner.role, token=token)


@router.post("/encounters/mine")
async def mine(form: Tokens, here: RunningHere) -> list[dict[str, Any]]:
    """The encounters that these tokens let in to, the newest first. Unknown tokens are passed over."""
    return await asyncio.to_thread(_summaries, here, form.tokens)


def _summaries(here: Running, tokens: list[str]) -> list[dict[str, Any]]:
    found = {}
    for token in tokens:
        entry = here.store.who(token)
        if entry is not None:
            found[entry[0]] = entry[1].role
    listed = here.store.encounters(tokens) if found else []
    return [
        {
            "encounter": line.id,
            "scenario": line.scenario_id,
            "title": line.title,
            "role": str(found[line.id]),
            "started": line.created,
            "now": line.reached,
            "ended": line.ended,
            "score": (line.summary or {}).get("score"),
            "domains": (line.summary or {}).get("domains", {}),
        }
        for line in listed
        if line.id in found
    ]


@router.get("/encounters/{encounter}")
async def view(encounter: EncounterId, me: Me, here: RunningHere) -> JSONResponse:
    """What this participant may know now."""
    host = await here.host(encounter)
    return JSONResponse(await host.view(me.id))


@router.post("/encounters/{encounter}/commands")
async def command(encounter: EncounterId, form: CommandForm, me: Me, here: RunningHere) -> dict[str, Any]:
    """Carry out a command; a refusal is an answer with a reason, not an error."""
    host = await here.host(encounter)
    receipt = await host.submit(me.id, form.id, form.verb, form.args)
    if host.encounter.ended:
        await asyncio.to_thread(remember, here.store, encounter)
    seq = receipt.events[-1].seq if receipt.events else 0
    return {"accepted": receipt.accepted, "reason": receipt.reason, "hint": receipt.hint, "seq": seq}


@router.post("/encounters/{encounter}/participants", status_code=201)
async def invite(encounter: EncounterId, form: NewParticipant, me: Me, here: RunningHere) -> Admission:
    """Let somebody in. A learner may invite anybody to their own encounter; observers and patients nobody."""
    if me.role not in (Role.LEARNER, Role.FACILITATOR):
        raise Problem(403, "forbidden", "Only a learner or a facilitator may invite.", "Ask one of them.")
    guest, token = await here.invite(encounter, Role(form.role), form.name)
    return Admission(encounter=encounter, participant=guest.id, role=guest.role, token=token)


@router.get("/encounters/{encounter}/debrief")
async def debrief(
    encounter: EncounterId, me: Me, here: RunningHere, format: Literal["json", "html", "csv"] = "json"
) -> Response:
    """The debrief: for a learner or observer once it has ended, for a facilitator at any time."""
    host = await here.host(encounter)
    if me.role == Role.PATIENT or (not host.encounter.ended and me.role != Role.FACILITATOR):
        raise Problem(409, "not_ended", "The debrief opens when the consultation has ended.", "End it first.")
    report: Report = await host.ask(lambda: debrief_of(host.encounter.header, host.encounter.events()))
    match format:
        case "html":
            return Response(report.html(), media_type="text/html; charset=utf-8")
        case "csv":
            headers = {"Content-Disposition": 'attachment; filename="debrief.csv"'}
            return Response(report.csv_text(), media_type="text/csv; charset=utf-8", headers=headers)
        case _:
            return Response(report.json_bytes(), media_type="application/json")


@router.get("/encounters/{encounter}/tracks/{track}.parquet")
async def track(encounter: EncounterId, track: str, me: Me, here: RunningHere) -> FileResponse:
    """A track as Parquet, for a facilitator at any time and for the others once it has ended."""
    host = await here.host(encounter)
    _after_end(me, host.encounter.ended)
    names = await asyncio.to_thread(lambda: here.store.read(encounter).track_names())
    if track not in names:
        raise Problem(404, "track", "There is no such track.", f"Tracks: {', '.join(names) or 'none yet'}.")
    folder = tempfile.TemporaryDirectory(prefix="bedside-")
    path = await asyncio.to_thread(
        here.store.export_track, encounter, track, FilePath(folder.name) / f"{track}.parquet"
    )
    return FileResponse(path, filename=f"{track}.parquet", background=BackgroundTask(folder.cleanup))


@router.get("/encounters/{encounter}/log")
async def log(encounter: EncounterId, me: Me, here: RunningHere) -> Response:
    """The log as JSON lines."""
    host = await here.host(encounter)
    _after_end(me, host.encounter.ended)
    lines = await asyncio.to_thread(lambda: b"\n".join(encode(entry) for entry in here.store.read(encounter).entries()))
    return Response(lines + b"\n", media_type="application/x-ndjson")


def _after_end(me: Participant, ended: bool) -> None:
    if me.role != Role.FACILITATOR and (not ended or me.role == Role.PATIENT):
        raise Problem(409, "not_ended", "This opens when the consultation has ended.", "End it first.")


@router.delete("/encounters/{encounter}", status_code=204)
async def erase(encounter: EncounterId, me: Me, here: RunningHere) -> Response:
    """Erase one's own data in an encounter for good: words, deeds, name and token."""
    await here.forget(encounter)
    await asyncio.to_thread(here.store.erase_participant, encounter, me.id)
    return Response(status_code=204)
