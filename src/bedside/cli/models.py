"""The language model that the commands use, if one is set, and `bedside model check`, which tries it out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from bedside.cli.cases import DataOption, JsonOption, console, print_json
from bedside.cli.doors import FAILED, Failed

if TYPE_CHECKING:
    from bedside.mind.phrasing import Phrase, Phraser, Request, Settings

model_app = typer.Typer(
    help="The language model that may phrase what patients say.", no_args_is_help=True, rich_markup_mode=None
)
HOW = "Set BEDSIDE_LLM_URL and BEDSIDE_LLM_MODEL; see docs/how-to/use-a-language-model.md."


def chosen_settings(data: Path | None = None) -> Settings | None:
    """The settings of the environment and the data folder, their warning told. Raises SettingsError."""
    from bedside.mind.phrasing.settings import load_settings
    from bedside.records.engine import default_folder

    settings = load_settings(data or default_folder())
    if settings is not None and settings.warning:
        sys.stderr.write(f"Warning: {settings.warning}\n")
    return settings


@contextmanager
def chosen_phraser(data: Path | None = None) -> Iterator[Phraser | None]:
    """The language model that is set, or None. Raises SettingsError, PhrasingError."""
    settings = chosen_settings(data)
    if settings is None:
        yield None
        return
    from bedside.mind.phrasing import Phraser

    with Phraser(settings) as phraser:
        yield phraser


@model_app.command()
def check(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Ask the language model for one answer, and show how long it took and what the check makes of it."""
    from bedside.mind.claims import check as check_claims
    from bedside.mind.phrasing import ModelFault, grounds_of

    with chosen_phraser(data) as phraser:
        if phraser is None:
            raise Failed("No language model is set; patients speak in the words of their cases.", HOW)
        request = sample()
        try:
            phrase = phraser.try_out(request)
        except ModelFault as fault:
            raise Failed(fault.message, "Look at the address, the model's name and the key; is it running?") from None
        verdict = check_claims(phrase.text, grounds_of(request))
        found = _found(phraser.settings, request, phrase, [(r.why, r.claim) for r in verdict.refused])
    print_json(found) if as_json else _print(found)
    if not phrase.text:
        raise typer.Exit(FAILED)


def sample() -> Request:
    """A turn to try a model on."""
    from bedside.mind.phrasing import Person, Request

    person = Person("Ann Lee", 54, "female", mood="anxious", manner="anxious")
    words = "It started an hour ago. It goes down my left arm. I've had no fever."
    return Request(person, (words,), "When did the pain start, and does it go anywhere? Any fever?")


def _found(settings: Settings, request: Request, phrase: Phrase, refused: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "url": settings.url,
        "model": settings.model,
        "ms": phrase.ms,
        "first_ms": phrase.first_ms,
        "may_say": " ".join(request.words),
        "text": phrase.text,
        "complete": phrase.complete,
        "refused": [{"why": why, "claim": claim} for why, claim in refused],
        "said": phrase.passed if phrase.complete else " ".join(request.words),
    }


def _print(found: dict[str, Any]) -> None:
    out = console()
    for line in (
        f"{found['model']} at {found['url']}",
        f"It answered in {found['ms']} ms." if found["text"] else "It answered with nothing.",
        f"May be said:   {found['may_say']}",
        f"It phrased:    {found['text']}",
        *(f"  refused ({one['why']}): {one['claim']}" for one in found["refused"]),
        f"Would be said: {found['said']}",
    ):
        out.print(line, markup=False)
    if not found["complete"]:
        out.print("The phrase did not pass, so the patient would use the words of the case.", markup=False)
