"""`bedside play` with piped input, and what is left of it in the records."""

import json
from pathlib import Path

from small_case import Run, objects

WHOLE = """\
hello, I am Dr Lee
When did it start?
auscultate heart
measure
order troponin, fbc
read
wait until results
read troponin
give aspirin 300 mg oral
diagnose heart attack 80, pericarditis 10
disposition admit ward because of the troponin
handover 54-year-old with a raised troponin
end
"""


def test_a_whole_consultation_is_played_from_a_file(run: Run, case: Path, tmp_path: Path) -> None:
    file = tmp_path / "debrief.html"
    result = run("play", case, "--virtual", "--seed", "1", "--debrief", file, lines=WHOLE)
    assert result.exit_code == 0, result.stderr
    shown_in_turn = (
        "It started an hour ago.",
        "A soft murmur.",
        "HR ",
        "Nothing has come back",
        "400 ng/L",
        "Given: Aspirin 300 mg",
        "heart attack 80 %",
        "Debrief: A tight chest",
        "✓ Gives aspirin",
        f"Written to {file}",
    )
    for shown in shown_in_turn:
        assert shown in result.stdout, shown
    assert "<html" in file.read_text(encoding="utf-8")


def test_text_that_only_looks_like_a_verb_is_a_question(run: Run, case: Path) -> None:
    lines = "do you smoke?\ntell me about the pain\ngive me a moment\n"
    said = objects(run("play", case, "--virtual", "--json", lines=lines).stdout)
    assert said[1]["said"] == ["Ann Lee: I smoke ten a day."]
    assert all(one["accepted"] for one in said if "accepted" in one)


def test_a_dangerous_dose_asks_first(run: Run, case: Path) -> None:
    lines = "give morphine 500 mg iv\nno\nview\ngive morphine 500 mg iv\nyes\n"
    said = objects(run("play", case, "--virtual", "--json", lines=lines).stdout)
    assert not said[1]["accepted"]
    assert said[2]["said"] == ["Not given."]
    assert not any("Morphine" in text for text in said[3]["said"])
    assert any("Given: Morphine 500 mg" in text for text in said[5]["said"])


DYING = "physiology: {course: [{id: worse, after: 20 min, event: She turns grey.}]}\n"


def test_waiting_for_results_stops_when_the_patient_gets_worse(run: Run, case: Path) -> None:
    case.write_text(case.read_text() + DYING)
    lines = "order troponin, ecg\nwait until ecg\nwait until results\nwait until ct head\nwait until results\n"
    said = objects(run("play", case, "--virtual", "--json", lines=lines).stdout)
    assert said[2]["said"] == ["Back: 12-lead ECG. `read` shows it.", "It is 10:20 now; 1 still pending."]
    assert said[3]["said"][0] == "She turns grey."
    assert said[3]["said"][-1].endswith("1 still pending.")
    assert said[4]["said"] == ["✗ No 'ct head' is pending. → Pending: High-sensitivity troponin."]
    assert said[5]["said"][0].startswith("Back: High-sensitivity troponin.")


def test_words_that_name_a_deed_but_are_not_understood_show_how_to_do_it(run: Run, case: Path) -> None:
    said = objects(run("play", case, "--virtual", "--json", lines="cap refill\n").stdout)
    assert said[1]["said"][-1] == "If you meant to do it: examine cap refill"


def test_a_piped_consultation_reads_as_a_conversation(run: Run, case: Path) -> None:
    shown = run("play", case, "--virtual", lines="Do you smoke?\n").stdout
    assert "› Do you smoke?\nAnn Lee: I smoke ten a day." in shown
    assert shown.count("emergency department") == 1


def test_who_has_ended_the_talk_leaves_the_learner_knowing_what_can_still_be_done(run: Run, case: Path) -> None:
    shown = run("play", case, "--virtual", lines="You stupid idiot.\n" * 3).stdout
    assert "Ann Lee has ended the conversation" in shown
    assert "`handover`" in shown


def test_help_for_the_learner_is_set_off_from_the_talk_a_place_a_line(run: Run, case: Path) -> None:
    shown = run("play", case, "--virtual", lines="I want to kill myself\n").stdout.splitlines()
    places = [line for line in shown if line.startswith("  · ")]
    assert "  · US and Canada: call or text 988." in places
    assert not any("somebody near you" in line for line in places)


def test_what_was_left_is_listed_and_gone_on_with(run: Run, case: Path) -> None:
    left = objects(run("play", case, "--virtual", "--json", lines="Do you smoke?\n").stdout)[-1]
    [listed] = json.loads(run("play", "--resume", "--json").stdout)
    assert listed["id"] == left["encounter"]
    again = run("play", "--resume", listed["id"], "--virtual", lines="end\n")
    assert "You were saying" in again.stdout
    assert "I smoke ten a day." in again.stdout
    assert run("play", "--resume", listed["id"]).exit_code == 1
    assert "no unfinished" in run("play", "--resume").stdout


def test_an_encounter_is_listed_debriefed_verified_and_exported(run: Run, case: Path, tmp_path: Path) -> None:
    run("play", case, "--virtual", lines="measure\nwait 5 min\nend\n")
    [one] = json.loads(run("encounters", "--json").stdout)
    assert one["ended"]
    assert one["summary"]["score"] == 0
    assert json.loads(run("debrief", one["id"], "--format", "json").stdout)["encounter"] == one["id"]
    assert run("debrief", one["id"], "--format", "csv").stdout.startswith("scenario,item,")
    assert run("debrief", one["id"], "--out", tmp_path / "d.html").exit_code == 0
    assert "same" in run("verify", one["id"]).stdout
    assert run("export-track", one["id"], "vitals", tmp_path / "v.parquet").exit_code == 0
    assert (tmp_path / "v.parquet").read_bytes()[:4] == b"PAR1"


def test_an_open_encounter_has_no_debrief(run: Run, case: Path) -> None:
    left = objects(run("play", case, "--virtual", "--json", lines="hello\n").stdout)[-1]["encounter"]
    result = run("debrief", left)
    assert result.exit_code == 1
    assert "has not ended" in result.stderr
    assert run("debrief", left, "--format", "pdf").exit_code == 1


def test_wrong_words_are_told_and_change_nothing(run: Run, case: Path) -> None:
    wrong = (
        "order",
        "order flux capacitor",
        "give aspirin",
        "wait 5 bananas",
        "disposition the moon",
        "examine the tail",
        "cancel x",
        "read x",
        "pace fast",
    )
    lines = "\n".join(wrong)
    said = objects(run("play", case, "--virtual", "--json", lines=lines).stdout)[1:-1]
    assert [one["accepted"] for one in said] == [False] * 9
    assert all("→" in one["said"][0] for one in said)


def test_broken_bytes_and_comments_in_a_script_do_no_harm(run: Run, case: Path) -> None:
    result = run(
        "play", case, "--virtual", lines=b"# a comment\n\n\xff\xfe\x00\n" + b"x" * 1_000_000 + b"\nDo you smoke?\n"
    )
    assert result.exit_code == 0
    assert "I smoke ten a day." in result.stdout


def test_a_folder_that_cannot_be_written_is_named(run: Run, case: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("play", case, "--data", tmp_path / "file")
    assert result.exit_code == 1
    assert "is no folder" in result.stderr


def test_a_case_is_needed(run: Run) -> None:
    result = run("play")
    assert result.exit_code == 1
    assert "scenario list" in result.stderr
