"""Text into sentences, and a sentence into words with its numbers made one way."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bedside.mind.claims.vocabulary import Vocabulary

LONGEST = 4000
"""Characters of a text that are read; a patient's turn is a few hundred. Estimate."""
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "…": "..."})
_STOP = re.compile(r"(?<=[.!?])(?<!\bDr\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bSt\.)[\"')\]]*\s+|\n+")
_GOES_ON = re.compile(r"\.\.\.\s*(?=[a-z])")
_WORD = re.compile(
    r"\d+(?:[.:/,]\d+)*|[a-z\u00c0-\u024f½]+(?:'[a-z]+)*|'(?:s|cos|cause)\b|[,;:().!?\"]|\s-+\s|[^\sa-z\d'-]"
)
_FIGURE = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")
_APOSTROPHE = re.compile(r"^([a-z]+)('(?:s|d|ve|re|m|ll))$")
STOPS = frozenset(',;:().!?"-')
_PER_AFTER = frozenset(
    {"time", "twice", "once", "puff", "tablet", "pint", "can", "unit", "cup", "glass", "litre", "cigarette"}
)
BETWEEN = frozenset(
    {
        "hardly",
        "barely",
        "rarely",
        "often",
        "sometimes",
        "usually",
        "still",
        "never",
        "not",
        "always",
        "just",
        "already",
        "only",
        "ever",
        "even",
        "also",
        "really",
    }
)
UNCHANGING = frozenset(
    {"cut", "put", "hit", "hurt", "set", "let", "shut", "quit", "spread", "split", "burst", "shed", "run", "come"}
)
_BEING = frozenset({"been", "be", "am", "is", "are", "was", "were"})
_NOT_ONE_AFTER = frozenset({"the", "this", "that", "which", "any", "every", "no", "each", "last", "new", "other", "'s"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written and without its ending; a stop between words has `stop` set, a number begins with `#`."""

    raw: str
    lemma: str
    stop: bool = False


def plain(text: str) -> str:
    """The text with straight quotes and hyphens, and pauses inside a sentence taken out."""
    return _GOES_ON.sub(" ", text.translate(_PLAIN))


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its stop."""
    return [part.strip() for part in _STOP.split(plain(text)) if part and part.strip()]


def words(sentence: str, vocabulary: Vocabulary) -> list[Word]:
    """The words of a sentence in small letters, contractions written out, numbers as `#3`, `#2-3`, `#8/10`."""
    raws: list[str] = []
    for raw in _WORD.findall(sentence.lower()):
        raws += _written_out(raw.strip(), vocabulary)
    for at, raw in enumerate(raws):
        if raw == "'d":
            after = next((one for one in raws[at + 1 :] if one not in BETWEEN), "")
            had = after in vocabulary.past or after in vocabulary.participles or after.endswith("ed")
            had |= after in UNCHANGING or after in {"a", "an", "the", "no", "my"}
            raws[at] = "had" if had else "would"
    for at, raw in enumerate(raws):
        before = next((one for one in reversed(raws[:at]) if one not in BETWEEN), "")
        if raw == "feeling" and before in _BEING:
            raws[at] = "feel"
    return [
        Word(raw, raw if raw[0] == "#" else vocabulary.lemma(raw), raw in STOPS) for raw in _numbered(raws, vocabulary)
    ]


def _written_out(raw: str, vocabulary: Vocabulary) -> list[str]:
    if raw.startswith("-"):
        return ["-"]
    if raw in vocabulary.contractions:
        return vocabulary.contractions[raw]
    if raw in vocabulary.ordinals:
        return [vocabulary.ordinals[raw]]
    if raw.endswith("n't"):
        return [raw[:-3], "not"]
    if raw == "o'clock":
        return []
    cut = _APOSTROPHE.match(raw)
    if cut is None:
        return [raw]
    head, tail = cut.groups()
    if tail == "'s" and head in {"it", "that", "there", "he", "she", "what", "here", "who", "where"}:
        return [head, "is"]
    return [head, {"'ve": "have", "'re": "are", "'m": "am", "'ll": "will"}.get(tail, tail)]


def _numbered(raws: list[str], vocabulary: Vocabulary) -> list[str]:
    """Number words as figures, then what is built of them: halves, ranges, "out of", "a day"."""
    out: list[str] = []
    at = 0
    while at < len(raws):
        value, used = _number(raws, at, vocabulary, out[-1] if out else "")
        if used:
            out.append(f"#{value:g}")
        elif raws[at] in {"twice", "once", "thrice"}:
            out += [f"#{('once', 'twice', 'thrice').index(raws[at]) + 1}", "time"]
        elif raws[at] in {"half", "½"}:
            out.append("#0.5")
            used = 2 if raws[at + 1 : at + 2] in (["a"], ["an"]) else 1
        elif raws[at][0].isdigit():
            out.append("#" + raws[at].replace(",", ""))
        else:
            out.append(raws[at])
        at += max(used, 1)
    return _minutes(_ages(_of_numbers(_articles(out, vocabulary))))


def _minutes(raws: list[str]) -> list[str]:
    """Half an hour and a quarter of an hour in minutes."""
    out: list[str] = []
    for raw in raws:
        if raw in {"hour", "hours"} and out and out[-1] == "#0.5":
            out[-1:] = ["#30", "minutes"]
        elif raw in {"hour", "hours"} and out[-3:] == ["quarter", "of", "#1"]:
            out[-3:] = ["#15", "minutes"]
        else:
            out.append(raw)
    return out


def _ages(raws: list[str]) -> list[str]:
    """Ages said in one way: "when I was nine" and "aged nine" are at nine, "four months old" is four months."""
    out: list[str] = []
    at = 0
    while at < len(raws):
        rest = raws[at + 1 : at + 4]
        if raws[at] == "when" and len(rest) == 3 and rest[1] in {"was", "were"} and rest[2][0] == "#":
            out.append("at")
            at += 3
            continue
        if raws[at] in {"aged", "age"} and rest and rest[0][0] == "#":
            out.append("at")
        elif raws[at] != "old" or not any(one[0] == "#" for one in out[-2:]):
            out.append(raws[at])
        at += 1
    return out


def _number(raws: list[str], at: int, vocabulary: Vocabulary, before: str) -> tuple[float, int]:
    """The number that begins here and how many words it takes; none where "one" is only a pronoun."""
    if raws[at][0].isdigit():
        return (float(raws[at]), 1) if _FIGURE.fullmatch(raws[at]) else (0, 0)
    if raws[at] not in vocabulary.numbers:
        return 0, 0
    if raws[at] == "one" and before != "point" and not _counts(raws, at, vocabulary, before):
        return 0, 0
    total, last, used = 0, 0, 0
    for raw in raws[at:]:
        value = vocabulary.numbers.get(raw)
        if value is None or used == 6:
            break
        if value >= 100:
            total = max(total, 1) * value
        elif used and last >= 20 and last % 10 == 0 and value < 10:
            total += value
        elif used and last < 10 and value >= 10:
            total = total * 100 + value
        elif used and last < 100:
            break
        else:
            total += value
        last, used = value, used + 1
    return total, used


def _counts(raws: list[str], at: int, vocabulary: Vocabulary, before: str) -> bool:
    """Whether "one" is a number: something countable follows and no article went before."""
    after = raws[at + 1] if at + 1 < len(raws) else "."
    if before in _NOT_ONE_AFTER or after in STOPS:
        return False
    lemma = vocabulary.lemma(after)
    for back in reversed(raws[max(0, at - 3) : at]):
        if back in STOPS:
            break
        if back in {"a", "an", "the"} or back in vocabulary.possessive:
            return False
    return after in {"of", "or", "hundred", "thousand", "out"} or not (
        lemma in vocabulary.function or (lemma,) in vocabulary.manners or after in vocabulary.pronouns
    )


def _articles(raws: list[str], vocabulary: Vocabulary) -> list[str]:
    """Articles that count: "a week" is one week, but "ten a day" is ten every day."""
    out: list[str] = []
    for at, raw in enumerate(raws):
        unit = raw in {"a", "an"} and at + 1 < len(raws) and vocabulary.lemma(raws[at + 1]) in vocabulary.units
        if not unit:
            out.append(raw)
        elif any(one[0] == "#" or vocabulary.lemma(one) in _PER_AFTER for one in out[-3:]) and out[-1] not in STOPS:
            out.append("per")
        else:
            out.append("#1")
    return out


def _of_numbers(raws: list[str]) -> list[str]:
    """Ranges, fractions and "and a half" as one number."""
    out: list[str] = []
    at = 0
    while at < len(raws):
        raw, rest = raws[at], raws[at + 1 : at + 4]
        if raw[0] == "#" and rest[:2] == ["out", "of"] and len(rest) == 3 and rest[2][0] == "#":
            out.append(f"{raw}/{rest[2][1:]}")
            at += 4
        elif raw[0] == "#" and len(rest) > 1 and rest[0] == "point" and rest[1][1:].isdigit() and raw[1:].isdigit():
            out.append(f"{raw}.{rest[1][1:]}")
            at += 3
        elif raw[0] == "#" and len(rest) > 1 and rest[1][0] == "#" and (joined := _joined(raw, rest[0], rest[1])):
            out.append(joined)
            at += 3
        elif rest == ["and", "a", "#0.5"] or rest[:2] == ["and", "#0.5"]:
            out.append(raw)
            for back in range(1, 3):
                if len(out) >= back and out[-back][0] == "#":
                    out[-back] += ".5"
                    break
            at += 1 + (3 if rest == ["and", "a", "#0.5"] else 2)
        else:
            out.append(raw)
            at += 1
    return out


def _joined(one: str, between: str, other: str) -> str | None:
    try:
        low, high = float(one[1:]), float(other[1:])
    except ValueError:
        return None
    if between == "over" and low >= 30 and high >= 20:
        return f"{one}/{other[1:]}"
    return f"{one}-{other[1:]}" if between in {"or", "to"} and low < high else None
