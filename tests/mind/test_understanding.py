"""What a clinician's words are taken to mean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bedside.mind import Mind, Story, StoryFact
from bedside.mind.encoding import SentenceEncoder
from bedside.mind.reading import Focus
from bedside.mind.understanding import Understander, targets
from bedside.mind.wording import clauses, plain


def asked(mind: Mind, text: str) -> list[str]:
    return list(targets(mind.understand(text)))


@pytest.fixture(scope="module")
def mind(make_story: Callable[..., Story]) -> Mind:
    return Mind(make_story())


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("What brings you in today?", "reason.opening"),
        ("um OK so where exactly is the pain", "chest_pain.site"),
        ("when did it start", "chest_pain.onset"),
        ("and does it go anywhere else?", "chest_pain.radiation"),
        ("is it sharp?", "chest_pain.character"),
        ("On a scale of 1 to 10, how bad is it?", "chest_pain.severity"),
        ("does it come and go", "chest_pain.timing"),
        ("how many do you smoke a day", "social.smoking_amount"),
        ("any pain?", "chest_pain.presence"),
        ("What's your job?", "identity.occupation"),
        ("do you keep any birds?", "pigeons.presence"),
        ("You don't smoke, do you?", "social.smoking"),
        ("have you ever thought about ending your life", "suicidal_thoughts.presence"),
        ("sob?", "breathlessness.presence"),
    ],
)
def test_a_question_is_tied_to_the_fact_it_asks_for(mind: Mind, text: str, fact: str) -> None:
    assert asked(mind, text) == [fact]


def test_several_questions_in_one_turn_are_all_heard(mind: Mind) -> None:
    assert asked(mind, "Do you smoke? And do you drink alcohol?") == ["social.smoking", "social.alcohol"]
    assert asked(mind, "any fever, nausea or vomiting") == ["fever.presence", "nausea.presence", "vomiting.presence"]
    unpunctuated = "hello im doctor lee what brings you in today and how long have you had it"
    assert asked(mind, unpunctuated) == ["reason.opening", "chest_pain.duration"]


def test_a_follow_up_leans_on_what_was_talked_about(make_story: Callable[..., Story]) -> None:
    mind = Mind(make_story())
    mind.hear("Have you felt sick?", at_ms=1000)
    assert asked(mind, "when did that start?") == ["nausea.onset"]
    mind.hear("Is your mother well?", at_ms=2000)
    assert asked(mind, "what about your father?") == ["family.father"]
    mind.hear("Do you smoke?", at_ms=3000)
    assert asked(mind, "how many a day?") == ["social.smoking_amount"]


def test_a_symptom_that_is_absent_is_not_dwelt_on(make_story: Callable[..., Story]) -> None:
    mind = Mind(make_story())
    mind.hear("Any cough?", at_ms=1000)
    assert asked(mind, "and when did it start?") == ["chest_pain.onset"]


@pytest.mark.parametrize(
    "text",
    [
        "What did the ECG show?",
        "asdf qwer zxcv",
        "who won the world cup",
        "what is the capital of France",
        "what is your diagnosis?",
    ],
)
def test_what_a_patient_cannot_answer_is_not_guessed_at(mind: Mind, text: str) -> None:
    assert asked(mind, text) == []


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Good morning", "greeting"),
        ("My name is Ann and I am a medical student", "introduction"),
        ("Can I check your name and date of birth?", "identity_check"),
        ("Is it OK if I ask you a few questions?", "consent"),
        ("Tell me more about the pain", "open_question"),
        ("I'm so sorry to hear that", "empathy"),
        ("That must have been frightening", "empathy"),
        ("Let me just summarise what you've told me", "summary"),
        ("I'm now going to ask you about your family", "signposting"),
        ("Does that make sense?", "check_understanding"),
        ("Try not to worry, we'll look after you", "reassurance"),
        ("I think this could be coming from your heart", "explanation"),
        ("If it gets worse, come straight back or call 999", "safety_net"),
        ("Do you have any questions?", "invites_questions"),
        ("Thank you", "thanks"),
        ("Goodbye, take care", "closing"),
        ("Any dyspnoea or haemoptysis?", "jargon"),
        ("You don't smoke, do you?", "leading_question"),
        ("Do you smoke, drink, take drugs or have any allergies?", "double_question"),
        ("Don't be stupid", "insult"),
    ],
)
def test_ways_of_speaking_are_noticed(mind: Mind, text: str, act: str) -> None:
    assert act in [found.act for found in mind.understand(text).acts]


def test_every_communication_act_of_the_clinic_can_be_noticed() -> None:
    from typing import get_args

    from bedside.activities.clinic.conditions import SaidAct
    from bedside.mind import acts

    assert set(get_args(SaidAct)) <= acts.known_acts()


def test_polarity_and_time_go_with_a_question(mind: Mind) -> None:
    (act,) = mind.understand("You don't smoke, do you?").of("question")
    assert act.polarity == "leading"
    (act,) = mind.understand("Have you ever had an operation?").of("question")
    assert act.time == "past"
    assert 0.5 < act.confidence <= 1


def test_understanding_changes_nothing(make_story: Callable[..., Story]) -> None:
    mind = Mind(make_story())
    before = mind.snapshot()
    mind.understand("I'm sorry to hear that. When did the pain start?")
    assert mind.snapshot() == before


def test_without_the_encoder_words_alone_still_serve(make_story: Callable[..., Story], tmp_path: Path) -> None:
    lexical = Understander(make_story(), SentenceEncoder(tmp_path))
    assert not lexical.reader.encoder.available
    for text, fact in (
        ("Do you smoke?", "social.smoking"),
        ("any fever?", "fever.presence"),
        ("when did it start", "chest_pain.onset"),
    ):
        assert list(targets(lexical.understand(text, Focus()))) == [fact]


def test_fillers_contractions_and_stammers_go() -> None:
    assert plain("Um, OK so what's, what's it like?") == "ok so what is it like?"
    assert clauses("OK, and um any fever or chills? No? Right.")[0] == "any fever or chills?"


@pytest.mark.slow
def test_development_questions_are_understood_well_and_seldom_wrongly() -> None:
    path = Path(__file__).with_name("dev_typed.yaml")
    known: dict[tuple[str, ...], Understander] = {}
    right = wrong = count = 0
    for group in yaml.safe_load(path.read_text("utf-8")).values():
        for item in group:
            has = tuple(item.get("has", ()))
            if has not in known:
                facts = {f"{topic}.presence": StoryFact("Yes.") for topic in has}
                known[has] = Understander(
                    Story(key="dev", name="A", age_years=45, sex="female", opening="Hello.", facts=facts)
                )
            topic, _, attribute = item.get("after", "").partition(".")
            got = set(
                targets(known[has].understand(item["text"], Focus(topic or None, topic or None, attribute or None)))
            )
            count += 1
            right += bool(got & set(item["expect"])) or not (got or item["expect"])
            wrong += bool(got) and not got & set(item["expect"])
    assert right / count >= 0.85
    assert wrong / count <= 0.05
