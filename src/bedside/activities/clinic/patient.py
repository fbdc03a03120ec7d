"""The patient's mind, made from the scenario; the body is made in `physiology`."""

from __future__ import annotations

from bedside.activities.clinic.scenario import ClinicScenario
from bedside.mind import Companion, Mind, Story, StoryFact, StoryTopic


def story_of(scenario: ClinicScenario) -> Story:
    """What the mind may know. The diagnosis, findings and results are not in it, so they cannot come out of it."""
    patient, persona = scenario.patient, scenario.persona
    return Story(
        key=scenario.id,
        name=patient.name,
        age_years=patient.age_years,
        sex=patient.sex,
        speaker=(patient.speaker.name, patient.speaker.relation) if patient.speaker else None,
        temperament=persona.temperament,
        literacy=persona.literacy,
        talkativeness=persona.talkativeness,
        trust=persona.trust,
        opening=scenario.opening,
        facts={
            name: StoryFact(
                fact.says,
                fact.rule,
                fact.instead,
                fact.unlock,
                fact.asks,
                fact.value,
                fact.private,
                fact.vague,
                fact.child_says,
            )
            for name, fact in scenario.facts().items()
        },
        topics={name: StoryTopic(topic.label, topic.names, topic.asks) for name, topic in scenario.topics.items()},
        occupation=patient.occupation,
        personality=persona.personality,
        language=persona.language,
        recall=persona.recall,
        companion=Companion(**scenario.companion.model_dump()) if scenario.companion else None,
    )


def make_mind(scenario: ClinicScenario, kept: bytes | None = None, seed: int = 0) -> Mind:
    """The patient's mind, as new or as `kept` by a snapshot; the encounter's seed varies its words."""
    story = story_of(scenario)
    return Mind(story, seed) if kept is None else Mind.restore(story, kept, seed)
