"""From what was typed or recognised to clean clauses: contractions, fillers, spelling, several questions."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((files("bedside.mind") / "words.yaml").read_text("utf-8"))
    return loaded


CONTRACTIONS: dict[str, str] = _words()["contractions"]
SPELLING: dict[str, str] = _words()["spelling"]
STOP: frozenset[str] = frozenset(_words()["stop"].split())
CANON: dict[str, str] = {word: kind for kind, others in _words()["same"].items() for word in (kind, *others.split())}
SUFFIXES = (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'d", " would"), ("'m", " am"))
IS_AFTER = "what|how|where|when|who|why|it|that|there|he|she|here|everything|anything|something|this"
FILLER = re.compile(
    r"\b(?:u+h+|u+m+|uhm+|e+r+m*|ah+|hm+|mm+|mhm+|mm-hmm|uh-huh|you know|i mean|i guess|sort of|kind of|as it were|"
    r"basically|actually|"
    r"like a|please|just|alrighty|gotcha)\b(?:,)?"
)
LEAD = re.compile(rf"^(?:(?:{'|'.join(_words()['openers'])})(?=$|[ ,.])[ ,.]*)+")
KEEP_LEAD = re.compile(rf"^(?:{'|'.join(_words()['kept_openers'])})")
STARTER = (
    r"(?:do|does|did|have|has|had|are|is|was|were|can|could|would|will|should|may|might)(?: not)? "
    r"(?:you|your|he|his|she|her|it|the|this|that|there|they|any|anyone|anybody|anything|someone|i|we|these|those|"
    r"either|everything|everyone)\b"
    r"|(?:how|what|when|where|why|who|which)\b(?! (?:ever|so ever))|any\b|is it\b|tell me\b|describe\b|can i\b"
)
BREAK = re.compile(
    rf"(?:,? (?:and|or|but|so|also|then|now|okay|ok|alright) (?:also |then |uh |so |how about |what about )?|"
    rf", )(?={STARTER})"
)
GREETED = re.compile(
    r"^((?:ok |so )?(?:hi|hello|hey|good (?:morning|afternoon|evening)|my name is|i am|thanks|thank you|"
    r"sorry)\b[^,]*?),? "
    r"(?=what (?:brings|brought|seems|is|can|has)|how (?:can|may|are you|long|bad|have)|can (?:i|you)|could (?:i|"
    r"you)|tell me|do you|"
    r"have you|when did|where (?:is|are)|are you)"
)
FRONTED = re.compile(
    r"^((?:other than|besides|apart from|aside from|along with|in addition to|since|in terms of|with regards? to|"
    r"regarding|as for|"
    rf"going back to|when it comes to|you said|you mentioned|and you mentioned)\b.{{3,}}?),? (?={STARTER})"
)
HARD = re.compile(r"(?<=[.?!;])\s+|\n+| - | – |—|\.\.\.|…")
REPEAT = re.compile(r"\b(\w+(?: \w+){0,2})(?:,? \1\b)+")


TAIL = re.compile(
    r",? (?:(?:or|and) )?(?:anything|something|things|stuff|any of that) (?:like that|along those lines|"
    r"of that sort)\b"
    r"|,? (?:at all|by any chance|that you know of|that you have noticed|or not|if you do not mind|for me)(?=[ ,?.]|"
    r"$)"
)


EXCEPT = re.compile(r"(?<=\w{3}) (?:other than|besides|apart from|aside from) (?:the |your |that |this )?\w+(?: \w+)?$")
TAG = re.compile(
    r", (?:do|did|are|have|is|was|were|does|has|can|will|would)(?: not)? (?:you|it|he|she|they|there|we|"
    r"i)(?: not)?\?*$"
)


def plain(text: str) -> str:
    """Lower case, contractions and spellings undone, fillers and stammered repeats removed; `?` kept."""
    words = text.lower().replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    words = re.sub(r"[\"()\[\]<>*_#]", " ", words)
    words = re.sub(rf"\b({IS_AFTER})'s\b", r"\1 is", words)
    words = re.sub(r"[a-z']+", lambda m: CONTRACTIONS.get(m[0], m[0]), words)
    for suffix, full in SUFFIXES:
        words = re.sub(rf"{suffix}\b", full, words)
    words = re.sub(r"[a-z]+", lambda m: SPELLING.get(m[0], m[0]), words)
    words = FILLER.sub(" ", words)
    words = re.sub(r"\s+", " ", words)
    words = re.sub(r"(?:\s*,)+", ",", words)
    words = re.sub(r"\s+([,.?!;])", r"\1", words)
    words = TAIL.sub("", TAG.sub("?", words.strip()))
    for _ in range(2):
        words = REPEAT.sub(r"\1", words)
    return words.strip(" ,")


def strip_lead(clause: str) -> str:
    """A clause without what only opens it, such as "and" or "OK so"."""
    while True:
        if KEEP_LEAD.match(clause):
            return clause
        match = LEAD.match(clause)
        if not match or match.end() == 0:
            return clause
        rest = clause[match.end() :].strip(" ,")
        kept = _shortest_keep(clause, match.end())
        if kept is not None:
            return kept
        if not rest:
            return clause
        clause = rest


def is_filler(clause: str) -> bool:
    """Whether a clause only opens or closes: OK, I see, yes."""
    match = LEAD.match(clause)
    return match is not None and match.end() == len(clause)


def _shortest_keep(clause: str, end: int) -> str | None:
    """The rest from the first place within the lead where words must stay, if there is one."""
    for place in range(1, end):
        if clause[place - 1] in " ,." and KEEP_LEAD.match(clause[place:]):
            return clause[place:]
    return None


def clauses(text: str) -> list[str]:
    """The clauses of a turn, clean, each with its `?` if it had one; mere openers only where there is nothing else."""
    found: list[str] = []
    for sentence in HARD.split(plain(text)):
        asked = sentence.rstrip().endswith("?")
        parts = [
            part
            for part in BREAK.split(FRONTED.sub(r"\1, ", GREETED.sub(r"\1, ", sentence)))
            if part and part.strip(" ,.?!")
        ]
        for index, part in enumerate(parts):
            core = EXCEPT.sub("", strip_lead(part.strip(" ,.?!;:")))
            if core:
                found.append(core + ("?" if asked and index == len(parts) - 1 else ""))
    telling = [part for part in found if not is_filler(part) or "thank" in part]
    return telling or found[:1]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word's canonical form: a light English suffix stripper around a table of everyday synonyms."""
    found = _stem(word)
    return found.rstrip("e") if len(found) > 4 else found


def _stem(word: str) -> str:
    if word in CANON:
        return CANON[word]
    for suffix, put in (
        ("nesses", "ness"),
        ("ies", "y"),
        ("sses", "ss"),
        ("ing", ""),
        ("ed", ""),
        ("es", ""),
        ("'s", ""),
        ("s", ""),
    ):
        if (
            word.endswith(suffix)
            and len(word) - len(suffix) >= (4 if suffix in ("ing", "ed", "es") else 3)
            and not word.endswith(("ss", "us", "is"))
        ):
            base = word[: -len(suffix)] + put
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz" and suffix in ("ing", "ed"):
                base = base[:-1]
            base = CANON.get(base, base)
            return CANON.get(base.rstrip("e"), base.rstrip("e") if len(base) > 4 else base)
    return CANON.get(word, word.rstrip("e") if len(word) > 4 else word)


def tokens(text: str) -> list[str]:
    """The words of clean text."""
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text)


def content(text: str) -> list[str]:
    """The canonical content words of clean text, in order."""
    return [stem(word) for word in tokens(text) if word not in STOP]


def stems_of(group: str) -> frozenset[str]:
    """The canonical forms of a list of words in `words.yaml`."""
    return frozenset(stem(word) for word in _words()[group].split())


@lru_cache(maxsize=1)
def common_openers() -> frozenset[str]:
    """Words that begin a sentence with a capital only because they begin it."""
    return frozenset(_words()["small"].split())
