"""How somebody lives: smoking, drink, work and the like, each part of a sentence at its own place."""

from __future__ import annotations

import re

from bedside.interop.osce.story import Story, said_of
from bedside.mind.narrative import finished, told
from bedside.mind.narrative.voice import STARTS

SOCIAL: tuple[tuple[str, str], ...] = (
    ("sexual.active", r"sexual|condom|contracepti|intercourse"),
    ("social.passive_smoke", r"(?:exposure to|second-?hand|passive) (?:tobacco |cigarette )?smok"),
    ("social.vaping", r"\bvap(?:e|es|ing)\b"),
    ("social.smoking", r"smok|tobacco|cigar|pack[- ]year|\bpacks?\b"),
    ("social.alcohol", r"alcohol|\bdrink|\bwine|\bbeer|\bspirits"),
    ("social.recreational_drugs", r"cocaine|ecstasy|cannabis|marijuana|heroin|illicit|recreational|drug use|\bdrugs\b|"
        r"street drugs|substance"),
    ("family.general", r"family history|in the family(?! )|runs in"),
    ("social.travel", r"travel|camping|\btrip\b|visit to|abroad|return(?:ed)? from"),
    ("social.sick_contacts", r"sick contact|ill contact|exposed to (?:someone|anyone|people)"),
    ("social.occupation", r"\bworks?\b|\bjob\b|teacher|occupation|retired|engineer|\bstudent|employ|profession|"
        r"worker|nurse|driver|clerk|farmer"),
    ("social.living", r"\blives?\b|living|married|single|divorced|widow|partner|sibling|roommate|alone|homeless|"
        r"first child|only child"),
    ("social.exercise", r"exercis|\bgym|sport|plays?\b|runs\b|\bactive\b|volleyball|football|golf|swim"),
    ("social.diet", r"\bdiet|eats|vegetarian|vegan"),
    ("social.pets", r"\bpets?\b|\bdogs?\b|\bcats?\b|birds?\b"),
    ("social.education", r"school|kindergarten|\bgrade\b|college|university|nursery"),
    ("social.stress", r"\bstress\b"),
)  # fmt: skip
MORE: tuple[tuple[str, str], ...] = (
    ("social.smoking_amount", r"\bpacks?\b|cigarettes|\ba day\b|per day|pack[- ]year"),
    ("social.alcohol_amount", r"alcohol|wine|beer|glass|units|weekends|drinks?\b"),
    ("sexual.partners", r"\bpartners?\b"),
    ("sexual.protection", r"condom|contracepti|protection|diaphragm"),
    ("social.hobbies", r"plays?\b|golf|football|volleyball|hobb|enjoys"),
    ("paediatric.school", r"school|kindergarten|\bgrade\b|nursery"),
    ("family.siblings", r"sibling|first child|only child|brother|sister"),
    ("paediatric.siblings_well", r"sibling|first child|only child|brother|sister"),
)
"""What else the same words tell: the first part names the topic that must fit already."""
GOES_WITH = {"social.smoking_amount": "social.smoking", "social.alcohol_amount": "social.alcohol",
             "sexual.partners": "sexual.active", "sexual.protection": "sexual.active"}  # fmt: skip
CHILD_YEARS = 12
NOT_ONE = re.compile(rf"(?:{STARTS.pattern})|(?:non|never)|(?:he|she|the|no)\b", re.I)
SMOKED_LESS = re.compile(r"\b(?:non|never)[- ]?smok|no (?:tobacco|smok)|does not smoke", re.I)


def target_of(text: str) -> str | None:
    """The fact that a few words about somebody's life belong to."""
    return next((target for target, pattern in SOCIAL if re.search(pattern, text, re.I)), None)


def social(sentence: str, key: str, story: Story, *, nested: bool, generic: bool, says: str | None = None) -> None:
    """Put each part of a sentence where it is asked for."""
    for clause in [sentence] if nested or says else _clauses(sentence):
        context = f"{key} {clause}" if nested else clause
        target = target_of(context)
        said = says or _said(clause, target, story)
        if nested and not generic:
            said = said_of(key, clause, said)
        if target is None:
            _circumstances(said, story)
            continue
        topic, attribute = target.split(".")
        story.add(topic, attribute, said, rule="direct" if topic == "sexual" else "asked")
        for more, pattern in MORE:
            needs = GOES_WITH.get(more, target if not more.startswith("paediatric") else None)
            child = story.age_years < CHILD_YEARS or not more.startswith("paediatric")
            if (
                child
                and needs in (target, None)
                and re.search(pattern, context, re.I)
                and not SMOKED_LESS.search(context)
            ):
                place, _, side = more.partition(".")
                story.fill(place, side, said)


def _circumstances(says: str, story: Story) -> None:
    own = "social_circumstances"
    if own not in story.topics:
        story.topics[own] = {
            "label": "circumstances",
            "names": ["circumstances at home", "social circumstances", "lifestyle"],
        }
    story.add(own, "detail", says)


def _said(clause: str, target: str | None, story: Story) -> str:
    """The clause as somebody says it; a bare `Engineer` is what somebody is."""
    text = clause.strip(" .,")
    is_one = re.match(
        r"(?:an? )?(?:[\w-]+ ){0,4}?[\w-]*(?:teacher|engineer|student|nurse|driver|clerk|"
        r"farmer|worker|goer|smoker|[a-z]{3,}er)\b",
        text,
        re.I,
    )
    if target in ("social.occupation", "social.exercise", "social.smoking") and is_one and not NOT_ONE.match(text):
        article = "" if re.match(r"an?\b", text, re.I) else "an " if text[0].lower() in "aeio" else "a "
        return finished(f"{story.voice.am} {article}{text[0].lower()}{text[1:]}")
    return " ".join(claim.says for claim in told(text[0].upper() + text[1:], story.voice))


def _clauses(sentence: str) -> list[str]:
    """Parts of `Non-smoker, drinks wine, retired teacher` that are about different things."""
    parts = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+(?=(?:drinks|smokes|works|lives|does|has|uses|is)\b)", sentence)
    whole: list[str] = []
    for part in parts:
        kinds, before = target_of(part), target_of(whole[-1]) if whole else None
        goes_on = re.match(r"(?:or|particularly|about|\d)\b", part, re.I)
        if whole and (not kinds or kinds == before or not before or goes_on):
            whole[-1] += f", {part}"
        else:
            whole.append(part)
    doing = re.fullmatch(r"((?:(?:the patient|he|she) )?does not) (.*?)[.]?", sentence.strip(), re.I)
    verbs = re.split(r",\s*(?:or |and )?|\s+(?:or|and|nor)\s+", doing[2]) if doing else []
    if doing and len(verbs) > 1 and all(re.match(r"(?:smoke|drink|use|take|consume)\b", verb) for verb in verbs):
        return [f"{doing[1]} {verb}" for verb in verbs]
    denied = re.fullmatch(r"(?:no|denies(?: any)?|denied) (.*?)[.]?", sentence.strip(), re.I)
    things = re.split(r",\s*(?:or |and )?|\s+(?:or|and|nor)\s+", denied[1]) if denied else []
    if len({target_of(thing) for thing in things} - {None}) == len(things) > 1:
        return [f"No {thing}" for thing in things]
    negative = re.match(r"(?:no|does not|denies|denied)\b", sentence, re.I)
    if negative and len(whole) > 1 and not re.match(r"(?:no|does|denies|works|lives|drinks|smokes)\b", whole[1], re.I):
        return [sentence]
    return [part for part in whole if part.strip(" .")]
