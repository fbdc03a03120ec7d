"""`bedside ask`: put questions to a patient in one conversation and print what came back."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from bedside.cli.cases import CaseArgument, FoldersOption, JsonOption, SeedOption, clinic_case, console, print_json
from bedside.cli.doors import FAILED, Failed
from bedside.cli.models import chosen_phraser
from bedside.encounter import Refused

LARGEST_FILE = 5_000_000
"""Bytes of a file of questions."""


def ask(
    case: CaseArgument,
    questions: Annotated[
        list[str] | None, typer.Argument(help="Questions; - reads them from stdin, one a line.")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="TXT", help="Questions in a file, one a line.")] = None,
    seed: SeedOption = 0,
    scenarios: FoldersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask a patient, and print the answers."""
    if not questions and file is None:
        raise typer.BadParameter("name a question, - for stdin, or --file")
    _, scenario = clinic_case(case, scenarios)
    from bedside.activities.clinic import Consultation

    refused = 0
    with chosen_phraser() as phraser:
        consultation = Consultation.start(scenario, seed=seed, phraser=phraser)
        for question in _wanted(questions or [], file):
            answer = answered(consultation, question)
            refused += answer["status"] == "refused"
            if as_json:
                print_json(answer, lines=True)
            else:
                _print(answer)
    if refused:
        raise typer.Exit(FAILED)


def _wanted(questions: Sequence[str], file: Path | None) -> Iterator[str]:
    for question in questions:
        if question == "-":
            yield from _lines(sys.stdin)
        else:
            yield question
    if file is not None:
        if not file.is_file():
            raise Failed(f"There is no file {file}.", "Name a text file with one question a line.")
        if file.stat().st_size > LARGEST_FILE:
            raise Failed(f"{file} is larger than {LARGEST_FILE:,} bytes.", "Split it.")
        yield from _lines(file.read_text(encoding="utf-8-sig").splitlines())


def _lines(lines: Any) -> Iterator[str]:
    for line in lines:
        if line.strip():
            yield line.strip()


def answered(consultation: Any, question: str) -> dict[str, Any]:
    """One question and what came of it: answer, acts understood, facts let out, status, ms."""
    began_s = time.perf_counter()
    try:
        receipt = consultation.send("ask", text=question)
    except Refused as refused:
        return {
            "question": question if len(question) <= 200 else question[:199] + "…",
            "answer": None,
            "understood": [],
            "facts": [],
            "status": "refused",
            "error": {"message": refused.reason, "hint": refused.hint},
            "ms": _since(began_s),
        }
    nothing: dict[str, Any] = {"acts": []}
    said = next((event.data for event in receipt.events if event.kind == "said"), nothing)
    out_of_role: dict[str, Any] = {"facts": [], "status": "support", "speaker": "narrator"}
    offered = next((event.data["text"] for event in receipt.events if event.kind == "support_offered"), "")
    replies = (event.data for event in receipt.events if event.kind == "answered")
    answer = next(replies, {**out_of_role, "text": offered})
    return {
        "question": question,
        "answer": answer["text"],
        "understood": said["acts"],
        "facts": answer["facts"],
        "status": answer["status"],
        "speaker": answer["speaker"],
        "ms": _since(began_s),
    }


def _since(began_s: float) -> float:
    return round((time.perf_counter() - began_s) * 1000, 1)


def _print(answer: dict[str, Any]) -> None:
    if answer["status"] == "refused":
        error = answer["error"]
        console(stderr=True).print(f"error: {error['message']} → {error['hint']}", markup=False)
        return
    out = console()
    out.print(f"> {answer['question']}", style="dim", markup=False)
    out.print(answer["answer"], markup=False)
