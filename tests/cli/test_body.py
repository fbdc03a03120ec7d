"""`bedside body`: a script lived through, lists, and the count of expected responses."""

import builtins
import json
from pathlib import Path
from typing import Any

import pytest
from small_case import Run

SCRIPT = """\
title: A cut
steps: [{at: 10 s, start: hemorrhage, rate: 500 mL/min}]
until: 1 min
record: [heart_rate, blood_volume]
"""
ROWS = """\
scenario,step,action,dose_or_severity,patient,t_action_s,t_sample_s,variable,direction,low,high,kind,unit
Hemorrhage,0,Initiate 300 mL/min Hemorrhage,,StandardMale,30,150,blood_volume,decrease,,,qualitative,mL
Hemorrhage,0,Initiate 300 mL/min Hemorrhage,,StandardMale,30,150,blood_volume,increase,,,qualitative,mL
Nonsense,0,Juggle three balls,,StandardMale,30,40,HR,no_change,,,qualitative,1/min
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "cut.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "physiology"
    folder.mkdir()
    (folder / "responses.csv").write_text(ROWS, encoding="utf-8")
    return folder


def test_a_script_becomes_a_table_and_a_picture(run: Run, script: Path, tmp_path: Path) -> None:
    out, picture = tmp_path / "made" / "run.csv", tmp_path / "run.png"
    result = run("body", "run", script, "--out", out, "--plot", picture)
    assert result.exit_code == 0, result.output
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "time (s),heart_rate (1/min),blood_volume (mL)"
    assert len(lines) >= 61
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert f"Written to {out} and {picture}" in result.output.replace("\n", "")


def test_without_a_file_the_table_goes_to_stdout(run: Run, script: Path) -> None:
    assert run("body", "run", script).stdout.startswith("time (s),heart_rate (1/min)")


def test_what_happened_can_be_had_as_json(run: Run, script: Path, tmp_path: Path) -> None:
    told = json.loads(run("body", "run", script, "--out", tmp_path / "x.csv", "--json").stdout)
    assert told["rhythm"] == "sinus"
    assert told["end"]["blood_volume"] < 5000


def test_a_wrong_script_is_told_line_by_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("until: 1 min\nsteps:\n  - {start: nonsense}\n", encoding="utf-8")
    result = run("body", "run", path)
    assert result.exit_code == 1
    assert f"error: {path}:3: steps.0.start:" in result.stderr


def test_a_plot_without_matplotlib_says_how_to_install_it(
    run: Run, script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ModuleNotFoundError(name)
        return really(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    result = run("body", "run", script, "--plot", tmp_path / "a.png")
    assert result.exit_code == 1
    assert "pip install 'bedside[plot]'" in result.stderr


def test_a_plot_has_an_ending_of_a_picture(run: Run, script: Path, tmp_path: Path) -> None:
    result = run("body", "run", script, "--plot", tmp_path / "a.docx")
    assert result.exit_code == 1
    assert ".png, .svg, .pdf" in result.stderr


@pytest.mark.parametrize(
    ("what", "held"),
    [
        ("conditions", "hemorrhage"),
        ("interventions", "ventilator"),
        ("drugs", "adrenaline"),
        ("variables", "mean_arterial_pressure"),
        ("rhythms", "complete_heart_block"),
        ("waves", "capnogram"),
        ("steerable", "heart_rate"),
    ],
)
def test_lists_name_what_there_is(run: Run, what: str, held: str) -> None:
    rows = json.loads(run("body", "list", what, "--json").stdout)
    assert held in {row.get("id", row.get("name")) for row in rows}
    shown = run("body", "list", what, "--matching", held)
    assert shown.exit_code == 0
    assert held[:12] in shown.stdout


def test_validation_counts_rows_and_cells_and_writes_a_report(run: Run, data: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    result = run("body", "validate", "--data", data, "--report", report, "--failed")
    assert result.exit_code == 0, result.output
    assert "Bleeding and fluids" in result.stdout
    text = report.read_text(encoding="utf-8")
    assert "| Bleeding and fluids | 2 | 1 | 1 | 0 | 1 | 1 | 100.0 % |" in text
    assert "Juggle three balls" in text
    only = json.loads(run("body", "validate", "--data", data, "--system", "bleeding", "--json").stdout)
    assert only["counts"][-3]["rows"] == "2"


def test_a_folder_without_data_is_told(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BEDSIDE_PHYSIOLOGY", raising=False)
    result = run("body", "validate")
    assert result.exit_code == 1
    assert "--data DIR" in result.stderr
    assert run("body", "validate", "--data", tmp_path / "no").exit_code == 1


def test_a_system_that_is_not_there_is_told(run: Run, data: Path) -> None:
    result = run("body", "validate", "--data", data, "--system", "wings")
    assert result.exit_code == 1
    assert "bleeding" in result.stderr
