"""What was explained is said back without a word more, and what was told is told again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.mind import Mind, Reply, Story
from bedside.mind.expression import all_lines
from bedside.mind.saying_back import TURNED, asks_for_my_words, asks_for_your_words, explained, turned_about
from bedside.mind.story import StoryFact

Talk = Callable[..., list[Reply]]
EXPLAINED = frozenset({"explanation"})
ABOUT_THE_HEART = "I think this pain is coming from your heart. One of the pipes that feed it may be blocked."
COME_BACK = "If the pain gets worse, call 999 straight away."
WORDS = [*TURNED, "pain", "if", "call", "999.", "?"]
SAY_BACK = "Just to check I was clear, can you tell me back what we have said?"


@pytest.mark.parametrize(
    ("said", "back"),
    [
        ("I think this pain is coming from your heart.", "You think this pain is coming from my heart."),
        ("If you get worse, call us", "If I get worse, call you."),
        ("We'll give you a tablet that helps you", "You'll give me a tablet that helps me."),
        ("You're not in danger, and you've done well", "I'm not in danger, and I've done well."),
        ("I am going to refer you to a surgeon", "You are going to refer me to a surgeon."),
        ("You should look after yourself", "I should look after myself."),
    ],
)
def test_a_sentence_is_turned_about(said: str, back: str) -> None:
    assert turned_about(said) == back


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200) | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_nothing_is_said_back_that_was_not_said(text: str) -> None:
    persons = {word for pair in TURNED.items() for side in pair for word in side.lower().split()} | {"i", "me", "you"}
    said = set(text.lower().replace(".", " ").replace(",", " ").split())
    for sentence in explained(text, EXPLAINED):
        assert set(sentence.lower().rstrip(".").replace(",", " ").replace(".", " ").split()) - persons <= said | persons


def test_asked_to_say_it_back_the_patient_gives_what_was_explained_and_nothing_else(talk: Talk) -> None:
    *_, reply = talk(ABOUT_THE_HEART, COME_BACK, SAY_BACK)
    assert reply.text.endswith(
        "one of the pipes that feed it may be blocked. If the pain gets worse, call 999 straight away."
    )
    assert reply.facts == ()
    assert reply.status == "answered"


def test_advice_beside_an_explanation_is_kept_and_questions_are_not() -> None:
    turn = "You have a chest infection. If you get more breathless, come straight back. Do you live alone?"
    assert explained(turn, EXPLAINED) == [
        "I have a chest infection.",
        "If I get more breathless, come straight back.",
    ]
    assert explained(turn, frozenset({"question"})) == []


def test_who_was_told_nothing_has_nothing_to_say_back(talk: Talk) -> None:
    (reply,) = talk(SAY_BACK)
    assert "999" not in reply.text
    assert reply.facts == ()
    assert "told" in reply.text or "said" in reply.text or "explained" in reply.text


def test_who_lost_the_thread_says_so(talk: Talk) -> None:
    *_, lost = talk(
        "This is an acute coronary syndrome with myocardial ischaemia, so we need troponins and angiography.",
        "What have you understood from what I said?",
        literacy="low",
    )
    assert "troponin" not in lost.text
    assert lost.text in all_lines()
    assert lost.status == "answered"


def test_a_question_beside_a_teach_back_is_answered_too(talk: Talk) -> None:
    *_, reply = talk(COME_BACK, "Can you tell me back what we have agreed? And are you allergic to any medicines?")
    assert "call 999" in reply.text
    assert reply.facts == (("allergy.drugs", "elicited"),)


def test_a_shared_decision_is_answered_with_what_the_patient_would_prefer(make_story: Callable[..., Story]) -> None:
    story = make_story(facts={"ice.preference": StoryFact("I'd sooner have tablets than a knife.")})
    mind = Mind(story)
    reply = mind.hear("We could start tablets today or operate. Which would you prefer?", at_ms=0)
    assert reply.text == "I'd sooner have tablets than a knife."
    assert reply.facts == (("ice.preference", "elicited"),)
    hoping = Mind(make_story(facts={"ice.expectations": StoryFact("A scan, I hope.")}))
    assert hoping.hear("How does that plan sound to you? Would it work for you?", at_ms=0).text == "A scan, I hope."


def test_who_has_no_preference_is_undecided(talk: Talk) -> None:
    for reply in talk("Tablets or an operation: which would you prefer?", "How does that sound?"):
        assert reply.facts == ()
        assert "pain" not in reply.text
        assert reply.text not in ("OK.", "I see.")


def test_a_question_in_polite_words_is_no_shared_decision(talk: Talk) -> None:
    (reply,) = talk("Would you be happy to tell me whether you smoke?")
    assert reply.facts == (("social.smoking", "elicited"),)


def test_a_clinician_may_ask_what_they_said(talk: Talk) -> None:
    *_, reply = talk(ABOUT_THE_HEART, "Sorry, what did I say it was?")
    assert reply.text.lower().startswith("you said: you think this pain is coming from my heart.")
    *_, about = talk(ABOUT_THE_HEART, COME_BACK, "What did I tell you about the pipes?")
    assert about.text == "You said: one of the pipes that feed it may be blocked."
    (nothing,) = talk("What did I tell you about the tablets?")
    assert nothing.facts == ()
    assert "tablet" not in nothing.text


def test_a_clinician_may_ask_what_the_patient_told(talk: Talk) -> None:
    *_, again = talk("Where is the pain?", "What is it like?", "Any allergies?", "What did you tell me about the pain?")
    assert set(again.facts) == {("chest_pain.site", "elicited"), ("chest_pain.character", "elicited")}
    *_, last = talk("Do you smoke?", "Sorry, what did you say?")
    assert last.facts == (("social.smoking", "elicited"),)


@pytest.mark.parametrize(
    ("turn", "mine", "yours"),
    [
        ("What did I say it was?", "it was", None),
        ("Can you remember what I told you about the tablets?", "about the tablets", None),
        ("What did you tell me about your father?", None, "your father"),
        ("Sorry, what did you say?", None, ""),
        ("What did you say your name was?", None, None),
        ("What can I do for you?", None, None),
        ("Did I say that right?", None, None),
    ],
)
def test_who_is_asked_for_whose_words(turn: str, mine: str | None, yours: str | None) -> None:
    assert asks_for_my_words(turn) == mine
    assert asks_for_your_words(turn) == yours


def test_what_was_explained_outlives_a_snapshot(make_story: Callable[..., Story]) -> None:
    mind = Mind(make_story())
    mind.hear(COME_BACK, at_ms=0)
    later = Mind.restore(mind.story, mind.snapshot())
    assert "call 999" in later.hear(SAY_BACK, at_ms=30_000).text
