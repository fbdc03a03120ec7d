"""Lists within a narrative taken apart: symptoms that somebody has, and things that they do not have."""

from __future__ import annotations

import re

from bedside.mind.narrative.filing import symptoms
from bedside.mind.narrative.glossary import in_plain_words

SUBORDINATE = re.compile(
    r"\b(?:that|which|before|after|since|once|who|when|where|while|because|until|but|although|though|during which)\b",
    re.I,
)
WITH = r",?\s+(?:accompanied by|associated with|along with)\s+"


def listed(text: str) -> list[str]:
    """The items of a list of symptoms; a phrase that is no list stays whole."""
    text = text.strip(" .,")
    guarded = re.sub(r"\([^)]*\)", lambda found: found[0].replace(",", "\u0001").replace(" and ", "\u0002"), text)
    if SUBORDINATE.search(guarded):
        head = re.split(r",\s+(?:and\s+)?", guarded)
        parts = head if len(head) > 2 and not SUBORDINATE.search(" ".join(head[:-1])) else [guarded]
    else:
        parts = re.split(rf"{WITH}|\s*,\s+(?:and\s+|or\s+|as well as\s+)?|\s+as well as\s+", guarded, flags=re.I)
        parts = [half for part in parts for half in _halves(part)]
    named = [_names_one(part) for part in parts]
    loose = any(NOT_AN_ITEM.match(part) for part in parts[1:])
    if len(parts) > 1 and (
        loose
        or 2 * sum(named) < len(parts)
        or not all(n or len(p.split()) <= 5 for n, p in zip(named, parts, strict=True))
    ):
        parts = [guarded]
    parts = _same_place([part.replace("\u0001", ",").replace("\u0002", " and ") for part in parts if part.strip()])
    return [re.sub(r"^(?:and|or|nor)\s+", "", part.strip(" ."), flags=re.I) for part in parts]


NOT_AN_ITEM = re.compile(
    r"(?:and |or )?(?:especially|particularly|specifically|mostly|mainly|including|possibly|likely|worse"
    r"|now|such|like|with|"
    r"\w+(?:ly|ed)\b(?! (?:pain|swelling|\w+ness)))",
    re.I,
)
"""What goes on about the thing before it, and is none of its own."""


def _names_one(text: str) -> bool:
    return bool(symptoms(text) or symptoms(in_plain_words(text)))


def _halves(part: str) -> list[str]:
    """`pain and swelling` in two; `nausea with heat and cold` in one."""
    halves = re.split(r"\s+(?:and|or|nor)\s+", re.sub(r"^(?:and|or|nor)\s+", "", part, flags=re.I))
    if len(halves) < 2 or not all(_names_one(half) for half in halves):
        return [part]
    return halves


def _same_place(parts: list[str]) -> list[str]:
    """`pain`, `swelling in his right knee`: both are in the knee."""
    place = (
        re.search(r" (?:in|of|at|over|on) (?:the|his|her|both|my) [\w ]+?(?=$| (?:for|over|since|that) )", parts[-1])
        if parts
        else None
    )
    if len(parts) < 2 or place is None:
        return parts
    bare = [
        re.fullmatch(r"(?:\w+ )?(?:pain|swelling|stiffness|weakness|tenderness|numbness|redness)", part.strip(), re.I)
        for part in parts[:-1]
    ]
    at = place[0]
    return [part.strip() + at if short else part for part, short in zip(parts[:-1], bare, strict=True)] + parts[-1:]


def denied_items(body: str) -> list[str]:
    """The things in a denied list; `changes in bowel or bladder function` are two."""
    guarded = re.sub(r"\([^)]*\)", lambda found: found[0].replace(",", "\u0001"), body)
    found: list[str] = []
    for part in re.split(r"\s*,\s*|\s+nor\s+", guarded):
        part = re.sub(r"^(?:and|or|nor|no)\s+", "", part.strip(), flags=re.I).replace("\u0001", ",")
        shared = re.fullmatch(
            r"((?:\w+ )*?(?:changes?|problems?|history|pain|swelling"
            r"|trouble|difficulty)(?: in| of| with)?) "
            r"((?:\w+ )?[\w/]+) or ([\w/]+)( habits?| function| problems| pain)?",
            part,
            re.I,
        )
        if shared and not symptoms(shared[3]):
            found += [f"{shared[1]} {shared[2]}{shared[4] or ''}", f"{shared[1]} {shared[3]}{shared[4] or ''}"]
            continue
        halves = re.split(r"\s+(?:or|and)\s+", part)
        tail = re.search(r" (?:of|in|to|from|with|on) (?:the|his|her|my|both) [\w ]+$", halves[-1])
        if len(halves) > 1 and (all(symptoms(half) for half in halves) or _short(halves)):
            place = tail[0] if tail else ""
            found += [
                half + (place if place and not half.endswith(place) and len(half.split()) == 1 else "")
                for half in halves
            ]
        else:
            found.append(part)
    return [part for part in found if part]


def _short(halves: list[str]) -> bool:
    """Whether each half of `A or B` is a thing of its own: `nausea or vomiting`, not `serious illness or surgery`."""
    return all(len(half.split()) <= 2 for half in halves) and any(symptoms(half) for half in halves)


def stripped(item: str) -> str:
    """An item of a list without the words that only join it."""
    text = item.strip(" .,;")
    again = (
        r"^(?:and|or|nor|any|a|an|of|no|recent(?= (?:fever|infection|weight|chang))|experiencing|having(?: a)?|"
        r"significant(?= (?:weight|chang|past|medical|family))"
        r"|the presence of|either|other(?= significant)|associated)\s+"
    )
    while re.match(again, text, re.I):
        text = re.sub(again, "", text, flags=re.I)
    return text
