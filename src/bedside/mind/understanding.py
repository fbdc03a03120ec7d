"""What was meant: a turn to acts, and its questions to `topic.attribute`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bedside.mind import acts as ways_of_speaking
from bedside.mind.encoding import SentenceEncoder
from bedside.mind.guessing import shared_guesser
from bedside.mind.hearing import heard
from bedside.mind.lexicon import cues
from bedside.mind.listening import shared_listener
from bedside.mind.reading import NOTHING, Clause, Focus, Found, Reader
from bedside.mind.story import Act, Intent, Polarity, Story, Time, Understanding
from bedside.mind.weighing import Weigher
from bedside.mind.wording import STOP, clauses, is_filler, plain, stem, tokens

SURE = 0.56
"""Likeness from which a question counts as understood; chosen on the development turns for few wrong answers."""
CLEAR = 0.62
"""Likeness from which a clause without words of its own still counts."""
CLEARER = 0.74
"""Likeness from which a question within a clause that is an act of its own (a greeting, a summary) counts."""
FRAGMENT = 0.66
"""Likeness from which a few words without a question mark ("chest pain") count as a question."""
TELL = re.compile(r"\b(?:tell me|talk me|walk me|more about|elaborate|go on|explain|say more|what happened)\b")
TOLD = re.compile(
    r"^(?:i|we|the|this|that|it|it's|you (?:have|are|were|will|can|should|need|had|must)|there|let|your|my|he|she)\b"
)
"""Openings of a clause that tells rather than asks."""
PLAIN_WORDS = frozenset(
    (
        "ok",
        "okay",
        "good",
        "fine",
        "great",
        "sure",
        "see",
        "well",
        "let",
        "go",
        "going",
        "know",
        "think",
        "right",
        "will",
        "doctor",
    )
)


class Understander:
    """Understands a clinician's words about one story."""

    def __init__(self, story: Story, encoder: SentenceEncoder | None = None) -> None:
        """Shares the taxonomy's wordings with all other minds of the process."""
        self.reader = Reader(story, encoder)
        self._weigher = Weigher(self.reader, shared_listener(), shared_guesser(self.reader.encoder))

    def understand(self, text: str, focus: Focus = NOTHING, intent: Intent = "ask") -> Understanding:
        """All acts of a turn. Later clauses lean on topics named in earlier ones."""
        ear = heard(text)
        if ear.kind != "words":
            return Understanding((Act("nonsense", attribute=ear.kind, text=ear.text[:80]),))
        text = ear.text
        found: list[Act] = []
        parts = clauses(text)
        before = focus
        asks = sum(self._asks(part) for part in parts)
        for part in parts:
            read = self._clause(part, focus, intent, fragment=asks == 0)
            if found and not self._adds(part, read, focus):
                continue
            found += read
            focus = self._after(part, read, focus)
        found = self._weigher.settle(text, self._without_repeats(found), before)
        if intent == "tell" and "?" not in text:
            found = [act for act in found if act.topic or act.attribute or act.act != "question"]
            found = found or [Act("statement", text=plain(text))]
        known = ways_of_speaking.known_acts()
        found = [act for act in found if act.act not in known]
        found += [Act(way.act, text=way.text) for way in ways_of_speaking.spoken(text)]
        return Understanding(tuple(self._weigher.speaking(text, found, before)))

    def moved(self, focus: Focus, act: Act) -> Focus:
        """The focus after an act. A symptom that the patient does not have is not dwelt on."""
        if act.act != "question" or not act.topic:
            return focus
        if not self.reader.is_symptom(act.topic):
            return Focus(act.topic, self.reader.presenting, act.attribute)
        symptom = act.topic if act.topic in self.reader.had else focus.symptom
        return Focus(act.topic, symptom, act.attribute)

    def after_telling(self, text: str, focus: Focus) -> Focus:
        """The focus after a turn that asks nothing but names something ("so your hands are puffy")."""
        before = focus
        for part in clauses(text):
            focus = self._after(part, [Act("statement", text=part)], focus)
        symptom = self._weigher.names(text, before) if focus == before else None
        return Focus(symptom, symptom, None, True) if symptom else focus

    @staticmethod
    def _asks(part: str) -> bool:
        return part.endswith("?") or ways_of_speaking.is_question(part)

    def _adds(self, part: str, read: list[Act], focus: Focus) -> bool:
        """Whether a clause says something of its own, unlike "or have you in the past?" after "do you smoke?"."""
        words = set(Clause.of(part).stems)
        if words - {"past", "before", "history"} or any(act.act not in ("question", "statement") for act in read):
            return True
        if words and focus.topic and not self.reader.is_symptom(focus.topic):
            return False
        return any(act.confidence >= CLEAR for act in read if act.act == "question")

    def _after(self, part: str, read: list[Act], focus: Focus) -> Focus:
        """The focus after a clause: what it asked for, or what it only named ("in terms of your cough, …")."""
        asked = [act for act in read if act.act == "question" and act.topic]
        for act in asked:
            symptom = act.topic if act.topic and self.reader.is_symptom(act.topic) else focus.symptom
            focus = Focus(act.topic, symptom, act.attribute)
        if not asked and all(act.act == "statement" for act in read):
            named = self.reader.spots(Clause.of(part), focus)
            symptoms = [spot for spot in named if self.reader.is_symptom(spot.topic)]
            if symptoms:
                return Focus(symptoms[-1].topic, symptoms[-1].topic, None, True)
            if named and named[-1].attribute:
                return Focus(named[-1].topic, focus.symptom, named[-1].attribute, True)
        return focus

    @staticmethod
    def _without_repeats(found: list[Act]) -> list[Act]:
        """Acts without the same fact twice, or a symptom's presence where more of it is asked in the same turn."""
        generic = cues()["generic"]
        detailed = {act.topic for act in found if act.act == "question" and act.attribute not in ("presence", None)}
        kept: list[Act] = []
        seen: set[str] = set()
        for act in found:
            if act.act == "question" and act.topic:
                target = f"{act.topic}.{act.attribute}"
                if target in seen or (act.attribute == "presence" and act.topic in detailed):
                    continue
                if seen and act.attribute == "presence" and act.topic in generic:
                    continue
                seen.add(target)
            kept.append(act)
        if any(act.act == "question" and act.topic for act in kept):
            kept = [act for act in kept if act.act != "question" or act.topic or act.attribute]
        return kept

    def _clause(self, part: str, focus: Focus, intent: Intent, fragment: bool) -> list[Act]:
        text = part.rstrip("?")
        ways = ways_of_speaking.ways(part)
        found = [Act(way, text=text) for way in ways]
        asked = self._asks(part)
        if ways_of_speaking.is_open(part) and asked:
            found.append(Act("open_question", text=text))
        if asked and ways_of_speaking.marked("leading", part):
            found.append(Act("leading_question", text=text))
        for mark in ("beyond", "exam_or_result", "asks_diagnosis"):
            if asked and ways_of_speaking.marked(mark, part):
                return [*found, Act("question", topic=None, attribute=mark, text=text)]
        if "small_talk" in ways or "insult" in ways:
            return found
        if is_filler(text):
            return found or [Act("statement", text=text)]
        alone = any(ways_of_speaking.stands_alone(way) for way in ways)
        if not asked and (alone or not fragment or intent == "tell" or len(tokens(text)) > 10 or TOLD.search(text)):
            return found or [Act("statement", text=text)]
        readings = self.reader.read(text, focus)
        need = CLEARER if alone else SURE if asked else FRAGMENT if len(tokens(text)) <= 6 else FRAGMENT + 0.15
        sure = [reading for reading in readings if reading.likeness >= need]
        if not sure and not ways and TELL.search(text):
            sure = [Found("reason", "story", SURE)]
        if sure:
            return found + [self._question(text, reading) for reading in sure]
        if ways:
            return found
        if asked:
            return [*found, Act("question", text=text, confidence=round(readings[0].likeness, 3) if readings else 0.0)]
        return [Act("statement" if self._makes_sense(text) else "nonsense", text=text)]

    def _makes_sense(self, text: str) -> bool:
        words = tokens(text)
        known = [word for word in words if word in STOP or stem(word) in self.reader.shared.idf or word in PLAIN_WORDS]
        return 2 * len(known) >= len(words)

    def _question(self, text: str, reading: Found) -> Act:
        polarity: Polarity = "neutral"
        if ways_of_speaking.marked("leading", text):
            polarity = "leading"
        elif re.search(r"\b(?:not|never|no)\b", text):
            polarity = "negative"
        time: Time = (
            "past"
            if re.search(r"\b(?:ever|before|in the past|previous\w*|used to|did|was|were|had)\b", text)
            else "now"
        )
        return Act(
            "question", reading.topic, reading.attribute, polarity, time, round(min(1.0, reading.likeness), 3), text
        )


def targets(understanding: Understanding) -> Iterable[str]:
    """The facts asked for in a turn, `topic.attribute`."""
    return (act.target for act in understanding.acts if act.act == "question" and act.topic and act.target)
