"""What a patient lets out, and when."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest

from bedside.mind import Circumstances, Mind, Reply, Story, StoryError, StoryFact
from bedside.mind.expression import breathed

Talk = Callable[..., list[Reply]]


def test_the_opening_comes_with_what_is_volunteered_and_nothing_else(talk: Talk) -> None:
    (reply,) = talk("What brings you in today?")
    assert reply.text.startswith("I've got this pain in my chest, doctor.")
    assert reply.facts == (("chest_pain.onset", "volunteered"),)


@pytest.mark.parametrize(("talkativeness", "count"), [("terse", 0), ("average", 1), ("talkative", 2)])
def test_talkative_people_volunteer_more(talk: Talk, talkativeness: str, count: int) -> None:
    (reply,) = talk("What brings you in today?", talkativeness=talkativeness)
    assert len(reply.facts) == count


def test_a_closed_question_brings_one_fact(talk: Talk) -> None:
    (reply,) = talk("Where is the pain?")
    assert reply.text == "It's right in the middle of my chest."
    assert reply.facts == (("chest_pain.site", "elicited"),)
    assert reply.status == "answered"


def test_a_yes_or_no_question_on_a_value_is_answered_with_the_value(talk: Talk) -> None:
    (reply,) = talk("Is the pain sharp?")
    assert reply.text == "It's a dull ache, like a heavy weight."


def test_an_open_question_on_a_topic_brings_at_most_three_facts_of_it(talk: Talk) -> None:
    (reply,) = talk("Tell me more about the pain")
    assert 1 < len(reply.facts) <= 3
    assert all(fact.startswith("chest_pain.") for fact, _ in reply.facts)
    assert "Nothing helps." not in reply.text


def test_asked_again_the_patient_says_so(talk: Talk) -> None:
    first, second = talk("When did the pain start?", "When did the pain start?")
    assert second.text != first.text
    assert second.text.endswith("t came on an hour ago, while I was carrying shopping.")


def test_a_hidden_fact_needs_trust_and_care(talk: Talk) -> None:
    (denied,) = talk("Do you take any recreational drugs?")
    assert (denied.text, denied.facts) == ("No, I've never touched drugs.", ())
    curt, *_ = talk("Do you take any recreational drugs?", trust=0.9)
    assert curt.facts == ()
    *_, told = talk(
        "I have to ask everyone this and it stays confidential: do you take any recreational drugs?", trust=0.9
    )
    assert told.facts == (("social.recreational_drugs", "elicited"),)
    assert told.text == "I took some cocaine last night."


def test_after_a_denial_the_truth_is_owned_up_to(talk: Talk) -> None:
    first, _, told = talk(
        "Do you use recreational drugs?",
        "That must be really frightening for you.",
        "Anything you tell me is confidential. Have you used any recreational drugs?",
    )
    assert first.facts == ()
    assert told.facts == (("social.recreational_drugs", "elicited"),)
    assert told.text.endswith("I took some cocaine last night.")
    assert told.text != "I took some cocaine last night."


def test_suicidal_thoughts_are_told_when_asked_with_care(talk: Talk) -> None:
    (curt,) = talk("Are you suicidal?")
    assert curt.text == "No, nothing like that."
    *_, told = talk(
        "I'm so sorry, this sounds really hard for you.",
        "Some people in your situation have thoughts of ending their life. Have you had any thoughts like that?",
    )
    assert told.facts == (("suicidal_thoughts.presence", "elicited"),)


def test_a_fact_that_is_denied_never_comes_out(talk: Talk) -> None:
    for reply in talk(*["I'm sorry to ask, it's confidential. Have you ever been in prison?"] * 6, trust=1.0):
        assert "prison" not in reply.text
        assert reply.facts == ()


def test_rapport_opens_what_was_held_back(talk: Talk) -> None:
    held, *_ = talk("How much do you drink?", trust=0.3)
    assert held.facts == ()
    told, *_ = talk("How much do you drink?", trust=0.7)
    assert told.facts == (("social.alcohol_amount", "elicited"),)


def test_what_the_story_leaves_out_gets_the_same_believable_answer_each_time(talk: Talk) -> None:
    first, second = talk("Do you have a cough?", "Do you have a cough?")
    assert first.text == second.text
    assert first.text.startswith("No")
    assert first.facts == ()


def test_a_symptom_that_is_there_is_never_denied_for_want_of_a_detail(talk: Talk) -> None:
    for reply in talk(
        "Do you have chest pain?", "Does anything make the pain worse?", "How does the pain affect your daily life?"
    ):
        assert not reply.text.startswith("No")
        assert "haven't had" not in reply.text


def test_family_disease_is_answered_from_the_relative_who_had_it(talk: Talk) -> None:
    (reply,) = talk("Any family history of heart disease?")
    assert reply.text == "My dad died of a heart attack at 52."


@pytest.mark.parametrize("question", ["What did the ECG show?", "What is your diagnosis?", "What's your troponin?"])
def test_findings_results_and_the_diagnosis_are_not_the_patients_to_know(talk: Talk, question: str) -> None:
    (reply,) = talk(question)
    assert reply.status == "unknown"
    assert reply.facts == ()


def test_nonsense_is_asked_about_in_varied_words(talk: Talk) -> None:
    replies = talk("how do magnets work?", "blorp the fnord?", "who won the world cup?")
    assert {reply.status for reply in replies} == {"clarify"}
    assert len({reply.text for reply in replies}) == 3


def test_long_words_are_lost_on_some(talk: Talk) -> None:
    (reply,) = talk("Any dyspnoea or haemoptysis?", literacy="low")
    assert reply.status == "clarify"
    (reply,) = talk("Any dyspnoea or haemoptysis?", literacy="high")
    assert reply.status == "answered"


def test_trust_follows_how_one_speaks(talk: Talk) -> None:
    kind = talk("Hello, my name is Dr Lee.", "That must be very frightening.")[-1].trust
    rude = talk("Don't be stupid.")[-1]
    assert kind > 0.5 > rude.trust
    assert rude.mood == "angry"


def test_an_angry_patient_softens_when_acknowledged(talk: Talk) -> None:
    replies = talk(
        "Hello.", "I'm so sorry you have been kept waiting, that must be frustrating.", temperament="angry", trust=0.4
    )
    assert [reply.mood for reply in replies] == ["angry", "calm"]


def test_kindness_repeated_word_for_word_wears_off(talk: Talk) -> None:
    gains = [reply.trust for reply in talk(*["I'm sorry to hear that."] * 6)]
    steps = [after - before for before, after in pairwise(gains)]
    assert steps == sorted(steps, reverse=True)


def test_cutting_in_costs_trust(make_story: Callable[..., Story]) -> None:
    patient, hasty = Mind(make_story()), Mind(make_story())
    for mind, pause in ((patient, 15_000), (hasty, 300)):
        mind.hear("What brings you in today?", at_ms=1000)
        mind.hear("Where is the pain?", at_ms=1000 + pause)
    assert hasty.trust < patient.trust


def test_consciousness_and_breath_shape_speech(make_story: Callable[..., Story]) -> None:
    mind = Mind(make_story())
    assert mind.hear("Where is the pain?", at_ms=0, body=Circumstances(gcs=7)).text == "…"
    confused = mind.hear("Where is the pain?", at_ms=1, body=Circumstances(gcs=11))
    assert confused.facts == ()
    gasping = mind.hear("Where is the pain?", at_ms=2, body=Circumstances(breathless=0.9))
    assert "…" in gasping.text
    assert gasping.text.replace("…", "") == "It's right in the middle of my chest."


def test_short_breath_pauses_between_words_and_never_beside_a_stop_or_before_a_last_word() -> None:
    told = "I was signing off pallets and it just grabbed me. I sat down, and Shane said get in the car."
    for breathless in (0.5, 0.9):
        said = breathed(told, Circumstances(breathless=breathless))
        assert said.count("…") >= 3
        assert said.replace("…", "") == told
        assert not re.search(r"[.,]…|… \w+[.,]", said)
    assert breathed("", Circumstances(breathless=0.9)) == ""


def test_a_mother_answers_for_her_child(child: Story) -> None:
    mind = Mind(child)
    reply = mind.hear("What's the matter?", at_ms=0)
    assert reply.speaker == "Grace Okoro"
    assert mind.hear("Has he got a cough?", at_ms=1, body=Circumstances(gcs=7)).text.split()[0] in ("No,", "No")
    assert mind.hear("How many wet nappies has he had?", at_ms=2).text == "Only two since this morning."
    assert " I " not in f" {mind.hear('Any diarrhoea?', at_ms=3).text} "


def test_reactions_can_disclose_and_change_feelings(make_story: Callable[..., Story]) -> None:
    mind = Mind(make_story())
    mind.disclose("ice.concerns")
    mind.feel(trust=0.2, mood="tearful")
    assert mind.said == {"ice.concerns": "volunteered"}
    assert (mind.trust, mind.mood) == (0.7, "tearful")
    with pytest.raises(StoryError, match="no fact"):
        mind.disclose("cough.onset")


def test_a_story_with_a_hidden_fact_and_nothing_to_say_instead_is_refused(make_story: Callable[..., Story]) -> None:
    with pytest.raises(StoryError, match=r"cough\.onset"):
        make_story(facts={"cough.onset": StoryFact("Yesterday.", rule="hidden")})
    with pytest.raises(StoryError, match=r"topic\.attribute"):
        make_story(facts={"cough": StoryFact("Yes.")})


def test_a_question_about_the_whole_family_does_not_deny_what_is_told_by_name(talk: Talk) -> None:
    general, father = talk("Any illnesses that run in your family?", "How is your father's health?")
    assert not general.text.lower().startswith("no")
    assert "My dad died of a heart attack at 52." in father.text or "heart attack" in general.text
