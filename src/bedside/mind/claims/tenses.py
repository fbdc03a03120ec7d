"""The tenses that the verbs of a clause show."""

from __future__ import annotations

from bedside.mind.claims.cutting import BETWEEN, UNCHANGING
from bedside.mind.claims.vocabulary import Vocabulary

_PLAIN_AFTER = frozenset({"i", "we", "they", "you"})
_ENDING_AFTER = frozenset({"it", "he", "she"})
_NO_VERBS = BETWEEN | {"can", "could", "would", "must", "might", "both", "all", "do", "did"}
_BEFORE_PLAIN = frozenset({"not", "did", "to", "can", "could", "would", "will", "might", "must"})
_NO_THIRD = frozenset({"always", "sometimes", "was", "does", "has", "perhaps", "besides", "afterwards", "nights"})


def tenses(raws: list[str], book: Vocabulary) -> tuple[str, ...]:
    """Past, present, perfect, future, before (had done) or participle, one for each verb that shows it, in order."""
    found: list[str] = []
    perfect = had = -9
    for at, raw in enumerate(raws):
        before = raws[at - 1] if at else ""
        after = raws[at + 1] if at + 1 < len(raws) else ""
        if raw == "had" and at - max(perfect, had) > 3:
            had = at
            found.append("past")
        elif raw in {"have", "has"}:
            perfect = at
            found.append("present" if after in {"got", "to", "a", "an", "the", "no", "any"} else "have")
        elif raw == "will" or (raw == "going" and after == "to"):
            found.append("future")
        elif raw == "is" and (after in {"been", "got"} or (after == "not" and raws[at + 2 : at + 3] == ["been"])):
            perfect = at
        elif raw == "do" and before in _BEFORE_PLAIN:
            continue
        elif raw in {"am", "is", "are", "do", "does"}:
            found.append("present")
        elif raw in {"was", "were", "did"}:
            found.append("past")
        elif raw in book.participles or (
            at - had <= 3 and (raw in book.past or raw in UNCHANGING or (raw[-2:] == "ed" and len(raw) > 4))
        ):
            found.append("before" if at - had <= 3 else "perfect" if at - perfect <= 3 else "participle")
        elif raw in book.past and raw not in {"left", "got", "bit"}:
            found.append("perfect" if at - perfect <= 3 else "past")
        elif at - perfect <= 3 and (raw in UNCHANGING or (raw.endswith("ed") and len(raw) > 4)):
            found.append("perfect")
        elif raw.endswith("ed") and len(raw) > 4 and (before in book.pronouns or before in {"it", "that", "this"}):
            found.append("past")
        elif before in _PLAIN_AFTER and raw.isalpha() and raw not in _NO_VERBS and raw not in book.negators:
            found += ["present"] if (raw,) not in book.manners else []
        elif raw in {"gets", "says", "goes", "takes"} or (before in _ENDING_AFTER and _is_third(raw)):
            found.append("present")
    if "perfect" in found:
        found = [one for one in found if one != "have"]
    if "before" in found:
        found = [one for one in found if one != "past"]
    return tuple("present" if one == "have" else one for one in found)


def _is_third(raw: str) -> bool:
    """Whether the word ends as verbs do after "she" and "it"."""
    return len(raw) > 3 and raw.endswith("s") and not raw.endswith(("ss", "us", "is")) and raw not in _NO_THIRD
