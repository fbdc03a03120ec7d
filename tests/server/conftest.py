"""A real server on loopback, with a small case of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from door import Door, opened


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.slow, pytest.mark.postgres])])
def database(request: pytest.FixtureRequest) -> str | None:
    """The address of a fresh PostgreSQL database, or None for SQLite in the data folder."""
    return request.getfixturevalue("postgres_url") if request.param == "postgres" else None


@pytest.fixture
def door(tmp_path: Path, database: str | None) -> Iterator[Door]:
    """A server with its own data folder; it stops with the test."""
    with opened(tmp_path, database) as found:
        yield found
