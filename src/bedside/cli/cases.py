"""Finding cases for the commands that need one, and the options they share."""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from bedside.cli.doors import Failed
from bedside.scenario import open_document
from bedside.scenario.reading import Document

if TYPE_CHECKING:
    from bedside.activities.clinic import ClinicScenario

JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON for programs.")]
SeedOption = Annotated[
    int, typer.Option("--seed", metavar="N", help="Chance of this run; the same seed, the same run.")
]
FoldersOption = Annotated[
    list[Path] | None, typer.Option("--scenarios", metavar="DIR", help="Folder of your own cases; may be repeated.")
]
DataOption = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Folder in which encounters are kept.")]
CaseArgument = Annotated[str, typer.Argument(metavar="CASE_OR_FILE", help="Id of a case, or a scenario file.")]


def clinic_case(source: str, folders: Sequence[Path] | None) -> tuple[Document, ClinicScenario]:
    """The case of an id or file. Raises ScenarioError, or Failed for what cannot be consulted."""
    document, scenario = open_document(readable(source), existing(folders))
    from bedside.activities.clinic import ClinicScenario

    if not isinstance(scenario, ClinicScenario):
        raise Failed(f"{scenario.id} is of kind {scenario.kind}; here a case of kind clinic is needed.")
    return document, scenario


def existing(folders: Sequence[Path] | None) -> list[Path]:
    """Folders that are there. Raises Failed naming the one that is not."""
    for folder in folders or []:
        if not folder.is_dir():
            raise Failed(f"There is no folder {folder}.", "Name a folder that holds scenario files.")
    return list(folders or [])


def readable(source: str) -> str:
    """A name without control characters. Raises Failed."""
    if not source.strip() or any(ord(c) < 32 or ord(c) == 127 for c in source) or len(source) > 1000:
        shown = "".join(c if c.isprintable() else "?" for c in source[:40])
        raise Failed(f"'{shown}' cannot be the name of a case.", "See `bedside scenario list`.")
    return source


def print_json(value: Any, *, lines: bool = False) -> None:
    """Write a value as JSON: on one line, or indented."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=None if lines else 2) + "\n")
    sys.stdout.flush()


def local_time(moment: str) -> str:
    """An ISO moment as people here read it: `2026-11-23 14:56`."""
    return f"{datetime.datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"


class _Paper(Console):
    """A console that leaves a closed pipe to the door, which knows its exit code."""

    def on_broken_pipe(self) -> None:
        """Raise it on."""
        raise BrokenPipeError


def console(*, stderr: bool = False) -> Console:
    """Where people read; plain when it is no terminal, without colours when NO_COLOR is set."""
    return _Paper(stderr=stderr, highlight=False, soft_wrap=not sys.stdout.isatty())
