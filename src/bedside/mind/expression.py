"""From what may be said to words and face: fixed lines, connectors, breath, mood. It never sees what is held back."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files
from typing import Literal

import yaml

from bedside.mind.story import Circumstances, Story
from bedside.mind.wording import common_openers

Source = Literal["says", "instead", "opening", "default", "line", "name"]
FACES: dict[str, tuple[float, float]] = {
    "calm": (0.0, 0.25),
    "cheerful": (0.5, 0.45),
    "anxious": (-0.4, 0.7),
    "sad": (-0.6, 0.15),
    "angry": (-0.7, 0.85),
    "withdrawn": (-0.4, 0.1),
    "stoic": (-0.05, 0.15),
    "irritable": (-0.45, 0.6),
    "confused": (-0.2, 0.4),
    "relieved": (0.4, 0.2),
    "in_pain": (-0.6, 0.7),
    "tearful": (-0.8, 0.5),
}
"""Valence −1–1 and arousal 0–1 of each mood, on the circumplex of affect (Russell 1980); the numbers are estimates."""
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
    """Every fixed line."""
    return frozenset(line for kinds in _lines().values() for lines in kinds.values() for line in lines)


def pick(key: str, count: int) -> int:
    """A number below `count` that depends on the key only."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") % count


def line(kind: str, story: Story, mood: str, turn: int) -> str:
    """A fixed line of a kind, by mood where it has one; neighbours in time differ."""
    kinds = _lines()[kind]
    lines = (
        kinds.get(mood)
        or kinds.get(SOFT.get(mood, ""))
        or (kinds.get("carer") if story.speaker else None)
        or kinds["patient"]
    )
    return lines[(pick(f"{story.key}|{kind}", len(lines)) + turn) % len(lines)]


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


def face(mood: str, trust: float, body: Circumstances) -> dict[str, float]:
    """Valence −1–1, arousal 0–1, pain 0–1 and breathless 0–1, for whoever draws the face."""
    valence, arousal = FACES[mood]
    hurt = min(1.0, max(0.0, body.pain / 10))
    return {
        "valence": round(max(-1.0, min(1.0, valence + 0.4 * (trust - 0.5) - 0.4 * hurt)), 3),
        "arousal": round(max(0.0, min(1.0, arousal + 0.2 * hurt + 0.3 * body.breathless)) if body.gcs >= 9 else 0.0, 3),
        "pain": round(hurt, 3),
        "breathless": round(min(1.0, max(0.0, body.breathless)), 3),
    }
