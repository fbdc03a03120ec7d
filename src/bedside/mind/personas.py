"""How this patient differs from others in what they give away and how they say it: `personas.yaml` as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec
import yaml

from bedside.mind.story import Mood, Story


class Personality(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of person; `personas.yaml` says what each number does."""

    temperament: Mood
    feelings: dict[str, float]
    trust_gain: float
    trust_loss: float
    opens: int
    openly: int
    brief: int
    fills: float
    shows: float
    patience: int
    door: float
    fill: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Persona:
    """All that a story's person brings to a talk: personality, talkativeness, language, literacy and recall in one."""

    name: str
    mood: Mood
    feelings: Mapping[str, float]
    trust_gain: float
    trust_loss: float
    opens: int
    openly: int
    brief: int
    fills: float
    fill: tuple[str, ...]
    shows: float
    patience: int
    door: float
    plain_words: bool
    slower: float
    gains: float
    loses: float
    forgets: bool


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((files("bedside.mind") / "personas.yaml").read_text("utf-8"))
    return loaded


@lru_cache(maxsize=1)
def personalities() -> dict[str, Personality]:
    """The kinds of person by name."""
    return msgspec.convert(_table()["personalities"], dict[str, Personality])


def fills() -> frozenset[str]:
    """Every harmless line that may follow an answer."""
    return frozenset(line for kind in personalities().values() for line in kind.fill)


def persona_of(story: Story) -> Persona:
    """The persona of a story; one that names no personality gets that of its temperament."""
    table = _table()
    name = story.personality or table["by_temperament"][story.temperament]
    kind = personalities()[name]
    talk, tongue = table["talkativeness"][story.talkativeness], table["languages"][story.language]
    literacy = table["literacy"][story.literacy]
    chosen = story.personality is not None and story.talkativeness == "average"
    briefs = [limit for limit in (kind.brief if chosen else talk["brief"], tongue["brief"]) if limit]
    chatty = personalities()["talkative"].fill if story.talkativeness == "talkative" else ()
    return Persona(
        name=name,
        mood=story.temperament if story.temperament != "calm" or story.personality is None else kind.temperament,
        feelings=kind.feelings,
        trust_gain=kind.trust_gain,
        trust_loss=kind.trust_loss,
        opens=kind.opens if chosen else talk["opens"],
        openly=kind.openly if chosen else 3,
        brief=min(briefs, default=0),
        fills=max(0.0, kind.fills + talk["fills"]),
        fill=chatty or kind.fill,
        shows=kind.shows,
        patience=kind.patience,
        door=kind.door,
        plain_words=tongue["plain_words"] or story.literacy == "low",
        slower=tongue["slower"],
        gains=literacy["gains"],
        loses=literacy["loses"],
        forgets=story.recall == "poor",
    )
