"""Finds the Chromium that browser tests drive: env CHROMIUM, the machine's own, or Playwright's."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find_chromium() -> Path | None:
    """The program to start, or None when this machine has none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Path(found) if (found := shutil.which(named)) else None
    for candidate in (*NAMES, *APPLICATIONS):
        if found := shutil.which(candidate):
            return Path(found)
    return _of_playwright()


def _of_playwright() -> Path | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        program = Path(playwright.chromium.executable_path)
    return program if program.is_file() else None


if __name__ == "__main__":
    print(find_chromium() or "")
