"""Debriefs: made from the log alone, the same bytes each time, every mark with its evidence."""

from __future__ import annotations

import csv
import io
import json

from bedside import Consultation
from bedside.activities.clinic import ClinicScenario, score


def good(case: ClinicScenario) -> Consultation:
    consultation = Consultation.start(case, seed=5)
    consultation.greet("Hello, I'm Dr Lee. I'm so sorry you are in pain, that must be frightening.")
    consultation.ask("When did it start?")
    consultation.ask("Does the pain go anywhere else?")
    consultation.order("ecg")
    consultation.give("aspirin", "300 mg", "oral")
    consultation.examine("auscultate", "heart")
    consultation.diagnose(("Inferior STEMI", 0.9), ("aortic dissection", 0.1))
    consultation.dispose("cath_lab")
    return consultation


def test_who_does_everything_gets_every_mark(case: ClinicScenario) -> None:
    report = good(case).debrief()
    assert [mark.id for mark in report.marks if not mark.earned] == []
    assert report.score == 100.0
    assert report.passed


def test_each_mark_quotes_the_turn_that_earned_it(case: ClinicScenario) -> None:
    marks = {mark.id: mark for mark in good(case).debrief().marks}
    assert marks["onset"].evidence is not None
    assert marks["onset"].evidence.text == "When did it start?"
    assert marks["aspirin"].evidence is not None
    assert "Aspirin 300 mg oral" in marks["aspirin"].evidence.text


def test_a_lost_mark_quotes_what_nearly_earned_it(consultation: Consultation) -> None:
    consultation.advance("12 min")
    consultation.give("aspirin", "75 mg", "oral")
    mark = next(mark for mark in consultation.debrief().marks if mark.id == "aspirin")
    assert mark.earned == 0
    assert mark.evidence is not None
    assert mark.note is not None


def test_a_late_critical_action_is_named_late(consultation: Consultation) -> None:
    consultation.advance("12 min")
    consultation.give("aspirin", "300 mg", "oral")
    mark = next(mark for mark in consultation.debrief().marks if mark.id == "aspirin")
    assert "too late" in (mark.note or "")


def test_harm_costs_marks_and_the_pass(case: ClinicScenario) -> None:
    consultation = good(case)
    consultation.give("GTN", "400 microgram", "sublingual")
    report = consultation.debrief()
    assert report.score == 90.0
    assert not report.passed
    assert "Keep the patient safe" in report.next_steps[0].title


def test_there_are_always_three_things_to_try_next(case: ClinicScenario, consultation: Consultation) -> None:
    assert len(consultation.debrief().next_steps) == 3
    assert len(good(case).debrief().next_steps) == 3


def test_the_same_log_gives_identical_bytes(case: ClinicScenario) -> None:
    consultation = good(case)
    first = consultation.debrief()
    again = score(consultation.encounter.header, case, consultation.encounter.events())
    assert first.json_bytes() == again.json_bytes()
    assert first.html() == again.html()
    assert first.csv_text() == again.csv_text()


def test_elicited_and_volunteered_facts_are_told_apart(consultation: Consultation) -> None:
    consultation.ask("What brought you in today?")
    consultation.ask("When did it start?")
    facts = next(table for table in consultation.debrief().tables if table.id == "facts")
    found = {row[1]: row[3] for row in facts.rows if row[0] == "chest pain"}
    assert found["presence"] == "volunteered"
    assert found["onset"] == "elicited"
    assert found["severity"] == "missed"


def test_orders_are_judged_against_the_case(consultation: Consultation) -> None:
    for test in ("ct_head", "exercise_test", "troponin", "full_blood_count"):
        consultation.order(test)
    orders = next(table for table in consultation.debrief().tables if table.id == "orders")
    verdicts = [row[1] for row in orders.rows]
    assert verdicts == ["wasteful", "harmful", "reasonable", "not needed", "missed"]


def test_the_csv_cannot_run_a_formula(case: ClinicScenario) -> None:
    consultation = Consultation.start(case, seed=1)
    consultation.tell('=HYPERLINK("http://x","y") I am so sorry, that must be frightening.')
    rows = list(csv.reader(io.StringIO(consultation.debrief().csv_text())))
    assert not [cell for row in rows[1:] for cell in row if cell.startswith("=")]


def test_the_page_stands_alone(case: ClinicScenario) -> None:
    page = good(case).debrief().html()
    assert "<script" not in page
    assert 'src="' not in page
    assert "Three things to try next" in page


def test_a_debrief_of_nothing_is_a_debrief(consultation: Consultation) -> None:
    report = consultation.debrief()
    assert report.score == 0
    assert json.loads(report.json_bytes())["verdict"]
