"""From the patient's part of a case to facts: who they are, what they tell, what they deny, how they live."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bedside.interop.osce.background import family, medication, past
from bedside.interop.osce.filing import denies, file, tells
from bedside.interop.osce.reading import Leaf, leaves, letters, words
from bedside.interop.osce.social import social
from bedside.interop.osce.story import Story, said_of, short
from bedside.mind.lexicon import cues
from bedside.mind.narrative import NEGATIVE, finished, in_plain_words, noted, sentences, small, symptoms, told

NOTHING = re.compile(
    r"^(?:n/?a|nil|none|unknown|not (?:specified|provided|available|applicable|given|stated|reported|mentioned)|"
    r"(?:information|details?|history)? ?(?:was |is )?not (?:specified|provided|available|given|stated)|"
    r"no (?:\w+ ){0,4}(?:information|symptoms?(?: or complaints)?|history"
    r"|details?|complaints?|system review)(?: related to symptoms)?"
    r"(?: (?:was|were|is|are))? ?(?:provided|mentioned|specified|available|noted|given|reported|"
    r"stated)?(?: by the mother)?|no (?:\w+ )?system review\b.*|.*\b(?:history|information) related to symptoms)\.?$",
    re.I,
)
"""Texts that say that there is nothing to say."""
SAYS_NOTHING = re.compile(
    r"\b(?:provided|mentioned|specified|available|given|not noted|related to symptoms)\b|^(?:n/?a|nil|none|"
    r"unknown)\.?$|by the mother",
    re.I,
)
SECTIONS: tuple[tuple[str, str], ...] = (
    ("symptoms", r".*symptoms?.*|.*complaints?|reasonforvisit"),
    ("systems", r"reviewofsystems?|ros|systemsreview|systemicenquiry|.*negatives?"),
    ("medication.current", r".*medic(ation|ine)s?.*|drugs|.*medicationhistory|prescriptions?"),
    ("allergy.drugs", r".*allerg(y|ies|ichistory).*"),
    ("family.general", r".*family.*"),
    ("past_medical.surgery", r".*surg(ery|ical|eries).*|operations?"),
    ("past_medical.vaccination", r".*(immuni[sz]ation|vaccin).*"),
    ("obstetric.previous_pregnancies", r".*obstetric.*|.*pregnanc.*"),
    ("gynaecological.conditions", r".*gyn(a)?ecolog.*|.*menstrua.*"),
    ("paediatric.birth", r".*birth.*|.*neonatal.*|.*perinatal.*"),
    ("paediatric.milestones", r".*develop(ment|mental).*|.*milestones?.*"),
    ("sexual.active", r".*sexual.*"),
    ("social", r".*social.*|.*lifestyle.*|habits"),
    ("past", r".*past.*|pmh|medicalhistory|.*comorbid.*|.*chronic.*"),
    ("identity", r"demographics?|age|sex|gender|name|patientname|ethnicity|race|dateofbirth|dob"),
    ("social.occupation", r"occupation|job|work"),
    ("story", r"history|.*presentillness|hpi|presentinghistory|story|narrative|background|description|"
        r"presentation|.*history"),
)  # fmt: skip
"""Sections of the patient's part and the keys they go by (letters only); the first that fits wins."""
GENERIC_KEYS = frozenset(
    ["history", "symptoms", "findings", "details", "description", "notes", "text", "information", "other", "comments"]
)


def tell(patient: dict[str, Any], story: Story) -> None:
    """Fill the story from the patient's part: symptoms first, for the first one told is the presenting one."""
    sections = [(str(key), section_of(str(key)), value) for key, value in patient.items()]
    order = {"symptoms": 0, "story": 1}
    for key, section, value in sorted(sections, key=lambda part: order.get(part[1], 2)):
        for leaf in leaves(value, (key,)):
            _leaf(leaf, section, story)
    story.settle()
    _cover_symptoms(story)


def section_of(key: str) -> str:
    """Which kind of section a key names; `other` for what is not known."""
    name = letters(key)
    return next((section for section, pattern in SECTIONS if re.fullmatch(pattern, name)), "other")


def _leaf(leaf: Leaf, section: str, story: Story) -> None:
    inner = section_of(leaf.path[-1]) if len(leaf.path) > 1 else "other"
    where = (
        inner
        if inner not in ("other", "story") and section in ("other", "story", "symptoms") and inner != "identity"
        else section
    )
    if nothing(leaf.text):
        return
    key = words(leaf.path[-1])
    if where == "symptoms":
        _symptom(leaf.text, story)
        return
    if where == "identity":
        _identity(leaf, story)
        return
    for sentence in sentences(leaf.text):
        _sentence(sentence, key, leaf, where, story)


def _sentence(sentence: str, key: str, leaf: Leaf, where: str, story: Story) -> None:
    if nothing(sentence):
        return
    if where in ("systems", "story") or (where in ("past", "other") and re.match(r".*\bdenie[sd]\b", sentence, re.I)):
        tells(sentence, story, volunteered=where == "story")
    elif where == "social":
        social(sentence, key, story, nested=len(leaf.path) > 1, generic=letters(key) in GENERIC_KEYS)
    elif where == "past":
        past(sentence, story)
    elif where == "other":
        _other(sentence, key, leaf, story)
    else:
        topic, attribute = where.split(".")
        _stated(topic, attribute, sentence, key, leaf, story)


def nothing(text: str) -> bool:
    """Whether a text says that there is nothing to say."""
    flat = " ".join(text.split())
    return bool(SAYS_NOTHING.search(flat) and NOTHING.match(flat))


def _identity(leaf: Leaf, story: Story) -> None:
    key, bare = letters(leaf.path[-1]), leaf.text.strip(" .")
    attribute = {
        "name": "name",
        "patientname": "name",
        "occupation": "occupation",
        "ethnicity": "ethnicity",
        "race": "ethnicity",
    }.get(key, "age")
    who = story.voice.am
    article = "an" if re.match(r"(?:8|11\b|18\b|[aeiou])", bare, re.I) else "a"
    described = re.match(r"(?:\d+[- ]|newborn|infant|male|female|man|woman)", bare, re.I) and not re.fullmatch(
        r"[\d.]+(?: \w+)?", bare
    )
    years = re.match(r"(\d+)[- ](year|month|week|day)s?[- ]old\b", bare, re.I)
    says = f"{who} {article} {small(bare)}" if described else f"{who} {bare}"
    if years:
        says = f"{who} {years[1]}" + ("" if years[2] == "year" else f" {years[2]}s old")
    if attribute == "age" and key not in ("demographics", "demographic", "age"):
        says = f"{words(leaf.path[-1])}: {bare}"
    story.add("identity", attribute, finished(in_plain_words(says)))
    rest = bare[years.end() :].partition(",")[2] if years else ""
    for sentence in sentences(rest):
        tells(sentence, story, volunteered=False)


def _symptom(text: str, story: Story) -> None:
    """A symptom of the case's list, to be found by its own name."""
    if len(sentences(text)) > 1 or len(text) > 150:
        for sentence in sentences(text):
            tells(sentence, story, volunteered=True)
        return
    for claim in noted(text, story.voice):
        if claim.denied:
            denies(claim, story)
        else:
            file(claim, story, volunteered=False, listed=True)


def _stated(topic: str, attribute: str, sentence: str, key: str, leaf: Leaf, story: Story) -> None:
    """A sentence of a section with a fixed place, such as medicines or allergies."""
    negative = NEGATIVE.match(sentence) is not None
    if topic == "medication" and attribute == "current" and not negative:
        medication(sentence, story)
        return
    if topic == "past_medical" and attribute == "conditions":
        past(sentence, story)
        return
    says = " ".join(claim.says for claim in told(sentence, story.voice))
    if topic == "allergy" and len(sentence.split()) <= 4 and not negative:
        says = finished(f"{story.voice.am} allergic to {small(sentence.strip(' .'))}")
    elif len(leaf.path) > 1 and letters(key) not in GENERIC_KEYS:
        says = said_of(key, sentence, says)
    story.add(topic, attribute, says)
    if topic == "family":
        family(sentence, says, story)


def _other(sentence: str, key: str, leaf: Leaf, story: Story) -> None:
    """A section that nobody foresaw: a topic named after its key."""
    said = " ".join(claim.says for claim in told(sentence, story.voice))
    if symptoms(sentence):
        tells(sentence, story, volunteered=False)
        return
    name = words(leaf.path[-1]) if letters(leaf.path[-1]) not in GENERIC_KEYS else words(leaf.path[0])
    own = next((topic for topic, told in story.topics.items() if told["names"] == [short(name)]), None)
    says = said_of(key, sentence, said)
    story.add(own or story.own_topic(name, (f"tell me about {short(name).lower()}",)), "detail", says)


def _cover_symptoms(story: Story) -> None:
    """A symptom named in a sentence told elsewhere, and nowhere by itself, is answered with that sentence."""
    told = [
        fact for facts in list(story.history.values()) for fact in list(facts.values()) if fact.get("rule") != "denied"
    ]
    for fact in told:
        if re.search(r"\b(?:no|not|never|without|\w+n't)\b", fact["says"], re.I):
            continue
        if not re.match(r"(?:I've|He's|She's) (?:had|been)\b", fact["says"]):
            continue
        for topic in symptoms(fact["says"]):
            if not story.has(topic) and topic not in cues()["generic"]:
                story.history[topic] = {"presence": {"says": fact["says"], "rule": "direct"}}


def presenting(patient: dict[str, Any]) -> Sequence[str]:
    """What brings the patient in, as the case names it: primary symptom, chief complaint, or the first symptom."""
    found: list[str] = []
    for pattern in (
        r"primary.*|.*chiefcomplaint.*|presentingcomplaint.*|mainsymptom.*|.*complaint",
        r".*symptoms?.*",
        r"history|hpi|.*presentillness",
    ):
        for leaf in leaves(patient):
            if any(re.fullmatch(pattern, letters(part)) for part in leaf.path) and not NOTHING.match(leaf.text):
                found.append(leaf.text)
        if found and pattern.startswith("."):
            break
    return found
