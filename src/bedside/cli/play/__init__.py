"""`bedside play`: meet a patient in the terminal."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from bedside.cli.cases import (
    DataOption,
    FoldersOption,
    JsonOption,
    console,
    existing,
    local_time,
    print_json,
    readable,
)
from bedside.cli.doors import Failed
from bedside.cli.models import chosen_phraser

PACE = typer.Option(min=0.1, max=60, help="How many times as fast as real time.")


def play(
    case: Annotated[
        str | None, typer.Argument(metavar="CASE_OR_FILE", help="Id of a case, or a scenario file.")
    ] = None,
    resume: Annotated[
        str | None, typer.Option("--resume", metavar="[ID]", help="Go on with one; without ID, list them.")
    ] = None,
    virtual: Annotated[bool, typer.Option("--virtual", help="Time passes only with what you do.")] = False,
    pace: Annotated[float, PACE] = 1.0,
    seed: Annotated[int | None, typer.Option(metavar="N", help="Chance of this run.")] = None,
    debrief: Annotated[
        Path | None, typer.Option("--debrief", metavar="FILE", help=".html, .json or .csv to write it to.")
    ] = None,
    data: DataOption = None,
    scenarios: FoldersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Meet a patient in the terminal; piped input works too, one command a line."""
    from bedside.records import Store

    if case is None and resume is None:
        raise Failed("Which case?", "See `bedside scenario list`, then: bedside play CASE")
    if debrief is not None:
        from bedside.cli.debriefs import format_of

        format_of(None, debrief)
    with Store.open(data_folder=data) as store:
        if resume == "":
            _list_unfinished(store, as_json=as_json)
            return
        from bedside.activities.clinic.voice import Voice
        from bedside.cli.play.game import Game

        with chosen_phraser(data) as phraser:
            voice = Voice(phraser) if phraser is not None else None
            if resume is not None:
                game = Game.resume(store, resume, virtual=virtual, voice=voice)
            else:
                name, folders = readable(case or ""), existing(scenarios)
                game = Game.begin(store, name, folders, seed=seed, virtual=virtual, pace=pace, voice=voice)
            with game:
                _run(game, debrief, data, as_json=as_json)


def _list_unfinished(store: Any, *, as_json: bool) -> None:
    left = [one for one in store.encounters() if not one.ended]
    if as_json:
        print_json(
            [{"id": one.id, "scenario": one.scenario_id, "title": one.title, "begun": one.created} for one in left]
        )
        return
    if not left:
        console().print("There is no unfinished encounter.")
    for one in left:
        console().print(f"{one.id}  {one.title}  (begun {local_time(one.created)})", markup=False)


def _run(game: Any, debrief: Path | None, data: Path | None, *, as_json: bool) -> None:
    """Read lines until the end, show what comes of them, and say how to go on."""
    from bedside.cli.play.table import Table

    table = Table(game, as_json=as_json)
    table.open()
    if sys.stdin.isatty() and not as_json:
        table.interactive()
    else:
        table.piped(_lines())
    if game.encounter.ended:
        table.debrief(debrief)
    else:
        where = f" --data {shlex.quote(str(data))}" if data is not None else ""
        table.leave(f"bedside play --resume {game.encounter.id}{where}")


def _lines() -> Iterator[str]:
    """Lines of piped input; bytes that are no UTF-8 become replacement characters."""
    for raw in sys.stdin.buffer if hasattr(sys.stdin, "buffer") else iter(sys.stdin.read().encode().splitlines()):
        yield raw.decode("utf-8", "replace").strip()
