"""A real server killed in the middle of a consultation: nothing that was acknowledged is lost, and it goes on."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from a_case import TEXT
from door import free_port

ROUNDS = 4


def serve(data: Path, cases: Path, port: int) -> tuple[subprocess.Popen[bytes], httpx.Client]:
    """A server process of its own, ready to answer."""
    command = [
        sys.executable,
        "-m",
        "bedside.cli",
        "serve",
        "--port",
        str(port),
        "--data",
        str(data),
        "--scenarios",
        str(cases),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20)
    for _ in range(600):
        with contextlib.suppress(httpx.TransportError):
            if client.get("/api/health").status_code == 200:
                return process, client
        time.sleep(0.05)
    process.kill()
    raise AssertionError("the server did not start")


@pytest.mark.slow
def test_a_killed_server_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    cases = tmp_path / "cases"
    cases.mkdir()
    (cases / "a-small-case.yaml").write_text(TEXT, encoding="utf-8")
    draw = random.Random(4)
    port = free_port()
    process, client = serve(tmp_path / "data", cases, port)
    admission = client.post("/api/encounters", json={"scenario": "a-small-case"}).json()
    path = f"/api/encounters/{admission['encounter']}"
    headers = {"Authorization": f"Bearer {admission['token']}"}
    acknowledged: list[str] = []
    number = 0
    for _ in range(ROUNDS):
        threading.Timer(draw.uniform(0.05, 0.6), os.kill, (process.pid, signal.SIGKILL)).start()
        with contextlib.suppress(httpx.TransportError):
            while True:
                number += 1
                body = {"id": f"n{number}", "verb": "note", "args": {"text": f"note {number}"}}
                if client.post(f"{path}/commands", json=body, headers=headers).json().get("accepted"):
                    acknowledged.append(f"note {number}")
        process.wait()
        client.close()
        process, client = serve(tmp_path / "data", cases, port)
        notes = [note["text"] for note in client.get(path, headers=headers).json()["notes"]]
        assert [note for note in notes if note in acknowledged] == acknowledged
        body = {"id": f"n{number}", "verb": "note", "args": {"text": f"note {number}"}}
        assert client.post(f"{path}/commands", json=body, headers=headers).json()["accepted"]
        again = [note["text"] for note in client.get(path, headers=headers).json()["notes"]]
        assert again.count(f"note {number}") == 1
        acknowledged = again
    process.terminate()
    process.wait()
    client.close()
