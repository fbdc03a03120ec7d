"""From what was understood to pieces of an answer: by the patient, by who came along, or by a child."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bedside.mind import acts as ways_of_speaking
from bedside.mind.company import ADDS, BABBLES_BELOW, Directed, child_words
from bedside.mind.disclosure import Asking, Gate, Memory, Piece
from bedside.mind.expression import first_sentence, key_of, line, lowered, pick
from bedside.mind.feelings import Feelings, Moves
from bedside.mind.hearing import answer as unheard_line
from bedside.mind.personas import Persona
from bedside.mind.saying_back import asks_for_my_words, asks_for_your_words, said_back
from bedside.mind.story import Act, Companion, Status, Story, Understanding, Who
from bedside.mind.swaying import Heard, consents
from bedside.mind.understanding import Understander
from bedside.mind.wording import clauses, content, plain, tokens

CARE_LASTS = 3
"""Turns for which care shown before a question still counts."""
MOST_PIECES = 6
LONG_ENOUGH = 22
"""Words of an answer after which nothing harmless is added."""
FOLLOWED = 0.2
"""Understanding below which somebody who is asked says that they are lost."""
SPEAKS_FIRST = 0.25
"""How often a dominating companion answers before the patient; an estimate."""
MOST_AGAIN = 3
"""Facts told again at once."""
FIRM = 0.9
"""Confidence from which a question counts though it stands in the words of a shared decision; an estimate."""
WISHES = ("ice.preference", "ice.expectations")
"""What a patient says first who is asked to decide."""
FREELY = re.compile(r"(?:what|how|tell me|is there anything|describe)\b")
IDENTITY = (
    ("name", re.compile(r"\bnames?\b|\bwho you are\b|\bdetails\b|\bidentity\b")),
    (
        "date_of_birth",
        re.compile(r"\bdate of birth\b|\bd\.?o\.?b\b|\bbirth ?(?:day|date)\b|\bborn\b|\bdetails\b|\bidentity\b"),
    ),
)
"""What a check of identity asks for."""
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
class Answer:
    """What is said, by whom, and what a second voice adds."""

    pieces: list[Piece]
    status: Status = "answered"
    who: Who = "patient"
    speaker: str | None = None
    also: list[tuple[Who, list[Piece]]] = field(default_factory=list)
    topic: str | None = None
    before_company: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What bears on an answer at this turn."""

    text: str
    turn: int
    memory: Memory
    heard: Heard
    moves: Moves
    alone: bool
    accompanied: bool
    symptom: str | None
    ways: frozenset[str]

    @property
    def feelings(self) -> Feelings:
        """Feelings after this turn's moves."""
        return self.moves.feelings

    def asking(self, words: str) -> Asking:
        """How a question is put."""
        cared = self.heard.cared
        return Asking(
            self.feelings.trust,
            cared if cared is not None and self.turn - cared <= CARE_LASTS else None,
            self.feelings.mood,
            self.feelings.now["shame"],
            self.alone,
            ways_of_speaking.is_open(words),
            ways_of_speaking.is_open(words) or FREELY.match(words) is not None,
            self.turn,
        )


class Answering:
    """Makes answers for one story."""

    def __init__(self, story: Story, understander: Understander, persona: Persona, seed: int) -> None:
        """Of a story, with its persona."""
        self.story, self.persona, self.seed = story, persona, seed
        self._understander = understander
        self.gate = Gate(story, understander.reader.taxonomy, persona, seed)
        self._key = key_of(story, seed)

    def patient(self, heard: Understanding, context: Context) -> Answer:
        """What the patient says, or who speaks in their place."""
        with_them = self.story.companion
        if with_them and with_them.answers == "interprets" and not context.accompanied:
            return Answer([self._line("no_interpreter", context)], "unknown")
        if self.story.speaker is None and self.story.age_years < BABBLES_BELOW:
            return Answer([self._line("child_cries", context)], "unknown")
        back = self._told_again(heard, context) or self._said_back(heard, context) or self._decides(heard, context)
        if back:
            return back
        asked = heard.of("question")
        identity = self._identity(heard, context)
        if not asked:
            return identity or self._respond(heard, context)
        if self.persona.plain_words and any(ways_of_speaking.marked("jargon", c) for c in clauses(context.text)):
            return Answer([self._line("plain_words" if self.story.language == "A" else "jargon", context)], "clarify")
        pieces = list(identity.pieces) if identity else []
        about = None
        for topic, attribute, words in dict.fromkeys((act.topic, act.attribute, act.text) for act in asked):
            if identity and topic == "identity":
                continue
            if len(pieces) < MOST_PIECES and topic and attribute:
                told = self._one(topic, attribute, words, context)
                new = [piece for piece in told if not _within(piece, pieces)]
                if len(new) == len(told) or any(piece.source != "line" for piece in new):
                    pieces += new
                about = about or topic
        if pieces:
            return self._finished(Answer(pieces, topic=about), context)
        marks = {act.attribute for act in asked}
        if marks & {"exam_or_result", "asks_diagnosis"}:
            return Answer([self._line("doctor_knows", context)], "unknown")
        return Answer([self._line("beyond" if "beyond" in marks else "clarify", context)], "clarify")

    def companion(self, to: Directed, heard: Understanding, context: Context) -> Answer:
        """What the companion says who was spoken to."""
        with_them = self.story.companion
        if with_them is None:
            return self.patient(heard, context)
        if with_them.answers == "interprets" and with_them.relation == "interpreter":
            return self._by_companion([self._line("companion_unsure", context, "interprets")], "unknown")
        asked = [act for act in heard.of("question") if act.topic and act.attribute]
        known = [name for act in asked if (name := self._known(act, with_them))]
        openly = to.opinion or any(ways_of_speaking.is_open(act.text) for act in asked)
        if not known and openly:
            known = [name for name in with_them.knows if f"companion.{name}" not in context.memory.times][:2]
            if not known:
                return self._by_companion([self._line("companion_nothing_more", context)], "answered")
        if known:
            pieces = [piece for name in dict.fromkeys(known[:2]) for piece in self._as_known(name, with_them, context)]
            return self._by_companion(pieces, "answered", known[0].split(".", 1)[0])
        if heard.of("question"):
            return self._by_companion([self._line("companion_unsure", context)], "unknown")
        if heard.of("greeting") or heard.of("introduction"):
            return self._by_companion([self._line("companion_greets", context)], "answered")
        return self._by_companion(self._respond(heard, context).pieces, "answered")

    def child(self, heard: Understanding, context: Context) -> Answer:
        """What a child says who was spoken to by name; what the child cannot tell, who is with them does."""
        asked = [act for act in heard.of("question") if act.topic and act.attribute]
        for act in asked:
            name = self.gate.holder(str(act.topic), str(act.attribute))
            fact = self.story.facts[name] if name else None
            words = child_words(self.story.age_years, fact.child_says if fact else None, None)
            if name and words:
                context.memory.tell(name, "elicited", context.turn, "child asked")
                said = Piece(words, "child", name, "elicited", "child asked")
                return Answer([said], "answered", "patient", self.story.name, topic=act.topic)
        kind = "child_cries" if self.story.age_years < 2 else "child_shy" if heard.of("question") else "child_yes"
        if kind == "child_yes" and heard.of("greeting"):
            kind = "child_hello"
        answer = Answer([self._line(kind, context)], "answered", "patient", self.story.name)
        if heard.of("question"):
            carer = self.patient(heard, context)
            answer.also.append(("companion", carer.pieces))
            answer.status, answer.topic = carer.status, carer.topic
        return answer

    def _one(self, topic: str, attribute: str, words: str, context: Context) -> list[Piece]:
        asking, memory = context.asking(words), context.memory
        told = f"{topic}.{attribute}" in self.story.facts
        if f"{topic}.{attribute}" == "ice.understanding" and not told:
            return [self._line(self._followed(context), context)]
        if topic == "reason" and attribute in ("opening", "story") and not told:
            about = context.symptom if attribute == "story" and memory.opened else None
            return self.gate.openly(about, memory, asking)
        if asking.open and self._understander.reader.is_symptom(topic) and attribute == "presence":
            return self.gate.openly(topic, memory, asking)
        return self.gate.answer(topic, attribute, memory, asking)

    def _told_again(self, heard: Understanding, context: Context) -> Answer | None:
        """What was said before, to a clinician who asks for their own words or for the patient's once more."""
        mine = asks_for_my_words(context.text)
        if mine is not None and "teach_back" not in context.ways:
            return Answer(self._explained("you_said", context, mine))
        about = asks_for_your_words(context.text)
        if about is None:
            return None
        names = self._told_about(about, heard, context)[:MOST_AGAIN]
        if names:
            return Answer(self._once_more(names, context), topic=names[0].split(".", 1)[0])
        understood = any(act.topic for act in heard.of("question"))
        return None if understood else Answer([self._line("not_told", context)])

    def _told_about(self, about: str, heard: Understanding, context: Context) -> list[str]:
        """The facts that are out on what is asked about, or of the latest turn that brought any."""
        told = [entry for entry in context.memory.told if context.alone or not self.story.facts[entry.fact].private]
        if not about:
            return [entry.fact for entry in told if entry.turn == told[-1].turn]
        read = self._understander.understand(f"Tell me about {about}?")
        topics = {act.topic for act in (*heard.of("question"), *read.of("question")) if act.topic}
        if topics and topics <= {"reason"}:
            topics.add(context.symptom or "reason")
        words = set(content(plain(about)))
        return [
            entry.fact
            for entry in told
            if entry.fact.split(".", 1)[0] in topics or words & set(content(plain(self.story.facts[entry.fact].says)))
        ]

    def _once_more(self, names: list[str], context: Context) -> list[Piece]:
        memory, pieces = context.memory, [self._line("again", context)]
        for name in names:
            fact = self.story.facts[name]
            said = first_sentence(fact.vague if name in memory.vaguely and fact.vague else fact.says)
            memory.tell(name, "elicited", context.turn, "asked again")
            said = lowered(said) if len(pieces) == 1 else said
            pieces.append(Piece(said, "says", name, "elicited", "asked again"))
        return pieces

    def _said_back(self, heard: Understanding, context: Context) -> Answer | None:
        """To a teach-back, what was explained as far as it was followed; questions beside it are answered too."""
        asked_back = " ".join(way.text for way in heard.of("teach_back"))
        if not asked_back:
            return None
        lost = self._followed(context) == "lost"
        pieces = [self._line("lost", context)] if lost else self._explained("says_back", context)
        about = None
        for act in heard.of("question"):
            if act.topic and act.attribute and act.topic != "ice" and not _part_of(act.text, asked_back):
                pieces += self._one(act.topic, act.attribute, act.text, context)
                about = about or act.topic
        return Answer(pieces, topic=about)

    def _explained(self, lead: str, context: Context, about: str = "") -> list[Piece]:
        back = said_back(context.memory.explained, context.feelings.understanding, about)
        if not back:
            return [self._line("told_nothing", context)]
        said = [lowered(back[0]), *back[1:]]
        return [self._line(lead, context), *(Piece(sentence, "said_back") for sentence in said)]

    def _decides(self, heard: Understanding, context: Context) -> Answer | None:
        """To a shared decision, what the patient would like, once; after that, or where there is none, undecided."""
        offered = " ".join(way.text for way in heard.of("shared_decision"))
        asks = "?" in context.text or ways_of_speaking.is_question(offered)
        if not offered or not asks or context.ways & {"insult", "consent"}:
            return None
        for act in heard.of("question"):
            own = act.topic == "ice" and act.target in self.story.facts
            firm = act.topic not in ("ice", None) and (act.confidence >= FIRM or not _part_of(act.text, offered))
            if own or firm:
                return None
        for name in WISHES:
            if name in self.story.facts and name not in context.memory.said:
                topic, attribute = name.split(".")
                return Answer(self.gate.answer(topic, attribute, context.memory, context.asking(offered)), topic=topic)
        return Answer([self._line("undecided", context)])

    def _identity(self, heard: Understanding, context: Context) -> Answer | None:
        """Name and date of birth where a check of identity asks for both."""
        if not heard.of("identity_check"):
            return None
        wanted = [side for side, pattern in IDENTITY if pattern.search(plain(context.text))]
        asked = {act.attribute for act in heard.of("question") if act.topic == "identity"}
        if len(wanted) < 2 and asked:
            return None
        pieces = [
            piece for side in wanted for piece in self.gate.answer("identity", side, context.memory, context.asking(""))
        ]
        return Answer(pieces) if pieces else None

    def _respond(self, heard: Understanding, context: Context) -> Answer:
        done = {act.act for act in heard.acts}
        unheard = next((act.attribute for act in heard.of("nonsense") if act.attribute), None)
        if unheard:
            turn = context.memory.count(f"line.{unheard}")
            return Answer([Piece(unheard_line(unheard, key_of(self.story, self.seed), turn), "line")], "clarify")
        if "nonsense" in done or not heard.acts:
            return Answer([self._line("clarify", context)], "clarify")
        kind = next((way for way in REPLIES if way in done), "statement")
        if kind == "consent" and ("?" in context.text or re.search(r"\b(?:may|can|could) i\b", plain(context.text))):
            what, given = consents(context.text, context.heard, context.moves)
            refused = "consent_refused" if what == "examination" else "consent_refused_questions"
            kind = "consent" if given else refused
        elif kind == "check_understanding":
            kind = self._followed(context)
        elif kind == "closing":
            worry = self.gate.at_the_door(context.memory, context.asking(context.text))
            if worry:
                return Answer(worry)
        return Answer([self._line(kind, context)])

    def _followed(self, context: Context) -> str:
        """Whether what was explained was understood, as a kind of line."""
        explained = context.heard.ways.get("explanation")
        return "lost" if explained and context.feelings.understanding < FOLLOWED else "check_understanding"

    def _finished(self, answer: Answer, context: Context) -> Answer:
        """The answer with what a companion says first or adds, or with a harmless word of the patient's own."""
        held = [piece for piece in answer.pieces if piece.because == "not alone"]
        answer.before_company = bool(held)
        facts = [piece.fact for piece in answer.pieces if piece.source == "says" and piece.fact]
        with_them = self.story.companion if context.accompanied else None
        if with_them and facts:
            self._company_speaks(answer, facts[0], with_them, context)
        words = sum(len(piece.text.split()) for piece in answer.pieces)
        chance = pick(f"{self._key}|fill|{context.turn}", 1000) / 1000
        denied = answer.pieces[-1].text.lower().startswith(("no", "never"))
        fits = facts and not answer.also and not denied and words < LONG_ENOUGH
        if fits and chance < self.persona.fills and self._grown():
            place = context.memory.count("line.fill") + pick(f"{self._key}|fill", len(self.persona.fill))
            answer.pieces.append(Piece(self.persona.fill[place % len(self.persona.fill)], "line"))
        return answer

    def _company_speaks(self, answer: Answer, fact: str, with_them: Companion, context: Context) -> None:
        words = with_them.knows.get(fact)
        if not words or f"companion.{fact}" in context.memory.times or with_them.answers == "interprets":
            return
        chance = pick(f"{self._key}|company|{fact}", 1000) / 1000
        if chance < ADDS[with_them.attitude]:
            context.memory.count(f"companion.{fact}")
            answer.also.append(("companion", [Piece(words, "companion", fact, "volunteered", "companion added")]))

    def _known(self, act: Act, with_them: Companion) -> str | None:
        name = self.gate.holder(str(act.topic), str(act.attribute))
        return name if name in with_them.knows else None

    def _as_known(self, name: str, with_them: Companion, context: Context) -> list[Piece]:
        """A fact in the companion's words, or the patient's words quoted."""
        context.memory.count(f"companion.{name}")
        context.memory.tell(name, "elicited", context.turn, "companion asked")
        words = with_them.knows[name]
        if words:
            return [Piece(words, "companion", name, "elicited", "companion asked")]
        said = Piece(f"“{self.story.facts[name].says}”", "companion", name, "elicited", "companion asked")
        return [self._line("quoted", context), said]

    def _by_companion(self, pieces: list[Piece], status: Status, topic: str | None = None) -> Answer:
        with_them = self.story.companion
        return Answer(pieces, status, "companion", with_them.name if with_them else None, topic=topic)

    def _grown(self) -> bool:
        return self.story.speaker is not None or self.story.age_years >= 12

    def _line(self, kind: str, context: Context, voice: str = "") -> Piece:
        turn = context.memory.count(f"line.{kind}")
        return Piece(line(kind, self.story, context.feelings.mood, turn, self.seed, voice), "line")


def _part_of(clause: str, sentences: str) -> bool:
    """Whether a clause is one of the sentences or a part of them."""
    return set(tokens(clause)) <= set(tokens(sentences))


def _within(piece: Piece, pieces: list[Piece]) -> bool:
    """Whether the same is said already in this answer."""
    return any(piece.text == other.text or (piece.fact and piece.fact == other.fact) for other in pieces)
