"""`bedside scenario`: list, show, check, begin and import cases."""

import json
from pathlib import Path

import pytest
from small_case import CASE, Run

from bedside.scenario import load


def test_the_list_names_each_case_and_goes_on_past_a_broken_one(run: Run, case: Path) -> None:
    (case.parent / "broken.yaml").write_text("bedside: 1\nkind: clinic\n", encoding="utf-8")
    result = run("scenario", "list", "--json", "--scenarios", case.parent)
    mine = next(one for one in json.loads(result.stdout) if one["id"] == "tight-chest")
    assert mine["minutes"] == 10
    assert {"id", "kind", "title", "specialty", "setting", "level", "minutes"} <= set(mine)
    assert "broken.yaml" in json.loads(result.stderr)["error"]["problems"][0]["file"]


def test_check_prints_file_line_field_and_mend(run: Run, case: Path) -> None:
    case.write_text(CASE.replace("  chest_pain:\n", "  chest_pian:\n"), encoding="utf-8")
    result = run("scenario", "check", case)
    assert result.exit_code == 1
    assert f"{case}:14: history.chest_pian:" in result.stdout
    assert "→ did you mean chest_pain" in result.stdout


def test_check_takes_several_files_and_folders(run: Run, case: Path) -> None:
    result = run("scenario", "check", case, case.parent, "--json")
    assert result.exit_code == 0
    assert [one["ok"] for one in json.loads(result.stdout)] == [True, True]


def test_check_tells_of_an_empty_and_of_a_missing_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text("")
    result = run("scenario", "check", tmp_path / "empty.yaml", tmp_path / "missing.yaml")
    assert result.exit_code == 1
    assert "a scenario is a mapping" in result.stdout
    assert "there is no such file" in result.stdout


def test_show_gives_nothing_away(run: Run, case: Path) -> None:
    shown = run("scenario", "show", case).stdout
    assert "A tight chest" in shown
    assert "nfarction" not in shown
    assert "nfarction" in run("scenario", "show", case, "--source").stdout


def test_the_schema_is_json_schema(run: Run) -> None:
    made = json.loads(run("scenario", "schema", "clinic").stdout)
    assert made["properties"]["kind"]["const"] == "clinic"
    assert run("scenario", "schema", "nonsense").exit_code == 1


ANSWERS = [
    "sore-knee", "Sore knee", "Ann Lee", "34", "f", "", "", "", "", "Take a history.", "My knee hurts.", "knee pain",
    "It began yesterday.", "social.smoking: I smoke ten a day.", "", "palpate knee: Tender at the joint line.", "",
    "chest x-ray: Clear lungs.", "", "Sprained knee", "Knee sprain", "",
]  # fmt: skip


def test_a_case_begun_from_piped_answers_passes_the_check(run: Run, tmp_path: Path) -> None:
    to = tmp_path / "sore-knee.yaml"
    result = run("scenario", "new", "--to", to, lines="\n".join(ANSWERS) + "\n")
    assert result.exit_code == 0, result.stderr
    scenario = load(to)
    assert scenario.id == "sore-knee"
    assert "knee_pain.onset" in scenario.facts()  # type: ignore[attr-defined]
    assert run("scenario", "new", "--to", to, lines="\n".join(ANSWERS)).exit_code == 1


def test_a_wrong_answer_is_asked_again(run: Run, tmp_path: Path) -> None:
    to = tmp_path / "case.yaml"
    lines = ["Not An Id", *ANSWERS[:3], "as old as the hills", *ANSWERS[3:11], "wobbly kneecap", *ANSWERS[11:]]
    result = run("scenario", "new", "--to", to, lines="\n".join(lines) + "\n")
    assert result.exit_code == 0, result.stderr
    assert result.stderr.count("✗") == 3


def test_a_case_that_gives_its_diagnosis_away_is_kept_to_be_mended(run: Run, tmp_path: Path) -> None:
    to = tmp_path / "case.yaml"
    lines = [*ANSWERS[:9], "Treat the sprained knee.", *ANSWERS[10:]]
    result = run("scenario", "new", "--to", to, lines="\n".join(lines) + "\n")
    assert result.exit_code == 1
    assert "task: 'Sprained knee' gives the diagnosis away" in result.stderr
    assert f"{to}:15: task:" in run("scenario", "check", to).stdout


def test_an_abbreviation_gives_away_only_in_capitals(run: Run, case: Path) -> None:
    case.write_text(
        CASE.replace("aliases: [heart attack]", "aliases: [MS]").replace("task: Take", "task: See Ms Lee; take")
    )
    assert run("scenario", "check", case).exit_code == 0


def test_answers_that_end_too_early_write_nothing(run: Run, tmp_path: Path) -> None:
    to = tmp_path / "case.yaml"
    result = run("scenario", "new", "--to", to, lines="sore-knee\n")
    assert result.exit_code == 1
    assert "The answers ended" in result.stderr
    assert not to.exists()


def test_osce_cases_are_imported_and_playable(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "cases.jsonl"
    case = {
        "Patient_Actor": {"Demographics": "30-year-old man", "Symptoms": {"Primary_Symptom": "Cough"}},
        "Diagnosis": "Flu",
    }
    source.write_text(json.dumps(case) + "\n", encoding="utf-8")
    words = ("scenario", "import", "--from", "osce-json", source, "--to", tmp_path / "to")
    assert run(*words).exit_code == 0
    assert run("scenario", "check", tmp_path / "to").exit_code == 0
    again = run(*words)
    assert again.exit_code == 1
    assert "--force" in again.stderr
    assert run(*words, "--force").exit_code == 0


@pytest.mark.parametrize("name", ["", "a\x00b", "x" * 5000])
def test_a_name_that_cannot_be_one_is_refused(run: Run, name: str) -> None:
    result = run("scenario", "show", name)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
