"""Which ways of speaking a turn holds: greeting, empathy, summary and the others of `acts.yaml`, each with its words.

`ways` reads one clean clause; `spoken` reads a whole turn, and sees what only a turn shows: that two things were asked
at once, that the answer was suggested, that what was heard before is told back, which technical words went unexplained.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from bedside.mind.jargon import unexplained
from bedside.mind.naming import joined, named
from bedside.mind.wording import CONTRACTIONS, FILLER, IS_AFTER, SPELLING, SUFFIXES, is_filler, strip_lead, tokens

QUESTION = re.compile(
    r"^(?:do|does|did|have|has|had|are|is|was|were|can|could|would|will|should|what|how|when|where|why|who|which|"
    r"whose|any|anything|ever|"
    r"been|had|got|getting|having|noticed|taking|still|tell me|describe|explain|walk me|talk me|give me|show me|"
    r"point|on a scale|rate|am i|may i)\b|\?$|\b(?:how about|what about|how (?:bad|sore|long|often|many|much|"
    r"severe))\b"
)
OPEN = re.compile(
    r"\b(?:tell me (?:more|about|what|all|everything|a (?:bit|little))|what (?:brings|brought|seems|has been|"
    r"is (?:going on|the problem|troubling|"
    r"wrong|the matter|bothering|happening)|happened|can i (?:do|help))|how (?:can|may|could) i help|describe|"
    r"talk me through|walk me through|"
    r"how (?:are|have) you (?:been|feeling|doing|coping)|how are things|go on|say more|expand|elaborate|"
    r"in your own words|what else|"
    r"anything else|from the (?:beginning|start)|how (?:has|is) (?:this|that|it|everything)(?: \w+)? (?:affect\w*|"
    r"been)|what is it like|why)\b"
)
FREE = re.compile(r"\b(?:how|what|tell|describe|talk|walk|take|go on|elaborate|say more|expand|in your own)\b")
ECHO = 4
"""Words up to which a turn that asks and says nothing else only repeats the patient's."""
LEAST_TOLD_BACK = 2
"""Things that the patient said which a summary tells back at least."""
MOST_ASKED = 2
"""Things asked in one turn from which on they are too many."""
NOT_MARKS = ("leading", "care", "exam_or_result", "asks_diagnosis", "beyond")
READ_TIME_MS_PER_WORD = 252
"""Silent reading of English prose, 238 words a minute (Brysbaert 2019, meta-analysis of 190 studies)."""
LONG_ENOUGH = 12
"""Words of an answer from which it can be cut short; what is shorter is grasped at a glance (estimate)."""
LONGEST_WAIT_MS = 8000
"""Longest time that an answer is taken to need (estimate)."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A way of speaking and the words that show it; for jargon, the technical word."""

    act: str
    text: str


@dataclass(frozen=True, slots=True)
class _Way:
    alone: bool
    clause: re.Pattern[str]
    turn: re.Pattern[str]
    told: re.Pattern[str] | None
    but_not: re.Pattern[str] | None


@lru_cache(maxsize=1)
def _patterns() -> tuple[dict[str, _Way], dict[str, re.Pattern[str]]]:
    raw: dict[str, Any] = yaml.safe_load((files("bedside.mind") / "acts.yaml").read_text("utf-8"))
    acts = {
        name: _Way(
            bool(spec["alone"]),
            _any(spec["patterns"]),
            _any([*spec["patterns"], *spec.get("turn", ())]),
            _any(spec["told"]) if "told" in spec else None,
            _any(spec["but_not"]) if "but_not" in spec else None,
        )
        for name, spec in raw.items()
        if name not in (*NOT_MARKS, "shapes")
    }
    return acts, {name: _any(raw[name]) for name in NOT_MARKS}


@lru_cache(maxsize=1)
def _shapes() -> dict[str, re.Pattern[str]]:
    raw: dict[str, Any] = yaml.safe_load((files("bedside.mind") / "acts.yaml").read_text("utf-8"))
    return {name: re.compile("".join(pieces)) for name, pieces in raw["shapes"].items()}


def _shape(name: str) -> re.Pattern[str]:
    return _shapes()[name]


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.MULTILINE)


def ways(clause: str) -> list[str]:
    """The communication acts in a clean clause, in a fixed order."""
    bare = clause.rstrip("?")
    return [name for name, way in _patterns()[0].items() if way.clause.search(bare)]


def known_acts() -> frozenset[str]:
    """Every act that `spoken` can find."""
    return frozenset(_patterns()[0]) | {
        "open_question",
        "leading_question",
        "double_question",
        "jargon",
        "acknowledgement",
    }


def stands_alone(act: str) -> bool:
    """Whether a clause with this act asks for nothing more."""
    return _patterns()[0][act].alone


def marked(mark: str, clause: str) -> bool:
    """Whether a clause bears a mark: leading, care, exam_or_result, asks_diagnosis, beyond or jargon."""
    if mark == "jargon":
        return bool(unexplained(clause))
    return bool(_patterns()[1][mark].search(clause.rstrip("?")))


def is_question(clause: str) -> bool:
    """Whether a clause reads like a question or a request to tell."""
    return bool(QUESTION.search(clause))


def is_open(clause: str) -> bool:
    """Whether a question invites the patient to tell freely."""
    return bool(OPEN.search(clause))


def interrupts(words: int, waited_ms: int) -> bool:
    """Whether a turn came before an answer of so many words could have been heard or read to its end."""
    return words >= LONG_ENOUGH and 0 <= waited_ms < min(LONGEST_WAIT_MS, words * READ_TIME_MS_PER_WORD)


def spoken(text: str) -> tuple[Spoken, ...]:
    """The ways of speaking in a turn as typed or recognised, each once with the sentence that shows it."""
    lines = sentences(text)
    if not lines:
        return ()
    found = [*_ways_of_turn(lines), *_asking(lines, sentences(text, whole=True))]
    told_back = _summary(lines)
    if told_back and all(way.act != "summary" for way in found):
        found.append(Spoken("summary", told_back))
    found += [Spoken("jargon", word) for word in unexplained(text)]
    if not found and _only_acknowledges(lines):
        found.append(Spoken("acknowledgement", lines[0]))
    return tuple(found)


def sentences(text: str, *, whole: bool = False) -> list[str]:
    """Lower case, contractions undone, fillers and (unless `whole`) openers dropped; each sentence with its `?`."""
    words = re.sub(r"[‘’]", "'", text.lower())
    words = re.sub(r"\b(dr|mr|mrs|ms|prof)\.", r"\1", words)
    words = re.sub(rf"\b({IS_AFTER})'s\b", r"\1 is", words)
    words = re.sub(r"[a-z']+", lambda m: CONTRACTIONS.get(m[0], m[0]), words)
    for suffix, full in SUFFIXES:
        words = re.sub(rf"{suffix}\b", full, words)
    words = FILLER.sub(" ", re.sub(r"[a-z]+", lambda m: SPELLING.get(m[0], m[0]), words))
    words = re.sub(r"\b(\w+)(?:,? \1\b)+", r"\1", re.sub(r"[\"()\[\]]", " ", words))
    found = []
    for sentence in re.split(r"(?<=[.?!;])\s+|\n+|…", words):
        asked = sentence.rstrip().endswith("?")
        bare = re.sub(r"\s+", " ", re.sub(r"(?:\s*,)+", ",", sentence)).strip(" ,.?!;:-")
        bare = bare if whole else strip_lead(bare)
        if re.search(r"\w", bare):
            found.append(bare + ("?" if asked else ""))
    return found


def _ways_of_turn(lines: list[str]) -> list[Spoken]:
    bare = [line.rstrip("?") for line in lines]
    everything = "\n".join(bare)
    telling = "\n".join(line for line in lines if not line.endswith("?"))
    found = []
    for name, way in _patterns()[0].items():
        shown = _shown(way, way.turn, everything) or (way.told and _shown(way, way.told, telling))
        if shown:
            found.append(Spoken(name, shown))
    return found


def _shown(way: _Way, pattern: re.Pattern[str], text: str) -> str | None:
    """The first sentence that the pattern fits and nothing speaks against."""
    for match in pattern.finditer(text):
        start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.start())
        line = text[start : end if end >= 0 else len(text)]
        if way.but_not is None or not way.but_not.search(line):
            return line
    return None


def _asking(lines: list[str], whole: list[str]) -> list[Spoken]:
    """Open, leading and several questions."""
    found = []
    asked = [
        line
        for line in lines
        if line.endswith("?") or (QUESTION.search(line) and not line.startswith(("have a ", "had ")))
    ]
    inviting = next((line for line in lines if _shape("inviting").search(line.rstrip("?")) and _invites(line)), None)
    if inviting:
        found.append(Spoken("open_question", inviting.rstrip("?")))
    leading = next((line for line in whole if _suggests(line)), None)
    if leading:
        found.append(Spoken("leading_question", leading.rstrip("?")))
    if _several(asked):
        found.append(Spoken("double_question", " ".join(asked)))
    return found


def _invites(line: str) -> bool:
    """Whether a sentence with open words is a question or a request, and neither a greeting nor an announcement."""
    if _shape("greets").match(line):
        return False
    return bool(_shape("requests").match(line)) or (
        line.endswith("?") and bool(FREE.search(line)) and not _shape("closed").match(line)
    )


def _suggests(line: str) -> bool:
    """Whether a question suggests its answer."""
    if not line.endswith("?"):
        return False
    if _shape("supposes").search(line):
        return True
    return (
        bool(_shape("leading_end").search(line) or _shape("leading_start").search(line) or _shape("tells").search(line))
        and len(tokens(line)) > 1
    )


def _several(asked: list[str]) -> bool:
    """Whether three or more things, or two of different topics, are asked at once."""
    if any(joined(line) for line in asked):
        return True
    topics = [named(line) for line in asked]
    apart = [kinds for kinds in topics if kinds]
    return len(apart) > MOST_ASKED and len(frozenset().union(*apart)) > MOST_ASKED


def _summary(lines: list[str]) -> str | None:
    """What is told back: two or more things that the patient may have said, in sentences that do not ask for them."""
    told: list[str] = []
    for line in lines:
        found = _shape("told_back").search(line)
        cut = _shape("supposed").search(line, found.end() if found else 0)
        if found and (cut or not line.endswith("?") or len(tokens(line)) > LONG_ENOUGH):
            told.append(line[: cut.start()] if cut else line)
    things = frozenset().union(*(named(line) for line in told))
    parts = sum(len(re.findall(r",|\band\b", line)) for line in told)
    return " ".join(told).strip(" ,") if len(things) >= LEAST_TOLD_BACK and parts >= len(told) and parts > 0 else None


def _only_acknowledges(lines: list[str]) -> bool:
    words = [word for line in lines for word in tokens(line)]
    if all(is_filler(line.rstrip("?")) for line in lines):
        return True
    return (
        len(words) <= ECHO
        and not any(line.endswith("?") and len(tokens(line)) > 1 for line in lines)
        and not any(QUESTION.search(line.rstrip("?")) for line in lines)
    )
