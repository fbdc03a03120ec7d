"""From what may be said to words and face: fixed lines, connectors, breath, mood. It never sees what is held back."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files
from typing import Literal

import yaml

from bedside.mind.hearing import all_answers
from bedside.mind.personas import fills
from bedside.mind.story import Circumstances, Story
from bedside.mind.wording import common_openers

Source = Literal["says", "instead", "opening", "default", "line", "name", "companion", "child", "said_back"]
SOFT = {"irritable": "angry", "tearful": "sad", "in_pain": "anxious", "stoic": "withdrawn"}
SHORT_BREATH = 0.5
"""Breathlessness from which sentences break into phrases; estimate."""
GREAT_PAIN = 8
STOPS = ".,;:!?…"
"""Where speech pauses anyway, so that shortness of breath needs no further pause."""


@lru_cache(maxsize=1)
def _lines() -> dict[str, dict[str, list[str]]]:
    loaded: dict[str, dict[str, list[str]]] = yaml.safe_load((files("bedside.mind") / "lines.yaml").read_text("utf-8"))
    return loaded


def all_lines() -> frozenset[str]:
    """Every fixed line, what may follow an answer, and what is said to a turn that could not be heard."""
    said = frozenset(line for kinds in _lines().values() for lines in kinds.values() for line in lines)
    return said | fills() | all_answers()


def pick(key: str, count: int) -> int:
    """A number below `count` that depends on the key only."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") % count


def key_of(story: Story, seed: int) -> str:
    """What chance in words depends on: the story, and the encounter's seed where it is not 0."""
    return f"{story.key}|{seed}" if seed else story.key


def line(kind: str, story: Story, mood: str, turn: int, seed: int = 0, voice: str = "") -> str:
    """A fixed line of a kind, by voice or mood where it has one; neighbours in time differ, and so do encounters."""
    kinds = _lines()[kind]
    lines = (
        kinds.get(voice)
        or kinds.get(mood)
        or kinds.get(SOFT.get(mood, ""))
        or (kinds.get("carer") if story.speaker else None)
        or kinds.get("patient")
        or next(iter(kinds.values()))
    )
    return lines[(pick(f"{key_of(story, seed)}|{kind}", len(lines)) + turn) % len(lines)]


def lowered(text: str) -> str:
    """A sentence to stand after a connector: small at its beginning where only the beginning made it large."""
    head = text.split(" ", 1)[0].lower().replace("’", "'").split("'")[0].strip(".,!?")
    return text[0].lower() + text[1:] if head in common_openers() else text


def first_sentence(text: str) -> str:
    """The first sentence of what is said, for saying it again."""
    for place, letter in enumerate(text):
        if letter in ".!?" and place > 8 and text[place + 1 : place + 2] in ("", " "):
            return text[: place + 1]
    return text


def rest_after_first(text: str) -> str:
    """What follows the first sentence; empty where there is only one."""
    return text[len(first_sentence(text)) :].strip()


def breathed(text: str, body: Circumstances) -> str:
    """The words in short phrases when breath or pain is bad: a pause after every few words, or where one is written."""
    if body.breathless < SHORT_BREATH and body.pain < GREAT_PAIN:
        return text
    size = 3 if body.breathless >= 0.75 else 4 if body.breathless >= SHORT_BREATH else 5
    words = text.split()
    said, since = "", 0
    for word, after in zip(words, [*words[1:], "."], strict=False):
        since = 0 if word[-1] in STOPS else since + 1
        pause = since >= size and after[-1] not in STOPS
        said += word + ("… " if pause else " ")
        since = 0 if pause else since
    return said.rstrip()


def face(valence: float, arousal: float, shows: float, body: Circumstances) -> dict[str, float]:
    """Valence −1–1, arousal, pain and breathless 0–1, for whoever draws the face; `shows` is how much is seen."""
    hurt = min(1.0, max(0.0, body.pain / 10))
    return {
        "valence": round(max(-1.0, min(1.0, valence * shows)), 3),
        "arousal": round(max(0.0, min(1.0, arousal + 0.3 * body.breathless)) if body.gcs >= 9 else 0.0, 3),
        "pain": round(min(1.0, hurt * shows), 3),
        "breathless": round(min(1.0, max(0.0, body.breathless)), 3),
    }
