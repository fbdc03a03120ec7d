"""`bedside body`: run a script, list what a body knows, and measure it against what bodies are known to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bedside.cli.cases import JsonOption, console, print_json
from bedside.cli.doors import Failed

if TYPE_CHECKING:
    from bedside.body.script import Ran
    from bedside.body.validation import Validation

body_app = typer.Typer(
    help="A body alone: run a script, list what it knows, validate it.", no_args_is_help=True, rich_markup_mode=None
)
DATA_VARIABLE = "BEDSIDE_PHYSIOLOGY"
DATA_PLACES = ("physiology", "shared/data/physiology", "../shared/data/physiology")
ENDED = ("heart_rate", "systolic_pressure", "diastolic_pressure", "respiratory_rate", "spo2", "temperature")


@body_app.command()
def run(
    script: Annotated[
        Path, typer.Argument(metavar="SCRIPT.yaml", help="Person, timed actions, end and what to record.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.csv", help="Where the recording goes; stdout without.")
    ] = None,
    plot: Annotated[Path | None, typer.Option("--plot", metavar="FILE.png", help="Draw it (.png, .svg, .pdf).")] = None,
    as_json: JsonOption = False,
) -> None:
    """Live through a script and write what was recorded, one row a time."""
    from bedside.body import plots
    from bedside.body.script import load_script, run_script

    if plot is not None:
        plots.writable(plot)
        plots.pyplot()
    checked = load_script(script)
    with _bar("Living") as step:
        ran = run_script(checked, lambda done, total: step(done, total, ""))
    _write(ran, out)
    if plot is not None:
        marks = [(one.at_ms / 1000.0, f"{one.step.verb} {getattr(one.step, one.step.verb)}") for one in checked.steps]
        plots.plot(ran.recording, plot, title=checked.title or script.stem, marks=marks)
    if as_json and out is not None:
        happened = [{"at_ms": one.at, "kind": one.kind, **one.data} for one in ran.happened]
        ended = {
            name: round(float(ran.body.vitals[name]), 4) for name in ran.recording.names if name in ran.body.vitals
        }
        print_json(
            {"script": str(script), "written": str(out), "rhythm": ran.body.rhythm, "end": ended, "events": happened}
        )
    elif out is not None:
        _tell_end(ran, out, plot)


def _write(ran: Ran, out: Path | None) -> None:
    if out is None:
        from bedside.body.plots import unit_of

        heads = ["time (s)", *(f"{name} ({unit_of(name)})" for name in ran.recording.names)]
        sys.stdout.write(",".join(heads) + "\n")
        for row in ran.recording.table_with_time:
            sys.stdout.write(",".join(f"{value:.6g}" for value in row) + "\n")
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        ran.recording.to_csv(out)
    except OSError as error:
        raise Failed(f"{out} cannot be written: {error.strerror}.", "Name another place.") from error


def _tell_end(ran: Ran, out: Path, plot: Path | None) -> None:
    paper = console()
    for one in ran.happened:
        if one.kind != "condition":
            told = ", ".join(f"{name} {value}" for name, value in one.data.items())
            paper.print(f"{_clock(one.at)}  {one.kind.replace('_', ' ')}{f' ({told})' if told else ''}", markup=False)
    shown = ", ".join(f"{name.replace('_', ' ')} {ran.body.vitals[name]:.0f}" for name in ENDED)
    paper.print(f"{_clock(ran.body.now)}  {'dead' if ran.body.dead else ran.body.rhythm}: {shown}", markup=False)
    paper.print(f"Written to {out}{f' and {plot}' if plot else ''}", markup=False)


def _clock(ms: int) -> str:
    seconds = ms // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


class Listed(StrEnum):
    """What can be listed."""

    CONDITIONS = "conditions"
    INTERVENTIONS = "interventions"
    DRUGS = "drugs"
    VARIABLES = "variables"
    RHYTHMS = "rhythms"
    WAVES = "waves"
    STEERABLE = "steerable"


@body_app.command("list")
def list_known(
    what: Annotated[Listed, typer.Argument(metavar="WHAT", help="|".join(Listed))] = Listed.CONDITIONS,
    matching: Annotated[str, typer.Option("--matching", metavar="TEXT", help="Only rows that hold this text.")] = "",
    as_json: JsonOption = False,
) -> None:
    """List conditions, interventions, drugs, variables or rhythms with their options, units and ranges."""
    from bedside.body.listing import rows_of

    rows = [row for row in rows_of(what.value) if matching.lower() in " ".join(row.values()).lower()]
    if as_json:
        print_json(rows)
    elif not rows:
        console().print(f"Nothing in {what.value} holds '{matching}'.", markup=False)
    else:
        _print_table(list(rows[0]), [list(row.values()) for row in rows])


def _print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(box=None, pad_edge=False)
    for place, head in enumerate(heads):
        table.add_column(head, no_wrap=place == 0, overflow="fold")
    for row in rows:
        table.add_row(*(cell.replace("[", "\\[") for cell in row))
    console().print(table)


@body_app.command()
def validate(
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="Folder with responses.csv, resting.csv, curves.csv.")
    ] = None,
    system: Annotated[
        list[str] | None, typer.Option("--system", metavar="NAME", help="Only this part; may be repeated.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE.md", help="Write every failed row as Markdown.")
    ] = None,
    failed: Annotated[bool, typer.Option("--failed", help="Print the rows that do not hold.")] = False,
    curves: Annotated[bool, typer.Option("--curves", help="Compare the digitised curves too (a minute more).")] = False,
    as_json: JsonOption = False,
) -> None:
    """Live through every expected response and count what holds."""
    from bedside.body import validation

    folder = _data_folder(data)
    with _bar("Validating") as step:
        found = validation.validate(folder, system or (), curves=curves, progress=step)
    if report is not None:
        _write_report(report, validation.markdown(found))
    if as_json:
        print_json(_as_data(found))
        return
    _print_table(validation.HEADS, validation.table(found))
    if found.curves:
        console().print()
        _print_table(validation.CURVE_HEADS[:-1], [row[:-1] for row in validation.curve_rows(found)])
    if failed:
        console().print()
        _print_table(validation.FAILED_HEADS, validation.failed_rows(found))
    if report is not None:
        console().print(f"Written to {report}", markup=False)


def _data_folder(named: Path | None) -> Path:
    places = [named] if named is not None else [Path(os.environ[DATA_VARIABLE])] if DATA_VARIABLE in os.environ else []
    for place in places or [Path(one) for one in DATA_PLACES]:
        if (place / "responses.csv").is_file():
            return place
    if named is not None:
        raise Failed(f"There is no responses.csv in {named}.", "Name the folder that holds it.")
    raise Failed("No expected responses were found.", f"Name their folder with --data DIR, or in {DATA_VARIABLE}.")


def _write_report(report: Path, text: str) -> None:
    try:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failed(f"{report} cannot be written: {error.strerror}.", "Name another place.") from error


def _as_data(found: Validation) -> dict[str, Any]:
    from bedside.body import validation

    counts = [dict(zip(validation.HEADS, row, strict=True)) for row in validation.table(found)]
    missed = [dict(zip(validation.FAILED_HEADS, row, strict=True)) for row in validation.failed_rows(found)]
    return {"counts": counts, "failed": missed, "simulated_s": found.simulated_s}


@contextmanager
def _bar(title: str) -> Iterator[Any]:
    """A progress bar on stderr; nothing where stderr is no terminal."""
    paper = console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=paper, transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(title, total=None)

        def step(done: int, total: int, text: str) -> None:
            progress.update(task, completed=done, total=total, description=f"{title} {text}".strip())

        yield step
