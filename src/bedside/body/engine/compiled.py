"""The engine as the rest of the package calls it: compiled once, kept in a folder named by a hash of its sources."""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent.parent


@functools.cache
def sources_hash() -> str:
    """A hash of all Python sources of the body, of numba and of the Python that runs them."""
    import numba

    digest = hashlib.sha256(f"{numba.__version__} {sys.version}".encode())
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Where the machine code is kept: `BEDSIDE_CACHE`, else the user's cache folder."""
    base = os.environ.get("BEDSIDE_CACHE") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "bedside" / f"body-{sources_hash()}"


def is_compiled() -> bool:
    """Whether the machine code of these sources is there, so that a start takes no compiling."""
    return (cache_folder() / "done").exists()


@functools.cache
def _functions() -> tuple[Any, Any, Any]:
    folder = cache_folder()
    if "NUMBA_CACHE_DIR" not in os.environ:
        from numba import config

        folder.mkdir(parents=True, exist_ok=True)
        config.CACHE_DIR = str(folder)
    from bedside.body.engine.readings import read as read_
    from bedside.body.engine.settle import settle as settle_
    from bedside.body.engine.step import advance as advance_

    return advance_, settle_, read_


def advance(*arguments: Any) -> None:
    """Move one body; see `engine.step.advance`."""
    _functions()[0](*arguments)


def settle(*arguments: Any) -> None:
    """Bring a new body to rest; see `engine.settle.settle`."""
    _functions()[1](*arguments)
    if not is_compiled():
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "done").touch()


def read(out: Any, state: Any, traits: Any, controls: Any, conduction: Any, fx: Any, table: Any) -> None:
    """Read a body as it stands; see `engine.readings.read`."""
    _functions()[2](out, state[0], traits[0], controls[0], conduction[0], fx, table)
