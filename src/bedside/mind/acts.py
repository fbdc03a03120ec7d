"""Which ways of speaking a clause holds: greeting, empathy, summary and the others of `acts.yaml`."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

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
NOT_MARKS = ("leading", "care", "exam_or_result", "asks_diagnosis", "beyond", "jargon")


@lru_cache(maxsize=1)
def _patterns() -> tuple[dict[str, tuple[bool, re.Pattern[str]]], dict[str, re.Pattern[str]]]:
    raw: dict[str, Any] = yaml.safe_load((files("bedside.mind") / "acts.yaml").read_text("utf-8"))
    acts = {
        name: (bool(spec.get("alone")), re.compile("|".join(f"(?:{p})" for p in spec["patterns"])))
        for name, spec in raw.items()
        if name not in NOT_MARKS
    }
    marks = {name: re.compile("|".join(f"(?:{p})" for p in raw[name])) for name in NOT_MARKS if name != "jargon"}
    marks["jargon"] = re.compile(r"\b(?:" + "|".join(sorted(raw["jargon"], key=len, reverse=True)) + r")\b")
    return acts, marks


def ways(clause: str) -> list[str]:
    """The communication acts in a clean clause, in a fixed order."""
    bare = clause.rstrip("?")
    return [name for name, (_, pattern) in _patterns()[0].items() if pattern.search(bare)]


def stands_alone(act: str) -> bool:
    """Whether a clause with this act asks for nothing more."""
    return _patterns()[0][act][0]


def marked(mark: str, clause: str) -> bool:
    """Whether a clause bears a mark: leading, care, exam_or_result, asks_diagnosis, beyond or jargon."""
    return bool(_patterns()[1][mark].search(clause.rstrip("?")))


def is_question(clause: str) -> bool:
    """Whether a clause reads like a question or a request to tell."""
    return bool(QUESTION.search(clause))


def is_open(clause: str) -> bool:
    """Whether a question invites the patient to tell freely."""
    return bool(OPEN.search(clause))
