"""The web application: REST, sockets and the client's files, with the headers that keep a page to itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.base import RequestResponseEndpoint
from starlette.middleware.gzip import GZipMiddleware

from bedside import __version__
from bedside.activities.clinic.voice import Voice
from bedside.mind.phrasing import Phraser, Settings
from bedside.records import Store
from bedside.server import rest, socket
from bedside.server.access import answer_errors, error_body
from bedside.server.running import Running

STATIC = Path(__file__).parent / "static"
LARGEST_BODY = 512 * 1024
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self), xr-spatial-tracking=(self)",
}
"""Styles may be inline: the debrief's page is one file. Scripts may not."""


def create_app(store: Store, folders: Sequence[Path] = (), language_model: Settings | None = None) -> FastAPI:
    """The application over a store; `folders` hold scenarios of one's own. Raises PhrasingError."""
    phraser = Phraser(language_model) if language_model is not None else None

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.running = Running(store, folders, Voice(phraser) if phraser is not None else None)
        yield
        await app.state.running.close()
        if phraser is not None:
            await asyncio.to_thread(phraser.close)

    app = FastAPI(
        title="Bedside",
        version=__version__,
        description="Virtual patients for education and training. Not a medical device.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
    )
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.middleware("http")(_guard)
    answer_errors(app)
    app.include_router(rest.router)
    app.include_router(socket.router)
    _serve_client(app)
    return app


async def _guard(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Refuse what is too large before it is read, and add the security headers."""
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > LARGEST_BODY:
        from fastapi.responses import JSONResponse

        body = error_body("too_large", f"The request is larger than {LARGEST_BODY:,} bytes.", "Send less at once.")
        return JSONResponse(body, 413, SECURITY)
    response = await call_next(request)
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    if request.url.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _serve_client(app: FastAPI) -> None:
    """The browser client, if it was built; every page of it is index.html."""
    index = STATIC / "index.html"
    if (STATIC / "assets").is_dir():
        app.mount("/assets", StaticFiles(directory=STATIC / "assets"), name="assets")

    @app.get("/{path:path}", include_in_schema=False)
    def client(path: str) -> Response:
        if path.startswith("api/"):
            return Response(
                '{"error":{"code":"not_found","message":"There is nothing here.","hint":"See /api/openapi.json."}}',
                404,
                media_type="application/json",
            )
        file = (STATIC / path).resolve()
        if path and file.is_relative_to(STATIC.resolve()) and file.is_file():
            return FileResponse(file)
        if index.is_file():
            return FileResponse(index, headers={"Cache-Control": "no-cache"})
        return PlainTextResponse(
            "The web client has not been built; run `make run`. The API is at /api/openapi.json.\n", 503
        )
