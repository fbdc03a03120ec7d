"""Clinical words and what people say instead, read from `glossary.yaml`."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

import yaml

CLINICAL = ("conditions", "symptoms")
"""Parts of the glossary whose words no patient uses."""
LETTERS = re.compile(r"\b(?:[A-Z]{2,5}|[a-z]\.[a-z]\.(?:[a-z]\.)?)(?=\W|$)")
KNOWN_LETTERS = frozenset(["OK", "TV", "HIV", "AIDS", "COPD", "UK", "USA", "US", "IBS", "CD", "DNA"])
"""Abbreviations that everybody says."""
EVERYDAY = re.compile(r"^(?:palpitations?|trauma|lesions?|void\w*|anorexia|presence|flatulence)$", re.I)
"""Words of the glossary that some patients do say."""
Rules = tuple[tuple[re.Pattern[str], str], ...]


@lru_cache(maxsize=1)
def _parts() -> dict[str, Rules]:
    raw: dict[str, dict[str, str]] = yaml.safe_load((files(__package__) / "glossary.yaml").read_text("utf-8"))
    return {name: tuple(_rule(name, pattern, put) for pattern, put in part.items()) for name, part in raw.items()}


def _rule(part: str, pattern: str, put: str) -> tuple[re.Pattern[str], str]:
    bounded = pattern if pattern.startswith("^") else rf"(?<!\w)(?:{pattern})(?![\w-])"
    if part in ("anatomy", "wording") and pattern.endswith((" ", ")")):
        bounded = pattern if pattern.startswith("^") else rf"(?<!\w)(?:{pattern})"
    if part == "abbreviations" and pattern.startswith("(?<="):
        bounded = rf"(?:{pattern})(?!\w)"
    return re.compile(bounded, 0 if part == "abbreviations" else re.I), put


def in_plain_words(text: str, *parts: str) -> str:
    """A text with clinical words and abbreviations said plainly; of the glossary all parts, or those named."""
    plain = _without_asides(text)
    for part in parts or tuple(_parts()):
        for pattern, put in _parts()[part]:
            plain = pattern.sub(put, plain)
    plain = re.sub(r"\b(?:an?|the) (an?|the)\b", r"\1", re.sub(r"\s+", " ", plain), flags=re.I)
    plain = re.sub(r"\b(previous|recent|severe|new|past|known|noticeable|prior|another) (an?) ", r"\2 \1 ", plain)
    plain = re.sub(r"\b(an?|the) (an?) (previous|recent|severe|new|past|known|noticeable|prior) ", r"\1 \3 ", plain)
    plain = re.sub(r"\b(both|two|several) (both|two|several)\b", r"\2", plain, flags=re.I)
    plain = re.sub(r"\ba (?=[aeio]\w)", "an ", plain)
    plain = re.sub(r"\ban (?=[bcdfgjklmnpqrstvwz])", "a ", plain)
    plain = re.sub(r"\b(my|his|her) the\b", r"\1", plain)
    plain = re.sub(r"\ban? ((?:\w+ )?)(?=(?:trouble|weakness|passing)\b)", r"\1", plain)
    return re.sub(r"\s+([,.;])", r"\1", plain).strip()


def _without_asides(text: str) -> str:
    """Brackets that only repeat in other units or letters are left out; others are told between commas."""

    def said(found: re.Match[str]) -> str:
        inside = found[1].strip()
        repeats = re.fullmatch(
            r"[\d.,–-]+[ -]?[a-zA-Z°%/]+(?: [\d.,–-]+[ -]?[a-zA-Z°%/]+)*|[A-Z][A-Za-z]{0,5}|[a-z]+", inside
        )
        return "" if repeats else f", {inside},"

    return re.sub(r",\s*([.;]|$)", r"\1", re.sub(r"\s*\(([^()]*)\)", said, text))


def jargon(text: str) -> tuple[str, ...]:
    """The clinical words and unexpanded abbreviations of a text that somebody says."""
    found = [
        hit[0]
        for part in CLINICAL
        for pattern, put in _parts()[part]
        for hit in pattern.finditer(text)
        if not EVERYDAY.match(hit[0]) and hit[0].lower() not in put.lower()
    ]
    return (*found, *(hit[0] for hit in LETTERS.finditer(text) if hit[0] not in KNOWN_LETTERS))


def plain_names(name: str) -> tuple[str, ...]:
    """What people call a condition, where that is another name: `Deep vein thrombosis` → a blood clot in the leg."""
    plain = in_plain_words(name, "abbreviations", "conditions")
    return () if plain.lower() == name.lower() else (re.sub(r"^(?:an?|the) ", "", plain),)
