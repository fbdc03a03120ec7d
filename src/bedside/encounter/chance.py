"""Chance without state: the same seed and key give the same draw, in whatever order draws are made."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

import msgspec

T = TypeVar("T")


class Chance:
    """Draws keyed by words and numbers: `Chance(seed).uniform("cough", tick)`.

    Different keys give independent draws (BLAKE2b, RFC 7693), so nothing has to be kept in a snapshot.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._key = blake2b(str(seed).encode(), digest_size=32).digest()

    def _bits(self, keys: tuple[str | int, ...]) -> int:
        return int.from_bytes(blake2b(msgspec.json.encode(keys), digest_size=16, key=self._key).digest(), "big")

    def uniform(self, *keys: str | int) -> float:
        """A number in [0, 1) with 53 random bits."""
        return (self._bits(keys) >> 75) / (1 << 53)

    def integer(self, n: int, *keys: str | int) -> int:
        """A whole number in 0 … n-1; ValueError unless n ≥ 1."""
        if n < 1:
            raise ValueError(f"Chance.integer draws below n, so n must be at least 1, not {n}.")
        return self._bits(keys) % n

    def choice(self, seq: Sequence[T], *keys: str | int) -> T:
        """One of `seq`, each as likely; ValueError when it is empty."""
        if not seq:
            raise ValueError("Chance.choice cannot choose from an empty sequence.")
        return seq[self.integer(len(seq), *keys)]
