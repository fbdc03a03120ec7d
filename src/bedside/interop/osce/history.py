"""From the patient's part of a case to facts: who they are, what they tell, what they deny, how they live."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bedside.interop.osce.reading import Leaf, leaves, letters, words
from bedside.interop.osce.speech import (
    CHILD,
    NEGATIVE,
    PATIENT,
    PEOPLE,
    denied,
    finished,
    noted,
    sentences,
    spoken,
    stripped,
)
from bedside.interop.osce.story import Story, attribute_of, said_of, short, symptoms, whole_symptom
from bedside.mind.lexicon import Spotter
from bedside.mind.taxonomy import Taxonomy
from bedside.mind.wording import content, plain

NOTHING = re.compile(
    r"^(?:n/?a|nil|none|unknown|not (?:specified|provided|available|applicable|given|stated|reported|mentioned)|"
    r"(?:information|details?|history)? ?(?:was |is )?not (?:specified|provided|available|given|stated)|"
    r"no (?:\w+ ){0,4}(?:information|symptoms?|history|details?|complaints?|system review)(?: related to symptoms)?"
    r"(?: (?:was|were|is|are))? ?(?:provided|mentioned|specified|available|noted|given|reported|"
    r"stated)?(?: by the mother)?)\.?$",
    re.I,
)
"""Texts that say that there is nothing to say."""
SAYS_NOTHING = re.compile(
    r"\b(?:provided|mentioned|specified|available|given|not noted|related to symptoms)\b|^(?:n/?a|nil|none|"
    r"unknown)\.?$|by the mother",
    re.I,
)
DENIALS = re.compile(
    r"^(?:(?:the |this )?patient |he |she |the mother |the parents? )?(?:also )?(?:denies|denied|"
    r"does not report|reports no|negative for|no)\s+",
    re.I,
)
DENIAL_INSIDE = re.compile(r"(?:,|;)?\s+(?:but|and)?\s*(?:he |she )?(?=(?:denies|denied) )", re.I)
NOBODY_ELSE = re.compile(rf"(?:{PATIENT}|{CHILD}|he|she|they|(?:(?:the|his|her) )?(?:{PEOPLE}))(?: also)?", re.I)
"""Who denies, left over where a sentence was parted before `denies`."""
HISTORY_OF_NOW = re.compile(r"\b\w+[- ](?:hour|day|week|month|year)s?[- ]history of\b", re.I)
"""`A 1-month history of` tells of the illness, not of the past."""
SOCIAL: tuple[tuple[str, str], ...] = (
    ("social.smoking", r"smok|tobacco|cigar|pack[- ]year|\bpacks?\b"),
    ("social.vaping", r"\bvap(?:e|es|ing)\b"),
    ("social.alcohol", r"alcohol|\bdrink|\bwine|\bbeer|\bspirits"),
    ("social.recreational_drugs", r"cocaine|ecstasy|cannabis|marijuana|heroin|illicit|recreational|drug use|drugs"),
    ("sexual.active", r"sexual|condom|contracepti"),
    ("family.general", r"family history|in the family|runs in"),
    ("social.travel", r"travel|camping|\btrip\b|visit to|abroad|returned from"),
    ("social.sick_contacts", r"sick contact|ill contact|exposed to (?:someone|anyone|people)"),
    ("social.occupation", r"\bworks?\b|\bjob\b|teacher|occupation|retired|engineer|student|employ|profession|"
        r"worker|nurse|driver|clerk|farmer"),
    ("social.living", r"\blives?\b|living|married|single|divorced|widow|partner|sibling|roommate|alone|homeless"),
    ("social.exercise", r"exercis|\bgym|sport|plays?\b|runs\b|active|volleyball|football"),
    ("social.diet", r"\bdiet|eats|vegetarian|vegan"),
    ("social.pets", r"\bpets?\b|\bdogs?\b|\bcats?\b|birds?\b"),
    ("social.education", r"school|kindergarten|grade|college|university"),
    ("social.stress", r"stress"),
)  # fmt: skip
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
    if SAYS_NOTHING.search(leaf.text) and NOTHING.match(" ".join(leaf.text.split())):
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
    if where in ("systems", "story") or (where in ("past", "other") and re.match(r".*\bdenie[sd]\b", sentence, re.I)):
        _told(sentence, story, volunteered=where == "story")
    elif where == "social":
        _social(sentence, key, leaf, story)
    elif where == "past":
        _past(sentence, story)
    elif where == "other":
        _other(sentence, key, leaf, story)
    else:
        topic, attribute = where.split(".")
        _stated(topic, attribute, sentence, key, leaf, story)


def _identity(leaf: Leaf, story: Story) -> None:
    key, text = letters(leaf.path[-1]), leaf.text
    attribute = {
        "name": "name",
        "patientname": "name",
        "occupation": "occupation",
        "ethnicity": "ethnicity",
        "race": "ethnicity",
    }.get(key, "age")
    who = "I'm" if story.voice.carer is None else f"{story.voice.he.capitalize()}'s"
    bare = text.strip(" .")
    article = "an" if re.match(r"(?:8|11\b|18\b|[aeiou])", bare, re.I) else "a"
    described = re.match(r"(?:\d+[- ]|newborn|infant|male|female|man|woman)", bare, re.I) and not re.fullmatch(
        r"[\d.]+(?: \w+)?", bare
    )
    says = f"{who} {article} {bare[0].lower() + bare[1:]}" if described else f"{who} {bare}"
    if attribute == "age" and key not in ("demographics", "demographic", "age"):
        says = f"{words(leaf.path[-1])}: {bare}"
    story.add("identity", attribute, finished(says))


def _symptom(text: str, story: Story) -> None:
    """A symptom of the case's list, to be found by its own name."""
    first = symptoms(text)
    ask = short(stripped(text))
    asks = (f"do you have {ask.lower()}", f"any {ask.lower()}") if ask else ()
    if NEGATIVE.match(text.strip()):
        _denials(text, story)
        return
    says = noted(text, story.voice)
    topic = whole_symptom(text)
    if topic and not story.has(topic, "presence"):
        story.add(topic, "presence", says, asks=asks)
        return
    if len(sentences(text)) > 1 or len(text) > 150:
        for sentence in sentences(text):
            _told(sentence, story, volunteered=True)
        return
    own = story.own_topic(ask or text, asks)
    story.add(own, "presence", says)
    if first and not story.has(first[0], "presence"):
        story.add(first[0], "presence", says)


def _told(sentence: str, story: Story, *, volunteered: bool) -> None:
    """A sentence of the story or the review of systems, what it denies apart from what it tells."""
    parts = [part for part in DENIAL_INSIDE.split(sentence) if part and part.strip(" ,.")]
    for part in parts:
        if len(parts) > 1 and NOBODY_ELSE.fullmatch(part.strip(" ,.")):
            continue
        if DENIALS.match(part.strip()) and not re.match(r"no (?:one|longer|more)\b", part.strip(), re.I):
            _denials(part, story)
            continue
        said = spoken(part, story.voice)
        topic, attribute = _about(part, story)
        rule = "volunteered" if volunteered and (topic == "reason" or topic not in NOT_SYMPTOMS) else "asked"
        if topic not in NOT_SYMPTOMS and HISTORY_OF_NOW.search(part):
            story.add(topic, "duration", said, rule=rule)
        story.add(topic, attribute, said, rule=rule)


def _about(sentence: str, story: Story) -> tuple[str, str]:
    """The topic and attribute of a sentence that is told."""
    found = symptoms(sentence)
    for target, pattern in FURTHER:
        if target == "past_medical.conditions" and found and HISTORY_OF_NOW.search(sentence):
            continue
        if re.search(pattern, sentence, re.I):
            topic, attribute = target.split(".")
            return topic, attribute
    presenting = next((topic for topic in story.history if topic not in NOT_SYMPTOMS), None)
    if found:
        topic = presenting if presenting in found else found[0]
        attribute = attribute_of(sentence)
        return topic, "duration" if attribute == "presence" and HISTORY_OF_NOW.search(sentence) else attribute
    if presenting is not None and (attribute := attribute_of(sentence)) != "presence":
        return presenting, attribute
    return "reason", "story"


NOT_SYMPTOMS = frozenset(
    [
        "identity",
        "reason",
        "past_medical",
        "medication",
        "allergy",
        "family",
        "social",
        "sexual",
        "gynaecological",
        "obstetric",
        "paediatric",
        "functional",
        "ice",
    ]
)
FURTHER: tuple[tuple[str, str], ...] = (
    ("sexual.active", r"sexual(?:ly)? (?:active|behavio)"),
    ("family.general", r"\b(?:his|her|my) (?:\w+ )?(?:mother|father|brother|sister|parents?)\b.*\b(?:has|had|"
        r"have|underwent|died)\b|family history"),
    ("past_medical.conditions", r"\b(?:medical )?history of (?!similar|rash|contractions|painful|urinary|trauma|"
        r"\w+ trauma)(?!.*\bfor \d)|medical history|"
                                r"\bwas diagnosed with\b|\bhas known\b|\bhas (?:type \d|diabetes|hypertension)"),
    ("social.smoking", r"smok(?:es|er|ing)"),
    ("social.alcohol", r"drinks? alcohol"),
    ("medication.current", r"\b(?:takes|taking|on a stable regimen|has been on|is on) (?!.*exam)\w+"),
    ("allergy.drugs", r"\ballergic to\b|\ballerg(?:y|ies)\b"),
    ("social.travel", r"\bcamping\b|\btravel|return(?:ed)? from"),
)  # fmt: skip


def _denials(text: str, story: Story) -> None:
    """`Denies fever, cough, or recent travel`: one fact for each thing that is not there."""
    body = DENIALS.sub("", text.strip(), count=1).strip(" .")
    for item in _items(body):
        bare = stripped(re.sub(r"^(?:no|not)\s+", "", item, flags=re.I))
        if not bare:
            continue
        says, found = denied(item, story.voice), symptoms(bare)
        target = next((target for target, pattern in SOCIAL if re.search(pattern, bare, re.I)), None)
        asks = (f"do you have {short(bare).lower()}", f"any {short(bare).lower()}") if short(bare) else ()
        fresh = [topic for topic in found if not story.has(topic, "presence")]
        if fresh:
            for topic in fresh:
                story.add(topic, "presence", says, asks=asks if topic == fresh[0] else ())
        elif target and not found:
            topic, attribute = target.split(".")
            story.add(topic, attribute, says)
        elif re.search(r"(?:medical|surgical) (?:history|issues)|illness|surger|disease", bare, re.I):
            story.add("past_medical", "conditions", says)
        else:
            story.add(story.own_topic(bare, asks), "presence", says)


def _items(text: str) -> list[str]:
    """The things in a list; `A or B` is taken apart only where each half names something by itself."""
    guarded = re.sub(r"\([^)]*\)", lambda found: found[0].replace(",", "\u0001"), text)
    parts = [part.replace("\u0001", ",") for part in re.split(r"\s*,\s*", guarded) if part.strip()]
    found: list[str] = []
    for part in parts:
        part = re.sub(r"^(?:and|or|nor)\s+", "", part.strip(), flags=re.I)
        halves = re.split(r"\s+(?:or|and|nor)\s+", part)
        if len(halves) > 1 and all(symptoms(half) for half in halves):
            found += halves
        else:
            found.append(part)
    return found


def _social(sentence: str, key: str, leaf: Leaf, story: Story) -> None:
    """Smoking, drinking, work and the like, each part of a sentence to its own place."""
    nested = len(leaf.path) > 1
    clauses = [sentence] if nested else _clauses(sentence)
    for clause in clauses:
        context = f"{key} {clause}" if nested else clause
        target = next((target for target, pattern in SOCIAL if re.search(pattern, context, re.I)), None)
        says = spoken(clause, story.voice)
        if nested and letters(key) not in GENERIC_KEYS:
            says = said_of(key, clause, says)
        if target is None:
            own = "social_circumstances"
            if own not in story.topics:
                story.topics[own] = {
                    "label": "circumstances",
                    "names": ["circumstances at home", "social circumstances", "lifestyle"],
                }
            story.add(own, "detail", says)
        else:
            topic, attribute = target.split(".")
            story.add(topic, attribute, says, rule="direct" if topic == "sexual" else "asked")


def _clauses(sentence: str) -> list[str]:
    """Parts of `Non-smoker, drinks wine, retired teacher` that are about different things."""
    parts = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+(?=(?:drinks|smokes|works|lives|does|has|uses|is)\b)", sentence)
    whole: list[str] = []
    for part in parts:
        kinds = next((target for target, pattern in SOCIAL if re.search(pattern, part, re.I)), None)
        before = next((target for target, pattern in SOCIAL if whole and re.search(pattern, whole[-1], re.I)), None)
        if whole and (
            not kinds or kinds == before or not before or re.match(r"(?:or|particularly|about)\b", part, re.I)
        ):
            whole[-1] += f", {part}"
        else:
            whole.append(part)
    return [part for part in whole if part.strip(" .")]


def _past(sentence: str, story: Story) -> None:
    says = spoken(sentence, story.voice)
    if not re.match(r"(?:no\b|i\b|my\b|he\b|she\b|it\b|there\b)", says, re.I) and len(sentence.split()) <= 12:
        says = finished(sentence)
    story.add("past_medical", "conditions", says)
    if NEGATIVE.match(sentence) and not re.search(r"surg|family", sentence, re.I):
        return
    for attribute in _attributes("past_medical", sentence):
        story.add("past_medical", attribute, says)
    if re.search(r"surg|ectomy|operat|c(?:a)?esarean|repair\b", sentence, re.I):
        story.add("past_medical", "surgery", says)
    if re.search(r"managed with|treated with|treatment includes|medications?\b|\btakes\b", sentence, re.I):
        story.add("medication", "current", says)
    if re.search(r"family history|\b(?:mother|father|brother|sister)\b", sentence, re.I):
        story.add("family", "general", says)


def _attributes(topic: str, text: str) -> list[str]:
    known = Taxonomy.load().topics[topic]
    spotter = Spotter([(name, topic, a.id) for a in known.attributes.values() for name in a.names])
    return list(dict.fromkeys(spot.attribute for spot in spotter.find(content(plain(text))) if spot.attribute))


def _stated(topic: str, attribute: str, sentence: str, key: str, leaf: Leaf, story: Story) -> None:
    """A sentence of a section with a fixed place, such as medicines or allergies."""
    says = spoken(sentence, story.voice)
    if topic == "medication" and len(sentence.split()) <= 4 and not NEGATIVE.match(sentence):
        says = finished(
            f"{'I take' if story.voice.carer is None else story.voice.he + ' takes'} {sentence.strip(' .')}"
        )
    elif topic == "allergy" and len(sentence.split()) <= 4 and not NEGATIVE.match(sentence):
        says = finished(
            f"{'I am' if story.voice.carer is None else story.voice.he + ' is'} allergic to {sentence.strip(' .')}"
        )
    elif len(leaf.path) > 1 and letters(key) not in GENERIC_KEYS:
        says = said_of(key, sentence, says)
    for name in (attribute, *(_attributes(topic, sentence) if topic in ("family", "past_medical") else [])):
        story.add(topic, name, says)


def _other(sentence: str, key: str, leaf: Leaf, story: Story) -> None:
    """A section that nobody foresaw: a topic named after its key."""
    name = words(leaf.path[-1]) if letters(leaf.path[-1]) not in GENERIC_KEYS else words(leaf.path[0])
    own = next((topic for topic, told in story.topics.items() if told["names"] == [short(name)]), None)
    says = said_of(key, sentence, spoken(sentence, story.voice))
    story.add(own or story.own_topic(name, (f"tell me about {short(name).lower()}",)), "detail", says)


def _cover_symptoms(story: Story) -> None:
    """A symptom named in a sentence told elsewhere, and nowhere by itself, is answered with that sentence."""
    told = [
        fact for facts in list(story.history.values()) for fact in list(facts.values()) if fact.get("rule") != "denied"
    ]
    for fact in told:
        if NEGATIVE.match(fact["says"]):
            continue
        for topic in symptoms(fact["says"]):
            if not story.has(topic):
                story.history[topic] = {"presence": {"says": fact["says"]}}


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
        if found:
            break
    return found
