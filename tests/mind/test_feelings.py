"""How feelings move, come back to rest, and name the mood."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.mind import Circumstances, Mind, Reply, Story
from bedside.mind.acts import interrupts
from bedside.mind.feelings import NAMED, NAMES, PROFILES, Feelings, Moves
from bedside.mind.personas import persona_of

Talk = Callable[..., list[Reply]]
RUDE = "Don't be stupid."


def test_an_insult_is_felt_and_fades_with_time_but_trust_does_not_come_back(make_story: Callable[..., Story]) -> None:
    mind = Mind(make_story())
    insulted = mind.hear(RUDE, at_ms=1000)
    assert (insulted.mood, mind.feelings.now["anger"]) == ("angry", 0.75)
    later = mind.hear("Where is the pain?", at_ms=30 * 60_000)
    assert mind.feelings.now["anger"] < 0.1
    assert later.mood == "calm"
    assert later.trust == insulted.trust


def test_every_change_says_what_caused_it(talk: Talk) -> None:
    (reply,) = talk("I'm so sorry, that must be frightening.", temperament="anxious")
    causes = {(move.what, move.cause) for move in reply.moved}
    assert {("trust", "empathy"), ("fear", "empathy")} <= causes
    assert all(abs(move.after - move.before) >= 0.01 and move.cause for move in reply.moved)


def test_what_a_reaction_of_the_case_moves_is_told_with_the_next_answer(make_story: Callable[..., Story]) -> None:
    mind = Mind(make_story())
    mind.feel(trust=0.2, mood="relieved")
    again = Mind.restore(mind.story, mind.snapshot())
    for one in (mind, again):
        reply = one.hear("Where is the pain?", at_ms=0)
        assert ("trust", 0.5, 0.7, "reaction") in [(m.what, m.before, m.after, m.cause) for m in reply.moved]
        assert not one.hear("Where is it?", at_ms=0).moved


def test_anger_that_was_acknowledged_does_not_come_back_by_itself(make_story: Callable[..., Story]) -> None:
    mind = Mind(make_story(temperament="angry", trust=0.5))
    mind.hear("I'm so sorry you have been kept waiting, that must be frustrating.", at_ms=1000)
    assert mind.hear("Where is the pain?", at_ms=20 * 60_000).mood == "calm"
    ignored = Mind(make_story(temperament="angry", trust=0.5))
    assert ignored.hear("Where is the pain?", at_ms=20 * 60_000).mood == "angry"


def test_pain_and_want_of_breath_are_felt_from_the_body_and_hidden_by_the_stoic(
    make_story: Callable[..., Story],
) -> None:
    bad = Circumstances(pain=9, breathless=0.9)
    plain, stoic = Mind(make_story()), Mind(make_story(temperament="stoic"))
    for mind in (plain, stoic):
        mind.hear("Where is the pain?", at_ms=0, body=bad)
    assert plain.mood == "in_pain"
    assert plain.feelings.now["pain"] > stoic.feelings.now["pain"]
    assert plain.feelings.now["fear"] >= 0.6
    assert plain.face(bad)["pain"] > stoic.face(bad)["pain"]


@pytest.mark.parametrize("mood", sorted(PROFILES))
def test_a_mood_that_a_case_sets_is_the_mood(make_story: Callable[..., Story], mood: str) -> None:
    mind = Mind(make_story())
    mind.feel(mood=mood)  # type: ignore[arg-type]
    assert mind.mood == mood


@given(st.dictionaries(st.sampled_from(NAMES), st.floats(0, 1)), st.lists(st.integers(0, 600_000), max_size=5))
def test_feelings_stay_in_their_range_and_time_only_brings_them_nearer_to_rest(
    felt: dict[str, float], steps: list[int]
) -> None:
    story = Story(key="k", name="A", age_years=40, sex="female", facts={}, opening="Hello.")
    feelings = Feelings.at_rest(0.5, persona_of(story))
    moves = Moves(feelings, persona_of(story))
    for what, value in felt.items():
        moves.feel(what, value, "test")
    now = 0
    for step in steps:
        far = {name: abs(feelings.now[name] - feelings.rest[name]) for name in NAMES}
        now += step
        moves.pass_time(now)
        assert all(abs(feelings.now[n] - feelings.rest[n]) <= far[n] + 1e-9 for n in NAMES)
    assert -1 <= feelings.valence <= 1
    assert 0 <= feelings.arousal <= 1
    assert feelings.mood in {*NAMED, feelings.temperament}


def test_understanding_grows_with_plain_words_and_falls_with_long_ones_by_literacy(talk: Talk) -> None:
    plain = "I think this is a chest infection, and we will give you tablets for it."
    jargon = "I think this is a pneumonia with consolidation and dyspnoea."
    check = "Does that make sense?"
    *_, clear = talk(plain, check, literacy="low")
    *_, lost = talk(jargon, check, literacy="low")
    assert clear.text != lost.text
    assert not lost.text.startswith("Yes")
    low, high = (talk(plain, jargon, literacy=level)[-1].moved for level in ("low", "high"))
    fall = (
        {m.what: m.after - m.before for m in low if m.what == "understanding"},
        {m.what: m.after - m.before for m in high if m.what == "understanding"},
    )
    assert fall[0]["understanding"] < fall[1]["understanding"] < 0


def test_leave_to_examine_is_given_and_refused_by_trust(make_story: Callable[..., Story]) -> None:
    willing, wary = Mind(make_story(trust=0.5)), Mind(make_story(trust=0.0))
    for mind in (willing, wary):
        mind.hear("Is it OK if I examine your tummy?", at_ms=0)
    assert willing.consents == {"examination": True}
    assert wary.consents == {"examination": False}
    assert wary.hear("May I ask you a few questions?", at_ms=1).text.startswith("No")


def test_ways_of_speaking_that_are_not_known_here_move_nothing(make_story: Callable[..., Story]) -> None:
    from bedside.mind.story import Act, Understanding
    from bedside.mind.swaying import Heard, sway

    story = make_story()
    moves = Moves(Feelings.at_rest(0.5, persona_of(story)), persona_of(story))
    sway(Understanding((Act("a_way_of_tomorrow"),)), "hello", Heard(), moves, 1, 0)
    assert moves.told() == ()


def test_who_is_interrupted_trusts_less_by_the_rule_of_the_debrief(
    make_story: Callable[..., Story],
) -> None:
    def told(wait_ms: int) -> Reply:
        mind = Mind(make_story())
        opening = mind.hear("What brings you in?", at_ms=0)
        assert interrupts(len(opening.text.split()), wait_ms) == (wait_ms < 4788)
        return mind.hear("Where is the pain?", at_ms=wait_ms)

    cut, heard_out = told(900), told(15_000)
    assert ("trust", "interruption") in {(move.what, move.cause) for move in cut.moved}
    assert cut.trust < heard_out.trust
    assert "interruption" not in {move.cause for move in (*heard_out.moved, *told(4800).moved)}
