"""The learner's communication in the debrief: every habit with the turns that show it."""

from __future__ import annotations

from typing import get_args

from a_case import TEXT

from bedside import Consultation
from bedside.activities.clinic import ClinicScenario
from bedside.activities.clinic.conditions import SaidAct
from bedside.activities.clinic.scoring import score
from bedside.activities.clinic.scoring_talk import HABITS
from bedside.debrief import Table
from bedside.encounter import Command
from bedside.mind.acts import known_acts
from bedside.scenario import read


def habits(consultation: Consultation) -> dict[str, tuple[object, ...]]:
    """The rows of the communication table by habit."""
    return {str(row[1]): row for row in table(consultation).rows}


def table(consultation: Consultation) -> Table:
    return next(table for table in consultation.debrief().tables if table.id == "communication")


def test_each_habit_is_quoted_with_the_turns_that_show_it(consultation: Consultation) -> None:
    consultation.greet("Good morning, my name is Sam and I'm a medical student.")
    consultation.ask("Tell me what has been happening.")
    consultation.tell("That must have been frightening.")
    consultation.tell("So you've had chest pain and sweating since this morning. Have I got that right?")
    consultation.tell("We could start tablets or wait for the test. Which would you prefer?")
    consultation.tell("If the pain gets worse, call 999 straight away.")
    found = habits(consultation)
    for habit in (
        "Gives own name and role",
        "Opens with open questions",
        "Shows empathy",
        "Summarises",
        "Shares the decision",
    ):
        assert found[habit][2] == 1, habit
    assert "“That must have been frightening.” (0:30)" in str(found["Shows empathy"][4])
    assert found["Gives a safety net"][2] == 1


def test_all_turns_of_a_habit_can_be_reached(consultation: Consultation) -> None:
    for feeling in ("frightening", "hard", "awful", "painful", "scary"):
        consultation.tell(f"I'm so sorry, that must be {feeling}.")
    quote = str(habits(consultation)["Shows empathy"][4])
    assert quote.count("“") == 3
    assert quote.endswith("and 2 more: 0:45, 1:00")


def test_jargon_is_named_with_a_plain_equivalent(consultation: Consultation) -> None:
    consultation.ask("Do you have any dyspnoea or haemoptysis?")
    consultation.tell("You have hypertension, which is high blood pressure.")
    row = habits(consultation)["Jargon"]
    assert row[2] == 1
    assert "dyspnoea = shortness of breath; haemoptysis = coughing up blood" in str(row[4])


def test_teach_back_is_told_apart_from_asking_whether_it_made_sense(consultation: Consultation) -> None:
    consultation.tell("Does that make sense?")
    found = habits(consultation)
    assert found["Checks understanding"][2] == 1
    assert found["Asks for it to be told back (teach-back)"][2] == 0


def test_teach_back_counts_as_a_check_of_understanding_too(consultation: Consultation) -> None:
    consultation.tell("To be sure I was clear, can you tell me in your own words what the plan is?")
    found = habits(consultation)
    assert found["Asks for it to be told back (teach-back)"][2] == 1
    assert found["Checks understanding"][2] == 1


def test_speaking_into_a_long_answer_is_an_interruption_with_its_time(case: ClinicScenario) -> None:
    consultation = Consultation.start(case, seed=1)
    encounter = consultation.encounter
    encounter.submit(
        Command(
            "a", encounter.now, "learner", "ask", {"text": "What brought you in? Where is it, and when did it start?"}
        )
    )
    words = sum(len(event.data["text"].split()) for event in encounter.events() if event.kind == "answered")
    assert words >= 12
    encounter.advance(encounter.now + 900)
    encounter.submit(Command("b", encounter.now, "learner", "ask", {"text": "Do you smoke?"}))
    encounter.advance(encounter.now + 20_000)
    encounter.submit(Command("c", encounter.now, "learner", "ask", {"text": "Any allergies?"}))
    row = habits(consultation)["Interrupts"]
    assert row[2] == 1
    assert row[3] == "to mend"
    assert f"“Do you smoke?” (0:00: 0.9 s into an answer of {words} words)" in str(row[4])


def test_waiting_for_the_answer_is_no_interruption(consultation: Consultation) -> None:
    for _ in range(3):
        consultation.ask("Tell me everything about the pain from the beginning.")
    assert habits(consultation)["Interrupts"][2] == 0


def test_the_share_of_open_questions_is_told(consultation: Consultation) -> None:
    consultation.ask("Tell me about the pain.")
    for closed in ("Do you smoke?", "Any allergies?", "Does it go anywhere?"):
        consultation.ask(closed)
    assert "1 with open and 3 with only closed questions (25 % open)" in table(consultation).text


def test_what_could_not_be_heard_is_told(consultation: Consultation) -> None:
    consultation.ask("¿Desde cuándo le duele el pecho?")
    consultation.ask("asdfghjkl")
    assert "2 of them because no English words could be made out" in table(consultation).text


def test_a_long_turn_is_quoted_in_part(consultation: Consultation) -> None:
    consultation.tell("I'm so sorry to hear that. " + "It is a long story that goes on and on without an end. " * 8)
    assert " …” (0:00)" in str(habits(consultation)["Shows empathy"][4])


def test_every_habit_has_advice_and_a_place() -> None:
    assert len({habit.act for habit in HABITS}) == len(HABITS)
    assert all(habit.advice.endswith((".", "'")) for habit in HABITS)


def test_the_table_is_the_same_from_the_same_log(case: ClinicScenario) -> None:
    consultation = Consultation.start(case, seed=3)
    consultation.ask("You don't smoke, do you? Any dyspnoea, fever or cough?")
    first = consultation.debrief()
    again = score(consultation.encounter.header, case, consultation.encounter.events())
    assert first.json_bytes() == again.json_bytes()


def test_a_case_may_ask_for_every_way_of_speaking_that_the_debrief_counts() -> None:
    by_clock = {"interruption"}
    counted = {habit.act for habit in HABITS} - by_clock
    assert counted <= set(get_args(SaidAct)) <= known_acts()


def test_a_mark_for_teach_back_is_earned_by_asking_for_it() -> None:
    _, case = read(TEXT.replace("earned_by: {said: empathy}", "earned_by: {said: teach_back}"), "a-small-case.yaml")
    assert isinstance(case, ClinicScenario)
    for turn, earned in (("Does that make sense?", 0), ("Can you tell me back what we have agreed?", 1)):
        consultation = Consultation.start(case)
        consultation.tell(turn)
        assert {mark.id: mark.earned for mark in consultation.debrief().marks}["empathy"] == earned, turn
