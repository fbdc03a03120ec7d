"""`bedside ask`: questions in, answers out, one conversation."""

import json
from pathlib import Path

from small_case import Run, objects


def test_a_patient_answers_in_words(run: Run, case: Path) -> None:
    result = run("ask", case, "When did it start?", "Do you smoke?")
    assert result.exit_code == 0
    assert "It started an hour ago." in result.stdout
    assert "I smoke ten a day." in result.stdout


def test_json_is_one_object_a_line_with_what_was_understood_and_let_out(run: Run, case: Path) -> None:
    [answer] = objects(run("ask", case, "Do you smoke?", "--json").stdout)
    assert answer["answer"] == "I smoke ten a day."
    assert answer["facts"] == [{"because": "asked", "how": "elicited", "id": "social.smoking"}]
    assert (answer["understood"][0]["topic"], answer["understood"][0]["attribute"]) == ("social", "smoking")
    assert answer["status"] == "answered"
    assert answer["ms"] >= 0


def test_questions_come_from_stdin_and_from_a_file(run: Run, case: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.txt"
    file.write_text("Do you smoke?\n\n", encoding="utf-8")
    from_stdin = objects(run("ask", case, "-", "--json", lines="When did it start?\n\nWhere is it?\n").stdout)
    assert [one["facts"][0]["id"] for one in from_stdin] == ["chest_pain.onset", "chest_pain.site"]
    assert len(objects(run("ask", case, "--file", file, "--json").stdout)) == 1


def test_the_same_seed_gives_the_same_answers(run: Run, case: Path) -> None:
    def answers() -> list[str]:
        return [
            one["answer"] for one in objects(run("ask", case, "hello", "any rash?", "--seed", "5", "--json").stdout)
        ]

    assert answers() == answers()


def test_a_megabyte_of_question_is_refused_and_the_next_one_is_answered(run: Run, case: Path) -> None:
    result = run("ask", case, "-", "--json", lines="a" * 1_000_000 + "\nDo you smoke?\n")
    refused, answered = objects(result.stdout)
    assert result.exit_code == 1
    assert refused["status"] == "refused"
    assert "64 KiB" in refused["error"]["message"]
    assert len(refused["question"]) <= 200
    assert answered["status"] == "answered"


def test_control_characters_in_a_question_do_no_harm(run: Run, case: Path) -> None:
    result = run("ask", case, "Do you \x07\x1b[31m smoke?", "--json")
    assert objects(result.stdout)[0]["answer"] == "I smoke ten a day."


def test_an_unknown_case_offers_the_nearest(run: Run, case: Path) -> None:
    result = run("ask", "tight-chset", "hello", "--scenarios", case.parent)
    assert result.exit_code == 1
    assert "did you mean tight-chest" in result.stderr
    assert "Traceback" not in result.stderr


def test_errors_are_json_where_json_was_asked_for(run: Run) -> None:
    result = run("ask", "nope", "hello", "--json")
    assert json.loads(result.stderr)["error"]["problems"][0]["file"] == "nope"


def test_a_file_that_is_no_text_is_named(run: Run, tmp_path: Path) -> None:
    picture = tmp_path / "case.yaml"
    picture.write_bytes(b"\x89PNG\r\n\x00\xff")
    result = run("ask", picture, "hello")
    assert result.exit_code == 1
    assert "not UTF-8" in result.stderr


def test_no_question_is_wrong_use(run: Run, case: Path) -> None:
    assert run("ask", case).exit_code == 2
