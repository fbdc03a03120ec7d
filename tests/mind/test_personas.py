"""People differ in what they give away and how they say it, never in what is so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bedside.mind import Mind, Reply, Story, StoryFact
from bedside.mind.expression import all_lines
from bedside.mind.personas import fills, persona_of, personalities

Talk = Callable[..., list[Reply]]
QUESTIONS = (
    "What brings you in today?",
    "Where is the pain?",
    "What is it like?",
    "Do you smoke?",
    "How much do you smoke?",
)


def test_there_are_eight_kinds_each_with_sane_numbers() -> None:
    kinds = personalities()
    assert len(kinds) == 8
    for kind in kinds.values():
        assert 0 <= kind.fills <= 0.5
        assert 0 < kind.trust_gain <= 1.5
        assert 2 <= kind.patience <= 5
        assert kind.fill or kind.fills == 0


@pytest.mark.parametrize("personality", sorted(personalities()))
def test_whoever_they_are_the_facts_are_the_same(
    talk: Talk, make_story: Callable[..., Story], personality: str
) -> None:
    plain = {fact for reply in talk(*QUESTIONS[1:]) for fact, _ in reply.facts}
    other = talk(*QUESTIONS[1:], personality=personality)
    assert {fact for reply in other for fact, _ in reply.facts} == plain
    for reply in other:
        words = reply.text
        for line in sorted(fills(), key=len, reverse=True):
            words = words.removesuffix(line).strip()
        assert any(fact.says.startswith(words.rstrip()) for fact in make_story().facts.values()), reply.text


def test_the_suspicious_tell_less_at_first_and_trust_more_slowly(talk: Talk) -> None:
    kind = ("Hello, my name is Dr Lee.", "That must be very frightening.", "What brings you in today?")
    plain, wary = talk(*kind), talk(*kind, personality="suspicious")
    assert len(wary[-1].facts) < len(plain[-1].facts)
    assert wary[-1].trust < plain[-1].trust


def test_the_talkative_volunteer_more_and_add_harmless_words(make_story: Callable[..., Story]) -> None:
    added = 0
    for seed in range(10):
        mind = Mind(make_story(personality="talkative"), seed)
        assert len(mind.hear("What brings you in today?", at_ms=0).facts) == 2
        added += sum(mind.hear(q, at_ms=i).text.endswith(tuple(fills())) for i, q in enumerate(QUESTIONS[1:], 1))
    assert added >= 5
    assert fills() <= all_lines()


def test_the_brief_say_the_first_sentence_and_the_rest_when_asked(talk: Talk) -> None:
    long = "It came on at work this morning. I was lifting a box. Then I had to sit down."
    facts = {"chest_pain.onset": StoryFact(long)}
    first, again, last = talk(*["When did the pain start?"] * 3, facts=facts, topics={}, talkativeness="terse")
    assert first.text == "It came on at work this morning."
    assert again.text == "I was lifting a box. Then I had to sit down."
    assert last.text.endswith("t came on at work this morning.")
    _, rest = talk("When did the pain start?", "Anything else?", facts=facts, topics={}, talkativeness="terse")
    assert rest.text == again.text
    (whole,) = talk("When did the pain start?", facts=facts, topics={})
    assert whole.text == long


def test_language_a_is_short_and_asks_for_easy_words(talk: Talk) -> None:
    facts = {"chest_pain.onset": StoryFact("It came on at work this morning, early. I was lifting a box.")}
    (short,) = talk("When did the pain start?", facts=facts, topics={}, language="A")
    assert short.text == "It came on at work this morning, early."
    (asks,) = talk("Any dyspnoea or haemoptysis?", language="A")
    assert asks.status == "clarify"
    assert any(word in asks.text for word in ("easy", "simply", "word"))


def test_a_poor_memory_is_vaguer_never_false_and_comes_back_when_asked_again(talk: Talk) -> None:
    vague, exact = talk("When did the pain start?", "When did the pain start?", recall="poor")
    assert vague.facts == ()
    assert vague.status == "answered"
    assert exact.facts == (("chest_pain.onset", "elicited"),)
    assert exact.text.endswith("t came on an hour ago, while I was carrying shopping.")
    (site,) = talk("Where is the pain?", recall="poor")
    assert site.facts == (("chest_pain.site", "elicited"),)


def test_vague_words_that_the_case_gives_carry_the_fact(talk: Talk) -> None:
    facts = {"chest_pain.onset": StoryFact("An hour ago.", vague="Some time this morning.")}
    first, again = talk("When did the pain start?", "When did the pain start?", facts=facts, topics={}, recall="poor")
    assert (first.text, first.facts) == ("Some time this morning.", (("chest_pain.onset", "elicited"),))
    assert "ome time this morning." in again.text


def test_a_story_without_a_personality_has_that_of_its_temperament(make_story: Callable[..., Story]) -> None:
    assert persona_of(make_story(temperament="angry")).name == "irritable"
    assert persona_of(make_story(personality="pleasing")).mood == "calm"
    assert persona_of(make_story(personality="stoic")).mood == "stoic"


def test_seeds_vary_the_words_and_one_seed_is_always_the_same(make_story: Callable[..., Story]) -> None:
    turns = ("Hello", "Where is the pain?", "Where is the pain?", "Thanks", "blorp the fnord?")
    said = {
        tuple(mind.hear(turn, at_ms=place).text for place, turn in enumerate(turns))
        for mind in (Mind(make_story(), seed) for seed in (1, 1, 2, 3))
    }
    assert len(said) == 3
