"""All commands of `bedside`, in the order in which the help lists them."""

from __future__ import annotations

from typing import Annotated

import typer

from bedside import __version__
from bedside.cli.asking import ask
from bedside.cli.body import body_app
from bedside.cli.debriefs import debrief, encounters, export_track, verify
from bedside.cli.doors import Doors
from bedside.cli.models import model_app
from bedside.cli.play import play
from bedside.cli.scenarios import scenario_app
from bedside.cli.serve import serve

OVERVIEW = """Meet a simulated patient: take the history, examine, order, treat, diagnose, and learn from what you did.

\b
bedside play            choose a case and consult in the terminal
bedside serve           the same in the browser
bedside scenario list   the cases there are
"""

app = typer.Typer(
    name="bedside",
    cls=Doors,
    help=OVERVIEW,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"bedside {__version__}")
        raise typer.Exit


@app.callback()
def overview(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Print where in the program an error came from.")] = False,
) -> None:
    """What holds for every command."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


app.command()(play)
app.command()(ask)
app.command()(serve)
app.add_typer(scenario_app, name="scenario")
app.add_typer(model_app, name="model")
app.add_typer(body_app, name="body")
app.command()(encounters)
app.command()(debrief)
app.command("export-track")(export_track)
app.command()(verify)
