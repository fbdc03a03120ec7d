"""A mind: it hears, weighs what may be said, and answers. The same words at the same times give the same mind."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from bedside.mind.answering import Answer, Answering, Context
from bedside.mind.bearing import bearing
from bedside.mind.company import SPEAKS_AS_ADULT_FROM as ADULT_FROM
from bedside.mind.company import STAYS, Directed, Wish, directed, wish, without_name
from bedside.mind.disclosure import CARRIES, Memory, Piece, opened_by
from bedside.mind.expression import breathed, face, key_of, line
from bedside.mind.feelings import Feelings, Moves
from bedside.mind.personas import persona_of
from bedside.mind.reading import Focus
from bedside.mind.remembering import Told, meant
from bedside.mind.saying_back import explained
from bedside.mind.story import (
    Circumstances,
    How,
    Intent,
    Mood,
    Move,
    Reply,
    Said,
    Story,
    StoryError,
    Understanding,
    Who,
)
from bedside.mind.support import speaks_of_own_harm, support_text
from bedside.mind.swaying import Heard, sway
from bedside.mind.understanding import Understander

WANDERS_BELOW_SPO2 = 85.0
"""Oxygen saturation in % below which thoughts wander; an estimate."""


LAST_WORDS = 120
"""Letters of the patient's last answer that bear on what the next question means."""


@dataclass(slots=True)
class _State:
    feelings: Feelings
    memory: Memory = field(default_factory=Memory)
    heard: Heard = field(default_factory=Heard)
    topic: str | None = None
    symptom: str | None = None
    attribute: str | None = None
    question: str = ""
    last_words: str = ""
    turn: int = 0
    company: bool = True
    asked_to_leave: int = 0
    left: bool = False
    since: list[Move] = field(default_factory=list)


class Mind:
    """The mind of one patient, or of who speaks for them."""

    def __init__(self, story: Story, seed: int = 0, region: str | None = None) -> None:
        """Awake, nothing said yet. `seed` varies words, never facts; `region` is where help for learners is near."""
        self.story, self.seed, self.region = story, seed, region
        self.persona = persona_of(story)
        self._understander = Understander(story)
        self._answering = Answering(story, self._understander, self.persona, seed)
        self._state = _State(Feelings.at_rest(story.trust, self.persona))

    @property
    def trust(self) -> float:
        """Trust in the clinician, 0–1."""
        return self._state.feelings.trust

    @property
    def mood(self) -> Mood:
        """The mood now."""
        return self._state.feelings.mood

    @property
    def feelings(self) -> Feelings:
        """All feelings, trust and understanding; to be looked at only."""
        return self._state.feelings

    @property
    def consents(self) -> dict[str, bool]:
        """What leave was asked for (`examination`, `questions`), and whether it was given."""
        return dict(self._state.heard.consents)

    @property
    def said(self) -> dict[str, How]:
        """Facts said so far and how they came out."""
        return dict(self._state.memory.said)

    @property
    def told(self) -> tuple[Told, ...]:
        """Facts in the order in which they came out, each with its turn and what opened it."""
        return tuple(self._state.memory.told)

    @property
    def defaults(self) -> dict[str, str]:
        """Answers given that the story does not hold; they stay true."""
        return dict(self._state.memory.defaults)

    @property
    def alone(self) -> bool:
        """Whether nobody close to the patient hears what is said."""
        with_them = self.story.companion
        return with_them is None or not with_them.hears_private or not self._state.company

    @property
    def accompanied(self) -> bool:
        """Whether the companion is in the room."""
        return self.story.companion is not None and self._state.company

    @property
    def has_left(self) -> bool:
        """Whether the patient has ended the talk."""
        return self._state.left

    def understand(self, text: str) -> Understanding:
        """What these words would be taken to mean now; changes nothing."""
        return self._understander.understand(text, self._focus)

    def hear(self, text: str, *, at_ms: int, intent: Intent = "ask", body: Circumstances = Circumstances()) -> Reply:  # noqa: B008
        """Take in a turn and answer it. `at_ms` is the time of the encounter in ms."""
        if speaks_of_own_harm(text):
            return self._support()
        state = self._state
        if state.left:
            return self._reply(Answer([self._line("left")], "left"), Understanding(()), body, at_ms, self._moves())
        to = directed(text, self.story, self.story.companion if state.company else None)
        words = to.text if to else without_name(text, self.story)
        symptom = state.symptom
        heard, words = self._heard(words, intent)
        state.turn += 1
        moves = self._moves()
        moves.pass_time(at_ms)
        able = self.story.speaker is not None or (body.gcs >= 13 and (body.spo2 or 100) >= WANDERS_BELOW_SPO2)
        if not able and to is None and self._stands_in(heard):
            to = Directed("companion", words)
        if not able and not (to and to.to == "companion"):
            kind = "silent" if body.gcs < 9 else "mumbles" if body.gcs < 13 else "wrong_words"
            answer = Answer([Piece(line(kind, self.story, "", state.turn, self.seed), "line")], "unknown")
            return self._reply(answer, heard, body, at_ms, moves, able=False)
        if self.story.speaker is None:
            moves.sense(body)
        sway(heard, text, state.heard, moves, state.turn, at_ms)
        self._follow(heard, words)
        state.memory.explain(explained(words, frozenset(act.act for act in heard.acts)))
        context = self._context(text, state.symptom or symptom, heard, moves)
        wanted = wish(text, self.story.companion, state.company)
        if "insult" in context.ways:
            answer = self._insulted()
        elif wanted:
            answer = self._asked(wanted, heard, context)
        elif to and to.to == "companion":
            answer = self._answering.companion(to, heard, context)
        elif to:
            answer = self._answering.child(heard, context)
        else:
            answer = self._answering.patient(heard, context)
        return self._reply(answer, heard, body, at_ms, moves)

    def part(self) -> None:
        """Bring the patient where a companion beside them does not follow."""
        if not self.alone:
            self._state.company = False

    def feel(self, trust: float = 0.0, mood: Mood | None = None) -> None:
        """Move trust and set the mood, as the case's own reactions do."""
        moves = self._moves()
        feelings = self._state.feelings
        before = feelings.trust
        feelings.trust = round(max(0.0, min(1.0, before + trust)), 9)
        moves.other("trust", before, feelings.trust, "reaction")
        if mood is not None:
            moves.set_mood(mood, "reaction")
        self._state.since += moves.told()

    def disclose(self, fact_id: str) -> None:
        """Count a fact as said, as when a reaction of the case has let it out."""
        if fact_id not in self.story.facts:
            raise StoryError(f"there is no fact '{fact_id}' in story '{self.story.key}'.", "Use one of its facts.")
        self._answering.gate.disclose(fact_id, self._state.memory, turn=self._state.turn)

    def face(self, body: Circumstances = Circumstances()) -> dict[str, float]:  # noqa: B008
        """The face now: valence, arousal, pain, breathless."""
        feelings = self._state.feelings
        return face(feelings.valence, feelings.arousal, self.persona.shows, body)

    def snapshot(self) -> bytes:
        """The whole state as canonical bytes."""
        return msgspec.json.encode(self._state, order="sorted")

    @classmethod
    def restore(cls, story: Story, snapshot: bytes, seed: int = 0, region: str | None = None) -> Mind:
        """The mind that gave this snapshot; the story and the seed must be the same."""
        mind = cls(story, seed, region)
        mind._state = msgspec.json.decode(snapshot, type=_State)
        return mind

    @property
    def _focus(self) -> Focus:
        state = self._state
        return Focus(state.topic, state.symptom, state.attribute, last_words=state.last_words)

    def _moves(self) -> Moves:
        return Moves(self._state.feelings, self.persona)

    def _heard(self, text: str, intent: Intent) -> tuple[Understanding, str]:
        """A turn as understood; one that corrects the question before it is read with that question."""
        put_right = meant(text)
        again = (f"{put_right}?", f"{self._state.question.rstrip('?')} {put_right}?") if put_right else ()
        for words in again:
            heard = self._understander.understand(words, self._focus, "ask")
            if any(act.topic for act in heard.of("question")):
                return heard, words
        return self._understander.understand(text, self._focus, intent), text

    def _stands_in(self, heard: Understanding) -> bool:
        """Whether somebody beside a patient who cannot answer does so, as far as they know."""
        with_them = self.story.companion
        return bool(
            with_them
            and with_them.answers == "beside"
            and self.accompanied
            and any(a.topic for a in heard.of("question"))
        )

    def _follow(self, heard: Understanding, words: str) -> None:
        """Keep what is being talked about."""
        state = self._state
        for act in heard.acts:
            moved = self._understander.moved(self._focus, act)
            state.topic, state.symptom, state.attribute = moved.topic, moved.symptom, moved.attribute
        if heard.of("question"):
            state.question = words
        else:
            told = self._understander.after_telling(words, self._focus)
            state.topic, state.symptom, state.attribute = told.topic, told.symptom, told.attribute

    def _context(self, text: str, symptom: str | None, heard: Understanding, moves: Moves) -> Context:
        state = self._state
        return Context(
            text, state.turn, state.memory, state.heard, moves, self.alone, self.accompanied, symptom,
            frozenset(act.act for act in heard.acts),
        )  # fmt: skip

    def _insulted(self) -> Answer:
        """Protest, a warning, and at last the end of the talk; who cannot leave is spoken up for."""
        state, patience = self._state, self.persona.patience
        can_leave = self.story.speaker is None and self.story.age_years >= ADULT_FROM
        last = state.heard.insults >= patience
        if not can_leave and (self.story.speaker or self.accompanied):
            kind = "companion_stops" if last else "companion_protests"
            return Answer([self._line(kind)], "answered", "companion", self._companion_name())
        if can_leave and last:
            state.left = True
            return Answer([self._line("leaves")], "leaves")
        return Answer([self._line("warned" if can_leave and state.heard.insults == patience - 1 else "insult")])

    def _asked(self, wanted: Wish, heard: Understanding, context: Context) -> Answer:
        """The companion goes, or asks to stay first, or comes back."""
        state, with_them = self._state, self.story.companion
        name = with_them.name if with_them else None
        if wanted == "leave" and with_them and state.asked_to_leave < STAYS.get(with_them.attitude, 0):
            state.asked_to_leave += 1
            return Answer([self._line("would_stay")], "answered", "companion", name)
        state.company = wanted == "return"
        return Answer([self._line("come_back" if state.company else "gone_out")], "answered", "companion", name)

    def _companion_name(self) -> str:
        if self.story.speaker:
            return self.story.speaker[0]
        return self.story.companion.name if self.story.companion else self.story.name

    def _support(self) -> Reply:
        """Out of role: fixed words of support; the patient has heard nothing."""
        feelings = self._state.feelings
        return Reply(
            support_text(self.region),
            "support",
            "narrator",
            (),
            (),
            feelings.mood,
            round(feelings.trust, 6),
            self.face(),
        )

    def _line(self, kind: str) -> Piece:
        turn = self._state.memory.count(f"line.{kind}")
        return Piece(line(kind, self.story, self.mood, turn, self.seed), "line")

    def _reply(
        self, answer: Answer, heard: Understanding, body: Circumstances, at_ms: int, moves: Moves, *, able: bool = True
    ) -> Reply:
        state, feelings = self._state, self._state.feelings
        text = _joined(answer.pieces)
        also = tuple(self._second(who, pieces) for who, pieces in answer.also)
        state.heard.heard_ms = at_ms
        state.last_words = text[-LAST_WORDS:]
        state.heard.spoken_words = len(text.split()) + sum(len(said.text.split()) for said in also)
        own = self.story.speaker is None and answer.who == "patient"
        speaker = answer.speaker or self._speaker()
        moved, state.since = (*state.since, *moves.told()), []
        return Reply(
            breathed(text, body) if own and able else text,
            answer.status,
            speaker,
            facts_of(answer.pieces),
            heard.acts,
            feelings.mood,
            round(feelings.trust, 6),
            self.face(body),
            "companion" if self.story.speaker and speaker == self.story.speaker[0] else answer.who,
            opened_by([*answer.pieces, *(piece for _, pieces in answer.also for piece in pieces)]),
            tuple((piece.fact, piece.text) for piece in answer.pieces if piece.source == "default" and piece.fact),
            moved,
            bearing(
                text, answer.status, answer.topic, feelings, self.persona, body if own else Circumstances(),
                before_company=answer.before_company, insulted="insult" in {act.act for act in heard.acts},
                key=f"{key_of(self.story, self.seed)}|{state.turn}",
            ),
            also,
            self._interpreter() if answer.who == "patient" else None,
        )  # fmt: skip

    def _second(self, who: Who, pieces: list[Piece]) -> Said:
        name = self._companion_name() if who == "companion" else self.story.name
        return Said(who, name, _joined(pieces), facts_of(pieces))

    def _speaker(self) -> str:
        return self.story.speaker[0] if self.story.speaker else self.story.name

    def _interpreter(self) -> str | None:
        with_them = self.story.companion
        return with_them.name if with_them and with_them.answers == "interprets" and self._state.company else None


def _joined(pieces: list[Piece]) -> str:
    return " ".join(piece.text.strip() for piece in pieces)


def facts_of(pieces: list[Piece]) -> tuple[tuple[str, How], ...]:
    """The story's facts in pieces of speech, each once."""
    carried = ((piece.fact, piece.how) for piece in pieces if piece.fact and piece.source in CARRIES)
    return tuple(dict.fromkeys((fact, how) for fact, how in carried if fact))
