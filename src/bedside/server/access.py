"""Who asks, and how errors are told: one form for all of them, and strangers learn nothing."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import Depends, FastAPI, Header, Path, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

from bedside.encounter import Erased, Participant, Refused
from bedside.errors import BedsideError
from bedside.records.faults import InUse, NoSuchEncounter, RecordsError
from bedside.scenario import ScenarioError
from bedside.server.running import Running, TooMany

LONGEST_TOKEN = 200
EncounterId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
_log = logging.getLogger(__name__)


class Problem(Exception):
    """An answer that is an error: status, code, message and what to do."""

    def __init__(self, status: int, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.hint = status, code, message, hint


def running(request: Request) -> Running:
    """The encounters of this server."""
    found: Running = request.app.state.running
    return found


RunningHere = Annotated[Running, Depends(running)]
NO_ACCESS = (
    "no_access",
    "There is no such encounter for this token.",
    "Open it with the link or token that you were given.",
)


def token_of(authorization: Annotated[str | None, Header(max_length=300)] = None) -> str:
    """The bearer token of a request."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not 1 <= len(token) <= LONGEST_TOKEN:
        raise Problem(401, "unauthorized", "This needs a token.", "Send it as 'Authorization: Bearer TOKEN'.")
    return token


def member(encounter: EncounterId, here: RunningHere, token: Annotated[str, Depends(token_of)]) -> Participant:
    """The participant whom the token lets in to this encounter. A wrong one and a missing encounter look alike."""
    found = here.store.who(token)
    if found is None or found[0] != encounter:
        raise Problem(404, *NO_ACCESS)
    return found[1]


Me = Annotated[Participant, Depends(member)]


def error_body(code: str, message: str, hint: str = "") -> dict[str, dict[str, str]]:
    """The one form of an error."""
    return {"error": {"code": code, "message": message, "hint": hint}}


def answer_errors(app: FastAPI) -> None:
    """Turn every error into that form; only what nobody foresaw is a 500, and it tells nothing of the inside."""

    def told(status: int, code: str, message: str, hint: str = "") -> JSONResponse:
        headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
        return JSONResponse(error_body(code, message, hint), status, headers)

    @app.exception_handler(Problem)
    def _problem(_: Request, problem: Problem) -> JSONResponse:
        return told(problem.status, problem.code, problem.message, problem.hint)

    @app.exception_handler(RequestValidationError)
    def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path"))
        return told(422, "invalid", f"{where or 'The request'}: {first['msg']}", "See /api/openapi.json for the form.")

    @app.exception_handler(StarletteHTTPException)
    def _http(_: Request, error: StarletteHTTPException) -> JSONResponse:
        return told(error.status_code, "http", str(error.detail))

    @app.exception_handler(BedsideError)
    def _foreseen(_: Request, error: BedsideError) -> JSONResponse:
        match error:
            case ScenarioError():
                first = error.problems[0]
                return told(404 if "no scenario" in first.message else 422, "scenario", first.message, first.mend)
            case NoSuchEncounter():
                return told(404, *NO_ACCESS)
            case Erased():
                return told(410, "erased", "The data of this encounter was erased.")
            case InUse():
                return told(409, "in_use", error.message, error.hint or "")
            case Refused():
                return told(409, "refused", error.reason, error.hint or "")
            case RecordsError():
                return told(503, "not_saved", error.message, error.hint or "")
            case _:
                return told(503, "fault", error.message, error.hint or "Nothing was lost; try again.")

    @app.exception_handler(TooMany)
    def _too_many(_: Request, __: TooMany) -> JSONResponse:
        return told(503, "busy", "This server runs as many encounters as it can.", "Try again in a few minutes.")

    @app.exception_handler(Exception)
    def _unforeseen(_: Request, error: Exception) -> JSONResponse:
        _log.error("Unforeseen error", exc_info=error)
        return told(500, "internal", "Something went wrong on the server.", "Nothing was lost; reload the page.")
