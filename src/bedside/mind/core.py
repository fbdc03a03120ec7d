"""A mind: it hears, weighs what may be said, and answers. The same words at the same times give the same mind."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from bedside.mind import acts as ways_of_speaking
from bedside.mind.disclosure import Gate, Memory, Piece
from bedside.mind.expression import breathed, face, line
from bedside.mind.reading import Focus
from bedside.mind.story import Act, Circumstances, How, Intent, Mood, Reply, Status, Story, StoryError, Understanding
from bedside.mind.understanding import Understander
from bedside.mind.wording import clauses, plain

TRUST_MOVES: dict[str, float] = {
    "greeting": 0.02,
    "introduction": 0.04,
    "identity_check": 0.01,
    "consent": 0.03,
    "open_question": 0.01,
    "empathy": 0.06,
    "summary": 0.03,
    "signposting": 0.01,
    "check_understanding": 0.02,
    "reassurance": 0.01,
    "explanation": 0.02,
    "safety_net": 0.01,
    "invites_questions": 0.02,
    "thanks": 0.01,
    "jargon": -0.02,
    "leading_question": -0.01,
    "double_question": -0.02,
    "insult": -0.25,
}
"""How a way of speaking moves trust (0–1) the first time; estimates, in the order in which patients rate them."""
FADES = 0.75
"""Each further time moves trust by this much of the time before; an insult does not fade."""
SOOTHED = frozenset({"angry", "irritable", "sad", "anxious", "tearful", "withdrawn", "in_pain"})
CARE_LASTS = 3
"""Turns for which care shown before a question still counts."""
SPEECH_MS_PER_WORD = 330
"""About 180 words a minute (Tauroza and Allison 1990: British English interview speech 190, conversation 210)."""
REPLIES = (
    "insult",
    "empathy",
    "consent",
    "check_understanding",
    "invites_questions",
    "introduction",
    "identity_check",
    "greeting",
    "closing",
    "summary",
    "safety_net",
    "explanation",
    "reassurance",
    "signposting",
    "thanks",
    "instruction",
    "small_talk",
    "statement",
)
"""Which of several ways of speaking is replied to, first that is there."""


@dataclass(slots=True)
class _State:
    trust: float
    mood: Mood
    memory: Memory = field(default_factory=Memory)
    topic: str | None = None
    symptom: str | None = None
    attribute: str | None = None
    turn: int = 0
    cared: int = -100
    heard_ms: int = -1
    spoken_words: int = 0
    ways: dict[str, int] = field(default_factory=dict)


class Mind:
    """The mind of one patient, or of who speaks for them."""

    def __init__(self, story: Story) -> None:
        """Awake, knowing its story, nothing said yet."""
        self.story = story
        self._understander = Understander(story)
        self._gate = Gate(story, self._understander.reader.taxonomy)
        self._state = _State(story.trust, story.temperament)

    @property
    def trust(self) -> float:
        """Trust in the clinician, 0–1."""
        return self._state.trust

    @property
    def mood(self) -> Mood:
        """The mood now."""
        return self._state.mood

    @property
    def said(self) -> dict[str, How]:
        """Facts said so far and how they came out."""
        return dict(self._state.memory.said)

    def understand(self, text: str) -> Understanding:
        """What these words would be taken to mean now; changes nothing."""
        return self._understander.understand(text, self._focus)

    def hear(self, text: str, *, at_ms: int, intent: Intent = "ask", body: Circumstances = Circumstances()) -> Reply:  # noqa: B008
        """Take in a turn and answer it. `at_ms` is the time of the encounter in ms."""
        state = self._state
        heard = self._understander.understand(text, self._focus, intent)
        state.turn += 1
        if self.story.speaker is None and body.gcs < 13:
            kind = "silent" if body.gcs < 9 else "mumbles"
            return self._reply(
                [Piece(line(kind, self.story, "calm", state.turn), "line")], "unknown", heard.acts, body, at_ms
            )
        self._move_trust(heard, text, at_ms)
        for act in heard.acts:
            moved = self._understander.moved(self._focus, act)
            state.topic, state.symptom, state.attribute = moved.topic, moved.symptom, moved.attribute
        if not any(act.act == "question" for act in heard.acts):
            told = self._understander.after_telling(text, self._focus)
            state.topic, state.symptom, state.attribute = told.topic, told.symptom, told.attribute
        pieces, status = self._decide(heard, text)
        return self._reply(pieces, status, heard.acts, body, at_ms)

    def feel(self, trust: float = 0.0, mood: Mood | None = None) -> None:
        """Move trust and set the mood, as the case's own reactions do."""
        self._state.trust = _unit(self._state.trust + trust)
        if mood is not None:
            self._state.mood = mood

    def disclose(self, fact_id: str) -> None:
        """Count a fact as said, as when a reaction of the case has let it out."""
        if fact_id not in self.story.facts:
            raise StoryError(f"there is no fact '{fact_id}' in story '{self.story.key}'.", "Use one of its facts.")
        self._gate.disclose(fact_id, self._state.memory)

    def face(self, body: Circumstances = Circumstances()) -> dict[str, float]:  # noqa: B008
        """The face now: valence, arousal, pain, breathless."""
        return face(self._state.mood, self._state.trust, body)

    def snapshot(self) -> bytes:
        """The whole state as canonical bytes."""
        return msgspec.json.encode(self._state, order="sorted")

    @classmethod
    def restore(cls, story: Story, snapshot: bytes) -> Mind:
        """The mind that gave this snapshot; the story must be the same."""
        mind = cls(story)
        mind._state = msgspec.json.decode(snapshot, type=_State)
        return mind

    @property
    def _focus(self) -> Focus:
        return Focus(self._state.topic, self._state.symptom, self._state.attribute)

    def _move_trust(self, heard: Understanding, text: str, at_ms: int) -> None:
        state = self._state
        if state.heard_ms >= 0 and state.spoken_words >= 12:
            waited = at_ms - state.heard_ms
            if 0 < waited < 0.3 * state.spoken_words * SPEECH_MS_PER_WORD:
                state.trust = _unit(state.trust - 0.02)
        for way in dict.fromkeys(act.act for act in heard.acts):
            if way not in TRUST_MOVES:
                continue
            times = state.ways.get(way, 0)
            state.ways[way] = times + 1
            move = TRUST_MOVES[way] * (1.0 if way == "insult" else FADES**times)
            state.trust = _unit(state.trust + move * (1.5 if way == "empathy" and state.mood in SOOTHED else 1.0))
        if heard.of("insult"):
            state.mood = "angry"
        elif heard.of("empathy") and state.mood in ("angry", "irritable") and state.trust >= 0.4:
            state.mood = "calm"
        if heard.of("empathy") or ways_of_speaking.marked("care", plain(text)):
            state.cared = state.turn

    def _decide(self, heard: Understanding, text: str) -> tuple[list[Piece], Status]:
        asked = heard.of("question")
        if not asked:
            return self._respond(heard)
        low = self.story.literacy == "low" and any(ways_of_speaking.marked("jargon", c) for c in clauses(text))
        if low:
            return [self._line("jargon")], "clarify"
        pieces: list[Piece] = []
        understood = [act for act in asked if act.topic]
        for act in dict.fromkeys((a.topic, a.attribute, a.text) for a in understood):
            topic, attribute, words = act
            if len(pieces) < 6 and topic and attribute:
                pieces += [p for p in self._answer(topic, attribute, words) if p not in pieces]
        if pieces:
            return pieces, "answered"
        marks = {act.attribute for act in asked}
        if marks & {"exam_or_result", "asks_diagnosis"}:
            return [self._line("doctor_knows")], "unknown"
        return [self._line("beyond" if "beyond" in marks else "clarify")], "clarify"

    def _answer(self, topic: str, attribute: str, words: str) -> list[Piece]:
        state = self._state
        openly = ways_of_speaking.is_open(words)
        told = f"{topic}.{attribute}" in self.story.facts
        if topic == "reason" and attribute in ("opening", "story") and not told:
            return self._gate.openly(
                state.symptom if attribute == "story" and state.memory.opened else None, state.memory
            )
        if openly and self._understander.reader.is_symptom(topic) and attribute == "presence":
            return self._gate.openly(topic, state.memory)
        care = state.turn - state.cared <= CARE_LASTS
        return self._gate.answer(topic, attribute, state.memory, state.trust, care, state.mood)

    def _respond(self, heard: Understanding) -> tuple[list[Piece], Status]:
        done = {act.act for act in heard.acts}
        if "nonsense" in done or not heard.acts:
            return [self._line("clarify")], "clarify"
        kind = next((way for way in REPLIES if way in done), "statement")
        return [self._line(kind)], "answered"

    def _line(self, kind: str) -> Piece:
        return Piece(line(kind, self.story, self._state.mood, self._state.memory.count(f"line.{kind}")), "line")

    def _reply(
        self, pieces: list[Piece], status: Status, acts: tuple[Act, ...], body: Circumstances, at_ms: int
    ) -> Reply:
        text = " ".join(piece.text.strip() for piece in pieces)
        self._state.heard_ms, self._state.spoken_words = at_ms, len(text.split())
        facts = tuple(dict.fromkeys((piece.fact, piece.how) for piece in pieces if piece.fact))
        return Reply(
            breathed(text, body) if self.story.speaker is None else text,
            status,
            self.story.speaker[0] if self.story.speaker else self.story.name,
            tuple((fact, how) for fact, how in facts if fact),
            acts,
            self._state.mood,
            round(self._state.trust, 6),
            self.face(body),
        )


def _unit(value: float) -> float:
    return round(max(0.0, min(1.0, value)), 9)
