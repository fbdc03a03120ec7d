"""Under which facts of the taxonomy a claim is filed, and by which questions one that fits none is found."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from bedside.mind.lexicon import Spotter
from bedside.mind.story import Story
from bedside.mind.taxonomy import Taxonomy
from bedside.mind.understanding import Understander
from bedside.mind.wording import content, plain

CONFIDENT = 0.7
"""Confidence from which a question about a thing counts as understood, where no name of the taxonomy is in it."""
VAGUE = frozenset({"pain", "weakness", "lumps", "swelling", "bleeding", "hallucinations", "weight_gain", "injury"})
"""Topics whose names are so common that a second opinion is asked for."""
MODIFIERS = frozenset(
    content(
        plain(
            "severe mild moderate recent chronic acute persistent progressive increasing worsening excessive frequent "
            "sudden generalized intermittent significant recurrent continuous right left upper lower new onset "
            "history of unintentional noticeable painful episode minor low-grade high-grade"
        )
    )
)
CUES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (attribute, re.compile(pattern, re.I))
    for attribute, pattern in (
        ("relieving", r"\b(?:improv\w+|reliev\w+|eas(?:es|ed|ing)|better|subsid\w+)\b.*\b(?:with|by|after|on|"
            r"when|rest)\b"),
        ("aggravating", r"\b(?:worse\w*|worsen\w*|aggravat\w+|exacerbat\w+)\b.*\b(?:with|by|after|on|when|during)\b|"
            r"\bat extremes\b|\bon movement\b"),
        ("radiation", r"\bradiat\w+|\bspread\w*|\bshoot\w*|\bgoing (?:down|into)\b"),
        ("duration", r"\bfor (?:the (?:past|last) )?(?:an? |several |few |many |about |over )*(?:\d+|"
            r"\w+)[ -](?:hour|day|week|month|year)|\b(?:past|last) (?:\w+ )?(?:hours?|days?|weeks?|months?|years?)\b"),
        ("onset", r"\bago\b|\bbegan\b|\bstart(?:ed|s)\b|\bsince\b|\bsudden\w*|\bonset\b|\byesterday\b|"
            r"\bthis morning\b|\bcaught\b"),
        ("trigger", r"\bwhile \w+ing\b|\bexercising\b|\bafter (?:a|an|the) (?:fall|accident|meal|bite)"
            r"|\bwhen (?:he|she)\b"),
        ("treatment_tried", r"\btried\b|\btook\b|\bibuprofen|\bparacetamol|\bacetaminophen|\bNSAID|"
            r"\battempts to manage\b"),
        ("impact", r"\bdisrupt\w*|\bunable\b|\bactivities of daily|\bdifficulty (?:with|sleeping|wearing)\b"
            r"|\bawaken\w*|"
            r"\bwheelchair|\binability\b"),
        ("timing", r"\bepisodes?\b|\bevery\b|\bdaily\b|\bat night\b|\btimes\b|\bmost days\b"),
        ("progression", r"\bincreas\w+|\bworsen\w*|\bprogress\w+|\bgrow\w+|\bresolv\w+|\brapid\w*"),
        ("severity", r"\bsevere\b|\bout of (?:10|ten)\b|/10\b"),
        ("site", r"\b(?:in|on|over|at|of) (?:the |his |her |both )?(?:\w+ )*"
            r"(?:left|right|nape|upper|lower|medial|both)\b|"
            r"\b(?:left|right)\b"),
        ("character", r"\bsharp\b|\bdull\b|\bburning\b|\bstabbing\b|\bcramp\w*|\bthrobbing\b|\baching\b|\bwatery\b"),
        ("colour", r"\bbilious\b|\bgreen\b|\byellow\w*|\bblack\b"),
    )
)  # fmt: skip
"""Words that tell which sides of a symptom a claim is about, the most telling first."""


WHEN = re.compile(r"\bago\b|\byesterday\b|\bsince\b|\b(?:hour|day|week|month|year)s?\b|\bmorning\b", re.I)


@lru_cache(maxsize=1)
def _names() -> Spotter:
    taxonomy = Taxonomy.load()
    return Spotter(
        [
            (name, topic.id, None)
            for topic in taxonomy.topics.values()
            if "presence" in topic.attributes
            for name in (topic.label, *topic.names)
        ]
    )


@lru_cache(maxsize=4096)
def _spotted(text: str) -> tuple[str, ...]:
    words = content(plain(text))
    taken: set[int] = set()
    found: list[str] = []
    for spot in _names().find(words):
        if taken & set(spot.places):
            continue
        taken |= set(spot.places)
        if spot.topic not in found:
            found.append(spot.topic)
    return tuple(found)


def symptoms(text: str) -> list[str]:
    """The symptoms of the taxonomy that a text names, the most telling first."""
    return list(_spotted(text))


def whole_symptom(text: str) -> str | None:
    """The one symptom that a short phrase names and hardly more: `Severe abdominal pain` → abdominal_pain."""
    found = symptoms(text)
    if len(found) != 1:
        return None
    named = Taxonomy.load().topics[found[0]]
    words = set(content(plain(text))) - MODIFIERS
    names = [set(content(plain(name))) for name in (named.label, *named.names)]
    return found[0] if any(words <= name or (name <= words and len(words - name) <= 1) for name in names) else None


@lru_cache(maxsize=16)
def _listener(sex: Literal["female", "male"], age_years: float) -> Understander:
    """Understands questions to somebody of whom nothing is known."""
    return Understander(Story("nobody", "Nobody", age_years, sex, {}, opening="Hello."))


def understood(thing: str, sex: Literal["female", "male"], age_years: float) -> tuple[str, str] | None:
    """The fact that `do you have any THING?` asks for, as any child or adult takes it; None where that is unsure."""
    return _understood(thing[:200], sex, age_years < 12)


@lru_cache(maxsize=4096)
def _understood(thing: str, sex: Literal["female", "male"], child: bool) -> tuple[str, str] | None:
    acts = _listener(sex, 5.0 if child else 40.0).understand(f"Do you have any {thing}?").of("question")
    sure = [act for act in acts if act.topic and act.attribute and act.confidence >= CONFIDENT]
    return (sure[0].topic or "", sure[0].attribute or "") if len(sure) == 1 else None


def topics_of(about: str, said: str, sex: Literal["female", "male"], age_years: float, *, ask: bool) -> list[str]:
    """The symptoms that a claim is about: by the names in it, in the source's words or in plain ones, or as understood.

    `ask` allows the second opinion, for things that can be asked for by their name.
    """
    found = [
        topic
        for topic in dict.fromkeys([*symptoms(about), *symptoms(said)])
        if topic != "hallucinations" or re.search(r"hallucinat|voices|seeing things", about, re.I)
    ]
    sure = [topic for topic in found if topic not in VAGUE]
    if sure or not ask:
        return sure + [topic for topic in found if topic in VAGUE]
    thing = re.sub(r"^(?:No, no|No, I haven't been|I've had|I've been|(?:He|She)'s (?:had|been)) ", "", said).rstrip(
        "."
    )
    heard = understood(thing, sex, age_years)
    if heard and "presence" in Taxonomy.load().topics[heard[0]].attributes:
        return [heard[0], *(topic for topic in found if topic != heard[0])]
    return found


def attributes_of(text: str) -> list[str]:
    """The sides of a symptom that a claim tells of, the most telling first."""
    found = [attribute for attribute, pattern in CUES if pattern.search(text)]
    if {"onset", "trigger"} <= set(found) and not WHEN.search(text):
        found.remove("onset")
        found.append("onset")
    return found
