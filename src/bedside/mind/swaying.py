"""How ways of speaking move trust, understanding and feelings. The numbers are estimates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bedside.mind import acts as ways_of_speaking
from bedside.mind.feelings import Moves
from bedside.mind.story import Understanding
from bedside.mind.wording import plain

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
    "teach_back": 0.02,
    "shared_decision": 0.03,
    "safety_net": 0.01,
    "invites_questions": 0.02,
    "thanks": 0.01,
    "jargon": -0.02,
    "leading_question": -0.01,
    "double_question": -0.02,
    "interruption": -0.03,
    "insult": -0.25,
}
"""How a way of speaking moves trust (0–1) the first time, in the order in which patients rate them."""
FADES = 0.75
"""Each further time moves trust by this much of the time before; an insult does not fade."""
FEELING_MOVES: dict[str, tuple[tuple[str, float], ...]] = {
    "greeting": (("ease", 0.02),),
    "introduction": (("ease", 0.02), ("fear", -0.02)),
    "consent": (("fear", -0.02), ("shame", -0.02)),
    "signposting": (("fear", -0.02),),
    "reassurance": (("fear", -0.04),),
    "explanation": (("fear", -0.04),),
    "shared_decision": (("fear", -0.04), ("ease", 0.02)),
    "empathy": (("fear", -0.08), ("sadness", -0.04), ("shame", -0.1), ("ease", 0.05)),
    "jargon": (("fear", 0.03),),
    "interruption": (("anger", 0.05),),
    "insult": (("fear", 0.1), ("ease", -0.4)),
}
"""What a way of speaking adds to feelings, each time."""
INSULTED = 0.75
"""Anger of somebody who has just been insulted, at least."""
ACKNOWLEDGED, HEARD = 0.25, 0.6
"""Share of anger that is left when it is acknowledged by somebody trusted enough, and by others."""
TRUSTED = 0.4
DISTRESSED = 0.3
"""Strength of fear, anger or sadness from which empathy moves trust half as much again."""
EXPLAINED, CHECKED, JARGON = 0.25, 0.15, -0.2
"""How understanding moves by a plain explanation, by checking it, and by technical words in one."""
REFUSES_BELOW, ANGRY_REFUSES_BELOW = 0.12, 0.2
"""Trust below which consent is refused."""
TO_EXAMINE = re.compile(
    r"\b(?:examin\w*|look|listen|feel|touch|press|check|undress|shirt|top off|blood|needle|test|scan|procedure|"
    r"chaperone)\b"
)


@dataclass(slots=True)
class Heard:
    """How the clinician has spoken so far; serialisable."""

    ways: dict[str, int] = field(default_factory=dict)
    cared: int | None = None
    insults: int = 0
    consents: dict[str, bool] = field(default_factory=dict)
    heard_ms: int = -1
    spoken_words: int = 0


def sway(understood: Understanding, text: str, heard: Heard, moves: Moves, turn: int, at_ms: int) -> None:
    """Move trust, understanding and feelings by how a turn was spoken; ways that are not known here move nothing."""
    feelings = moves.feelings
    distressed = max(feelings.now["fear"], feelings.now["anger"], feelings.now["sadness"]) >= DISTRESSED
    ways = list(dict.fromkeys(act.act for act in understood.acts))
    if heard.heard_ms >= 0 and ways_of_speaking.interrupts(heard.spoken_words, at_ms - heard.heard_ms):
        ways.append("interruption")
    for way in ways:
        times = heard.ways.get(way, 0)
        if way in TRUST_MOVES:
            heard.ways[way] = times + 1
            move = TRUST_MOVES[way] * (1.0 if way == "insult" else FADES**times)
            moves.trust(move * (1.5 if way == "empathy" and distressed else 1.0), way)
        for what, by in FEELING_MOVES.get(way, ()):
            moves.add(what, by if by > 0 else max(by, -feelings.now[what]), way)
    if "insult" in ways:
        heard.insults += 1
        moves.feel("anger", max(INSULTED, feelings.now["anger"] + 0.2), "insult")
        feelings.given = None
    elif "empathy" in ways and feelings.now["anger"] > 0:
        moves.soothe("anger", ACKNOWLEDGED if feelings.trust >= TRUSTED else HEARD, "empathy")
    _explained(ways, moves)
    if "empathy" in ways or ways_of_speaking.marked("care", plain(text)):
        heard.cared = turn


def _explained(ways: list[str], moves: Moves) -> None:
    if "explanation" in ways:
        moves.understanding(JARGON if "jargon" in ways else EXPLAINED, "jargon" if "jargon" in ways else "explanation")
    if "check_understanding" in ways:
        moves.understanding(CHECKED, "check of understanding")


def consents(text: str, heard: Heard, moves: Moves) -> tuple[str, bool]:
    """What leave is asked for, `examination` or `questions`, and whether it is given; a refusal can be taken back."""
    what = "examination" if TO_EXAMINE.search(plain(text)) else "questions"
    feelings = moves.feelings
    least = ANGRY_REFUSES_BELOW if feelings.mood == "angry" else REFUSES_BELOW
    given = feelings.trust >= least
    moves.other(f"consent to {what}", float(heard.consents.get(what, False)), float(given), "asked for consent")
    heard.consents[what] = given
    return what, given
