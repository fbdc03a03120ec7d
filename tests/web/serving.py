"""The real server in a process of its own, on loopback with a data folder of its own, and the REST door of it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

READY_WITHIN_S = 90.0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Server:
    """`bedside serve` on a port and a data folder that stay the same when it is started again."""

    data: Path
    cases: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Server:
        """Returns once it answers. Raises RuntimeError with its last words where it does not."""
        command = [sys.executable, "-m", "bedside.cli", "serve", "--port", str(self.port)]
        log = self.data.parent / "server.log"
        with log.open("ab") as words:
            self.process = subprocess.Popen(
                [*command, "--data", str(self.data), "--scenarios", str(self.cases)], stdout=words, stderr=words
            )
        end = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/api/health").status_code == 200:
                    return self
            time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"the server did not start: {log.read_text(encoding='utf-8')[-2000:]}")

    def kill(self) -> None:
        """As when the power goes: no chance to tidy up."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=20)
            self.kill()

    def begin(self, scenario: str, **more: Any) -> Pass:
        answer = httpx.post(f"{self.url}/api/encounters", json={"scenario": scenario, **more}, timeout=60)
        answer.raise_for_status()
        admission = answer.json()
        return Pass(self.url, admission["encounter"], admission["token"])


@dataclass
class Pass:
    """A learner's way into an encounter, for what is quicker done without a browser."""

    url: str
    encounter: str
    token: str
    sent: int = 0
    who: str = "rest"

    @property
    def path(self) -> str:
        return f"{self.url}/api/encounters/{self.encounter}"

    def view(self) -> dict[str, Any]:
        found: dict[str, Any] = httpx.get(self.path, headers=self.headers, timeout=60).json()
        return found

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def send(self, verb: str, **args: Any) -> dict[str, Any]:
        self.sent += 1
        body = {"id": f"{self.who}-{self.sent}", "verb": verb, "args": args}
        answer = httpx.post(f"{self.path}/commands", json=body, headers=self.headers, timeout=60)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def invite(self, role: str, name: str = "") -> Pass:
        """The way in of somebody else; their commands have ids of their own."""
        body = {"role": role, "name": name}
        answer = httpx.post(f"{self.path}/participants", json=body, headers=self.headers, timeout=60)
        answer.raise_for_status()
        admission = answer.json()
        return Pass(self.url, admission["encounter"], admission["token"], who=role)
