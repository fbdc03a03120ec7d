"""Who is in the room and who is spoken to: companions who answer, add, interpret or go, and children."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bedside.mind.expression import first_sentence
from bedside.mind.story import Companion, Story

Wish = Literal["leave", "return"]
Addressee = Literal["companion", "child"]
RELATIONS: dict[str, tuple[str, ...]] = {
    "mother": ("mum", "mom", "mother", "mummy", "parent", "parents"),
    "father": ("dad", "father", "daddy", "parent", "parents"),
    "wife": ("wife", "partner", "spouse"),
    "husband": ("husband", "partner", "spouse"),
    "partner": ("partner",),
    "daughter": ("daughter",),
    "son": ("son",),
    "sister": ("sister",),
    "brother": ("brother",),
    "friend": ("friend",),
    "carer": ("carer", "caregiver"),
    "interpreter": ("interpreter",),
}
"""What a companion is called by their relation."""
TITLES = dict.fromkeys(("mother", "wife", "daughter", "sister"), "mrs|ms|miss") | dict.fromkeys(
    ("father", "husband", "son", "brother"), "mr"
)
FAMILY = "mum|mom|mother|dad|father|parents?|wife|husband|partner|daughter|son|friend|carer"
ALONE = re.compile(
    r"\b(?:(?:give|have|get|need|allow) (?:us|me)?\b.{0,30}\b(?:moments?|minutes?|time|privacy|space|room)\b.{0,12}\b"
    r"(?:alone|together|in private|privately|on (?:our|your) own|by (?:our|your)sel\w+)|"
    r"(?:spoke|(?:speak|talk|see|chat|examin|ask)\w*)\b.{0,40}\b(?:alone|in private|privately|"
    r"on (?:your|his|her|their) own|"
    rf"by (?:your|him|her|them)sel\w+|one[- ]to[- ]one|without (?:your |his |her )?(?:{FAMILY}))|"
    r"just (?:the two of us|you and (?:me|i)|us two)|"
    r"(?:give us|have) (?:a (?:moment|minute|few minutes|second|bit)|some (?:time|privacy|space)|the room)\b"
    r"(?! (?:to|and|of pain))|"
    r"(?:step(?:ped)?|pop(?:ped)?) (?:\w+ )?(?:outside|out)\b|"
    r"wait(?:s|ed|ing)? (?:\w+ )?(?:outside|in the waiting room)|"
    r"(?:could|can|would|will|ask|mind|please|need|like|want)\b.{0,40}\b(?:go(?:ing)? outside|leave (?:us|the room)|"
    r"stepping out(?:side)?|popping out(?:side)?)|"
    r"everyone your age (?:alone|on their own))\b"
)
"""Words that ask to be alone with the patient."""
RETURN = re.compile(
    r"\b(?:come|bring|call|ask|invite|have|get|fetch)\b.{0,30}\b(?:back in|come back|come in|rejoin|"
    r"back (?:into|to) the room)\b|\bback in now\b"
)
NOT_ALONE = re.compile(
    r"\b(?:live|lives|living|sleep|manage|cope|been|were|was|are|lie|walk|when) (?:\w+ ){0,3}"
    r"(?:alone|on your own|by yourself|outside)\b"
)
SEEN = r"(?:think|feel|noticed?|seen?|saw|worried|concerned|say|tell|make|add|told|what|if|about)"
WONDERS = r"when|where|how|whether|if|why|who|which|does|do|did|has|have|is|was"
OPINION = re.compile(
    r"\b(?:think|thinks|thought|notice\w*|seen|see|saw|observed?|worr\w+|concern\w*|say|said|tell|told|add|know|knows|"
    r"feel|make of)\b"
)
ADDRESSED_AFTER = r"(?:(?:and|so|ok|okay|now|right|hello|hi|hey|thanks|thank you)[\s,]+)*"
TO_HIM = (
    (re.compile(r"\b(?:has|have) (?:he|she|they)\b"), "have you"),
    (re.compile(r"\b(?:is|are) (?:he|she|they)\b"), "are you"),
    (re.compile(r"\b(?:was|were) (?:he|she|they)\b"), "were you"),
    (re.compile(r"\b(?:does|do) (?:he|she|they)\b"), "do you"),
    (re.compile(r"\b(?:he|she|him|they|them)\b"), "you"),
    (re.compile(r"\b(?:his|hers|her|their)\b"), "your"),
)
"""Words about the patient to a companion, as they would be put to the patient."""
BABBLES_BELOW, WORDS_BELOW, SPEAKS_AS_ADULT_FROM = 2, 5, 12
"""Ages in years: no words that count below; a few words below; as an adult from. Estimates: milestones vary."""
MARRIES_FROM = 18
"""Age in years under which "Mrs" is not the patient."""
ADDS = {"quiet": 0.08, "worried": 0.3, "protective": 0.3, "dominating": 0.5, "sceptical": 0.15}
"""How often a companion adds what they know to an answer; estimates."""
STAYS = {"dominating": 1}
"""How often a companion of this attitude asks to stay before they go."""


@dataclass(frozen=True, slots=True)
class Directed:
    """Who a turn is meant for, its words without the address, and whether it only asks for an opinion."""

    to: Addressee
    text: str
    opinion: bool = False


def wish(text: str, companion: Companion | None, present: bool) -> Wish | None:
    """Whether the companion is asked to go, or to come back."""
    if companion is None:
        return None
    words = text.lower().replace("’", "'")
    if not present:
        named = any(re.search(rf"\b{re.escape(name)}\b", words) for name in names_of(companion))
        return "return" if named and RETURN.search(words) else None
    return "leave" if ALONE.search(words) and not NOT_ALONE.search(words) else None


def names_of(companion: Companion) -> tuple[str, ...]:
    """What a companion may be called: names and relation, lower case."""
    own = companion.name.lower().split()
    relation = RELATIONS.get(companion.relation.lower(), (companion.relation.lower(),))
    return (companion.name.lower(), own[0], *relation)


def directed(text: str, story: Story, companion: Companion | None) -> Directed | None:
    """Whether a turn is put to the companion, or to a child by name, rather than to who answers."""
    words = text.replace("’", "'")
    if companion is not None and (found := _to_companion(words, story, companion)):
        return found
    if story.speaker is not None and story.age_years < SPEAKS_AS_ADULT_FROM:
        rest = _called(words, (story.name.lower(), story.name.split()[0].lower()))
        if rest is not None:
            return Directed("child", rest)
    return None


def _titles(story: Story) -> set[str]:
    """How the patient may be addressed, so that their companion is not meant."""
    if story.sex == "male":
        return {"mr"}
    return {"ms", "miss"} if story.age_years < MARRIES_FROM else {"mrs", "ms", "miss"}


def without_name(text: str, story: Story) -> str:
    """A turn to who answers, without their own name before or after it ("Desmond, where does it hurt?")."""
    name = story.speaker[0] if story.speaker else story.name
    words = text.replace("’", "'")
    return _called(words, (name.lower(), name.split()[0].lower())) or text


def _to_companion(words: str, story: Story, companion: Companion) -> Directed | None:
    names = list(names_of(companion))
    if len(companion.name.split()) > 1:
        title = TITLES.get(companion.relation.lower(), "mrs|mr|ms|miss")
        last = companion.name.lower().split()[-1]
        same = last == story.name.lower().split()[-1]
        taken = _titles(story)
        theirs = "|".join(each for each in title.split("|") if each not in taken)
        if theirs:
            names.append(f"(?:{theirs})\\.?(?: {re.escape(last)})?")
        elif not same:
            names.append(f"(?:{title})\\.? {re.escape(last)}")
    rest = _called(words, tuple(names))
    if rest is not None:
        return Directed("companion", to_the_patient(rest), bool(_asks_opinion(rest)))
    through = re.match(
        rf"^\W*(?:can|could|may) i (?:just )?ask (?:your )?(?:{'|'.join(names)})\b[\s,:]+(?P<rest>(?:{WONDERS})\b.+)$",
        words,
        re.I | re.S,
    )
    if through:
        return Directed("companion", to_the_patient(f"{through['rest'].rstrip('?.')}?"), False)
    third = "|".join(re.escape(name) for name in names if " " not in name)
    own = re.escape(story.name.split()[0].lower())
    asked = re.search(
        r"\b(?:what|how|has|have|does|do|did|is|are|can i|could i|may i|would)\b.{0,25}\b"
        rf"(?:your |{own}'s )?(?:{third})\b (?:\w+ )?{SEEN}\b",
        words.lower(),
    )
    return Directed("companion", to_the_patient(words), True) if asked else None


def _asks_opinion(rest: str) -> bool:
    """What have you noticed? What do you think? Anything to add?"""
    words = rest.lower()
    return bool(OPINION.search(words)) and not re.search(r"\b(?:when|where|how (?:long|much|many|often))\b", words)


def _called(words: str, names: tuple[str, ...]) -> str | None:
    """A turn without the name that it begins or ends with; None where nobody of that name is addressed."""
    which = "|".join(name if name.startswith("(?:") else re.escape(name) for name in names)
    begins = re.match(rf"^\W*{ADDRESSED_AFTER}(?:{which})\s*[,:.!?–-]+\s*(?P<rest>.+)$", words, re.I | re.S)
    if begins:
        return begins["rest"]
    greeted = re.match(
        rf"^\W*(?P<rest>(?:hello|hi|hey|good morning|good afternoon)(?: there)?)[\s,]+(?:{which})\W*$", words, re.I
    )
    if greeted:
        return greeted["rest"]
    ends = re.match(rf"^(?P<rest>.+?)\s*,\s*(?:{which})\s*(?P<mark>[?.!]*)\s*$", words, re.I | re.S)
    return ends["rest"] + ends["mark"] if ends else None


def to_the_patient(text: str) -> str:
    """A question about the patient, as if it were put to them."""
    words = text.lower()
    for pattern, put in TO_HIM:
        words = pattern.sub(put, words)
    return words


def child_words(age_years: float, says: str | None, own: str | None) -> str | None:
    """What a child says of a fact: `says` is written for the child, `own` is the fact in its own first person."""
    if age_years < BABBLES_BELOW:
        return None
    words = says or (first_sentence(own) if own and age_years >= WORDS_BELOW else None)
    if words is None:
        return None
    return " ".join(words.split()[:3]).rstrip(",;:") if age_years < WORDS_BELOW else words
