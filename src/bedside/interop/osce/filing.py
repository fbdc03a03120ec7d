"""Claims of a narrative put where questions find them: under facts of the taxonomy, or a topic of the case's own."""

from __future__ import annotations

import re

from bedside.interop.osce.background import family, medication, past, sides_of
from bedside.interop.osce.social import social, target_of
from bedside.interop.osce.story import Story, short
from bedside.interop.osce.word_lists import word_list
from bedside.mind.lexicon import cues
from bedside.mind.narrative import Claim, attributes_of, finished, questions, told, topics_of, understood
from bedside.mind.taxonomy import Taxonomy
from bedside.mind.wording import STOP, plain

CHILD_YEARS = 12
"""Under this age in years a story of birth, feeding and school is asked for (estimate)."""
NOT_SYMPTOMS = word_list("not_symptoms")
FURTHER: tuple[tuple[str, str], ...] = (
    ("family", r"\b(?:his|her|my) (?:\w+ )?(?:mother|father|brother|sister|parents?"
        r"|aunt|uncle|grand\w+)\b.*\b(?:has|had|"
        r"have|underwent|died)\b|family history"),
    ("social", r"\bcocaine|\becstasy|\bcannabis|\bmarijuana|\bheroin|"
        r"\bsmok(?:es|er|ing)\b|\bdrinks? (?:alcohol|wine|beer)|\bsexual(?:ly)? (?:active|behavio)|\bcamping\b|"
        r"\btravel|\breturn(?:ed)? from\b|\bplays? \w+ball\b"),
    ("past", r"\bmedical history\b|\bwas diagnosed with\b|\bhas known\b|\bhas (?:type \d|diabetes|hypertension|asthma)|"
        r"\bhistory of (?!similar|rash|contractions|painful|urinary|trauma|\w+ trauma|smoking|alcohol)(?!.*\bfor \d)"),
    ("medication", r"\b(?:takes|taking|on a stable regimen|has been on|is on|was on) (?!.*\bexam)"
        r"(?!golf|part|care)\w+"),
    ("allergy.drugs", r"\ballergic to\b|\ballerg(?:y|ies)\b"),
    ("paediatric.birth", r"\b(?:was|is|were) (?:\w+ )*born\b|\bdelivered\b(?=.*\b(?:newborn|mother)\b)|"
        r"\bduring birth\b|\bhome birth\b"),
    ("obstetric.deliveries", r"\bafter delivering\b|\bchildbirth\b|\bvaginal deliver(?:y|ies)\b|\bduring labo(?:u)?r\b|"
        r"\bc(?:a)?esarean\b"),
    ("obstetric.antenatal_care", r"\bprenatal (?:care|check)|\bantenatal (?:care|check)"),
    ("obstetric.gravidity", r"\bprimigravida\b|\bmultigravida\b"),
    ("paediatric.immunisations", r"\b(?:immuni[sz]ation|vaccin\w+)\b"),
    ("paediatric.milestones", r"\bmilestones?\b"),
    ("paediatric.feeding", r"\bfeeding\b(?=.*\b(?:interest|intoleran|poor|decreas))"),
)  # fmt: skip
"""Where a sentence belongs that is not about a symptom; several may fit."""
PREGNANCY = re.compile(r"\bpregnancy\b", re.I)
HISTORY_OF_NOW = re.compile(r"\b\w+[- ](?:hour|day|week|month|year)s?[- ]history of\b", re.I)
"""`A 1-month history of` tells of the illness, not of the past."""
SPANS = re.compile(r"\b(?:hour|day|week|month|year)s?\b", re.I)
WORDED = {"onset", "duration"}
POINTS = re.compile(r"^(?:the|his|her|this|these|those) (?P<thing>\w+)\b|^(?P<it>it|they|this|these)\b", re.I)
"""A sentence about what was told before: `The pain …`, `It …`."""
ALSO: tuple[tuple[str, str], ...] = (
    ("constipation", r"\bpass (?:\w+ )?(?:meconium|stool)"),
    ("irritability_child", r"\bsigns of distress\b|\bseems? distressed\b|\binconsolable\b|\bfussy\b"),
    ("neck_lump", r"\b(?:swelling|lump|mass)\b.*\bneck\b|\bneck (?:swelling|lump|mass)\b"),
    ("bloating", r"\bfullness\b.*\b(?:belly|abdom\w+|stomach)\b"),
    ("joint_swelling", r"\bswollen\b.*\bjoint\b|\bjoint swelling\b"),
)
"""Symptoms by words that the taxonomy does not have."""
BIRTH: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"\bterm\b|\bweeks\b|\bgestation\b|\bprematur",
        ("was {he} born at term", "was {he} born on time", "was {he} premature", "how many weeks was {he} born at"),
    ),
    (
        r"\bvaginal|\bc(?:a)?esarean|\bhome birth",
        ("what kind of delivery was it", "was it a normal delivery", "how was {he} born"),
    ),
    (r"\bhome birth|\bhospital", ("where was {he} born", "was {he} born in hospital")),
    (r"\d-?\s?(?:g|kg|lb|pound)\b", ("how much did {he} weigh at birth", "what was {his} birth weight")),
)
"""What else is asked of a birth, by what its account tells."""


def tells(sentence: str, story: Story, *, volunteered: bool) -> None:
    """A sentence of the story or the review of systems, what it denies apart from what it tells."""
    for claim in told(sentence, story.voice):
        if story.secrets.safe(claim.says) is None:
            continue
        if claim.denied:
            denies(claim, story)
        elif story.last_illness and re.match(r"(?:it|this|which)\b", claim.says, re.I):
            story.more_of_illness(claim.says)
        elif not _further(claim, story, volunteered=volunteered):
            file(claim, story, volunteered=volunteered)


def _further(claim: Claim, story: Story, *, volunteered: bool) -> bool:
    """Put a claim about the past, the family, medicines, habits, birth or vaccines where it belongs."""
    if HISTORY_OF_NOW.search(claim.about):
        return False
    child = story.age_years < CHILD_YEARS
    done = False
    for target, pattern in FURTHER:
        if not re.search(pattern, claim.about, re.I) or (target.startswith("paediatric") and not child):
            continue
        if target == "obstetric.deliveries" and child:
            continue
        if target == "family":
            story.add("family", "general", claim.says)
            family(claim.about, claim.says, story)
            return True
        if done and target in ("past", "social", "medication"):
            continue
        if target == "past":
            past(claim.about, story, says=claim.says)
        elif target == "medication":
            medication(claim.about, story, says=claim.says)
        elif target == "social":
            social(claim.about, "", story, nested=False, generic=True, says=claim.says)
        else:
            topic, attribute = target.split(".")
            story.add(
                topic, attribute, claim.says, asks=_birth_asks(claim, story) if target == "paediatric.birth" else ()
            )
            if target == "paediatric.birth" and re.search(BIRTH[3][0], claim.about):
                story.fill("paediatric", "birth_weight", claim.says)
            if target == "paediatric.immunisations":
                story.fill("past_medical", "vaccination", claim.says)
            if child and PREGNANCY.search(claim.about):
                story.add("paediatric", "pregnancy", claim.says)
        done = True
    return done


def _birth_asks(claim: Claim, story: Story) -> tuple[str, ...]:
    he, his = story.voice.he, story.voice.his
    fit = [asks for pattern, asks in BIRTH if re.search(pattern, claim.about, re.I)]
    return tuple(ask.format(he=he, his=his) for asks in fit for ask in asks)


def _named(claim: Claim, story: Story) -> list[str]:
    """The symptoms that a claim is about; one that points back is about the one told before."""
    presenting = next((topic for topic in story.history if topic not in NOT_SYMPTOMS), None)
    also = [topic for topic, pattern in ALSO if re.search(pattern, claim.about, re.I)]
    if "irritability_child" in also and story.age_years >= CHILD_YEARS:
        also.remove("irritability_child")
    if also:
        return also
    found = topics_of(claim.about, claim.says, story.voice.sex, story.age_years, ask=claim.has)
    points = POINTS.match(claim.about)
    if points and presenting and not claim.has:
        thing = plain(points["thing"] or "")
        told_of = [
            topic
            for topic in story.history
            if topic not in NOT_SYMPTOMS and thing and thing in plain(_label(topic, story))
        ]
        if (
            points["it"]
            or thing in ("symptoms", "pain", "lump", "swelling", "mass", "lesion", "episodes", "discomfort")
            or told_of
        ):
            return [told_of[0] if told_of else presenting]
    if presenting in found:
        found = [presenting, *(topic for topic in found if topic != presenting)]
    generic = cues()["generic"]
    specific = [topic for topic in found if topic not in generic]
    if not specific and found and presenting and found[0] in _label(presenting, story) and not claim.has:
        return [presenting]
    return specific or found


def _label(topic: str, story: Story) -> str:
    known = Taxonomy.load().topics.get(topic)
    return str(known.label if known else story.topics.get(topic, {}).get("label", topic)).lower()


def file(claim: Claim, story: Story, *, volunteered: bool, listed: bool = False) -> None:
    """A claim about what somebody has or what happened, under each fact that it tells."""
    found = _named(claim, story)
    sides = attributes_of(claim.about)
    rule = "volunteered" if volunteered else "asked"
    asks = _asks(claim)
    illness = [] if found or listed else sides_of("past_medical", f"{claim.about} {claim.says}")
    if illness:
        story.conditions.append(claim.says)
        for side in illness:
            story.fill("past_medical", side, claim.says, asks=asks)
        return
    if not found:
        _of_its_own(claim, story, rule, listed=listed)
        return
    main = found[0]
    if not sides or (claim.has and story.fits(main, "presence", claim.says)):
        story.add(main, "presence", claim.says, rule=rule, asks=asks)
        _fill(main, sides, claim, story)
    else:
        _sides(main, sides, claim, story, rule)
        if not story.has(main, "presence"):
            story.fill(main, "presence", claim.says)
    for topic in found[1:]:
        story.fill(topic, "presence", claim.says)


def _sides(topic: str, sides: list[str], claim: Claim, story: Story, rule: str) -> None:
    """A sentence that tells of one side of a symptom, and perhaps of more."""
    free = next((side for side in sides if story.is_open(topic, side)), sides[0])
    story.add(topic, free, claim.says, rule=rule)
    _fill(topic, [side for side in sides if side != free], claim, story)


def _fill(topic: str, sides: list[str], claim: Claim, story: Story) -> None:
    for side in sides:
        short_time = claim.time and side in WORDED and len(SPANS.findall(claim.about)) < 2
        story.fill(topic, side, finished(claim.time) if short_time else claim.says)


def _of_its_own(claim: Claim, story: Story, rule: str, *, listed: bool) -> None:
    """A claim that fits no fact: a topic of the case's own, found by its words and by likeness."""
    if not listed and not claim.has:
        story.add("reason", "story", claim.says, rule=rule, asks=_asks(claim))
        return
    own = story.own_topic(_thing(claim), _asks(claim))
    story.add(own, "presence", claim.says, rule=rule)
    for side in attributes_of(claim.about):
        if claim.time and side in WORDED:
            story.fill(own, side, finished(claim.time))


def _thing(claim: Claim) -> str:
    """What a claim is about, in a few words without its time."""
    bare = claim.about.removesuffix(claim.time).strip(" ,.") if claim.time else claim.about.strip(" .")
    return bare or claim.about


def _asks(claim: Claim) -> tuple[str, ...]:
    """Questions that a claim answers."""
    said = re.sub(
        r"^(?:No, no|No,? (?:I|he|she) (?:haven't|hasn't) been|(?:I've|He's|She's) (?:had|been)|(?:I|He|She) had) ",
        "",
        claim.says,
    ).rstrip(".")
    said = said.removesuffix(claim.time).strip() if claim.time else said
    asked = questions(claim.says)
    if not claim.has:
        return asked
    things = [short(one).lower() for one in (_thing(claim), said) if one and len(one.split()) <= 12]
    named = [ask for thing in things if thing not in STOP for ask in (f"do you have {thing}", f"any {thing}")]
    return tuple(dict.fromkeys([*named, *asked]))


def denies(claim: Claim, story: Story) -> None:
    """What is not there: the presence of each symptom named, or where it belongs otherwise."""
    bare, says = claim.about, claim.says
    if re.search(r"(?:medical|surgical) (?:history|issues)|major illness|chronic (?:disease|illness)", bare, re.I):
        past(f"No {bare}", story, says=says)
        return
    if re.search(r"\bfamily (?:\w+ ){0,3}history\b", bare, re.I):
        story.add("family", "general", says)
        family(bare, says, story)
        return
    if re.search(r"\b(?:medications?|medicines?)\b", bare, re.I):
        story.deny_medicines(says)
        return
    if re.search(r"\bsurger(?:y|ies)\b|\boperations?\b", bare, re.I):
        story.add("past_medical", "surgery", says)
        return
    if (topic := _similar(bare, story)) is not None:
        story.add(topic, "previous", says)
        return
    place = target_of(bare)
    found = topics_of(bare, says, story.voice.sex, story.age_years, ask=False)
    if place and not found:
        topic, attribute = place.split(".")
        story.add(topic, attribute, says)
        return
    heard = understood(short(bare).lower(), story.voice.sex, story.age_years) if short(bare) else None
    if heard and not found:
        if not story.has(*heard):
            story.add(*heard, says, asks=_asks(claim))
        else:
            story.add(story.own_topic(bare, _asks(claim)), "presence", says)
        return
    fresh = [topic for topic in found if not story.has(topic, "presence")]
    for topic in fresh:
        story.add(topic, "presence", says, asks=_asks(claim) if topic == fresh[0] else ())
    if not fresh and not any(_denied(story, topic) for topic in found):
        story.add(story.own_topic(bare, _asks(claim)), "presence", says)


def _denied(story: Story, topic: str) -> bool:
    return str(story.history[topic].get("presence", {}).get("says", "")).lower().startswith("no")


def _similar(bare: str, story: Story) -> str | None:
    """The presenting symptom, where it is denied that there was the like before."""
    if not re.search(r"\b(?:similar|such)\b", bare, re.I):
        return None
    known = Taxonomy.load().topics
    return next((topic for topic in story.history if topic in known and "previous" in known[topic].attributes), None)
