"""A turn of the patient lent out to be phrased, and taken back: what is said is decided before and checked after.

With a model present, `said` is followed by `phrase_wanted`, and `answered` comes with the model's `phrase`, with the
next words of anybody, or with the deadline, whichever is first. Facts, trust and mood are those decided on being asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bedside.activities.clinic.commands import Phrase, Phrasing
from bedside.activities.clinic.state import Lent, Wanted
from bedside.encounter import Happening, Refused, Tick
from bedside.mind import Circumstances
from bedside.mind.claims import check
from bedside.mind.claims.cutting import plain
from bedside.mind.expression import all_lines, breathed
from bedside.mind.phrasing.prompt import Person, Request, Spoken, grounds_of

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity

FEWEST_WORDS = 4
"""Shorter answers ("Yes, a bit.") are as natural as they can be."""
SPEAKS_FROM_YEARS = 6
"""Below this age a child's own few words stay as they are; an estimate."""
SPARE_WORDS = 12
"""A phrase may have twice the words that it carries, and these: people answer a question in 8 words (median of
primock57, Papadopoulos Korfiatis et al. 2022), so that a long answer is out of character. The factor is an estimate."""
STATUSES = frozenset({"answered", "unknown"})
OVERTAKES = frozenset({"greet", "ask", "tell", "say", "steer", "end"})
"""Verbs after whose words, or end, an answer to what was asked before would come too late."""
Answer = dict[str, Any]


def lend(clinic: ClinicActivity, by: Phrasing) -> Iterator[Happening]:
    """A model has come, or gone."""
    clinic.state.lent = Lent(by.model, by.deadline_ms) if by.model else None
    yield Happening("phrasing", {"model": by.model, "deadline_ms": by.deadline_ms})


def say(
    clinic: ClinicActivity, answers: Sequence[Answer], *, asked: str, body: Circumstances, at: Tick
) -> Iterator[Happening]:
    """Say what the mind has decided, one voice after the other; the first may be lent out before."""
    state, first = clinic.state, answers[0]
    if state.lent is None or not _worth_phrasing(clinic, first):
        for answer in answers:
            yield _said(clinic, answer, at)
        return
    state.phrases += 1
    own = first["speaker"] == "patient"
    state.wanted = Wanted(
        id=f"p{state.phrases}",
        due=at + state.lent.deadline_ms,
        asked=asked,
        words=plain(first["text"]),
        answers=list(answers),
        pain=body.pain if own else 0.0,
        breathless=body.breathless if own else 0.0,
    )
    yield Happening("phrase_wanted", {"id": state.wanted.id, "words": state.wanted.words, "due": state.wanted.due})


def _worth_phrasing(clinic: ClinicActivity, answer: Answer) -> bool:
    """Whether this carries something of the story, in a voice that a model may lend."""
    story, text = clinic.mind.story, answer["text"]
    child = answer["speaker"] == "patient" and (story.speaker is not None or story.age_years < SPEAKS_FROM_YEARS)
    return answer["status"] in STATUSES and not child and len(text.split()) >= FEWEST_WORDS and text not in all_lines()


def request(clinic: ClinicActivity) -> Request | None:
    """What a model is told of the turn that is out, and all that it is told."""
    wanted = clinic.state.wanted
    if wanted is None:
        return None
    voice = wanted.answers[0]["speaker"]
    talk = [line for line in clinic.state.conversation if line.who != "narrator"]
    last = max((at for at, line in enumerate(talk) if line.who == "learner"), default=0)
    names = {"learner": "clinician", voice: "you"}
    return Request(
        person=_person(clinic, wanted.answers[0]),
        words=(wanted.words,),
        asked=wanted.asked,
        earlier=tuple(Spoken(names.get(line.who, line.who), line.text) for line in talk[:last]),
        said=tuple(clinic.state.grounded.get(line.seq, line.text) for line in talk if line.who != "learner"),
    )


def _person(clinic: ClinicActivity, answer: Answer) -> Person:
    story = clinic.mind.story
    speaker = story.speaker
    if answer["speaker"] == "companion" and story.companion is not None:
        speaker = (story.companion.name, story.companion.relation)
    return Person(
        name=story.name,
        age_years=story.age_years,
        sex=story.sex,
        mood=answer["mood"],
        manner=story.personality or story.temperament,
        talkativeness=story.talkativeness,
        language=story.language,
        speaker=speaker,
    )


def take_back(clinic: ClinicActivity, phrase: Phrase, at: Tick) -> Iterator[Happening]:
    """The model's words, as far as they say what may be said and all of it; else the grounded words. Raises Refused."""
    wanted, asked = clinic.state.wanted, request(clinic)
    if wanted is None or asked is None or wanted.id != phrase.id:
        raise Refused("This turn has been answered already.", "Wait for the next `phrase_wanted`.")
    told: dict[str, Any] = {"model": phrase.model, "outcome": phrase.outcome, "ms": phrase.ms, "refused": []}
    text = None
    if phrase.outcome == "answered":
        verdict = check(phrase.text, grounds_of(asked))
        told["refused"] = [refusal.why for refusal in verdict.refused]
        rambles = len(verdict.text.split()) > 2 * len(wanted.words.split()) + SPARE_WORDS
        told["outcome"] = "refused" if not verdict.complete else "rambles" if rambles else "passed"
        text = verdict.text if told["outcome"] == "passed" else None
    yield from _settle(clinic, wanted, text, told, at)


def overtake(clinic: ClinicActivity, verb: str, at: Tick) -> Iterator[Happening]:
    """Before anybody speaks again or the consultation ends, what is out is said in its grounded words."""
    wanted = clinic.state.wanted
    if wanted is not None and verb in OVERTAKES:
        yield from _settle(clinic, wanted, None, _alone(clinic, wanted, "overtaken", at), at)


def overdue(clinic: ClinicActivity, at: Tick) -> Iterator[Happening]:
    """At the deadline it is said in its grounded words."""
    wanted = clinic.state.wanted
    if wanted is not None and wanted.due <= at:
        yield from _settle(clinic, wanted, None, _alone(clinic, wanted, "late", at), at)


def _alone(clinic: ClinicActivity, wanted: Wanted, outcome: str, at: Tick) -> dict[str, Any]:
    """What is told where no phrase came."""
    lent = clinic.state.lent
    since = at - (wanted.due - (lent.deadline_ms if lent else 0))
    return {"model": lent.model if lent else None, "outcome": outcome, "ms": since, "refused": []}


def _settle(
    clinic: ClinicActivity, wanted: Wanted, text: str | None, told: dict[str, Any], at: Tick
) -> Iterator[Happening]:
    clinic.state.wanted = None
    first, *others = wanted.answers
    phrased = {"id": wanted.id, "used": "grounded" if text is None else "model", "words": wanted.words, **told}
    answer = {**first, "phrased": phrased}
    if text is not None:
        answer["text"] = breathed(text, Circumstances(pain=wanted.pain, breathless=wanted.breathless))
    yield _said(clinic, answer, at)
    if text is not None:
        clinic.state.grounded[clinic.state.line] = wanted.words
    for other in others:
        yield _said(clinic, other, at)


def _said(clinic: ClinicActivity, answer: Answer, at: Tick) -> Happening:
    clinic.line(answer["speaker"], answer["text"], at, answer["status"])
    return Happening("answered", answer)
