"""A patient with much to tell, a child spoken for by his mother, and an angry one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bedside.mind import Mind, Reply, Story, StoryFact, StoryTopic

FACTS = {
    "chest_pain.onset": StoryFact("It came on an hour ago, while I was carrying shopping.", rule="volunteered"),
    "chest_pain.site": StoryFact("It's right in the middle of my chest."),
    "chest_pain.character": StoryFact("It's a dull ache, like a heavy weight."),
    "chest_pain.radiation": StoryFact("It goes into my left arm."),
    "chest_pain.severity": StoryFact("I'd say eight.", value=8),
    "chest_pain.timing": StoryFact("It's been there all the time.", rule="asked"),
    "chest_pain.relieving": StoryFact("Nothing helps.", rule="direct"),
    "sweating.presence": StoryFact("I've been sweating like anything.", rule="volunteered"),
    "nausea.presence": StoryFact("I feel a bit sick."),
    "fever.presence": StoryFact("No, I haven't had a temperature."),
    "past_medical.conditions": StoryFact("I've got high blood pressure and that's all."),
    "past_medical.surgery": StoryFact("I had my appendix out as a lad."),
    "medication.current": StoryFact("I take ramipril once a day."),
    "allergy.drugs": StoryFact("Penicillin brings me out in a rash."),
    "family.father": StoryFact("My dad died of a heart attack at 52."),
    "social.smoking": StoryFact("I smoke."),
    "social.smoking_amount": StoryFact("About twenty a day since I was eighteen.", value=20),
    "social.recreational_drugs": StoryFact(
        "I took some cocaine last night.", rule="hidden", instead="No, I've never touched drugs.", unlock=0.55
    ),
    "social.alcohol_amount": StoryFact("More than I should, a bottle of wine most nights.", rule="rapport", unlock=0.6),
    "suicidal_thoughts.presence": StoryFact(
        "Sometimes I think they'd be better off without me.",
        rule="hidden",
        instead="No, nothing like that.",
        unlock=0.5,
    ),
    "social.legal": StoryFact("I was in prison once.", rule="denied", instead="No, never."),
    "ice.concerns": StoryFact(
        "I'm scared that it's my heart, like Dad.", rule="rapport", unlock=0.5, instead="I don't know."
    ),
    "pigeons.presence": StoryFact("I keep racing pigeons in the loft.", asks=("do you keep any birds",)),
}


def _story(**changes: object) -> Story:
    made: dict[str, object] = {
        "key": "rich-story",
        "name": "Thomas Reed",
        "age_years": 58.0,
        "sex": "male",
        "opening": "I've got this pain in my chest, doctor.",
        "occupation": "bus driver",
        "facts": FACTS,
        "topics": {"pigeons": StoryTopic("racing pigeons", ("pigeons", "racing pigeons"), ("do you race pigeons",))},
    }
    return Story(**(made | changes))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def make_story() -> Callable[..., Story]:
    """Thomas Reed, with changes."""
    return _story


@pytest.fixture
def talk(make_story: Callable[..., Story]) -> Callable[..., list[Reply]]:
    """Say turns to a fresh mind, 15 s apart, and get all replies."""

    def say(*turns: str, **changes: object) -> list[Reply]:
        mind = Mind(make_story(**changes))
        return [mind.hear(turn, at_ms=15_000 * place) for place, turn in enumerate(turns, 1)]

    return say


@pytest.fixture
def child(make_story: Callable[..., Story]) -> Story:
    """Two-year-old Sam with his mother."""
    facts = {
        "fever.presence": StoryFact("He's been burning up since yesterday.", rule="volunteered"),
        "paediatric.wet_nappies": StoryFact("Only two since this morning."),
    }
    return make_story(
        key="child", name="Sam Okoro", age_years=2.0, speaker=("Grace Okoro", "mother"), opening="He's so hot, doctor.",
        facts=facts, topics={}, occupation=None,
    )  # fmt: skip
