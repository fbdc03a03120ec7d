"""A learned second opinion on what a question asks for: a linear classifier over the sentence's vector and its words.

Trained by `scripts/train_guesser.py` from the phrase bank (`phrases/*.yaml`) and the taxonomy's wordings; it knows
nothing of the story. Its probabilities are weighed with the reader's likeness in `understanding.py`.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bedside.mind.encoding import FOLDER, WIDTH, SentenceEncoder
from bedside.mind.wording import stem, tokens

BUCKETS = 2048
"""Hashed stems and pairs of stems beside the vector."""
WEIGHT_OF_WORDS = 0.35
KEPT = 60
"""Guesses that are handed on."""
WEIGHTS = FOLDER / "guesser.npz"
Floats = npt.NDArray[np.float32]


def features(text: str, encoder: SentenceEncoder) -> Floats:
    """The vector of a sentence and its hashed words, shape (WIDTH + BUCKETS,)."""
    found = np.zeros(WIDTH + BUCKETS, np.float32)
    found[:WIDTH] = encoder.encode(text)
    stems = [stem(word) for word in tokens(text)]
    marks = [*stems, *(f"{a} {b}" for a, b in pairwise(stems))]
    for mark in marks:
        found[WIDTH + zlib.crc32(mark.encode()) % BUCKETS] += 1.0
    words = found[WIDTH:]
    length = float(np.linalg.norm(words))
    if length:
        words *= WEIGHT_OF_WORDS / length
    return found


class Guesser:
    """Probabilities of `topic.attribute` for a sentence."""

    def __init__(self, encoder: SentenceEncoder, path: Path = WEIGHTS) -> None:
        """Reads the weights; without them, or without the encoder, it knows nothing."""
        self.encoder = encoder
        self.known: tuple[str, ...] = ()
        if path.exists() and encoder.available:
            with np.load(path) as table:
                self.known = tuple(str(name) for name in table["names"])
                self._weights = table["weights"].astype(np.float32) * table["scale"].astype(np.float32)
                self._bias = table["bias"].astype(np.float32)

    def guess(self, text: str, prior: Sequence[float]) -> list[tuple[int, float]]:
        """Places in `known` with their probabilities, likeliest first; `prior` weighs each of `known`."""
        scores = features(text, self.encoder) @ self._weights + self._bias
        weights = np.exp(scores - scores.max()) * np.asarray(prior, np.float32)
        shares = weights / weights.sum()
        best = np.argsort(-shares, kind="stable")[:KEPT]
        return [(int(place), float(shares[place])) for place in best]


@lru_cache(maxsize=2)
def shared_guesser(encoder: SentenceEncoder) -> Guesser:
    """The guesser that all minds of a process share."""
    return Guesser(encoder)
