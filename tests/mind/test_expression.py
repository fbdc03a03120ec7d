"""How answers are borne, how abuse ends a talk, and what is said to a learner in need."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bedside.mind import Circumstances, Companion, Mind, Reply, Story
from bedside.mind.bearing import TONES, part_of
from bedside.mind.feelings import PROFILES
from bedside.mind.support import regions, speaks_of_own_harm, support_text

Talk = Callable[..., list[Reply]]
RUDE = ("You idiot.", "Shut up.", "Don't be so pathetic.", "You're lying.")


def test_voice_and_body_follow_the_mood(talk: Talk) -> None:
    sad, angry = (talk("Where is the pain?", temperament=mood)[0].expression for mood in ("sad", "angry"))
    assert sad.rate < 1 < angry.rate
    assert sad.volume < angry.volume
    assert (sad.gaze, angry.tone) == ("down", "irritated")
    assert set(TONES) == set(PROFILES)


def test_hands_go_to_what_hurts(make_story: Callable[..., Story]) -> None:
    reply = Mind(make_story()).hear("Where is the pain?", at_ms=0, body=Circumstances(pain=5))
    assert (reply.expression.gesture, reply.expression.part) == ("holds_part", "chest")
    assert part_of("abdominal_pain") == "abdomen"
    assert part_of("earache") == "ear"
    assert part_of("hearing_loss") is None
    assert part_of("family") is None


def test_yes_nods_and_no_shakes_the_head(talk: Talk) -> None:
    no, yes = talk("Do you have a cough?", "Are you Mr Reed?")
    assert no.expression.gesture == "shakes_head"
    assert yes.expression.gesture == "nods"


def test_nobody_unconscious_looks_or_moves(make_story: Callable[..., Story]) -> None:
    mind = Mind(make_story())
    out = mind.hear("Can you hear me?", at_ms=0, body=Circumstances(gcs=5)).expression
    assert (out.gaze, out.gesture, out.volume) == ("closed", "none", 0.0)


def test_without_oxygen_words_go_astray_and_carry_no_facts(make_story: Callable[..., Story]) -> None:
    mind = Mind(make_story())
    for turn in ("Where is the pain?", "Do you smoke?", "What brings you in?"):
        reply = mind.hear(turn, at_ms=0, body=Circumstances(spo2=74))
        assert reply.facts == ()
        assert "…" in reply.text
    assert mind.hear("Where is the pain?", at_ms=1, body=Circumstances(spo2=93)).facts


@pytest.mark.parametrize(("personality", "borne"), [("plain", 2), ("suspicious", 1), ("stoic", 3)])
def test_insults_are_warned_of_and_then_end_the_talk(talk: Talk, personality: str, borne: int) -> None:
    replies = talk(*RUDE, personality=personality)
    assert [reply.status for reply in replies[: borne + 1]] == ["answered"] * borne + ["leaves"]
    assert replies[borne].expression.gaze == "away"
    *_, after = talk(*RUDE, "Where is the pain?", personality=personality)
    assert (after.status, after.facts) == ("left", ())


def test_children_and_the_unconscious_do_not_leave_and_somebody_speaks_up_for_the_child(
    make_story: Callable[..., Story], child: Story
) -> None:
    for story in (child, make_story(age_years=9.0, companion=Companion("Grace", "mother"))):
        mind = Mind(story)
        replies = [mind.hear(turn, at_ms=place) for place, turn in enumerate(RUDE * 2)]
        assert {reply.status for reply in replies} == {"answered"}
        assert {reply.who for reply in replies} == {"companion"}
        assert not mind.has_left
    out = Mind(make_story())
    for place, turn in enumerate(RUDE * 2):
        out.hear(turn, at_ms=place, body=Circumstances(gcs=6))
    assert not out.has_left


@pytest.mark.parametrize(
    "turn",
    [
        "I want to kill myself",
        "I'm going to hurt myself.",
        "honestly I just want to die",
        "I've been thinking about ending my life",
        "I feel suicidal",
        "I think you feel low, I want to end it all too",
    ],
)
def test_a_learner_who_speaks_of_harming_themselves_is_offered_help(
    make_story: Callable[..., Story], turn: str
) -> None:
    mind = Mind(make_story())
    before = mind.snapshot()
    reply = mind.hear(turn, at_ms=0)
    assert (reply.status, reply.speaker, reply.text) == ("support", "narrator", support_text())
    assert mind.snapshot() == before


@pytest.mark.parametrize(
    "turn",
    [
        "Have you thought about killing yourself?",
        "Have you ever thought, I want to kill myself?",
        "Do you sometimes feel like “I want to die”?",
        "Are you suicidal?",
        "Have you ever harmed yourself?",
        "I'm worried that you might kill yourself.",
        "I ask everyone this: any thoughts of suicide?",
        "I hurt myself at football last week.",
        "Some people say I want to end my life when they feel like this.",
    ],
)
def test_questions_about_the_patients_self_harm_are_questions(turn: str) -> None:
    assert not speaks_of_own_harm(turn)


def test_the_words_of_support_name_help_where_the_region_is_known() -> None:
    assert {"GB", "US", "AU", "EU"} <= set(regions())
    assert "116 123" in support_text("GB")
    assert "988" in support_text("us")
    assert "13 11 14" in support_text("AU")
    assert "findahelpline.com" in support_text()
