"""What recorded doctors taught: a fine-tuned encoder that gives topic, side and acts of a turn after what was said.

Trained by `scripts/train_listener.py`, written by `scripts/export_listener.py`; `encoder/MODEL_CARD.md` says on what
and how well. A turn is read as `[CLS] what is talked of [SEP] the patient's last words [SEP] the turn [SEP]`. It knows
nothing of the story: `weighing.py` weighs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bedside.mind.encoding import FOLDER, runtime, session
from bedside.mind.reading import Focus
from bedside.mind.taxonomy import Taxonomy

Floats = npt.NDArray[np.float32]
UNNAMED, NO_QUESTION, OTHER = "*", "-", "?"
"""Topics that stand for: the symptom talked of; no question; a question that the taxonomy has no place for."""
SIDES: tuple[str, ...] = (
    "",
    "aggravating",
    "amount",
    "associated",
    "character",
    "colour",
    "content",
    "duration",
    "impact",
    "onset",
    "presence",
    "previous",
    "progression",
    "radiation",
    "relieving",
    "severity",
    "site",
    "timing",
    "treatment_tried",
    "trigger",
)
"""Sides of a symptom; the first is for what is no symptom."""
ACTS: tuple[str, ...] = (
    "greeting",
    "introduction",
    "identity_check",
    "thanks",
    "closing",
    "consent",
    "open_question",
    "leading_question",
    "double_question",
    "empathy",
    "summary",
    "signposting",
    "check_understanding",
    "shared_decision",
    "explanation",
    "reassurance",
    "safety_net",
    "invites_questions",
    "instruction",
    "jargon",
    "small_talk",
    "statement",
    "acknowledgement",
)
"""Ways of speaking that the labels have (`labels/GUIDE.md`)."""
LONGEST, LONGEST_TALK, LONGEST_HEARD = 80, 22, 14
"""Most tokens of all, of what is talked of, and of the patient's last words."""
MODEL = "listener.onnx"
MOST_KNOWN = 512
"""Turns whose reading is remembered."""


def _topics() -> tuple[str, ...]:
    """Symptoms by name, other facts whole (`social.smoking`), then the three that stand for something."""
    taxonomy = Taxonomy.load()
    names: list[str] = []
    for topic in taxonomy.topics.values():
        if "presence" in topic.attributes:
            names += [topic.id, *(f"{topic.id}.{a}" for a in topic.attributes if a not in SIDES)]
        else:
            names += [f"{topic.id}.{attribute}" for attribute in topic.attributes]
    return (*names, UNNAMED, NO_QUESTION, OTHER)


TOPICS: tuple[str, ...] = _topics()
_PLACES = {name: place for place, name in enumerate(TOPICS)}


def place_of(fact: str) -> tuple[int, int]:
    """The classes of a fact: its place among the topics and among the sides (0: none)."""
    if fact in _PLACES:
        return _PLACES[fact], 0
    topic, _, side = fact.partition(".")
    return (_PLACES[topic], SIDES.index(side)) if topic in _PLACES and side in SIDES else (_PLACES[OTHER], 0)


def talked_of(focus: Focus) -> str:
    """What is talked of, in words: the symptom, and what was asked last."""
    taxonomy = Taxonomy.load()

    def label(topic: str | None, side: str | None = None) -> str:
        known = taxonomy.topics.get(topic or "")
        if known is None:
            return (topic or "").replace("_", " ")
        entry = known.attributes.get(side or "")
        return f"{known.label} {entry.label}" if entry else known.label

    words = label(focus.symptom)
    if focus.topic and focus.topic == focus.symptom:
        known = taxonomy.topics.get(focus.topic)
        entry = known.attributes.get(focus.attribute or "") if known else None
        return f"{words}; {entry.label}" if entry else words
    return f"{words}; {label(focus.topic, focus.attribute)}" if focus.topic else words


def framed(tokenizer: Any, text: str, focus: Focus) -> list[int]:
    """Token ids of a turn after what is talked of and the patient's last words; the end of each is kept."""
    before = tokenizer.encode(talked_of(focus), add_special_tokens=False).ids[:LONGEST_TALK]
    last = tokenizer.encode(focus.last_words, add_special_tokens=False).ids[-LONGEST_HEARD:]
    said = tokenizer.encode(text, add_special_tokens=False).ids
    start, stop = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    room = LONGEST - len(before) - len(last) - 4
    return [start, *before, stop, *last, stop, *said[-room:], stop]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a turn asks for: probabilities of topics (TOPICS), of sides (SIDES) and of each act (ACTS)."""

    topics: Floats
    sides: Floats
    acts: Floats

    def of(self, topic: str) -> float:
        """The probability of one topic."""
        return float(self.topics[_PLACES[topic]])

    def way(self, act: str) -> float:
        """The probability of one way of speaking."""
        return float(self.acts[ACTS.index(act)])


class Listener:
    """Runs the model on one thread, so that numbers repeat; remembers the last turns."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Reads nothing yet."""
        self.folder = folder
        self._session: Any = None
        self._tokenizer: Any = None
        self._known: dict[tuple[int, ...], Heard] = {}

    @property
    def available(self) -> bool:
        """Whether onnxruntime, tokenizers and the model are there."""
        return runtime() is not None and (self.folder / MODEL).exists()

    def hear(self, text: str, focus: Focus) -> Heard:
        """Probabilities for a turn after what is talked of."""
        if self._session is None:
            self._session, self._tokenizer = session(self.folder / MODEL)
            self._tokenizer.no_truncation()
        ids = framed(self._tokenizer, text, focus)
        key = tuple(ids)
        if key not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            feed = {"ids": np.array([ids], np.int64), "mask": np.ones((1, len(ids)), np.int64)}
            topic, side, act = (row[0] for row in self._session.run(["topic", "side", "act"], feed))
            self._known[key] = Heard(_softmax(topic), _softmax(side), 1 / (1 + np.exp(-act)))
        return self._known[key]


def _softmax(scores: Floats) -> Floats:
    weights = np.exp(scores - scores.max())
    return np.asarray(weights / weights.sum(), np.float32)


@lru_cache(maxsize=1)
def shared_listener() -> Listener:
    """The listener that all minds of a process share."""
    return Listener()
