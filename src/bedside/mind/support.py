"""Words of a learner who speaks of harming themselves: heard by a rule, met out of role with a fixed text."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

_BETWEEN = (
    "really|just|honestly|actually|also|only|often|sometimes|have|been|am|do|still|feel|think|keep|so|about|of|want|wanted|"
    "wanting|wanna|going|gonna|like|planning|plan|need|thinking|thoughts|might|could|would|will|rather|to|may|intend|i|i'm|"
    "should|ready|decided|tempted|urge|the|an|having|wish|be"
)
_HARM = (
    "kill(?:ing)? my ?self|hurt(?:ing)? my ?self|harm(?:ing)? my ?self|cut(?:ting)? my ?self|"
    "end(?:ing)? my (?:own )?life|end(?:ing)? it all|tak(?:e|ing) my (?:own )?life|suicidal|"
    "(?:commit(?:ting)?|of) suicide|be dead|was dead|were dead|(?<=want to )die|better off dead"
)
OWN_HARM = re.compile(
    rf"\b(?:i|i'm|im|i am|i've|i'd|i'll|i will|i would)\b(?: (?:{_BETWEEN})){{0,8}} (?:{_HARM})\b"
    r"|\bi (?:really |just |honestly )*(?:want to|wanna) die\b"
)
"""First person, an intention or thought, and harm to oneself."""
SPEAKS_FOR_ANOTHER = re.compile(
    r"\b(?:you|he|she|they|patients?|people|someone|somebody|anyone|who|any)\b[^.!?;,]*\b(?:say|says|said|saying|think|"
    r"thinks|thought|thinking|thoughts?|feel|feels|feeling|felt|told|tell|tells|mean|like|wish|wished)"
    r"(?: (?:to|yourself|himself|herself|that|things?|like|something|such|as|about|of|how|out|loud|ever|me))*[,:]? ?$"
)
"""What stands before a quotation of the patient's or other people's words."""
FIGURES = re.compile(
    r"\b(?:laughing|kill myself for|kick myself|when i hurt myself|i hurt myself (?:as|at|on|in|playing))\b"
)
QUOTED = re.compile(r"[\"“‘][^\"”’]*[\"”’]|(?<!\w)'[^']*'(?!\w)")


def speaks_of_own_harm(text: str) -> bool:
    """Whether the speaker says of themselves that they want to come to harm; questions about the patient never are."""
    words = QUOTED.sub(" ", text.lower().replace("’", "'"))
    words = re.sub(r"\s+", " ", words)
    found = OWN_HARM.search(words)
    if found is None or FIGURES.search(words):
        return False
    return not SPEAKS_FOR_ANOTHER.search(words[: found.start()])


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((files("bedside.mind") / "support.yaml").read_text("utf-8"))
    return loaded


def regions() -> tuple[str, ...]:
    """Regions whose lines are known."""
    return tuple(_table()["regions"])


def support_text(region: str | None = None) -> str:
    """The fixed words of support, with the numbers of a region (`GB`, `US` …) or where to find them."""
    table = _table()
    where: dict[str, str] = table["regions"].get((region or "").upper(), table["default"])
    return str(table["text"]).format(line=where["line"], emergency=where["emergency"])
