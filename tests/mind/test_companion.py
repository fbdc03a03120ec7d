"""Who came along: they answer when spoken to, add, interpret, go when asked; children speak as children."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bedside.mind import Circumstances, Companion, Mind, Reply, Story, StoryError, StoryFact
from bedside.mind.company import directed, wish

FACTS = {
    "chest_pain.onset": StoryFact("It came on an hour ago.", rule="volunteered"),
    "chest_pain.site": StoryFact("In the middle of my chest."),
    "sexual.active": StoryFact("There's somebody else.", rule="direct", private=True),
    "social.alcohol": StoryFact("I drink every day.", private=True, instead="Hardly ever."),
}
WIFE = Companion(
    "Maureen Reed",
    "wife",
    "beside",
    {"chest_pain.onset": "He went grey at ten past nine.", "chest_pain.site": None},
    "quiet",
)


@pytest.fixture
def couple(make_story: Callable[..., Story]) -> Story:
    return make_story(facts=FACTS, topics={}, companion=WIFE)


def said(story: Story, *turns: str, seed: int = 0) -> list[Reply]:
    mind = Mind(story, seed)
    return [mind.hear(turn, at_ms=15_000 * place) for place, turn in enumerate(turns, 1)]


@pytest.mark.parametrize(
    "turn",
    [
        "Maureen, when did his pain start?",
        "Mrs Reed, when did it start?",
        "When did his chest pain start, Maureen?",
        "Can I ask your wife when the pain started?",
    ],
)
def test_a_companion_who_is_spoken_to_answers_in_their_own_words(couple: Story, turn: str) -> None:
    (reply,) = said(couple, turn)
    assert (reply.who, reply.speaker) == ("companion", "Maureen Reed")
    assert reply.text == "He went grey at ten past nine."
    assert reply.because == {"chest_pain.onset": "companion asked"}


def test_what_they_have_no_words_for_they_quote(couple: Story) -> None:
    (reply,) = said(couple, "Maureen, where is his pain?")
    assert reply.text.endswith("“In the middle of my chest.”")


@pytest.mark.parametrize("turn", ["Maureen, what have you noticed?", "What does your wife think?"])
def test_asked_what_they_have_noticed_they_tell_what_they_know_and_then_no_more(couple: Story, turn: str) -> None:
    first, second = said(couple, turn, turn)
    assert "He went grey at ten past nine." in first.text
    assert {fact for fact, _ in first.facts} == {"chest_pain.onset", "chest_pain.site"}
    assert second.facts == ()


@pytest.mark.parametrize(
    "turn", ["Does your wife have any illnesses?", "Where is the pain?", "Do you live with your wife?"]
)
def test_a_question_that_only_names_them_is_the_patients(couple: Story, turn: str) -> None:
    (reply,) = said(couple, turn)
    assert reply.who == "patient"


def test_what_they_do_not_know_they_do_not_make_up(couple: Story) -> None:
    (reply,) = said(couple, "Maureen, does he take any tablets?")
    assert reply.who == "companion"
    assert reply.facts == ()


def test_private_facts_stay_unsaid_until_the_companion_has_left(couple: Story) -> None:
    mind = Mind(couple)
    held = mind.hear("Are you sexually active?", at_ms=0)
    stood_in = mind.hear("Do you drink alcohol?", at_ms=1)
    assert held.facts == stood_in.facts == ()
    assert stood_in.text == "Hardly ever."
    assert held.expression.gaze == "at_companion"
    went = mind.hear("Could you give us a moment alone?", at_ms=2)
    assert (went.who, mind.alone, mind.accompanied) == ("companion", True, False)
    told = mind.hear("Are you sexually active?", at_ms=3)
    assert told.facts == (("sexual.active", "elicited"),)
    assert told.because["sexual.active"] == "companion left, alone"


@pytest.mark.parametrize(
    ("turn", "wanted"),
    [
        ("Could you give us a moment alone?", "leave"),
        ("May I speak to you alone?", "leave"),
        ("Would you mind waiting outside for a few minutes?", "leave"),
        ("I'd like to talk to Thomas on his own.", "leave"),
        ("Can we have some privacy please?", "leave"),
        ("I see everyone your age on their own for a few minutes", "leave"),
        ("Do you live alone?", None),
        ("Were you alone when it happened?", None),
        ("Can you give me a moment?", None),
        ("Do you have time to eat?", None),
        ("When you walk outside does it hurt?", None),
        ("Do you go out much?", None),
        ("How do you cope without your husband?", None),
        ("Did you step on something outside?", None),
        ("Could your mum pop out for a coffee?", "leave"),
        ("Would you mind stepping outside?", "leave"),
        ("I'd like to ask you a few things without your mum, if that's all right.", "leave"),
        ("So I'm going to ask your mum to wait outside.", "leave"),
    ],
)
def test_asking_to_be_alone_is_understood(turn: str, wanted: str | None) -> None:
    assert wish(turn, WIFE, True) == wanted


def test_for_somebody_who_cannot_answer_who_is_beside_them_does(couple: Story) -> None:
    mind = Mind(couple)
    reply = mind.hear("When did the pain start?", at_ms=0, body=Circumstances(gcs=6))
    assert (reply.who, reply.text) == ("companion", "He went grey at ten past nine.")
    mind.hear("Could you wait outside, Maureen?", at_ms=1)
    alone = mind.hear("When did the pain start?", at_ms=2, body=Circumstances(gcs=6))
    assert (alone.who, alone.text) == ("patient", "…")


def test_a_companion_may_be_called_back(couple: Story) -> None:
    mind = Mind(couple)
    mind.hear("Could you give us a moment alone?", at_ms=0)
    kept = Mind.restore(couple, mind.snapshot())
    assert not kept.accompanied
    assert kept.hear("Shall we ask your wife to come back in?", at_ms=1).who == "companion"
    assert kept.accompanied


def test_a_dominating_companion_would_rather_stay_and_goes_when_asked_again(couple: Story) -> None:
    mind = Mind(replace(couple, companion=replace(WIFE, attitude="dominating")))
    mind.hear("Could you wait outside, please?", at_ms=0)
    assert mind.accompanied
    mind.hear("I do need to see him alone.", at_ms=1)
    assert not mind.accompanied


def test_a_worried_companion_adds_what_they_know_in_some_encounters(couple: Story) -> None:
    story = replace(couple, companion=replace(WIFE, attitude="dominating"))
    replies = [said(story, "When did the pain start?", seed=seed)[0] for seed in range(12)]
    added = [reply for reply in replies if reply.also]
    assert 0 < len(added) < 12
    assert added[0].also[0].text == "He went grey at ten past nine."
    assert said(story, "When did the pain start?", seed=3) == said(story, "When did the pain start?", seed=3)


def test_an_interpreter_renders_the_patients_words(make_story: Callable[..., Story]) -> None:
    story = make_story(companion=Companion("Sana Aziz", "interpreter", "interprets"))
    mind = Mind(story)
    reply = mind.hear("Where is the pain?", at_ms=0)
    assert (reply.speaker, reply.interpreted_by, mind.alone) == ("Thomas Reed", "Sana Aziz", True)
    mind.hear("Could you wait outside, please?", at_ms=1)
    assert mind.hear("When did it start?", at_ms=2).facts == ()


CHILD_FACTS = {
    "abdominal_pain.site": StoryFact(
        "He holds his tummy, round the belly button.", child_says="Here. Round my belly button."
    ),
    "vomiting.presence": StoryFact("He's been sick twice."),
}


@pytest.mark.parametrize(
    ("age", "words"), [(1.0, None), (3.0, "Here. Round my"), (8.0, "Here. Round my belly button.")]
)
def test_a_child_who_is_spoken_to_by_name_answers_as_a_child(
    make_story: Callable[..., Story], age: float, words: str | None
) -> None:
    story = make_story(
        name="Sam Okoro",
        age_years=age,
        speaker=("Grace Okoro", "mother"),
        facts=CHILD_FACTS,
        topics={},
        occupation=None,
    )
    (reply,) = said(story, "Sam, where does your tummy hurt?")
    assert (reply.speaker, reply.who) == ("Sam Okoro", "patient")
    if words is None:
        assert reply.also[0].speaker == "Grace Okoro"
        assert reply.also[0].text == "He holds his tummy, round the belly button."
    else:
        assert reply.text == words
        assert reply.facts == (("abdominal_pain.site", "elicited"),)
    (mother,) = said(story, "Where does his tummy hurt?")
    assert (mother.speaker, mother.who) == ("Grace Okoro", "companion")


def test_a_child_alone_speaks_in_simple_sentences_and_an_infant_not_at_all(make_story: Callable[..., Story]) -> None:
    facts = {"abdominal_pain.site": StoryFact("Here in my tummy. It goes down to my leg sometimes.")}
    for age, words in ((9.0, "Here in my tummy."), (13.0, facts["abdominal_pain.site"].says)):
        (reply,) = said(make_story(age_years=age, facts=facts, topics={}), "Where does your tummy hurt?")
        assert reply.text == words
    (cry,) = said(make_story(age_years=0.5, facts=facts, topics={}), "Where does your tummy hurt?")
    assert (cry.status, cry.facts) == ("unknown", ())


def test_what_a_child_cannot_tell_the_parent_does(make_story: Callable[..., Story]) -> None:
    story = make_story(
        name="Sam Okoro",
        age_years=7.0,
        speaker=("Grace Okoro", "mother"),
        facts=CHILD_FACTS,
        topics={},
        occupation=None,
    )
    (reply,) = said(story, "Sam, have you been sick?")
    assert reply.facts == ()
    assert reply.also[0].text == "He's been sick twice."
    assert reply.also[0].facts == (("vomiting.presence", "elicited"),)


def test_a_companion_can_only_know_facts_of_the_story(make_story: Callable[..., Story]) -> None:
    with pytest.raises(StoryError, match="companion"):
        make_story(companion=Companion("A", "wife", "beside", {"cough.onset": None}))


def test_a_patient_called_by_name_hears_the_question_and_not_the_name() -> None:
    mind = Mind(Story("x", "Desmond Clarke", 70, "male", {"cough.onset": StoryFact("On Monday.")}, "I cough."))
    assert mind.hear("Desmond, when did the cough start?", at_ms=1000).text == "On Monday."


def test_a_wife_is_meant_by_mrs_and_asked_to_leave_in_other_words() -> None:
    wife = Companion("Maureen Clarke", "wife")
    assert wish("Would it be all right if I spoke to Desmond alone for a bit?", wife, True) == "leave"
    assert wish("Could we have a chat, just the two of us?", wife, True) == "leave"
    story = Story("x", "Desmond Clarke", 70, "male", {"cough.onset": StoryFact("On Monday.")}, "I cough.")
    found = directed("Mrs, has he had a cough?", story, wife)
    assert found is not None
    assert found.to == "companion"
