"""A real server and a real browser, for tests of the pages as a person uses them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from a_case import TEXT
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from room import CHROMIUM_ARGS, PATIENCE_MS, Opening, Watch
from serving import Server

import bedside.server

BUILT = Path(bedside.server.__file__).parent / "static" / "index.html"
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def built_client() -> None:
    if not BUILT.is_file():
        pytest.skip(f"the web client is not built ({BUILT} is missing); `make test` builds it")


def a_server(folder: Path) -> Server:
    """A server which also offers a case from a folder of one's own."""
    cases = folder / "cases"
    cases.mkdir()
    (cases / "a-small-case.yaml").write_text(TEXT, encoding="utf-8")
    return Server(folder / "data", cases)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, built_client: None) -> Iterator[Server]:
    """One for all that do not harm it: it takes five seconds to start, and encounters do not meet."""
    running = a_server(tmp_path_factory.mktemp("served")).start()
    yield running
    running.stop()


@pytest.fixture
def mortal_server(tmp_path: Path, built_client: None) -> Iterator[Server]:
    """One to kill."""
    running = a_server(tmp_path).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """No longer than a module: while Playwright is there, no other test of this process can run an event loop."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=[*CHROMIUM_ARGS])
        yield opened
        opened.close()


@pytest.fixture
def open_browser(browser: Browser) -> Iterator[Opening]:
    """Opens a browser profile of its own, watched; all are closed after the test."""
    contexts: list[BrowserContext] = []

    def opened(**options: object) -> tuple[BrowserContext, Watch]:
        wanted = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce", **options}
        context = browser.new_context(**wanted)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context, Watch().follow(context)

    yield opened
    for context in contexts:
        context.close()
