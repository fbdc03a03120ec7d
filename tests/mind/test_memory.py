"""What was said stays said: repeats, corrections, defaults, and why each fact came out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.mind import Mind, Reply, Story
from bedside.mind.remembering import meant

Talk = Callable[..., list[Reply]]


def test_asked_a_third_time_the_patient_says_so_at_length(talk: Talk) -> None:
    replies = talk(*["Where is the pain?"] * 4)
    assert [reply.facts for reply in replies] == [(("chest_pain.site", "elicited"),)] * 4
    assert len(replies[3].text.split()) > len(replies[1].text.split())
    assert all(reply.text.endswith("right in the middle of my chest.") for reply in replies)


@pytest.mark.parametrize(
    ("turn", "rest"),
    [
        ("No, I meant your left knee", "your left knee"),
        ("Sorry, I meant before that.", "before that"),
        ("no sorry what i meant was the pain at night", "the pain at night"),
        ("I was asking about your father", "your father"),
        ("I meant to ask: do you smoke?", "do you smoke?"),
        ("Where is it?", None),
        ("What did you mean?", None),
        ("I mean well", None),
    ],
)
def test_a_learner_may_put_a_question_right(turn: str, rest: str | None) -> None:
    assert meant(turn) == rest


def test_a_question_put_right_is_answered_in_its_new_sense(talk: Talk) -> None:
    _, fixed = talk("Do you take any medicines?", "No, I meant allergies to medicines")
    assert fixed.facts == (("allergy.drugs", "elicited"),)


def test_a_default_is_written_down_and_stays_true_through_a_snapshot(make_story: Callable[..., Story]) -> None:
    mind = Mind(make_story())
    first = mind.hear("Do you have a cough?", at_ms=0)
    assert first.defaults == (("cough.presence", first.text),)
    assert mind.defaults == {"cough.presence": first.text}
    later = Mind.restore(mind.story, mind.snapshot())
    assert later.hear("Do you have a cough?", at_ms=1).text == first.text
    assert later.snapshot() != mind.snapshot()


def test_a_default_binds_what_means_the_same(make_story: Callable[..., Story]) -> None:
    mind = Mind(make_story())
    tired = mind.hear("Have you been feeling tired?", at_ms=0)
    ((name, text),) = tired.defaults
    assert name in ("fatigue.presence", "low_energy.presence")
    twin = {"fatigue.presence": "low_energy", "low_energy.presence": "fatigue"}[name]
    from bedside.mind.disclosure import Asking

    gate, memory = mind._answering.gate, mind._state.memory
    assert gate.answer(twin, "presence", memory, Asking())[0].text == text


def test_every_fact_says_what_opened_it(make_story: Callable[..., Story]) -> None:
    mind = Mind(make_story())
    mind.hear("What brings you in?", at_ms=0)
    mind.hear("Where is it?", at_ms=15_000)
    mind.hear("I'm so sorry, that must be frightening.", at_ms=30_000)
    mind.hear("It's a sensitive question, and confidential: do you use any recreational drugs?", at_ms=45_000)
    told = {entry.fact: entry for entry in mind.told}
    assert told["chest_pain.onset"].because == "opening"
    assert told["chest_pain.onset"].how == "volunteered"
    assert (told["chest_pain.site"].because, told["chest_pain.site"].turn) == ("asked", 2)
    assert told["social.recreational_drugs"].because.startswith("trust 0.")
    assert "care shown in turn 4" in told["social.recreational_drugs"].because


def test_a_worry_held_back_comes_out_at_the_door_when_trust_is_high(talk: Talk) -> None:
    *_, leaving = talk("Hello, my name is Dr Lee.", "That's everything for today, goodbye.", trust=0.75)
    assert leaving.facts == (("ice.concerns", "volunteered"),)
    assert leaving.because == {"ice.concerns": "closing"}
    assert leaving.text.endswith("I'm scared that it's my heart, like Dad.")
    *_, cold = talk("That's everything for today, goodbye.", trust=0.5)
    assert cold.facts == ()
    *_, twice = talk("Goodbye then, take care.", "Goodbye.", trust=0.75)
    assert twice.facts == ()


def test_a_worry_comes_sooner_when_asked_openly_after_care(talk: Talk) -> None:
    trusting = 0.4
    (closed,) = talk("Are you worried about your heart?", trust=trusting)
    *_, opened = talk("I'm sorry, that sounds hard.", "What worries you most about this?", trust=trusting)
    assert closed.facts == ()
    assert opened.facts == (("ice.concerns", "elicited"),)


def test_a_check_of_identity_gets_name_and_date_of_birth(talk: Talk) -> None:
    (reply,) = talk("Hello, can I check your name and date of birth?")
    assert reply.text.startswith("Thomas Reed.")
    assert len(reply.text.split()) > 2
    (confirmed,) = talk("Are you Mr Reed?")
    assert confirmed.text.startswith("Yes")


TURNS = st.lists(
    st.sampled_from(
        [
            "What brings you in?",
            "Do you have a cough?",
            "Any vomiting?",
            "How much do you drink?",
            "That must be frightening.",
            "You idiot.",
            "No, I meant before that",
            "Can I check your name and date of birth?",
            "Goodbye.",
        ]
    ),
    max_size=8,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=TURNS, after=TURNS, seed=st.integers(0, 3))
def test_a_restored_mind_goes_on_as_the_first_would_have(
    make_story: Callable[..., Story], before: list[str], after: list[str], seed: int
) -> None:
    story = make_story(personality="talkative", recall="poor")
    mind = Mind(story, seed)
    for place, turn in enumerate(before):
        mind.hear(turn, at_ms=9000 * place)
    twin = Mind.restore(story, mind.snapshot(), seed)
    for place, turn in enumerate(after, len(before)):
        assert mind.hear(turn, at_ms=9000 * place) == twin.hear(turn, at_ms=9000 * place)
    assert mind.snapshot() == twin.snapshot()
