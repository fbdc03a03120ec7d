"""A real server on loopback, with a small case of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from a_case import TEXT
from door import Door, free_port

from bedside.records import Store
from bedside.server.app import create_app


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.slow, pytest.mark.postgres])])
def database(request: pytest.FixtureRequest) -> str | None:
    """The address of a fresh PostgreSQL database, or None for SQLite in the data folder."""
    return request.getfixturevalue("postgres_url") if request.param == "postgres" else None


@pytest.fixture
def door(tmp_path: Path, database: str | None) -> Iterator[Door]:
    """A server with its own data folder; it stops with the test."""
    cases = tmp_path / "cases"
    cases.mkdir()
    (cases / "a-small-case.yaml").write_text(TEXT, encoding="utf-8")
    with Store.open(database, tmp_path / "data") as store:
        config = uvicorn.Config(
            create_app(store, [cases]),
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
            yield Door(url, http, tmp_path, database)
        server.should_exit = True
        thread.join(timeout=20)
