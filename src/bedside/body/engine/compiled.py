"""The engine as the rest of the package calls it: compiled once, kept in a folder named by a hash of its sources.

Numba by itself looks only at the file of each function, not at the constants it takes from others; hence the folder.
This
module has to be imported before any compiled function is, which `bedside.body` sees to.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from pathlib import Path
from typing import Any

import numba
from numba import config

PACKAGE = Path(__file__).parent.parent
SOURCES = (
    "engine/*.py", "record.py", "effects.py", "variables.py", "rhythms/*.py", "conditions/course.py",
    "conditions/inputs.py", "drugs/kinetics.py",
)  # fmt: skip
"""What compiled functions are made from."""


@functools.cache
def sources_hash() -> str:
    """A hash of the sources of all compiled functions, of numba and of the Python that runs them."""
    digest = hashlib.sha256(f"{numba.__version__} {sys.version}".encode())
    for pattern in SOURCES:
        for path in sorted(PACKAGE.glob(pattern)):
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
