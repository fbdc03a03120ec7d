"""Communication by the domains of the Calgary-Cambridge guide, counted from the turns by fixed rules.

Domains: Silverman, Kurtz, Draper: Skills for Communicating with Patients, 3rd edition, 2013. Which acts speak for which
domain, and the limits below, are estimates; every line quotes the turn that it counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bedside.activities.clinic.evidence import Story
from bedside.activities.clinic.scenario import ClinicScenario
from bedside.debrief import Advice, Column, Table, clock
from bedside.debrief.report import Cell
from bedside.encounter import Event
from bedside.mind.acts import interrupts
from bedside.mind.jargon import plain_words, unexplained


@dataclass(frozen=True, slots=True)
class Habit:
    """A way of speaking: the act that shows it, its domain, and what to try."""

    act: str
    domain: str
    text: str
    advice: str
    good: bool = True


HABITS = (
    Habit("greeting", "Initiating the session", "Greets the patient", "Begin with a greeting by name."),
    Habit(
        "introduction",
        "Initiating the session",
        "Gives own name and role",
        "Say who you are: 'I'm Sam, a medical student.'",
    ),
    Habit("identity_check", "Initiating the session", "Checks the patient's identity", "Check name and date of birth."),
    Habit(
        "open_question",
        "Gathering information",
        "Opens with open questions",
        "Begin open: 'Tell me what has been happening.'",
    ),
    Habit(
        "leading_question",
        "Gathering information",
        "Leading questions",
        "Ask without suggesting the answer: 'What is it like?'",
        False,
    ),
    Habit(
        "double_question", "Gathering information", "Several questions in one turn", "Ask one thing at a time.", False
    ),
    Habit(
        "signposting",
        "Providing structure",
        "Signposts",
        "Say what comes next: 'Now I'd like to ask about your family.'",
    ),
    Habit("summary", "Providing structure", "Summarises", "Sum up what you have heard and ask whether it is right."),
    Habit(
        "empathy", "Building the relationship", "Shows empathy", "Name the feeling you see: 'That sounds frightening.'"
    ),
    Habit(
        "consent",
        "Building the relationship",
        "Asks for consent",
        "Ask before you touch: 'Is it all right if I examine you?'",
    ),
    Habit(
        "interruption",
        "Gathering information",
        "Interrupts",
        "Let them finish: nobody's opening is long, and what matters often comes last.",
        False,
    ),
    Habit("insult", "Building the relationship", "Hurtful words", "Stay respectful whatever happens.", False),
    Habit("jargon", "Explanation and planning", "Jargon", "Use plain words, or explain the term at once.", False),
    Habit("explanation", "Explanation and planning", "Explains", "Say what you think is going on, in plain words."),
    Habit(
        "check_understanding",
        "Explanation and planning",
        "Checks understanding",
        "Ask after every few facts whether it is clear so far.",
    ),
    Habit(
        "teach_back",
        "Explanation and planning",
        "Asks for it to be told back (teach-back)",
        "Ask: 'To be sure I was clear, what will you tell your family about the plan?'",
    ),
    Habit(
        "shared_decision",
        "Explanation and planning",
        "Shares the decision",
        "Offer the choices and ask: 'Which of these would suit you?'",
    ),
    Habit("invites_questions", "Explanation and planning", "Invites questions", "Ask: 'What questions do you have?'"),
    Habit("safety_net", "Closing the session", "Gives a safety net", "Say when to come back or call for help."),
    Habit("closing", "Closing the session", "Closes", "Say what happens next, and take your leave."),
)
FEW = {"open_question": 2, "empathy": 2, "signposting": 2}
"""How often a habit should be seen in a station (estimates); once is enough for the others."""
QUOTED = 3
"""Turns quoted for each habit; of further ones the times are given."""
LONGEST_QUOTE = 140
"""Characters of a quote; longer turns are cut at a word."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A turn that shows a habit: its tick, its words, and what is to be said of it."""

    at: int
    text: str
    note: str = ""

    def __str__(self) -> str:
        """The quote with its time."""
        return f"“{_cut(self.text)}” ({clock(self.at)}{f': {self.note}' if self.note else ''})"


def _acts(story: Story) -> list[tuple[Event, dict[str, Any]]]:
    return [(event, act) for event in story.of("said") for act in event.data["acts"]]


def communication(scenario: ClinicScenario, story: Story) -> Table:
    """What was seen of each habit, with the turns that show it."""
    acts = _acts(story)
    rows: list[tuple[Cell, ...]] = []
    for habit in HABITS:
        seen = seen_of(habit.act, story)
        verdict = _verdict(habit, len(seen), habit.act in scenario.communication)
        advice = "" if verdict == "good" else habit.advice
        rows.append((habit.domain, habit.text, len(seen), verdict, _quotes(seen), advice))
    columns = (
        Column("domain", "Domain"),
        Column("habit", "Habit"),
        Column("seen", "Seen", "number"),
        Column("verdict", "Verdict", "verdict"),
        Column("quote", "For example"),
        Column("advice", "To try"),
    )
    return Table("communication", "Communication", _profile(story, acts), columns, tuple(rows))


def seen_of(act: str, story: Story) -> list[Seen]:
    """The turns that show a way of speaking, in order; interruptions by the time between answer and turn."""
    if act == "interruption":
        return list(_interruptions(story))
    turns = [event for event in story.of("said") if any(found["act"] == act for found in event.data["acts"])]
    if act == "jargon":
        return [Seen(event.at, event.data["text"], _glossary(event)) for event in turns]
    return [Seen(event.at, event.data["text"]) for event in turns]


def _glossary(event: Event) -> str:
    """The technical words of a turn, each with a plain equivalent; logs of earlier versions hold no words."""
    words = [act["text"] for act in event.data["acts"] if act["act"] == "jargon" and plain_words(act["text"])]
    return "; ".join(f"{word} = {plain_words(word)}" for word in words or unexplained(event.data["text"]))


def _interruptions(story: Story) -> Iterator[Seen]:
    """Turns that came before the answer to the last one could have been heard."""
    answered: Event | None = None
    words = 0
    for event in story.of("said", "answered"):
        if event.kind == "answered":
            words = len(event.data["text"].split()) + (words if answered and answered.at == event.at else 0)
            answered = event
        elif answered is not None:
            waited = event.at - answered.at
            if interrupts(words, waited):
                yield Seen(event.at, event.data["text"], f"{waited / 1000:.1f} s into an answer of {words} words")
            answered, words = None, 0


def _quotes(seen: list[Seen]) -> str:
    """The first turns in full, and when the others were."""
    more = seen[QUOTED:]
    also = [f"and {len(more)} more: {', '.join(clock(turn.at) for turn in more)}"] if more else []
    return " ".join([*map(str, seen[:QUOTED]), *also])


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_QUOTE else flat[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def _verdict(habit: Habit, seen: int, wanted: bool) -> str:
    if not habit.good:
        return "good" if seen == 0 else "to mend"
    if seen >= FEW.get(habit.act, 1):
        return "good"
    if seen:
        return "more of it"
    return "missing" if wanted else "not seen"


def _profile(story: Story, acts: list[tuple[Event, dict[str, Any]]]) -> str:
    turns = story.of("said")
    openly = {event.seq for event, act in acts if act["act"] == "open_question"}
    closed = {event.seq for event, act in acts if act["act"] == "question"} - openly
    asked = len(openly) + len(closed)
    mine = sum(len(event.data["text"].split()) for event in turns)
    theirs = sum(len(event.data["text"].split()) for event in story.of("answered"))
    share = round(100 * mine / (mine + theirs)) if mine + theirs else 0
    rephrase = sum(event.data["status"] == "clarify" for event in story.of("answered"))
    unheard = sum(act["act"] == "nonsense" and bool(act.get("attribute")) for _, act in acts)
    return (
        f"{len(turns)} turns: {len(openly)} with open and {len(closed)} with only closed questions"
        f"{f' ({round(100 * len(openly) / asked)} % open)' if asked else ''}; you spoke {share} % of the words; "
        f"the patient asked {rephrase} times what was meant"
        f"{f', {unheard} of them because no English words could be made out' if unheard else ''}."
    )


def weakest_habits(scenario: ClinicScenario, story: Story) -> list[Advice]:
    """What to change first in the way of speaking: bad habits by how often, then wanted ones that were missing."""
    seen = {habit.act: len(seen_of(habit.act, story)) for habit in HABITS}
    bad = sorted((h for h in HABITS if not h.good and seen[h.act]), key=lambda h: -seen[h.act])
    missing = [h for h in HABITS if h.good and h.act in scenario.communication and not seen[h.act]]
    return [
        Advice(habit.text if not habit.good else f"{habit.text} (not heard this time)", habit.advice)
        for habit in (*bad, *missing)
    ]
