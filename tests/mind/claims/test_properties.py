"""What holds of every text and every grounded answer."""

from __future__ import annotations

import re
from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.mind.claims import Grounds, check
from bedside.mind.taxonomy import Taxonomy

ANSWERS = (
    "I've been tight since Friday. Since eleven this morning it's been awful.",
    "The blue inhaler helped for ten minutes, then not at all.",
    "Two puffs of the brown, morning and night, it says.",
    "My dad had a heart attack at fifty-four. He didn't make it.",
    "I stopped the apixaban. Two months back.",
    "No, I haven't had a temperature.",
    "It goes up into my jaw and down my left arm.",
    "A sort of ache when I look up. Not bad.",
    "It's a stroke. Isn't it?",
    "About twenty a day, since I was sixteen.",
    "I don't know. This cold, maybe.",
)
answers = st.sampled_from(ANSWERS)
QUICK = settings(max_examples=40, deadline=None)


@lru_cache
def symptoms() -> tuple[str, ...]:
    """Every everyday name of a symptom."""
    topics = Taxonomy.load().topics.values()
    return tuple(name for topic in topics if topic.group == "symptom" for name in topic.names)


@QUICK
@given(st.lists(answers, min_size=1, max_size=4, unique=True))
def test_grounded_words_pass_and_are_complete(may_say: list[str]) -> None:
    verdict = check(" ".join(may_say), Grounds(tuple(may_say)))
    assert verdict.complete
    assert not verdict.refused


@QUICK
@given(answers, st.data())
def test_a_symptom_that_is_not_in_the_grounds_never_passes(answer: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(symptoms()))
    frame = data.draw(st.sampled_from(("I've got {}.", "There's {} too.", "No {}.", "{}.", "I keep {}.", "Any {}?")))
    sentence = frame.format(name)
    told = set(re.findall("[a-z]+", answer.lower()))
    if set(re.findall("[a-z]+", name.lower())) <= told:
        return
    assert sentence not in check(f"{answer} {sentence}", Grounds((answer,))).passed


@QUICK
@given(answers, st.data())
def test_putting_in_or_taking_out_a_negation_never_passes(answer: str, data: st.DataObject) -> None:
    sentence = data.draw(st.sampled_from(re.split(r"(?<=[.?])\s+", answer)))
    if re.search(r"\bnot\b|n't\b", sentence, re.I):
        changed = re.sub(r"n't\b|\bnot\b ?", "", sentence, count=1, flags=re.I)
    else:
        changed = re.sub(r"\b(is|'s|'ve|helped|had|goes)\b", r"\1 not", sentence, count=1)
    if changed == sentence or not re.search("[a-z]{4}", changed.lower()):
        return
    assert changed not in check(changed, Grounds((answer,))).passed


@QUICK
@given(st.text(max_size=400), answers, st.text(max_size=60), st.sampled_from((None, "mother", "someone")))
def test_no_text_makes_the_check_fail(text: str, answer: str, asked: str, speaker: str | None) -> None:
    verdict = check(text, Grounds((answer, asked), said=(text,), asked=asked, speaker=speaker))
    assert verdict.text == " ".join(verdict.passed)


HEAP = ("I", "not", "no", "8", "two", "the", "left", "pain,", "because", "and", ".", "?", "'s", "5/6", "since", "maybe")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(HEAP), max_size=600))
def test_any_heap_of_its_own_words_is_read_to_the_end(words: list[str]) -> None:
    check(" ".join(words), Grounds(ANSWERS))


def test_ten_thousand_words_are_cut_short() -> None:
    verdict = check("word " * 10_000, Grounds(ANSWERS))
    assert verdict.text == ""
    assert "unreadable" in {refusal.why for refusal in verdict.refused}
