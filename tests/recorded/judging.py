"""An automatic judge: does our patient's answer state what the recorded patient stated?

It compares words, numbers, sides and negations of the two answers, helped by the question's words and by the
names of the facts that ours let out. It shares no code with what the patient understands or with the check of claims.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml
from replaying import Exchange, Label

from bedside.mind.taxonomy import Taxonomy

WORDS = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))
FILLERS = frozenset(WORDS["fillers"])
NEGATIVE, YES, NO = (frozenset(WORDS[kind]) for kind in ("negative", "yes", "no"))
NUMBERS: dict[str, float] = WORDS["numbers"]
UNITS: dict[str, str] = {unit: kind for kind, units in WORDS["units"].items() for unit in units}
DAYS: dict[str, float] = WORDS["days"]
ALIKE: dict[str, str] = {word: group[0] for group in WORDS["alike"] for word in group}
SHORT_YES = re.compile(r"^(?:i|we|she|he|it|they) (?:do|does|am|is|are|have|has|did|will)$|^that is right$|^of course$")
SHORT_NO = re.compile(
    r"^(?:i|we|she|he|it|they) (?:do|does|am|is|are|have|has|did|will) not(?: have)?$|"
    r"^not (?:really|that|at all|as far|yet|now|any)"
)
DEFERS = re.compile(
    r"what do you mean|another way|not sure (?:what|i)|say that again|quite follow|don't follow|what was that|"
    r"couldn't (?:say|tell)|don't really know|not sure, to be honest|^hard to say\.$|you're the doctor|"
    r"don't know that word|plain english|hoping you'd tell me|don't know about that|what does that mean"
)
"""What our patients say when they are not sure what was asked, or of the answer."""
LEADS = re.compile(r"^(?:as i (?:said|told you)|like i said|i think i said)[,:]?\s*", re.IGNORECASE)
COURTESY = re.compile(
    r"^(?:(?:ok|okay|alright|sure|great|good|thank(?: you|s)?|sounds?|that|yeah|yes|perfect|yep|welcome|your|you're|"
    r"take|care|for|all|information|no problem|right|mm|hm|bye|so much|awesome|very|and|will|i|do|we|can|talk|about|"
    r"later|certainly|this|is|'s|a|plan|would|be|fine)\b[\s,.!]*)+$",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"\?|(?:^|[.,] ?|\b(?:ok|okay|and|um|uh|then|so|alright) )(?:any|how|what|when|where|which|who|why|do|does|did|"
    r"have|has|had|is|are|was|were|can|could|or any|or an|nights?|what's|tell me|let's|would)\b|"
    r"\b(?:any|how about|tell me|can you|have you|do you|are you|wondering|have any)\b|^(?:ok[., ]+)?(?:so |just )",
    re.IGNORECASE,
)
SIDES_ASKED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\bwhen\b|start|begin|how long|hours? ago|days? ago|since", ("onset", "duration", "timing")),
    (
        r"\bwhere\b|location|which side|particular spot|medial|lateral",
        ("site", "radiation", "living", "home", "address"),
    ),
    (r"what kind|describe|character|sharp|dull|what does it|sound", ("character", "colour")),
    (r"anywhere else|spread|radiat|staying in", ("radiation", "site", "progression")),
    (r"scale|rate|sever|how bad|temperature", ("severity",)),
    (r"worse|better|same|improv|changed", ("progression", "aggravating", "relieving", "timing")),
    (r"trigger|bring|cause|happen|doing", ("trigger", "aggravating", "timing", "onset")),
    (r"help|better|go away|tried|anything for", ("relieving", "treatment_tried")),
    (
        r"how (?:much|many|often)|per (?:day|week)",
        ("amount", "smoking_amount", "alcohol_amount", "timing", "wet_nappies"),
    ),
    (r"\bbefore\b|\bpast\b|\bever\b", ("previous",)),
)
"""Which attributes answer a question with these words."""


@dataclass
class Said:
    """What an answer states: yes or no in general, signed words, and numbers with their units."""

    stance: bool | None = None
    signed: dict[str, set[bool]] = field(default_factory=dict)
    numbers: dict[str, set[float]] = field(default_factory=dict)
    clauses: list[bool] = field(default_factory=list)
    stances: set[bool] = field(default_factory=set)
    text: str = ""

    @property
    def leans(self) -> bool:
        """Yes or no, spoken or by the sign of most of the clauses."""
        if self.stance is not None:
            return self.stance
        return self.clauses.count(True) >= self.clauses.count(False)


def judge_all(exchanges: Sequence[Exchange]) -> list[Label]:
    """The labels of a whole interview, in order."""
    told: set[str] = set()
    labels = []
    for exchange in exchanges:
        labels.append(judge(exchange, told))
        told |= {*stems(exchange.turn.doctor), *stems(exchange.turn.patient)}
    return labels


def judge(exchange: Exchange, told: Set[str] = frozenset()) -> Label:
    """Same, different, deferred, or nothing to compare; `told` are the words of all earlier turns."""
    doctor, theirs, ours = exchange.turn.doctor, exchange.turn.patient, LEADS.sub("", exchange.ours)
    if not states_something(doctor, theirs):
        return "none"
    if exchange.status in ("clarify", "unknown") or (not exchange.facts and DEFERS.search(ours.lower())):
        return "deferred"
    if not exchange.facts and COURTESY.match(plain(ours)):
        agreed = ours.lower().startswith("yes") and read(theirs).stance is True
        return "same" if agreed else "different"
    return "same" if agrees(doctor, read(theirs), read(ours), exchange.facts, told) else "different"


def states_something(doctor: str, answer: str) -> bool:
    """Whether a question was asked and the recorded patient told something in answer."""
    words = plain(answer)
    if not words or not ASKING.search(plain(doctor)):
        return False
    if re.search(r"what do you mean by|^job interviews$", words):
        return False
    told = COURTESY.match(words) is None
    short_yes = read(answer).stance is not None and len(doctor.split()) <= 40
    return told or (short_yes and not re.search(r"\b(?:ok|okay|thank|sounds|sure|great|perfect)\b", words))


def agrees(doctor: str, theirs: Said, ours: Said, facts: tuple[str, ...], told: Set[str] = frozenset()) -> bool:
    """Whether ours states a thing that theirs states, and contradicts none."""
    if excluded(theirs, ours) or numbers_differ(theirs, ours):
        return False
    named = {word for fact in facts for word in names_of(fact)}
    asked = set(stems(doctor))
    shared = {word for word, signs in theirs.signed.items() if signs & ours.signed.get(word, set())}
    turned = {word for word, signs in theirs.signed.items() if word in ours.signed and not signs & ours.signed[word]}
    numbers = any(theirs.numbers[unit] & ours.numbers.get(unit, set()) for unit in theirs.numbers)
    telling = bool(shared - asked) or numbers
    refused = theirs.stance is False and ours.stance is False
    denied = False in theirs.stances and False in ours.stances
    about = on_the_question(asked, frozenset() if denied or refused else told, facts) or (
        bool(named & set(theirs.signed)) and not asked
    )
    if denied and (theirs.stance is None or ours.stance is None):
        return about or telling
    if theirs.stance is not None and ours.stance is not None:
        if theirs.stance != ours.stance:
            return len(shared - asked) >= 2 or (telling and not turned)
        if theirs.stance is False:
            return about or telling
        more = set(theirs.signed) - asked
        return (about and not (more and ours.signed)) or telling or bool(more & named)
    if telling:
        return len(turned) <= len(shared) + numbers
    if theirs.stance is False and not theirs.signed and re.match(r"(?:only|just)\b", ours.text):
        return about
    if not theirs.signed or not ours.signed:
        return theirs.leans == ours.leans and about
    if shared:
        return not turned and about and fits(doctor, facts)
    return theirs.leans == ours.leans and about and fits(doctor, facts, surely=True)


def fits(doctor: str, facts: tuple[str, ...], *, surely: bool = False) -> bool:
    """Whether a fact is of the kind that the question's words ask for; where they ask for none, unless `surely`."""
    words = plain(doctor)
    wanted = [set(sides) for pattern, sides in SIDES_ASKED if re.search(pattern, words)]
    given = {fact.split(".", 1)[1] for fact in facts}
    return any(sides & given for sides in wanted) or not (wanted or surely)


def on_the_question(asked: Set[str], told: Set[str], facts: tuple[str, ...]) -> bool:
    """Whether a fact let out is of what the question names, of what it names for the first time where there is such."""
    named = topics_named(asked)
    fresh = named - topics_named(told)
    topics = {fact.split(".", 1)[0] for fact in facts}
    if not facts or not named or topics & (fresh or named):
        return True
    return any(names_of(fact) & asked for fact in facts if not fresh or fact.split(".", 1)[0] not in topics_named(told))


@cache
def names_of(fact: str) -> frozenset[str]:
    """The words by which a fact's topic and side go."""
    topic, _, side = fact.partition(".")
    known = Taxonomy.load().topics.get(topic)
    if known is None:
        return frozenset(stems(topic.replace("_", " ")))
    entry = known.attributes.get(side)
    about = [*known.names, known.label] if "presence" in known.attributes else []
    about += [entry.label, *entry.names, side.replace("_", " ")] if entry and "presence" not in known.attributes else []
    return frozenset(word for name in about for word in stems(name))


def topics_named(words: Set[str]) -> set[str]:
    """The symptoms that these words name in full."""
    return {topic for topic, names in _symptom_names().items() if any(name <= words for name in names)}


@cache
def _symptom_names() -> dict[str, list[set[str]]]:
    symptoms = (topic for topic in Taxonomy.load().topics.values() if "presence" in topic.attributes)
    return {topic.id: [words for name in topic.names if (words := set(stems(name)))] for topic in symptoms}


def excluded(theirs: Said, ours: Said) -> bool:
    """Whether one says left and the other right, one better and the other worse."""
    for first, *others in WORDS["opposed"]:
        for one, two in ((theirs.text, ours.text), (ours.text, theirs.text)):
            has_first = re.search(rf"\b{first}\b", one) and not any(re.search(rf"\b{other}\b", one) for other in others)
            has_other = any(re.search(rf"\b{other}\b", two) for other in others) and not re.search(rf"\b{first}\b", two)
            if has_first and has_other:
                return True
    return False


def numbers_differ(theirs: Said, ours: Said) -> bool:
    """Whether both count the same thing, and no number is near another."""
    both = theirs.numbers.keys() & ours.numbers.keys()
    if not both:
        return False
    return not any(_near(one, two) for unit in both for one in theirs.numbers[unit] for two in ours.numbers[unit])


def _near(one: float, two: float) -> bool:
    return abs(one - two) <= 1 or max(one, two) <= 1.5 * min(one, two)


def read(text: str) -> Said:
    """What an answer states."""
    said = Said(text=plain(text))
    if "yesterday" in said.text:
        said.numbers["time"] = {1.0}
    for clause in re.split(
        r"[.;,!?:]+\s|[.!?]+$|\bbut\b|\bbecause\b|\band (?=(?:it|i|she|he|they|we|now|my)\b)", plain(text)
    ):
        words = re.findall(r"[\w'.]+", clause)
        if not words:
            continue
        content = stems(clause)
        negated = bool(NEGATIVE & set(words))
        if content:
            said.clauses.append(not negated)
        stance = _stance(" ".join(words), words, bool(content), negated)
        if stance is not None and not content:
            said.stances.add(stance)
        if said.stance is None and stance is not None and not said.signed:
            said.stance = stance
        for word in content:
            said.signed.setdefault(word, set()).add(not negated)
        _count(words, said.numbers)
    return said


def _stance(clause: str, words: list[str], content: bool, negated: bool) -> bool | None:
    bare = [word for word in words if word not in ("um", "uh", "uhm", "oh", "ah", "well", "i", "mean", "and", "so")]
    if not bare:
        return None
    if bare[0] in NO or (bare[0] == "not" and not content) or SHORT_NO.match(" ".join(words)):
        return False
    if bare[0] in YES or SHORT_YES.match(clause):
        return True
    if negated and not content:
        return False
    return False if negated and len(words) <= 8 else None


def _count(words: list[str], numbers: dict[str, set[float]]) -> None:
    waiting: set[float] = set()
    for word in words:
        if re.fullmatch(r"\d+(?:\.\d+)?", word) or word in NUMBERS:
            waiting.add(float(NUMBERS.get(word, word)) if word in NUMBERS else float(word))
        elif word.rstrip("s") in UNITS and waiting:
            unit = UNITS[word.rstrip("s")]
            kind, scale = ("time", DAYS[unit]) if unit in DAYS else (unit, 1.0)
            numbers.setdefault(kind, set()).update(number * scale for number in waiting)
            waiting = set()
    if waiting - {1.0}:
        numbers.setdefault("", set()).update(waiting - {1.0})


def plain(text: str) -> str:
    """Lower case, with contractions written out and ranges parted."""
    words = text.lower().replace("’", "'").strip()
    words = re.sub(r"\bcan't\b|\bcannot\b", "can not", re.sub(r"\bwon't\b", "will not", words))
    words = re.sub(r"n't\b", " not", re.sub(r"\bthat's\b", "that is", words))
    words = re.sub(r"'(?:s|ve|m|d|re|ll)\b", "", words)
    words = re.sub(r"(\d)(st|nd|rd|th)\b|(?<=\d)-(?=\d)", r"\1 ", words)
    return re.sub(r"\s+", " ", re.sub(r"(?<=[a-z])-(?=[a-z])", " ", words))


def stems(text: str) -> list[str]:
    """The words that carry a fact, without endings, those alike as one."""
    found = re.findall(r"[a-z]+|\d+(?:\.\d+)?", plain(text))
    return [_stem(word) for word in found if word not in FILLERS and len(word) > 1 and not word.isdigit()]


@cache
def _stem(word: str) -> str:
    if word in ALIKE:
        return _cut(ALIKE[word])
    singular = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    return _cut(ALIKE.get(singular, word))


def _cut(word: str) -> str:
    for ending in ("ational", "iness", "ingly", "ing", "ies", "ed", "es", "ly", "y", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
