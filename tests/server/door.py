"""A door to a running server, and the seats and lines behind it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec
import uvicorn
from a_case import TEXT
from websockets.sync.client import ClientConnection, connect

from bedside.mind.phrasing import Settings
from bedside.records import Store
from bedside.server.app import create_app


@dataclass
class Door:
    """A running server and a client of it."""

    url: str
    http: httpx.Client
    folder: Path
    database: str | None = None

    def begin(self, scenario: str = "a-small-case", **more: Any) -> Seat:
        admission = self.http.post("/api/encounters", json={"scenario": scenario, "seed": 1, **more})
        assert admission.status_code == 201, admission.text
        return Seat(self, **{name: admission.json()[name] for name in ("encounter", "token", "role")})


@contextmanager
def opened(folder: Path, database: str | None = None, language_model: Settings | None = None) -> Iterator[Door]:
    """A server over a data folder with a small case of its own."""
    cases = folder / "cases"
    cases.mkdir(exist_ok=True)
    (cases / "a-small-case.yaml").write_text(TEXT, encoding="utf-8")
    with Store.open(database, folder / "data") as store:
        config = uvicorn.Config(
            create_app(store, [cases], language_model),
            host="127.0.0.1",
            port=free_port(),
            ws="websockets-sansio",
            ws_max_size=128 * 1024,
            log_level="error",
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        url = f"http://127.0.0.1:{config.port}"
        with httpx.Client(base_url=url, timeout=30) as http:
            yield Door(url, http, folder, database)
        server.should_exit = True
        thread.join(timeout=20)


@dataclass
class Seat:
    """A participant's place in an encounter."""

    door: Door
    encounter: str
    token: str
    role: str
    sent: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str = "", **more: Any) -> httpx.Response:
        return self.door.http.get(f"/api/encounters/{self.encounter}{path}", headers=self.headers, **more)

    def view(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get().json()
        return found

    def send(self, verb: str, identity: str | None = None, **args: Any) -> dict[str, Any]:
        self.sent += 1
        body = {"id": identity or f"{self.role}-{self.sent}", "verb": verb, "args": args}
        path = f"/api/encounters/{self.encounter}/commands"
        answer = self.door.http.post(path, json=body, headers=self.headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def invite(self, role: str) -> Seat:
        path = f"/api/encounters/{self.encounter}/participants"
        answer = self.door.http.post(path, json={"role": role, "name": "Guest"}, headers=self.headers)
        assert answer.status_code == 201, answer.text
        return Seat(self.door, self.encounter, answer.json()["token"], role)

    def line(self) -> Line:
        url = self.door.url.replace("http", "ws") + f"/api/encounters/{self.encounter}/socket"
        line = Line(connect(url, open_timeout=10, legacy=True))
        line.send({"t": "hello", "token": self.token})
        return line


@dataclass
class Line:
    """An open socket."""

    socket: ClientConnection

    def send(self, message: dict[str, Any]) -> None:
        self.socket.send(msgspec.msgpack.encode(message))

    def next(self, kind: str, timeout_s: float = 10.0) -> dict[str, Any]:
        """The next message of a kind; others are passed over."""
        end = time.monotonic() + timeout_s
        while True:
            message = msgspec.msgpack.decode(self.socket.recv(timeout=max(0.01, end - time.monotonic())))
            if message["t"] == kind:
                return dict(message)

    def close(self) -> None:
        self.socket.close()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
