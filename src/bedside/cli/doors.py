"""How the command line tells of errors: in a line that says what was wrong and what to do, with an exit code."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from bedside.errors import BedsideError
from bedside.scenario import Problem, ScenarioError

FAILED = 1
WRONG_USE = 2
INTERRUPTED = 130
"""128 + SIGINT, as shells count."""
PIPE_CLOSED = 141
"""128 + SIGPIPE."""


class Failed(BedsideError):
    """A command that could not do what was asked."""


class Doors(TyperGroup):
    """The group of all commands: whatever goes wrong inside is told in a line, or as JSON where that was asked for."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **more: Any) -> NoReturn:
        """Run, tell what went wrong, and exit."""
        _reopen_closed_streams()
        words = list(sys.argv[1:] if args is None else args)
        more["standalone_mode"] = False
        options = words[: words.index("--")] if "--" in words else words
        debug = "--debug" in options
        words = [word for at, word in enumerate(words) if word != "--debug" or at >= len(options)]
        words = _with_empty_resume(words)
        raise SystemExit(_guarded(lambda: super(Doors, self).main(words, *rest, **more), options, debug))

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a reader of our output who has gone is told by the exit code, as shells expect."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _swallow_the_rest()
            raise typer.Exit(PIPE_CLOSED) from None
        return result


def _reopen_closed_streams() -> None:
    """Whoever closed a standard stream (`>&-`) wants silence, not the next file opened to be taken for it."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - it stays open


def _with_empty_resume(words: list[str]) -> list[str]:
    """`--resume` with no id after it means: list what can be resumed."""
    return [
        "--resume=" if word == "--resume" and (at + 1 == len(words) or words[at + 1].startswith("-")) else word
        for at, word in enumerate(words)
    ]


def _guarded(work: Any, words: list[str], debug: bool) -> int:
    as_json = "--json" in words
    try:
        code = work()
        sys.stdout.flush()
    except BrokenPipeError:
        _swallow_the_rest()
        return PIPE_CLOSED
    except (KeyboardInterrupt, typer.Abort, EOFError):
        sys.stderr.write("\nStopped.\n")
        return INTERRUPTED
    except typer.Exit as left:
        return left.exit_code
    except Exception as error:
        wrong_use = getattr(error, "format_message", None)
        if wrong_use is not None:
            tell(wrong_use().rstrip("."), _usage_hint(error), as_json=as_json, code="usage")
            return WRONG_USE
        if debug:
            traceback.print_exc()
        return _tell_failure(error, as_json)
    return code if isinstance(code, int) else 0


def _tell_failure(error: Exception, as_json: bool) -> int:
    if isinstance(error, ScenarioError):
        tell_problems(error.problems, as_json=as_json)
    elif isinstance(error, BedsideError):
        tell(error.message or str(error), error.hint or "", as_json=as_json)
    elif isinstance(error, UnicodeError):
        tell("the text given is not UTF-8", "save it as UTF-8, or set LC_ALL=C.UTF-8", as_json=as_json)
    elif isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        tell(
            f"{place}{error.strerror or error}", "check the path, its permissions and the disk's space", as_json=as_json
        )
    else:
        tell(
            f"this went wrong inside Bedside: {type(error).__name__}: {_one_line(str(error))}",
            "run it again with --debug and report what it prints",
            as_json=as_json,
            code="internal",
        )
    return FAILED


def _usage_hint(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    return f"see `{context.command_path} --help`" if context is not None else "see `bedside --help`"


def tell(message: str, mend: str = "", *, as_json: bool = False, code: str = "failed") -> None:
    """Write an error to stderr: `error: … → mend`, or a JSON object `{"error": {code, message, hint}}`."""
    if as_json:
        sys.stderr.write(
            json.dumps({"error": {"code": code, "message": message, "hint": mend}}, ensure_ascii=False) + "\n"
        )
        return
    first, *further = [line for line in (*message.splitlines(),) if line.strip()] or [""]
    sys.stderr.write(
        f"error: {first}{chr(10) if further else ''}{chr(10).join(further)}{f' → {mend}' if mend else ''}\n"
    )


def tell_problems(problems: Sequence[Problem], *, as_json: bool = False) -> None:
    """Write problems of scenario files to stderr, one a line, or as one JSON object."""
    if as_json:
        listed = [as_data(problem) for problem in problems]
        error = {
            "code": "scenario",
            "message": str(problems[0]) if problems else "",
            "hint": problems[0].mend,
            "problems": listed,
        }
        sys.stderr.write(json.dumps({"error": error}, ensure_ascii=False) + "\n")
        return
    for problem in problems:
        sys.stderr.write(f"error: {problem}\n")


def as_data(problem: Problem) -> dict[str, Any]:
    """A problem for JSON."""
    return {
        "file": problem.file,
        "line": problem.line,
        "field": problem.field,
        "message": problem.message,
        "mend": problem.mend,
    }


def _one_line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 200 else flat[:199] + "…"


def _swallow_the_rest() -> None:
    """The reader of our output has gone; let Python's closing of stdout say nothing."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
