"""The engine as the rest of the package calls it: compiled once, kept in a folder named by a hash of its sources.

Numba by itself looks only at the file of each function, not at the constants it takes from others; hence the folder.
This module has to be imported before any compiled function is, which `bedside.body` sees to.
"""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import numba
from numba import config
from numba.core import event

PACKAGE = Path(__file__).parent.parent
SOURCES = (
    "engine/*.py", "record.py", "effects.py", "variables.py", "rhythms/*.py", "conditions/course.py",
    "conditions/inputs.py", "drugs/kinetics.py",
)  # fmt: skip
"""What compiled functions are made from, this file aside."""
KEPT = 6
"""Folders of machine code that are kept: of this checkout before a change, and of others on this machine."""

Tell = Callable[[float, str], None]
"""Told the share that is compiled, 0 to 1, and the name of what was compiled last."""


def sources() -> list[Path]:
    """The files that compiled functions are made from."""
    return [p for pattern in SOURCES for p in sorted(PACKAGE.glob(pattern)) if p.name != "compiled.py"]


@functools.cache
def sources_hash() -> str:
    """A hash of the sources of all compiled functions, of numba and of the Python that runs them."""
    digest = hashlib.sha256(f"{numba.__version__} {sys.version}".encode())
    for path in sources():
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Where the machine code is kept: below `BEDSIDE_CACHE`, else the user's cache folder."""
    base = os.environ.get("BEDSIDE_CACHE") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "bedside" / f"body-{sources_hash()}"


def is_compiled() -> bool:
    """Whether the machine code of these sources is there, so that a start takes no compiling."""
    return (cache_folder() / "done").exists()


config.CACHE_DIR = str(cache_folder())  # type: ignore[attr-defined]


class _Counting(event.Listener):
    """Counts functions as numba ends compiling them."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self.count = 0
        # each function is compiled about once, some for whole numbers that are known and for those that are not
        self.all = 1.15 * sum(path.read_text(encoding="utf-8").count("njit(cache=True") for path in sources())

    def on_start(self, event: Any) -> None:
        """Nothing: what begins last ends first."""

    def on_end(self, event: Any) -> None:
        """Tell of one more."""
        self.count += 1
        self.tell(min(self.count / self.all, 0.99), event.data["dispatcher"].py_func.__name__)


def prepare(tell: Tell) -> None:
    """Compile what is not compiled yet, telling of it; nothing at all when everything is there."""
    if is_compiled():
        return
    from bedside.body.body import Body

    listening: AbstractContextManager[Any] = event.install_listener("numba:compile", _Counting(tell))
    with listening:
        Body().advance(1.0)
    tell(1.0, "")


@contextmanager
def progress_bar() -> Iterator[Tell]:
    """A progress bar on standard error, to be given to `prepare`."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("Compiling the physiology, once"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.description}"), console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda share, name: bar.update(task, completed=share, description=name)


@functools.cache
def _functions() -> tuple[Any, Any]:
    from bedside.body.engine.readings import read as read_
    from bedside.body.engine.step import advance as advance_

    return advance_, read_


def advance(*arguments: Any) -> None:
    """Move one body; see `engine.step.advance`."""
    _functions()[0](*arguments)


def read(out: Any, state: Any, traits: Any, controls: Any, conduction: Any, fx: Any, table: Any) -> None:
    """Read a body as it stands; see `engine.readings.read`."""
    _functions()[1](out, state[0], traits[0], controls[0], conduction[0], fx, table)
    if not is_compiled():  # the last to be called when a body is made
        cache_folder().mkdir(parents=True, exist_ok=True)
        (cache_folder() / "done").touch()
        _forget_old()


def _forget_old() -> None:
    """Remove the machine code of sources long gone."""
    found = [path for path in cache_folder().parent.glob("body-*") if path.is_dir()]
    for path in sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
        shutil.rmtree(path, ignore_errors=True)


__all__ = ["advance", "cache_folder", "is_compiled", "prepare", "progress_bar", "read", "sources_hash"]
