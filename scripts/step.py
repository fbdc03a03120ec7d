"""One line for each step of the set-up; the whole log when a step fails."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / ".make"
LINE = sys.stdout.isatty()


class StepFailed(Exception):
    """A step that did not end well; the message says what to do next."""


def say(text: str) -> None:
    """Print one line at once."""
    print(text, flush=True)


def run_step(
    title: str,
    command: Sequence[str | Path],
    *,
    folder: Path = ROOT,
    extra: Mapping[str, str] | None = None,
    mend: str = "",
) -> None:
    """Run `command` quietly under a line that says `title`; raises `StepFailed` after showing the whole log.

    extra: environment variables on top of the present ones. mend: what a person can do when it fails.
    """
    log = WORK / "logs" / f"{'-'.join(title.lower().split()[:4])}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    if LINE:
        print(f"  … {title}", end="", flush=True)
    began = time.monotonic()
    with log.open("wb") as sink:
        try:
            code = subprocess.run(
                [str(part) for part in command],
                cwd=folder,
                env={**os.environ, **(extra or {})},
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                check=False,
            ).returncode
        except OSError as error:
            sink.write(f"{error}\n".encode())
            code = 127
    start = "\r" if LINE else ""
    if code == 0:
        say(f"{start}  ✓ {title} ({time.monotonic() - began:.0f} s)")
        return
    say(f"{start}  ✗ {title}\n")
    say(log.read_text(encoding="utf-8", errors="replace").rstrip())
    say(f"\nThat was: {' '.join(str(part) for part in command)}   (in {folder})")
    raise StepFailed(mend or f"Mend what the log above says; it is kept in {log.relative_to(ROOT)}.")
