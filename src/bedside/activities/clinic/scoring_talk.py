"""Communication by the domains of the Calgary-Cambridge guide, counted from the turns by fixed rules.

Domains: Silverman, Kurtz, Draper: Skills for Communicating with Patients, 3rd edition, 2013. Which acts speak for which
domain, and the limits below, are estimates; every line quotes the turn that it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bedside.activities.clinic.evidence import Story
from bedside.activities.clinic.scenario import ClinicScenario
from bedside.debrief import Advice, Column, Table, clock
from bedside.debrief.report import Cell
from bedside.encounter import Event


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
    Habit("insult", "Building the relationship", "Hurtful words", "Stay respectful whatever happens.", False),
    Habit("jargon", "Explanation and planning", "Jargon", "Use plain words, or explain the term at once.", False),
    Habit("explanation", "Explanation and planning", "Explains", "Say what you think is going on, in plain words."),
    Habit(
        "check_understanding",
        "Explanation and planning",
        "Checks understanding",
        "Ask them to tell it back: 'Just so I know I was clear …'",
    ),
    Habit("invites_questions", "Explanation and planning", "Invites questions", "Ask: 'What questions do you have?'"),
    Habit("safety_net", "Closing the session", "Gives a safety net", "Say when to come back or call for help."),
    Habit("closing", "Closing the session", "Closes", "Say what happens next, and take your leave."),
)
FEW = {"open_question": 2, "empathy": 2, "signposting": 2}
"""How often a habit should be seen in a station (estimates); once is enough for the others."""


def _acts(story: Story) -> list[tuple[Event, dict[str, Any]]]:
    return [(event, act) for event in story.of("said") for act in event.data["acts"]]


def communication(scenario: ClinicScenario, story: Story) -> Table:
    """What was seen of each habit, with the first turn that shows it."""
    acts = _acts(story)
    rows: list[tuple[Cell, ...]] = []
    for habit in HABITS:
        seen = [event for event, act in acts if act["act"] == habit.act]
        wanted = habit.act in scenario.communication
        verdict = _verdict(habit, len(seen), wanted)
        quote = f"“{seen[0].data['text']}” ({clock(seen[0].at)})" if seen else ""
        rows.append((habit.domain, habit.text, len(seen), verdict, quote, "" if verdict == "good" else habit.advice))
    columns = (
        Column("domain", "Domain"),
        Column("habit", "Habit"),
        Column("seen", "Seen", "number"),
        Column("verdict", "Verdict", "verdict"),
        Column("quote", "For example"),
        Column("advice", "To try"),
    )
    return Table("communication", "Communication", _profile(story, acts), columns, tuple(rows))


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
    open_ones = sum(act["act"] == "open_question" for _, act in acts)
    closed = sum(act["act"] == "question" for _, act in acts)
    mine = sum(len(event.data["text"].split()) for event in turns)
    theirs = sum(len(decided_words(event).split()) for event in story.of("answered"))
    share = round(100 * mine / (mine + theirs)) if mine + theirs else 0
    rephrase = sum(event.data["status"] == "clarify" for event in story.of("answered"))
    return (
        f"{len(turns)} turns, {open_ones} open and {closed} closed questions; you spoke {share} % of the words; "
        f"the patient asked {rephrase} times what was meant."
    )


def decided_words(event: Event) -> str:
    """The words of an answer as they were decided, so that marks do not depend on a language model's phrasing."""
    return str(event.data.get("phrased", event.data).get("words", event.data["text"]))


def weakest_habits(scenario: ClinicScenario, story: Story) -> list[Advice]:
    """What to change first in the way of speaking: bad habits by how often, then wanted ones that were missing."""
    acts = [act["act"] for _, act in _acts(story)]
    bad = sorted((h for h in HABITS if not h.good and acts.count(h.act)), key=lambda h: -acts.count(h.act))
    missing = [h for h in HABITS if h.good and h.act in scenario.communication and h.act not in acts]
    return [
        Advice(habit.text if not habit.good else f"{habit.text} (not heard this time)", habit.advice)
        for habit in (*bad, *missing)
    ]
