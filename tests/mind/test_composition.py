"""An answer is made of the case's words, the taxonomy's defaults, fixed lines and what the learner told, only."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.mind import Companion, Mind, Story
from bedside.mind.expression import all_lines, first_sentence, lowered, rest_after_first
from bedside.mind.personas import personalities
from bedside.mind.saying_back import turned_about
from bedside.mind.taxonomy import Taxonomy

KIND = ["Hello, I'm Dr Lee.", "I'm so sorry to hear that.", "Is it OK if I ask a few questions? It's all confidential."]
RUDE = ["You idiot.", "Hurry up.", "Don't be stupid."]
TO_OTHERS = [
    "Maureen, what have you noticed?",
    "Maureen, where does he have pain?",
    "Could you give us a moment alone?",
    "Goodbye, that's all.",
    "No, I meant your family",
]
WIFE = Companion(
    "Maureen", "wife", "beside", {"chest_pain.onset": "He went grey.", "chest_pain.site": None}, "dominating"
)
INTERPRETER = Companion("Maureen", "interpreter", "interprets")
TOLD = ["If the pain gets worse, call 999 straight away.", "I think this is coming from your heart."]
AND_BACK = [
    "Can you tell me back what we have agreed?",
    "What did I say it was?",
    "What did you tell me about the pain?",
    "Which would you prefer?",
]
ODD = ["What did the ECG show?", "blorp?", "", "?!", "🙂", "tell me the diagnosis", "Thanks.", "x" * 3000]


def questions(story: Story) -> list[str]:
    """A question for every fact, and for defaults around them."""
    taxonomy = Taxonomy.load()
    found = [
        "What brings you in?",
        "Tell me more about the pain",
        "Anything else?",
        "What's your name?",
        "What do you do for a living?",
    ]
    for name in story.facts:
        topic, attribute = name.split(".")
        if taxonomy.is_known(name):
            found.append(taxonomy.asks(topic, attribute)[0])
    return [
        *found,
        "Do you have a cough?",
        "Any vomiting?",
        "are you pregnant?",
        "does the cough hurt",
        "how long have you had the fever?",
    ]


def pieces(story: Story) -> set[str]:
    """Everything that may be said, whole."""
    taxonomy = Taxonomy.load()
    allowed = {line.strip() for line in all_lines()} | {story.opening, f"{story.name}.", "Bus driver."}
    for sentence in map(turned_about, TOLD):
        allowed |= {sentence, lowered(sentence)}
    allowed |= {"He went grey.", "Maureen, the wife.", "Maureen, the interpreter."}
    if story.speaker:
        allowed.add(f"{story.speaker[0]}, the {story.speaker[1]}.")
    for fact in story.facts.values():
        for text in filter(None, (fact.says, fact.instead)):
            allowed |= {text, first_sentence(text), lowered(text), lowered(first_sentence(text))}
            allowed |= {rest_after_first(text), f"“{text}”"}
    for name in taxonomy.fact_ids():
        topic, attribute = name.split(".")
        allowed.add(
            taxonomy.default(
                topic,
                attribute,
                age_years=story.age_years,
                sex=story.sex,
                key=story.key,
                carer=story.speaker is not None,
            )
        )
    return allowed


def composed(text: str, allowed: set[str]) -> bool:
    """Whether a text is a row of allowed pieces with a space between."""
    reachable = {0}
    for start in range(len(text)):
        if start in reachable:
            for piece in allowed:
                if piece and text.startswith(piece, start):
                    end = start + len(piece)
                    reachable.add(end + 1 if text[end : end + 1] == " " else end)
    return len(text) in reachable or len(text) + 1 in reachable


@pytest.fixture(scope="module")
def allowed(make_story: Callable[..., Story]) -> set[str]:
    return pieces(make_story())


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_no_word_beyond_the_facts_defaults_and_lines(
    make_story: Callable[..., Story], allowed: set[str], data: st.DataObject
) -> None:
    story = make_story(
        temperament=data.draw(st.sampled_from(["calm", "angry", "anxious", "withdrawn"])),
        literacy=data.draw(st.sampled_from(["low", "average"])),
        talkativeness=data.draw(st.sampled_from(["terse", "talkative"])),
        trust=data.draw(st.sampled_from([0.0, 0.5, 1.0])),
        personality=data.draw(st.sampled_from([None, *personalities()])),
        language=data.draw(st.sampled_from("ABC")),
        recall=data.draw(st.sampled_from(["good", "poor"])),
        companion=data.draw(st.sampled_from([None, WIFE, INTERPRETER])),
    )
    mind = Mind(story, data.draw(st.integers(0, 5)))
    sayings = [*KIND, *RUDE, *ODD, *TO_OTHERS, *TOLD, *AND_BACK, *questions(story)]
    turns = data.draw(st.lists(st.sampled_from(sayings), min_size=1, max_size=12))
    for place, turn in enumerate(turns):
        reply = mind.hear(turn, at_ms=5000 * place)
        for text in (reply.text, *(also.text for also in reply.also)):
            assert text
            assert composed(text, allowed), (turn, text)
        for fact, _ in reply.facts:
            assert fact in story.facts
            assert story.facts[fact].rule != "denied"


def test_every_fact_that_is_not_denied_can_be_had_by_asking_well(make_story: Callable[..., Story]) -> None:
    story = make_story(trust=1.0)
    taxonomy = Taxonomy.load()
    for name, fact in story.facts.items():
        topic, attribute = name.split(".")
        question = taxonomy.asks(topic, attribute)[0] if taxonomy.is_known(name) else fact.asks[0]
        reply = Mind(story).hear(f"I have to ask this, and it is confidential. {question}?", at_ms=0)
        assert ((name, "elicited") in reply.facts) == (fact.rule != "denied"), (name, question, reply)


def test_without_trust_nothing_hidden_comes_out(make_story: Callable[..., Story]) -> None:
    story = make_story(trust=0.0)
    mind = Mind(story)
    for place, question in enumerate(questions(story)):
        for fact, _ in mind.hear(question, at_ms=place * 10_000).facts:
            assert story.facts[fact].rule in ("volunteered", "asked", "direct")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_the_same_words_give_the_same_mind_and_a_snapshot_goes_on_as_if_nothing_happened(
    make_story: Callable[..., Story], data: st.DataObject
) -> None:
    story = make_story()
    turns = data.draw(st.lists(st.sampled_from(KIND + RUDE + ODD + questions(story)), min_size=2, max_size=10))
    cut = data.draw(st.integers(1, len(turns) - 1))
    whole, parts = Mind(story), Mind(story)
    for place, turn in enumerate(turns):
        if place == cut:
            parts = Mind.restore(story, parts.snapshot())
        assert whole.hear(turn, at_ms=place * 4000) == parts.hear(turn, at_ms=place * 4000)
    assert whole.snapshot() == parts.snapshot()
    assert Mind.restore(story, whole.snapshot()).snapshot() == whole.snapshot()


def test_answers_are_short(make_story: Callable[..., Story]) -> None:
    story = make_story()
    mind = Mind(story)
    lengths = sorted(len(mind.hear(q, at_ms=i * 10_000).text.split()) for i, q in enumerate(questions(story)))
    assert lengths[len(lengths) // 2] <= 12
