"""`bedside scenario`: list, show, check, begin and import cases."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bedside.cli.cases import CaseArgument, FoldersOption, JsonOption, console, existing, print_json, readable
from bedside.cli.doors import FAILED, Failed, as_data, tell_problems
from bedside.scenario import Problem, ScenarioError, kinds, library_files, load, open_document

scenario_app = typer.Typer(help="Cases: list, show, check, begin, import.", no_args_is_help=True, rich_markup_mode=None)
LISTED = ("id", "kind", "title", "specialty", "setting", "level", "minutes")


class Source(StrEnum):
    """Formats that can be imported."""

    OSCE_JSON = "osce-json"


@scenario_app.command("list")
def list_scenarios(scenarios: FoldersOption = None, as_json: JsonOption = False) -> None:
    """List the cases there are."""
    found, broken = [], []
    for path in library_files(existing(scenarios)):
        try:
            scenario = load(path)
        except ScenarioError as error:
            broken += error.problems
            continue
        found.append({name: getattr(scenario, name) for name in LISTED} | {"file": str(path)})
    if as_json:
        print_json(found)
    elif not found:
        console().print("There are no cases here yet. `bedside scenario new` begins one.")
    else:
        table = Table(box=None, pad_edge=False)
        for name in ("id", "title", "specialty", "level", "min"):
            table.add_column(name, no_wrap=name == "id")
        for one in found:
            table.add_row(*(str(one[name]) for name in ("id", "title", "specialty", "level", "minutes")))
        console().print(table)
    if broken:
        tell_problems(broken, as_json=as_json)


@scenario_app.command()
def show(
    case: CaseArgument,
    source: Annotated[bool, typer.Option("--source", help="Print the whole file, answers included.")] = False,
    scenarios: FoldersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a learner may know of a case before it begins."""
    document, scenario = open_document(readable(case), existing(scenarios))
    if source:
        if as_json:
            print_json(document.data)
        else:
            sys.stdout.write(document.text)
        return
    brief = kinds()[scenario.kind].brief(scenario)
    if as_json:
        print_json(brief)
        return
    out = console()
    out.print(brief["title"], style="bold", markup=False)
    out.print(f"{brief['specialty']} · {brief['setting']} · {brief['level']} · {brief['minutes']} min", markup=False)
    if "patient" in brief:
        person = brief["patient"]
        out.print(f"{person['name']}, {person['age']}, {person['sex']}", markup=False)
    out.print(f"\n{brief.get('task') or brief['summary']}", markup=False)
    where = "".join(f" --scenarios {shlex.quote(str(folder))}" for folder in scenarios or [])
    out.print(f"\nMeet the patient: bedside play {shlex.quote(case)}{where}", style="dim", markup=False)


@scenario_app.command()
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Scenario files, folders of them, or ids.")],
    as_json: JsonOption = False,
) -> None:
    """Check scenario files; print every problem with file, line, field and mend."""
    results = [(str(path), _problems(path)) for path in _files(files)]
    if as_json:
        print_json(
            [
                {"file": name, "ok": not problems, "problems": [as_data(p) for p in problems]}
                for name, problems in results
            ]
        )
    else:
        for name, problems in results:
            for problem in problems:
                sys.stdout.write(f"{problem}\n")
            if not problems:
                sys.stdout.write(f"{name}: ok\n")
    if any(problems for _, problems in results):
        raise typer.Exit(FAILED)


def _files(names: Sequence[str]) -> Iterator[str | Path]:
    for name in names:
        folder = Path(readable(name))
        if not folder.is_dir():
            yield name
            continue
        inside = sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")])
        if not inside:
            raise Failed(f"There is no scenario file in {folder}.", "Scenario files end in .yaml.")
        yield from inside


def _problems(path: str | Path) -> list[Problem]:
    try:
        load(path)
    except ScenarioError as error:
        return error.problems
    return []


@scenario_app.command()
def schema(kind: Annotated[str, typer.Argument(metavar="KIND")] = "clinic", as_json: JsonOption = False) -> None:
    """Print the JSON Schema of a kind of scenario, for editors that complete and check."""
    known = kinds()
    if kind not in known:
        raise Failed(f"'{kind[:60]}' is not a kind of scenario.", f"Kinds: {', '.join(sorted(known))}.")
    made: dict[str, Any] = known[kind].Scenario.model_json_schema()
    print_json({"$schema": "https://json-schema.org/draft/2020-12/schema", **made})


@scenario_app.command("import")
def import_cases(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    source: Annotated[Source, typer.Option("--from", help="Format of FILE.")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Folder for the cases, 0001.yaml and so on.")],
    force: Annotated[bool, typer.Option("--force", help="Write into a folder that holds something already.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Turn cases of another format into playable ones."""
    from bedside.interop.osce_json import import_file

    paths = import_file(file, to, force=force)
    if as_json:
        print_json({"from": source.value, "files": [str(path) for path in paths]})
    else:
        console().print(f"{len(paths)} cases written to {to}. Try: bedside play {paths[0]}", markup=False)


@scenario_app.command()
def new(
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Where to write it; ID.yaml without.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Begin a case from questions asked here; the answers may be piped in, one a line."""
    from bedside.cli.newcase import begin

    begin(to, force=force, as_json=as_json)
