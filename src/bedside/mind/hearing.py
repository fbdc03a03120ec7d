"""What reaches the ear of what was typed: English words, or why there are none. Nothing here raises or runs its input.

Look-alike letters are folded; invisible and control characters, markup, code, links, emoji and encoded data are taken
out; repeats are said once. What is longer than `LONGEST` is cut first, so that time is bounded.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import log
from typing import Any, Literal
from urllib.parse import unquote

import yaml

from bedside.mind.wording import STOP

Kind = Literal["words", "empty", "too_long", "emoji", "other_language", "markup", "gibberish", "numbers", "encoded"]
LONGEST = 2400
"""Characters heard of a turn; a long one in recorded consultations has about 600, and the clinic takes 2,000."""
LONGEST_TOKEN = 45
"""Letters of one word; the longest in medical English, pneumonoultramicroscopicsilicovolcanoconiosis, has 45."""
REPEATS = 3
"""Times that the same words stand in a row from which they are heard as said once."""
LONGEST_REPEAT = 12
"""Words of a repeat that is looked for."""
UNLIKELY = -3.7
"""Mean log likelihood of a word's letter pairs below which it is no word: of random letters 92 % lie below, of recorded
doctors' words that the taxonomy lacks 0.1 %, of the same with a typing error 5 %."""

SCRIPT = re.compile(r"(?is)<(script|style|iframe|object|svg)\b[^>]{0,400}>.{0,4000}?(?:</\1\s*>|$)")
TAG = re.compile(r"</?[A-Za-z!?][^<>]{0,400}>|<!--|-->")
LINK = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()\s]{0,400}\)")
ADDRESS = re.compile(r"(?i)\b(?:https?|ftp|file|javascript|data|vbscript):\S{0,2000}|\bwww\.\S{1,400}")
BREAKS = re.compile(r"(\w)[ \t]*[\r\n\u2028\u2029]\s*")
MARK = re.compile(r"```\w{0,20}|[*_~`#|^\\]+|^\s*[-+>]\s", re.MULTILINE)
CODE = re.compile(
    r"(?i)\b(?:select\s[^.?!;]{1,200}?\sfrom\s+\w+|drop\s+(?:table|database)\s+\w+|insert\s+into\s+\w+|union\s+(?:all\s+)?select\b|"
    r"delete\s+from\s+\w+|(?:or|and)\s+'?1'?\s*=\s*'?1'?|update\s+\w+\s+set\s+\w+)[^.?!]{0,200}|"
    r"\$\([^()]{0,200}\)|\$?\{\{?[^{}]{0,200}\}?\}|\b(?:rm\s+-rf|sudo|chmod|curl|wget)\s\S{1,200}|"
    r"\b(?:function|alert|eval|exec|import|print|console\.log|document\.\w+|os\.system|fetch)\s*\([^()]{0,200}\)|"
    r"(?:=>|;\s*--|/\*|\*/|&&|\|\||==+|!=|\.\./)+"
)
ENCODED = re.compile(r"(?:[A-Za-z0-9+/]{24,}={1,2}|[0-9a-fA-F]{24,}|(?:\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4})+)")
PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
SMILEY = re.compile(r"(?<!\w)(?:[:;=8xX]-?[)(DPpOo3|/\\*]+|<3|\^_\^|[)(]-?[:;=])(?!\w)")
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
STRETCHED = re.compile(r"([a-z])\1{2,}", re.IGNORECASE)
DOUBLED = "eolsf"
"""Letters that a stretched word more likely has twice ("feeel", "stilll")."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard: clean English `text`, its `kind` (`words`, or why there are none), and whether it was `cut`."""

    text: str
    kind: Kind = "words"
    cut: bool = False


def heard(text: str) -> Heard:
    """What reaches the ear of a turn. Any text is taken; the same text always gives the same answer."""
    return _heard(text) if len(text) <= LONGEST else _long(text)


def answer(kind: str, key: str, turn: int) -> str:
    """What is said to a turn of which no words were heard; neighbours in time differ. It tells nothing about health."""
    lines = _data()["lines"]
    said: list[str] = lines.get(kind) or lines["many"]
    return said[(sum(key.encode()) + turn) % len(said)]


def all_answers() -> frozenset[str]:
    """Every line that `answer` may give."""
    return frozenset(line for lines in _data()["lines"].values() for line in lines)


def _long(text: str) -> Heard:
    """The end of what is too long for one breath, unless all of it was the same words over and over."""
    last = text[-LONGEST:]
    found = _heard(last[last.find(" ") + 1 :] if " " in last[:LONGEST_TOKEN] else last)
    if found.kind == "words" and len(found.text) > LONGEST // 8:
        return Heard(found.text, "too_long", True)
    return Heard(found.text, found.kind, True)


@lru_cache(maxsize=512)
def _heard(text: str) -> Heard:
    shown = "".join(_visible(unicodedata.normalize("NFKC", text)[-LONGEST:]))
    bare, marked = _without_markup(_folded(shown))
    if not any(letter.isalnum() for letter in bare):
        return Heard("", _wordless(shown, marked))
    if not any(letter.isalpha() for letter in bare):
        return Heard(" ".join(bare.split()), "numbers")
    foreign = sum(letter.isalpha() and not letter.isascii() for letter in bare)
    if 2 * foreign > sum(letter.isalpha() for letter in bare):
        return Heard("", "other_language")
    words = _once([word for word in bare.split() if len(word) <= LONGEST_TOKEN])
    if not any(letter.isalpha() for word in words for letter in word):
        return Heard("", "encoded")
    clean = STRETCHED.sub(_unstretched, " ".join(words))
    spoken = WORD.findall(clean.lower())
    if _foreign(spoken) or _accented(shown, spoken):
        return Heard("", "other_language")
    return Heard("", "gibberish") if _noise(spoken) else Heard(clean)


def _unstretched(drawn_out: re.Match[str]) -> str:
    """A letter drawn out ("paaain", "sooo"): twice where English doubles it often, else once."""
    letter = drawn_out[1]
    return letter * 2 if letter.lower() in DOUBLED else letter


def _wordless(shown: str, marked: bool) -> Kind:
    if ENCODED.search(shown):
        return "encoded"
    if any(letter.isalnum() for letter in SMILEY.sub("", shown)):
        return "markup"
    if SMILEY.search(shown) or any(unicodedata.category(letter) == "So" for letter in shown):
        return "emoji"
    return "markup" if marked else "empty"


def _visible(text: str) -> list[str]:
    """Letters without controls, invisible format characters, lone surrogates and heaps of accents."""
    kept: list[str] = []
    accents = 0
    for letter in BREAKS.sub(r"\1. ", text):
        if " " <= letter <= "~":
            kept.append(letter)
            accents = 0
            continue
        kind = unicodedata.category(letter)
        accents = accents + 1 if kind in ("Mn", "Me") else 0
        if kind in ("Cf", "Cs", "Co", "Cn") or accents > 2:
            continue
        kept.append(" " if kind in ("Cc", "Zs", "Zl", "Zp") else letter)
    return kept


def _folded(text: str) -> str:
    """Latin letters without accents, and look-alikes of other alphabets as what they pretend to be."""
    if text.isascii():
        return text
    spelled: dict[str, str] = _data()["spelled_out"]
    plain = "".join(spelled.get(letter, letter) for letter in text.replace("’", "'").replace("‘", "'"))
    bare, base = "", " "
    for letter in unicodedata.normalize("NFKD", plain):
        base = base if unicodedata.combining(letter) else letter
        bare += "" if base is not letter and base.isascii() else letter
    latin = sum(letter.isascii() and letter.isalpha() for letter in bare)
    other = sum(not letter.isascii() and letter.isalpha() for letter in bare)
    return re.sub(
        r"[^\W\d_]+", lambda word: _unmasked(word[0], mostly_latin=latin > other), unicodedata.normalize("NFC", bare)
    )


def _unmasked(word: str, *, mostly_latin: bool) -> str:
    """A word with its look-alikes replaced, where it mixes alphabets or stands among Latin words."""
    if word.isascii():
        return word
    pairs = _look_alikes()
    mixed = any(letter.isascii() for letter in word)
    if (mixed or mostly_latin) and all(letter.isascii() or letter in pairs for letter in word):
        return "".join(pairs.get(letter, letter) for letter in word)
    return word


def _without_markup(text: str) -> tuple[str, bool]:
    """The words within HTML, markdown, JSON and code, and whether there was any such thing."""
    start = text.strip()
    bare = _json_words(start) if start[:1] in ("{", "[") else None
    bare = text if bare is None else bare
    if len(PERCENT.findall(bare)) > 1:
        bare = unquote(bare, errors="ignore")
    if "&" in bare:
        bare = html.unescape(bare)
    for pattern in (SCRIPT, TAG, ADDRESS, ENCODED, CODE):
        bare = pattern.sub(" ", bare)
    bare = SMILEY.sub(" ", LINK.sub(r" \1 ", bare))
    bare = MARK.sub(" ", bare)
    if "<" in bare or "{" in bare or "}" in bare or ">" in bare:
        bare = re.sub(r"[<>{}]+", " ", bare)
    bare = "".join(letter if _kept(letter) else " " for letter in bare)
    return bare, bare.strip() != text.strip() and len(bare.split()) != len(text.split())


def _kept(letter: str) -> bool:
    return " " <= letter <= "~" or (letter > "~" and unicodedata.category(letter)[0] in "LNMP")


def _json_words(text: str) -> str | None:
    """The texts within a JSON value, in order; None where it is none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    found: list[str] = []
    rest: list[Any] = [value]
    while rest:
        item = rest.pop()
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, dict):
            rest += reversed(item.values())
        elif isinstance(item, list):
            rest += reversed(item)
    return " ".join(found)


def _once(words: list[str]) -> list[str]:
    """Words without the same ones over and over: `REPEATS` or more times in a row are said once."""
    kept: list[str] = []
    place = 0
    while place < len(words):
        for size in range(1, min(LONGEST_REPEAT, (len(words) - place) // REPEATS) + 1):
            unit = words[place : place + size]
            end = place + size
            while words[end : end + size] == unit:
                end += size
            if end - place >= REPEATS * size:
                kept += unit
                place = end
                break
        else:
            kept.append(words[place])
            place += 1
    return kept


def _foreign(words: list[str]) -> bool:
    """Whether the words are of another language: more of its commonest words than of English ones."""
    if not words:
        return False
    english = sum(word in _english() or word.split("'")[0] in _english() for word in words)
    best = max(sum(word in known for word in words) for known in _languages())
    if len(words) <= 2:
        return not english and any(len(word) >= 4 and word in known for known in _languages() for word in words)
    return best >= 2 and best > 2 * english and 4 * best >= len(words)


def _accented(shown: str, words: list[str]) -> bool:
    """Whether no word is English and at least two bear accents, as in a language that lacks a list here."""
    marked = sum(not word.isascii() for word in re.findall(r"[^\W\d_]+", shown))
    return marked >= 2 and 2 * marked >= len(words) and not any(word in _english() for word in words)


def _noise(words: list[str]) -> bool:
    """Whether most letters stand in what no English word looks like."""
    letters = sum(len(word) for word in words)
    noise = sum(len(word) for word in words if _is_noise(word))
    return letters > 0 and 2 * noise > letters


def _is_noise(word: str) -> bool:
    if word in _english() or len(word) < 4 or word in _known_words():
        return False
    for keys in _data()["keyboards"]:
        both = (keys, keys[::-1])
        if any(word[place : place + 4] in side for side in both for place in range(len(word) - 3)) and not _vowelled(
            word
        ):
            return True
    if len(word) < 5:
        return False
    return _likeness(word) < UNLIKELY


def _vowelled(word: str) -> bool:
    return sum(letter in "aeiouy" for letter in word) * 3 >= len(word)


@lru_cache(maxsize=4096)
def _likeness(word: str) -> float:
    """The mean log likelihood of a word's letters after the one before each, learned from the words of the taxonomy."""
    pairs = _pairs()
    framed = f"^{word.replace(chr(39), '')}$"
    steps = [log(pairs.get(framed[i : i + 2], 0.0002)) for i in range(len(framed) - 1)]
    return sum(steps) / len(steps)


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((files("bedside.mind") / "hearing.yaml").read_text("utf-8"))
    return loaded


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    return frozenset(_data()["english"].split()) | STOP


@lru_cache(maxsize=1)
def _languages() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(words.split()) - _english() for words in _data()["languages"].values())


@lru_cache(maxsize=1)
def _look_alikes() -> dict[str, str]:
    return {pair[0]: pair[1] for pairs in _data()["look_alikes"].values() for pair in pairs.split()}


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    folder = files("bedside.mind")
    texts = [
        (folder / name).read_text("utf-8").lower()
        for name in ("taxonomy.yaml", "wordings.yaml", "words.yaml", "acts.yaml")
    ]
    return frozenset(word for text in texts for word in re.findall(r"[a-z]{3,}", text))


@lru_cache(maxsize=1)
def _pairs() -> dict[str, float]:
    """How likely a letter is after another, `^` before the first and `$` after the last."""
    counts: dict[str, int] = {}
    firsts: dict[str, int] = {}
    for word in _known_words():
        framed = f"^{word}$"
        for place in range(len(framed) - 1):
            pair = framed[place : place + 2]
            counts[pair] = counts.get(pair, 0) + 1
            firsts[pair[0]] = firsts.get(pair[0], 0) + 1
    return {pair: count / firsts[pair[0]] for pair, count in counts.items()}
