"""Scenario files: what is wrong is named with its line, its field and the mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from a_case import TEXT
from hypothesis import given
from hypothesis import strategies as st

from bedside.scenario import Problem, ScenarioError, library_files, load, read


def problems(text: str) -> list[Problem]:
    with pytest.raises(ScenarioError) as error:
        read(text, "case.yaml")
    return error.value.problems


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


@pytest.mark.parametrize(
    ("old", "new", "field", "message", "mend"),
    [
        ("level: core", "level: hard", "level", "'hard'", "foundation"),
        ("minutes: 10", "minutes: soon", "minutes", "soon", ""),
        ("minutes: 10", "minuts: 10", "minuts", "not a field", "minutes"),
        ("age: 54 years", "age: 54 mg", "patient.age", "54 mg", ""),
        ("age: 54 years", "age: 540 years", "patient.age", "0 to 120", ""),
        ("    onset: It started", "    onsett: It started", "history.chest_pain.onsett", "onsett", "onset"),
        ("  social:\n    smoking", "  socail:\n    smoking", "history.socail", "not a topic", "social"),
        ("troponin_t: 420 ng/L", "troponin_t: 420 mmHg", "tests.troponin.values.troponin_t", "mmHg", "ng/L"),
        ("  ct_head: {worth", "  ct_haed: {worth", "tests.ct_haed", "not a test", "ct_head"),
        ("worth: wasteful", "worth: silly", "tests.ct_head.worth", "'silly'", "wasteful"),
        ("  aspirin: {worth", "  asprin: {worth", "treatments.asprin", "not a drug", "aspirin"),
        (
            "dose: 150..300 mg, route: [oral], within: 10 min, why",
            "dose: 300..150 mg, why",
            "treatments.aspirin",
            "downwards",
            "",
        ),
        ("{fact: chest_pain.onset}", "{fact: chest_pain.onsett}", "checklist.0.earned_by.fact", "not a fact", "onset"),
        ("{said: empathy}", "{said: kindness}", "checklist.3.earned_by.said", "'kindness'", "empathy"),
        ("{said: empathy}", "{said: empathy, fact: chest_pain.onset}", "checklist.3.earned_by", "exactly one", ""),
        ("why: It saves lives., source: esc", "why: It saves lives., source: nice", "", "not listed", ""),
        ("heart_rate: 54", "heart_rate: 5400", "physiology.start.heart_rate", "out of the range", "stage"),
        ("ecg: st_elevation_inferior", "ecg: wavy", "physiology.ecg", "wavy", ""),
        ("rule: hidden, instead", "rule: hidden, insted", "history.social.recreational_drugs", "insted", "instead"),
        ("kind: clinic", "kind: circus", "kind", "circus", "clinic"),
        ("id: a-small-case", "id: A Small Case", "id", "A Small Case", "hyphens"),
    ],
)
def test_each_mistake_is_named_with_its_field_and_mend(old: str, new: str, field: str, message: str, mend: str) -> None:
    assert old in TEXT
    found = problems(TEXT.replace(old, new, 1))
    fitting = [p for p in found if p.field.startswith(field) and message in f"{p.field} {p.message}" and mend in p.mend]
    assert fitting, found


def test_a_problem_stands_on_its_line() -> None:
    text = TEXT.replace("worth: wasteful", "worth: silly")
    assert problems(text)[0].line == line_of(text, "worth: silly")


def test_every_problem_is_told_at_once() -> None:
    text = TEXT.replace("level: core", "level: hard").replace("worth: wasteful", "worth: silly")
    assert len(problems(text)) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "mapping"),
        ("just words", "mapping"),
        ("- a\n- b", "mapping"),
        ("a: [1, 2", "broken"),
        ("a: b: c", "broken"),
        ("a: &x 1\nb: *x", "anchors"),
        ("a: !!python/object/apply:os.system [ls]", "tags"),
        ("a: 1\na: 2", "twice"),
        ('a: "\\x1b[31mred"', "U+001B"),
        ('"\\x9b": a', "U+009B"),
        ("a: \x00", "broken"),
        ("[" * 500, "broken"),
        ("{? [a]: b}", "plain text"),
    ],
)
def test_what_is_no_scenario_is_told_so(text: str, message: str) -> None:
    assert message in problems(text)[0].message or "nested" in problems(text)[0].message


@given(st.text(max_size=400))
def test_no_text_makes_the_reader_fail_otherwise(text: str) -> None:
    with pytest.raises(ScenarioError):
        read(text)


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 30))
def test_a_torn_case_is_told_so_or_still_whole(at: int, length: int) -> None:
    found: list[Problem] = []
    try:
        read(TEXT[:at] + TEXT[at + length :])
    except ScenarioError as error:
        found = error.problems
    assert all(problem.line >= 1 and problem.message for problem in found)


def test_files_that_cannot_be_read_are_told_so(tmp_path: Path) -> None:
    binary = tmp_path / "picture.yaml"
    binary.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
    huge = tmp_path / "huge.yaml"
    huge.write_bytes(b"#" * 3_000_000)
    for path, message in ((binary, "UTF-8"), (huge, "limit"), (tmp_path, "folder"), (tmp_path / "no.yaml", "no such")):
        with pytest.raises(ScenarioError, match=message):
            load(path)


def test_an_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(ScenarioError, match="chest-pain-at-work"):
        load("chest-pain-at-wrok")


def test_a_folder_of_ones_own_comes_first(tmp_path: Path) -> None:
    (tmp_path / "chest-pain-at-work.yaml").write_text(TEXT, encoding="utf-8")
    assert load("chest-pain-at-work", [tmp_path]).title == "A small case"


def test_every_case_of_the_library_is_right() -> None:
    for path in library_files():
        assert load(path).id == path.stem
