"""Two opinions on what a question asks for, weighed against each other.

The reader knows the story and the talk; the guesser learned from how people ask. They agree on most. Where they do not,
the surer one is taken, or neither, and the patient asks what is meant.
"""

from __future__ import annotations

import re

from bedside.mind.guessing import Guesser
from bedside.mind.reading import EXACT, Clause, Focus, Found, Reader

AGREED = 0.8
"""Likeness of a reading that both come to."""
TAKEN, OVERRULES = 0.35, 0.5
"""Probability from which the guesser is taken where the reader is not sure, and where it is."""
DOUBTED = 0.01
"""Probability of a sure reading below which it is doubted, when the guesser leans to something else."""
TOLD, TOLD_TOPIC = 3.0, 1.5
"""How many times likelier a question is about what the case tells of, and about another side of the same topic."""
FAMILY = "mum|mom|mother|dad|father|son|daughter|child|baby|boy|girl|little (?:one|boy|girl)|wife|husband"
THIRD_PERSON = (
    (re.compile(rf"\byour (?:{FAMILY})(?:'s)?\b"), "you"),
    (re.compile(r"\b(?:has|have) (?:he|she|you)\b"), "have you"),
    (re.compile(r"\b(?:is|was|are|were) (?:he|she|you)\b"), "are you"),
    (re.compile(r"\b(?:does|do) (?:he|she|you)\b"), "do you"),
    (re.compile(r"\b(?:he|she)'s\b"), "you have"),
    (re.compile(r"\b(?:he|she|him)\b"), "you"),
    (re.compile(r"\b(?:his|hers|her)\b"), "your"),
    (re.compile(r"\b(?:himself|herself)\b"), "yourself"),
)
"""Words about the patient to who answers for them, as they would be said to the patient."""


def to_the_patient(text: str) -> str:
    """A question about somebody, as if it were put to them."""
    for pattern, words in THIRD_PERSON:
        text = pattern.sub(words, text)
    return text


class Weigher:
    """Weighs readings and guesses about one story."""

    def __init__(self, reader: Reader, guesser: Guesser, sure: float) -> None:
        """`sure` is the likeness from which a reading counts."""
        self.reader, self.guesser, self.sure = reader, guesser, sure
        facts = reader.story.facts
        topics = {fact.split(".", 1)[0] for fact in facts}
        self._prior = [
            (TOLD if fact in facts else TOLD_TOPIC if fact.split(".", 1)[0] in topics else 1.0)
            if fact in facts or reader.fits(fact)
            else 0.0
            for fact in guesser.known
        ]

    def weigh(self, text: str, readings: list[Found], focus: Focus) -> list[Found]:
        """The readings with the guesser's word: agreed, filled in, overruled or doubted."""
        best = readings[0] if readings else None
        if not self.guesser.known or (best is not None and best.likeness >= EXACT):
            return readings
        guesses = self.guesser.guess(to_the_patient(text) if self.reader.story.speaker else text, self._prior)
        shares = dict(guesses)
        name, share = guesses[0]
        guessed = Found(*name.split(".", 1), max(AGREED, share))
        if best is not None and len(readings) > 1 and best.likeness >= self.sure:
            return readings if any(f"{r.topic}.{r.attribute}" in shares for r in readings) else readings
        if best is not None and (best.topic, best.attribute) == (guessed.topic, guessed.attribute):
            return [guessed, *readings[1:]] if share >= 0.2 else readings
        if self._leans(text, focus):
            return readings
        sure = best is not None and best.likeness >= self.sure
        if share >= (OVERRULES if sure else TAKEN):
            return [guessed]
        if sure and best is not None and shares.get(f"{best.topic}.{best.attribute}", 0.0) < DOUBTED:
            return [Found(best.topic, best.attribute, best.likeness - 0.1), *readings[1:]]
        return readings

    def _leans(self, text: str, focus: Focus) -> bool:
        """Whether a question names nothing and only makes sense after what was talked of ("and how long?")."""
        clause = Clause.of(text)
        return focus.topic is not None and len(clause.stems) <= 2 and not self.reader.spots(clause, focus)
