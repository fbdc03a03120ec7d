"""What the patient understands, knows, feels and says.

mind = Mind(Story(key="x", name="Ann Lee", age_years=40, sex="female", opening="My chest hurts.",
facts={"chest_pain.onset": StoryFact("It started an hour ago.")}))
mind.hear("When did the pain start?", at_ms=0).text        # "It started an hour ago."
"""

from bedside.mind.core import Mind
from bedside.mind.story import (
    Act,
    Circumstances,
    Companion,
    Expression,
    Move,
    Reply,
    Story,
    StoryError,
    StoryFact,
    StoryTopic,
    Understanding,
)

__all__ = [
    "Act",
    "Circumstances",
    "Companion",
    "Expression",
    "Mind",
    "Move",
    "Reply",
    "Story",
    "StoryError",
    "StoryFact",
    "StoryTopic",
    "Understanding",
]
