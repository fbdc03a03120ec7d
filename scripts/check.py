"""Every check that needs no long run, one line each; all are run, then those that failed are named.

python scripts/check.py            formats, lint, types, fast tests: Python and web
python scripts/check.py static     the same without the Python tests, which `make test` runs in full
python scripts/check.py format     rewrites what the formatters would change
"""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from prepare import BIN, WEB, prepare_node
from prepare import PYTHON as VENV_PYTHON
from step import ROOT, StepFailed, run_step, say

PYTHON = str(VENV_PYTHON)
RUFF = str(BIN / "ruff")
PYTHON_CHECKS = (
    ("Format of the Python files", [RUFF, "format", "--check", "."], "make format"),
    ("Lint of the Python files", [RUFF, "check", "."], ".venv/bin/ruff check --fix . mends some of it"),
    ("Types of the Python files", [PYTHON, "-m", "mypy"], ""),
)
PYTHON_TESTS = (
    "Fast Python tests",
    [PYTHON, "-m", "pytest", "-q", "-n", "2", "-m", "not slow and not browser"],
    "",
)
WEB_CHECKS = (
    ("Format of the web files", "format:check", "make format"),
    ("Lint of the web files", "lint", ""),
    ("Types of the web files", "check", ""),
    ("Web tests", "test", ""),
)
FORMATTERS = (
    ("Formatting the Python files", [RUFF, "format", "."], ""),
    ("Sorting imports", [RUFF, "check", "--select", "I", "--fix", "."], ""),
)


def main(goal: str) -> list[str]:
    """Run the checks of a goal; returns the titles of those that failed."""
    environment = prepare_node()
    npm = shutil.which("npm", path=environment.get("PATH")) or "npm"
    steps: list[tuple[str, Sequence[str | Path], Path, str]]
    if goal == "format":
        steps = [*((title, command, ROOT, mend) for title, command, mend in FORMATTERS)]
        steps.append(("Formatting the web files", [npm, "run", "-s", "format"], WEB, ""))
    else:
        python = PYTHON_CHECKS if goal == "static" else (*PYTHON_CHECKS, PYTHON_TESTS)
        steps = [*((title, command, ROOT, mend) for title, command, mend in python)]
        steps += [(title, [npm, "run", "-s", script], WEB, mend) for title, script, mend in WEB_CHECKS]
    failed = []
    for title, command, folder, mend in steps:
        try:
            run_step(title, command, folder=folder, extra=environment)
        except StepFailed:
            say(f"Mend: {mend}\n" if mend else "")
            failed.append(title)
    return failed


if __name__ == "__main__":
    unmet = main(sys.argv[1] if len(sys.argv) > 1 else "all")
    if unmet:
        sys.exit(f"Not right yet: {'; '.join(unmet)}.")
