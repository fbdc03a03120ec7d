"""The house: a room imports from the floors below it, never from its neighbours or from above."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src"

# From the ground up. `errors` lies under everything.
FLOORS = (
    {"errors"},
    {"encounter"},
    {"scenario", "records", "devices", "speech"},
    {"mind", "body", "robot", "volume", "reasoning", "debrief"},
    {f"activities.{name}" for name in ("clinic", "imaging", "surgery", "procedures", "therapy", "wellbeing")},
    {"interop"},
    {"cli", "server"},
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
# `bedside serve` opens the other door; the server knows nothing of the command line.
DOORS = {("cli", "server")}
# What `bedside/__init__.py` hands out from further up.
FRONT_DOOR = {"Consultation": "activities.clinic", "Scenario": "scenario"}


def room_of(dotted: str) -> str | None:
    """The room of `bedside.a.b.c`; None for the front door itself and for what is not ours."""
    parts = dotted.split(".")
    if parts[0] != "bedside" or len(parts) == 1:
        return None
    return ".".join(parts[1:3]) if parts[1] == "activities" else parts[1]


def imported(tree: ast.AST, package: str) -> Iterator[tuple[int, str]]:
    """Every (line, dotted name) that a module of `package` imports, `TYPE_CHECKING` and functions included."""
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                yield from ((node.lineno, alias.name) for alias in node.names)
            case ast.ImportFrom():
                upward = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
                base = ".".join([*upward, *([node.module] if node.module else [])])
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
            case ast.Call(func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module")):
                for argument in node.args[:1]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield node.lineno, argument.value


def target_of(dotted: str) -> str | None:
    """The room that an imported name lives in."""
    parts = dotted.split(".")
    if len(parts) == 2 and parts[0] == "bedside" and parts[1].startswith("_"):
        return None
    return FRONT_DOOR.get(parts[1], room_of(dotted)) if len(parts) == 2 else room_of(dotted)


def trespasses(source: Path) -> list[str]:
    """Every import under `source/bedside` that goes up or sideways, and every room that stands on no floor."""
    found = []
    for path in sorted((source / "bedside").rglob("*.py")):
        relative = path.relative_to(source)
        module = ".".join(relative.with_suffix("").parts).removesuffix(".__init__")
        here = room_of(module)
        if here is None or here in ("__main__", "activities"):
            continue
        if here not in FLOOR_OF:
            found.append(f"{relative}: the room {here!r} stands on no floor; give it one in tests/test_floors.py")
            continue
        package = module if path.name == "__init__.py" else module.rpartition(".")[0]
        for line, name in imported(ast.parse(path.read_text(encoding="utf-8")), package):
            there = target_of(name)
            if there is None or there == here or (here, there) in DOORS:
                continue
            if there not in FLOOR_OF or FLOOR_OF[there] >= FLOOR_OF[here]:
                found.append(f"{relative}:{line}: {here} may not import {there} ({name})")
    return found


def test_imports_go_down_only_and_neighbours_do_not_import_each_other() -> None:
    assert trespasses(SOURCE) == []


def written(source: Path, module: str, text: str) -> Path:
    path = source / "bedside" / f"{module}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return source


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("scenario/base", "import bedside.server"),
        ("scenario/base", "from bedside.mind import understand"),
        ("mind/decide", "from bedside.body import Body"),
        ("mind/decide", "from bedside import body"),
        ("mind/decide", "from ..activities.clinic import Activity"),
        ("mind/decide", "from .. import server"),
        ("mind/voices/plain", "from ...debrief import timeline"),
        ("mind/__init__", "from ..reasoning import rank"),
        ("mind/decide", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from bedside.body import Body"),
        ("mind/decide", "def decide():\n    from bedside.body import Body"),
        ("mind/decide", "import importlib\nbody = importlib.import_module('bedside.body')"),
        ("mind/decide", "from bedside import Consultation"),
        ("activities/clinic/activity", "from bedside.activities.therapy import mood"),
        ("activities/clinic/activity", "from ..therapy import mood"),
        ("server/app", "import bedside.cli"),
        ("errors", "import bedside.encounter"),
        ("encounter/log", "import bedside.helpers"),
        ("attic/box", "x = 1"),
    ],
)
def test_a_way_up_or_sideways_is_found_however_it_is_written(tmp_path: Path, module: str, text: str) -> None:
    assert len(trespasses(written(tmp_path, module, text))) == 1


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("mind/decide", "from bedside.mind.taxonomy import Topic\nfrom . import express\nfrom .voices import plain"),
        ("mind/decide", "from bedside.encounter import Command\nfrom ..errors import BedsideError\nimport json"),
        ("mind/decide", "from bedside import __version__, Scenario"),
        ("cli/main", "from bedside.server import serve"),
        ("__init__", "from bedside.activities.clinic import Consultation"),
    ],
)
def test_a_way_down_or_within_the_room_is_free(tmp_path: Path, module: str, text: str) -> None:
    assert trespasses(written(tmp_path, module, text)) == []
