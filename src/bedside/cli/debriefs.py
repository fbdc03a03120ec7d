"""Looking back: the encounters of the data folder, their debriefs, tracks and proofs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bedside.cli.cases import DataOption, JsonOption, console, local_time, print_json
from bedside.cli.doors import FAILED, Failed

FORMATS = ("html", "json", "csv")
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="An encounter; `bedside encounters` lists them.")]


def encounters(data: DataOption = None, as_json: JsonOption = False) -> None:
    """List the encounters in the data folder."""
    from bedside.records import Store

    with Store.open(data_folder=data) as store:
        found = store.encounters()
    if as_json:
        print_json([_summary(one) for one in found])
        return
    if not found:
        console().print("There are no encounters yet. `bedside play CASE` begins one.")
        return
    table = Table(box=None, pad_edge=False)
    for name in ("id", "title", "begun", "minutes", "state", "score"):
        table.add_column(name, no_wrap=name in ("id", "begun"))
    for one in found:
        score = f"{one.summary['score']:.0f} %" if one.summary and "score" in one.summary else ""
        state = "ended" if one.ended else "open"
        table.add_row(one.id, one.title, local_time(one.created), f"{one.reached / 60000:.0f}", state, score)
    console().print(table)


def _summary(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "scenario": one.scenario_id,
        "title": one.title,
        "begun": one.created,
        "reached_ms": one.reached,
        "ended": one.ended,
        "summary": one.summary,
    }


def debrief(
    encounter: IdArgument,
    format_: Annotated[str | None, typer.Option("--format", metavar="html|json|csv")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write it; stdout without.")
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the debrief of an encounter."""
    from bedside.cli.play.game import report_of
    from bedside.records import Store

    kind = "json" if as_json and format_ is None and out is None else format_of(format_, out)
    with Store.open(data_folder=data) as store:
        log = store.read(encounter)
        if not any(getattr(entry, "kind", None) == "ended" for entry in log.entries()):
            raise Failed(f"The encounter {encounter} has not ended.", f"End it: bedside play --resume {encounter}")
        content = rendered(report_of(store, encounter), kind)
    if out is None:
        left = memoryview(content if content.endswith(b"\n") else content + b"\n")
        while left:  # unbuffered output (PYTHONUNBUFFERED) may take a part only
            left = left[sys.stdout.buffer.write(left) :]
        return
    write(content, out)
    if as_json:
        print_json({"encounter": encounter, "format": kind, "written": str(out)})
    else:
        console().print(f"Written to {out}", markup=False)


def format_of(named: str | None, file: Path | None) -> str:
    """The format that is named, or that the file's ending means. Raises Failed."""
    kind = (named or (file.suffix.lstrip(".").lower() if file is not None else "") or "html").replace("htm", "html")
    kind = kind.replace("htmll", "html")
    if kind not in FORMATS:
        raise Failed(f"A debrief cannot be written as '{kind}'.", "Use html, json or csv.")
    return kind


def rendered(report: Any, kind: str) -> bytes:
    """The debrief in a format."""
    if kind == "json":
        return bytes(report.json_bytes())
    return str(report.csv_text() if kind == "csv" else report.html()).encode()


def write(content: bytes, file: Path) -> None:
    """Write a file. Raises Failed naming what stands in the way."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as error:
        raise Failed(f"{file} cannot be written: {error.strerror}.", "Name another place.") from error


def export_track(
    encounter: IdArgument,
    track: Annotated[str, typer.Argument(metavar="TRACK", help="Such as vitals.")],
    file: Annotated[Path, typer.Argument(metavar="FILE.parquet")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a track, such as vitals, as Parquet."""
    from bedside.records import Store

    with Store.open(data_folder=data) as store:
        written = store.export_track(encounter, track, file)
    if as_json:
        print_json({"encounter": encounter, "track": track, "written": str(written)})
    else:
        console().print(f"Written to {written}", markup=False)


def verify(encounter: IdArgument, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Live an encounter again from its commands, and compare event by event."""
    from bedside.cli.play.game import activity_of
    from bedside.encounter import verify as compare
    from bedside.records import Store

    with Store.open(data_folder=data) as store:
        differences = compare(store.read(encounter), activity_of)
    if as_json:
        print_json({"encounter": encounter, "same": not differences, "differences": [d.number for d in differences]})
    elif not differences:
        console().print("The same, event by event.")
    else:
        first = differences[0]
        was, now = (event.kind if event else "nothing" for event in (first.logged, first.found))
        console().print(
            f"{len(differences)} differences; the first at event {first.number}: logged {was}, found {now}."
        )
    if differences:
        raise typer.Exit(FAILED)
