"""A small case in a file, a data folder of its own, and a way to run a command in this process."""

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parent))

from small_case import CASE, Run

from bedside.cli.app import app


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "tight-chest.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `bedside …` in this process, with a data folder of its own."""
    monkeypatch.setenv("BEDSIDE_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("BEDSIDE_SCENARIOS", raising=False)

    def command(*words: str | Path, lines: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], input=lines)

    return command
