"""Past illnesses, operations, medicines and family of a case, each thing under its own fact."""

from __future__ import annotations

import re

from bedside.interop.osce.story import Story, short
from bedside.mind.lexicon import Spotter
from bedside.mind.narrative import NEGATIVE, finished, in_plain_words, in_voice, sentences, small, told, understood
from bedside.mind.narrative.voice import PEOPLE
from bedside.mind.taxonomy import Taxonomy
from bedside.mind.wording import content, plain

OPENS = re.compile(
    r"^(?:the patient|patient|he|she|the (?:child|boy|girl|infant|newborn|mother|\w+-year-old \w+))?\s*(?:also )?"
    r"(?:has|had|with|reports|mentions|significant for)?\s*"
    r"(?:(?:an?|known|past|significant|long|long-standing|medical|prior|previous)\s+)*(?:history (?:of|significant for|"
    r"includes)\s+|(?<=known )|(?<=has )(?=type|diabetes|hypertension|asthma)|significant for\s+)",
    re.I,
)
"""`He also has a history of`, before the illnesses themselves."""
WITH = re.compile(
    r",?\s*(?:currently )?(?:is )?(?:managed|treated|controlled|treatment includes|for which (?:he|she) takes)\s*"
    r"(?:with|by|on|using)?\s+(?P<drugs>[^.;]+)$",
    re.I,
)
OVER = re.compile(r"\bago\b|\bin the past\b|\bpreviously\b|\bas an? (?:child|infant)\b", re.I)
OPERATION = re.compile(r"surg|ectomy|operat|c(?:a)?esarean|repair\b|bypass|transplant|replacement|remov|plasty", re.I)
GOES_ON = re.compile(
    r"^(?:and )?(?:current(?:ly)?|managed|treated|controlled|diagnosed|for which"
    r"|which|with|on|treatment|well|since|status)\b",
    re.I,
)
DOSE = re.compile(r"\b\d[\d.,]*\s*(?:mg|mcg|g|ml|units?)\b.*", re.I)


DIAGNOSED = re.compile(
    r"^.*\bwas diagnosed with (?:an? )?(.+?)"
    r",? ((?:about |almost )?\S+ (?:years?|months?|weeks?|days?) ago|in \d{4}|at (?:the )?age .*?)$",
    re.I,
)


ILLNESS = re.compile(
    r"'s\b|\b(?:cancer|sarcoma|disease|syndrome|disorder|failure|\w+(?:itis|osis|oma|a?emia|pathy))\b", re.I
)
"""An illness by its name, where a medicine might stand too."""


def past(sentence: str, story: Story, *, says: str | None = None) -> None:
    """A sentence about past illnesses: each of them by itself, operations and medicines where they belong."""
    if NEGATIVE.match(sentence):
        _none(sentence, story, says)
        return
    opener = OPENS.match(sentence)
    body = sentence[opener.end() :] if opener and opener.end() else sentence
    whole = says or " ".join(claim.says for claim in told(sentence, story.voice))
    body = body.strip(" .")
    if re.match(rf"(?:older |younger )?(?:{PEOPLE})\b", body, re.I):
        story.add("family", "general", whole)
        family(sentence, whole, story)
        return
    if re.match(r"(?:no|nothing)\b", whole, re.I):
        (story.denied_conditions if whole.startswith("No,") else story.conditions).append(whole)
        return
    diagnosed = DIAGNOSED.search(body)
    phrase = (
        bool(diagnosed)
        or bool(opener and opener.end())
        or not re.match(r"(?:the |he |she |his |her |it |they |i )", sentence, re.I)
    )
    if not phrase or re.search(r"\bunderwent\b", body):
        _told_whole(sentence, whole, story)
        return
    for item in _items(_titled(re.sub(DIAGNOSED, r"\1, diagnosed \2", body))):
        _condition(item, story)


def _none(sentence: str, story: Story, says: str | None) -> None:
    said = says or " ".join(claim.says for claim in told(sentence, story.voice))
    if re.search(r"family history", sentence, re.I):
        story.add("family", "general", said)
        family(sentence, said, story)
        return
    if re.search(r"medications?\b", sentence, re.I):
        story.deny_medicines(said)
        return
    similar = re.search(r"\b(?:similar|such)\b", sentence, re.I)
    first = next((t for t in story.history if "previous" in _attributes_of_topic(t)), None)
    if similar and first:
        story.add(first, "previous", said)
        return
    story.denied_conditions.append(said)
    if re.search(r"surg|operat", sentence, re.I):
        story.fill("past_medical", "surgery", said)


def _attributes_of_topic(topic: str) -> frozenset[str]:
    known = Taxonomy.load().topics.get(topic)
    return frozenset(known.attributes) if known else frozenset()


def _told_whole(sentence: str, says: str, story: Story) -> None:
    """A sentence that cannot be taken apart into names of illnesses."""
    sides = sides_of("past_medical", f"{sentence} {in_plain_words(sentence)}")
    story.conditions.append(says)
    for side in sides:
        story.fill("past_medical", side, says)
    if OPERATION.search(sentence):
        story.fill("past_medical", "surgery", says)
    if re.search(r"\b(?:birth|born|deliver\w+|neonatal|full[- ]term)\b", sentence, re.I):
        story.add(
            "paediatric" if story.age_years < 12 else "obstetric",
            "birth" if story.age_years < 12 else "deliveries",
            says,
        )
    found = WITH.search(sentence)
    if found and not OVER.search(sentence):
        medication(found["drugs"], story)


def _titled(text: str) -> str:
    """A list in capitals as people write it: `Ulcerative Colitis` → Ulcerative colitis, Crohn's stays."""
    return re.sub(r"(?<=\w )([A-Z])(?=[a-z]+\b(?!'))", lambda found: found[1].lower(), text)


def _items(body: str) -> list[str]:
    """`Hypertension, managed with enalapril, and gout` → two illnesses."""
    guarded = re.sub(
        r"\([^)]*\)", lambda found: found[0].replace(",", "\u0001").replace(" and ", "\u0002"), body.strip(" .")
    )
    parts: list[str] = []
    for part in re.split(r"\s*,\s*(?:and |as well as )?|\s+as well as\s+", guarded):
        if re.match(r"no\b", part, re.I):
            parts.append(part)
            continue
        for half in (
            re.split(r"\s+and\s+(?!\w+ (?:surgery|disease)\b)", part) if not WITH.search(f", {part}") else [part]
        ):
            taken = parts and WITH.search(parts[-1])
            drug = (
                taken
                and not ILLNESS.search(half)
                and not OVER.search(taken[0])
                and not sides_of("past_medical", f"{half} {in_plain_words(half)}")
            )
            if parts and (GOES_ON.match(half) or drug):
                parts[-1] += f", {half}"
            else:
                parts.append(half)
    return [part.replace("\u0001", ",").replace("\u0002", " and ").strip() for part in parts if part.strip(" .")]


def _condition(item: str, story: Story) -> None:
    voice = story.voice
    bare = re.sub(r"^(?:an?|known|currently|history of|diagnosed with|treated for)\s+", "", item.strip(), flags=re.I)
    if re.fullmatch(r"(?:newborn|healthy|term) ?(?:infant|baby)?", bare, re.I):
        return
    if re.match(r"(?:no|denies)\b", bare, re.I):
        _none(bare[0].upper() + bare[1:], story, None)
        return
    treated = WITH.search(bare)
    if treated and not OVER.search(treated[0]):
        medication(treated["drugs"], story)
    if re.match(
        r"(?:birth|born|uncomplicated|uneventful|premature|full[- ]term|newborn|otherwise|up[- ]to)\b|delivered",
        bare,
        re.I,
    ):
        says = " ".join(claim.says for claim in told(bare[0].upper() + bare[1:], voice))
        _told_whole(bare, says, story)
        return
    named = small(in_voice(f"so {in_plain_words(bare)}", voice)[3:])
    over = OVER.search(re.sub(r"diagnosed .*", "", bare))
    had = over or OPERATION.search(bare) or re.search(r"\bcancer|fracture|stroke|infarction|injur|episode", bare, re.I)
    says = finished(f"{voice.have} had {named}" if had else f"{voice.verb('have', 'has')} {named}")
    story.illness(named, says)
    sides = sides_of("past_medical", f"{bare} {named}")
    if not sides:
        name = re.split(r",| treated| managed| diagnosed", short(bare))[0]
        heard = understood(name.lower(), voice.sex, story.age_years)
        sides = [heard[1]] if heard and heard[0] == "past_medical" else []
    name = re.split(r",| treated| managed| diagnosed", named)[0].removeprefix("a ")
    asks = [
        f"do you have {name}",
        f"when were you diagnosed with {name}",
        f"how long have you had {name}",
        f"tell me about your {name}",
    ]
    asks += [
        f"when was your {name} diagnosed",
        f"how is your {name} treated",
        f"did the treatment for your {name} work",
    ]
    for side in sides:
        story.fill("past_medical", side, says, asks=tuple(asks))
        story.last_illness = side
    if OPERATION.search(bare):
        story.fill("past_medical", "surgery", says)
    if not sides:
        name = re.split(r",| treated| managed| diagnosed", short(bare))[0]
        story.add(
            story.own_topic(name, (f"do you have {name.lower()}", f"tell me about your {name.lower()}")),
            "detail",
            says,
            rule="direct",
        )


def sides_of(topic: str, text: str) -> list[str]:
    """The facts of a topic that a text names: `hypertension` → past_medical.hypertension."""
    known = Taxonomy.load().topics[topic]
    spotter = Spotter([(name, topic, a.id) for a in known.attributes.values() for name in a.names])
    return list(dict.fromkeys(spot.attribute for spot in spotter.find(content(plain(text))) if spot.attribute))


def medication(sentence: str, story: Story, *, says: str | None = None) -> None:
    """Medicines somebody takes: told together, and each kind where it is asked for."""
    if NEGATIVE.match(sentence):
        story.deny_medicines(says or " ".join(claim.says for claim in told(sentence, story.voice)))
        return
    bare = sentence.strip(" .")
    verb = re.match(r"^.*?\b(?:takes|taking|regimen of|has been on|is on|was on|uses)\s+(?:and )?", bare, re.I)
    listed = bare[verb.end() :] if verb else bare
    if re.search(r"\b(?:is|was|has|been|are)\b", listed) or re.fullmatch(
        r"(?:oral )?(?:medications?|medicines?)", listed, re.I
    ):
        story.medicines.append(says or finished(f"{story.voice.verb('take', 'takes')} {small(in_plain_words(listed))}"))
        return
    for part in sentences(listed):
        for drug in re.split(r"\s*,\s*(?:and )?|\s+and\s+", part.strip(" .")):
            story.medicine(small(in_plain_words(drug)))
    for side in sides_of("medication", listed):
        story.medicine_sides.append(side)


def family(sentence: str, says: str, story: Story) -> None:
    """What the family has, under the relative and under the illness."""
    for side in sides_of("family", f"{sentence} {in_plain_words(sentence)}"):
        if side != "general":
            story.fill("family", side, says)
