"""The check: each sentence of a text against what may be said."""

from __future__ import annotations

import re

from bedside.mind.claims.cutting import LONGEST, sentences
from bedside.mind.claims.verdict import Grounds, Refusal, Verdict

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def check(text: str, grounds: Grounds) -> Verdict:
    """The sentences of `text` that `grounds` support, and why the others are refused; it never raises."""
    passed: list[str] = []
    refused: list[Refusal] = []
    wanted = {_key(one): one for part in grounds.may_say for one in sentences(part)}
    known = set(wanted) | {_key(one) for part in grounds.said for one in sentences(part)}
    found: set[str] = set()
    for sentence in sentences(text[:LONGEST]):
        key = _key(sentence)
        if key in known:
            passed.append(sentence)
            found.add(key)
        else:
            refused.append(Refusal(sentence, "unsupported", sentence))
    if len(text) > LONGEST:
        refused.append(Refusal(text[LONGEST : LONGEST + 80], "unreadable", f"longer than {LONGEST} characters"))
    refused += [Refusal(one, "missing", one) for key, one in wanted.items() if key not in found]
    return Verdict(" ".join(passed), tuple(passed), tuple(refused), set(wanted) <= found)


def _key(sentence: str) -> str:
    return " ".join(_WORD.findall(sentence.lower()))
