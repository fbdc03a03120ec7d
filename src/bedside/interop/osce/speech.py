"""From a case writer's third person to plain speech: `The patient has a cough` → `I have a cough`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bedside.interop.osce.word_lists import word_list

PATIENT = (
    r"(?:(?:the |this )?patient|the pt|the (?:man|woman|gentleman|lady|\d+[- ]year[- ]old(?: (?:male|"
    r"female|man|woman|patient))?))"
)
"""The patient in the third person. A child is named by further words, which in an adult's story mean somebody else."""
CHILD = (
    r"(?:(?:the |this )?patient|the pt|(?:the|this) (?:newborn|neonate|infant|baby|child|boy|girl|toddler|teenager)|"
    r"the \d+[- ](?:year|month|week|day)[- ]old(?: (?:male|female|boy|girl|patient|infant|child))?)"
)
PEOPLE = (
    r"mother|father|parents?|wife|husband|partner|brother|sister|son|daughter|family|friend|grandmother|"
    r"grandfather|aunt|uncle"
)
REPORTS = (
    r"(?:also |now |currently |further |additionally |typically |has |have |had )*"
    r"(?:reports?|reported|notes?|noted|states?|stated|mentions?|mentioned|says|said|describes?|described|"
    r"complains? of|complained of|"
    r"complaining of|presents? with|presented with|presenting with|admits? to|admitted to|endorses?|endorsed|"
    r"recounts?|recalls?|reveals?|"
    r"cites?|claims?|indicates?|believes?|explains?|experiences?|experienced)"
)
DENIES = (
    r"(?:also )?(?:denies|denied|does not report|did not report|does not have|has not (?:had|noticed|"
    r"experienced)|reports no|without)"
)
MY_VERBS = {"has": "have", "is": "am", "does": "do", "goes": "go", "isn't": "am not", "hasn't": "haven't"}
MY_VERBS |= {"doesn't": "don't", "was": "was"}
NOT_VERBS = word_list("not_verbs")
ADVERBS = word_list("adverbs")
AFTER_HER = word_list("after_her")
DOING = {
    "having": "'ve had {}", "being": "'m {}", "developing": " developed {}", "noticing": " noticed {}",
    "exercising": " was exercising {}",
    **{doing: f"'ve been {doing} {{}}" for doing in ("experiencing", "feeling", "taking", "using", "seeing", "losing",
                                                     "waking", "coughing", "passing", "getting")},
}  # fmt: skip
"""How what somebody reports doing is said."""
STARTS = re.compile(
    r"^(?:(?:also|currently|occasionally|rarely|frequently|regularly|recently|socially|still|previously|only|"
    r"otherwise)\s+)*"
    r"(works?|drinks?|smokes?|lives?|takes?|uses?|attends?|plays?|consumes?|enjoys?|has|is|was|had|does|did|feels?|reports?|"
    r"experiences?|states?|complains?|notes?|denies|describes?|returned|went|goes|travell?ed|visited|moved|admits|regained|developed|exercises?|"
    r"eats?|sleeps?|quit|stopped|started|began|likes?|owns?|keeps?|studies|practi[cs]es|married|retired|enrolled|born|treated|managed)\b",
    re.I,
)
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|worsens?|worsened|improves?|improved|began|begins|started|starts|resolved|ceased|stopped|"
    r"increased|decreased|radiates?|occurs?|occurred|appears?|appeared|comes?|came|goes|went|feels?|felt|does|did|can|cannot|could|denies|"
    r"reports?|notes?|shows?|lasts?|lasted|wakes?|disrupts?|developed|develops?|happens?|happened|changed?|moves?|spreads?|got|gets)\b",
    re.I,
)
PASSIVE = frozenset({"married", "retired", "enrolled", "born", "treated", "managed"})
BEFORE_HIM = r"by|to|of|for|with|from|in|on"
NEGATIVE = re.compile(r"^(?:no|not|never|none|non|without|denies|denied|negative for|nil)\b", re.I)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: the patient, or a carer such as the mother."""

    sex: Literal["female", "male"]
    carer: str | None = None

    @property
    def he(self) -> str:
        """The patient as a carer says it."""
        return "she" if self.sex == "female" else "he"

    @property
    def his(self) -> str:
        """Of the patient, as a carer says it."""
        return "her" if self.sex == "female" else "his"


def sentences(text: str) -> list[str]:
    """Single sentences: at full stops, semicolons and new lines, not at `Dr.`, `e.g.` or decimals."""
    guarded = re.sub(
        r"\b(Dr|Mr|Mrs|Ms|St|vs|approx|e\.g|i\.e|etc|C|E|S)\.(?=\s+[a-z0-9(]|\s+difficile)", "\\1\u0001", text
    )
    pieces = re.split(r"(?<=[.!?])\s+|\s*;\s+|\n+", guarded)
    return [piece.replace("\u0001", ".").strip() for piece in pieces if piece.strip(" .;")]


def spoken(sentence: str, voice: Voice) -> str:
    """A sentence in plain speech."""
    text = " ".join(sentence.split()).strip()
    if NEGATIVE.match(text) and not re.match(r"(?:denies|denied)\b", text, re.I):
        return finished(_denial(text, voice))
    text = _reported(text, voice)
    text = _pronouns(text, voice) if voice.carer is None else _carried(text, voice)
    return finished(text)


def denied(item: str, voice: Voice) -> str:
    """What is not there: `any fever` → `No fever`."""
    bare = stripped(item)
    if re.match(r"(?:no|not)\b", bare, re.I):
        return finished(bare)
    return finished(f"No {_small(_pronouns(bare, voice) if voice.carer is None else _carried(bare, voice))}")


def stripped(item: str) -> str:
    """An item of a list without the words that only join it."""
    text = item.strip(" .,;")
    again = (
        r"^(?:and|or|nor|any|a|an|of|recent(?= (?:fever|travel|infection|weight))|experiencing|having|"
        r"the presence of|either|other(?= significant))\s+"
    )
    while re.match(again, text, re.I):
        text = re.sub(again, "", text, flags=re.I)
    return text


def noted(phrase: str, voice: Voice) -> str:
    """A symptom named in a few words, as somebody would say it."""
    text = phrase.strip(" .")
    if NEGATIVE.match(text):
        return finished(_denial(text, voice))
    if FINITE.search(text.partition(" ")[2]) or re.match(_who(voice), text, re.I):
        return spoken(text, voice)
    text = (
        re.sub(r"^(?:a )?history of (?!\w+ing)", "", text, flags=re.I)
        if re.match(r"(?:a )?history of", text, re.I)
        else text
    )
    start = re.match(r"(?:inability|unable) to\s+(.*)", text, re.I)
    who = "I" if voice.carer is None else voice.he.capitalize()
    rest = (
        _pronouns(_small(start[1] if start else text), voice)
        if voice.carer is None
        else _small(start[1] if start else text)
    )
    if start:
        return finished(f"{who} can't {rest}")
    if STARTS.match(text):
        return spoken(text, voice)
    return finished(f"I've noticed {rest}")


def _who(voice: Voice) -> str:
    return PATIENT if voice.carer is None else CHILD


def _reported(text: str, voice: Voice) -> str:
    """Who reports and that they do is left out."""
    subject = rf"(?:{_who(voice)}|he|she|they)"
    about = re.match(rf"^(?:{subject}\s+)?(?:\w+ly,?\s+)?{DENIES}\s+(.*)$", text, re.I)
    if about and not re.match(r"^(?:the|his|her)\b", about[1], re.I):
        return f"{_have(voice)}n't had {_any(about[1])}"
    seen = re.match(rf"^(?:{subject}\s+)?(?:also )?describes\s+(.*?)\s+as\s+(.*)$", text, re.I)
    if seen:
        return f"I'd describe {seen[1]} as {seen[2]}"
    told = re.match(
        rf"^(?:additionally,? |also,? |furthermore,? )?(?:{subject}\s+)?{REPORTS}\s+(?:that\s+)?(.*)$", text, re.I
    )
    if told:
        return _what_was_told(told[1], "that " in text[: len(text) - len(told[1])].lower(), voice)
    if voice.carer:
        told = re.match(
            rf"^(?:(?:his|her|the|their)\s+)?(?:\S+'s\s+)?(?:{PEOPLE})\s+{REPORTS}\s+(?:that\s+)?(.*)$", text, re.I
        )
        if told:
            return _by_carer(told[1], voice)
    return text


def _what_was_told(rest: str, clause: bool, voice: Voice) -> str:
    who, have = ("I", "I've") if voice.carer is None else (voice.he.capitalize(), f"{voice.he.capitalize()}'s")
    if re.match(r"(?:no|not|never)\b", rest, re.I):
        return rest[0].upper() + rest[1:]
    if clause or re.match(
        rf"(?:he|she|it|they|{CHILD}|his|her|the (?:pain|symptoms?|swelling|bowel))\s+\w+", rest, re.I
    ):
        return rest
    history = re.match(
        r"an?\s+(\d+|\w+)[- ](day|week|month|year|hour)s?[- ]history of\s+(?:experiencing |having )?(.*)$", rest, re.I
    )
    if history:
        many = "" if history[1].lower() in ("1", "one", "a") else "s"
        had = "I have had" if voice.carer is None else f"{voice.he} has had"
        return f"For {history[1]} {history[2]}{many} {had} {history[3]}"
    doing = re.match(r"(\w+ing)\s+(.*)$", rest, re.I)
    if doing and doing[1].lower() in DOING:
        pattern = DOING[doing[1].lower()]
        if pattern.startswith("'m") and voice.carer is not None:
            pattern = pattern.replace("'m", "'s", 1)
        if pattern.startswith("'ve") and voice.carer is not None:
            pattern = pattern.replace("'ve", "'s", 1)
        return f"{who}{pattern.format(doing[2])}"
    if re.match(r"(?:complaints of)\s+", rest, re.I):
        rest = re.sub(r"^complaints of\s+", "", rest, flags=re.I)
    return f"{have} had {rest}" if who else rest


def _by_carer(rest: str, voice: Voice) -> str:
    """What a mother reports, in her own words: she is I where the child is a boy."""
    if voice.sex == "male" and voice.carer in ("mother", "grandmother", "sister", "wife"):
        rest = _swap(rest, {"she": "I", "her": "my", "herself": "myself"})
    if re.match(r"(?:having|being)\b", rest, re.I):
        return "I've " + re.sub(r"^(?:having|being)\s+", "", rest, flags=re.I)
    return rest


def _denial(text: str, voice: Voice) -> str:
    """`No history of …`, `Not on any …`, `Non-smoker`, said by the person or the carer."""
    small = re.match(r"(?:non|never)[- ]?smoker\b(.*)", text, re.I)
    who = "I'm" if voice.carer is None else f"{voice.he.capitalize()} is"
    if small:
        return f"{who} a non-smoker{small[1]}"
    if re.match(r"not\s+(?:on|taking|sexually|allergic|able|oriented|painful|itchy)", text, re.I):
        return f"{'It is' if re.match('not (?:painful|itchy)', text, re.I) else who} {text[0].lower()}{text[1:]}"
    text = re.sub(r"^(?:negative for|without|nil)\s+", "No ", text, flags=re.I)
    return _pronouns(text, voice) if voice.carer is None else _carried(text, voice)


def _have(voice: Voice) -> str:
    return "I have" if voice.carer is None else f"{voice.he.capitalize()} has"


def _any(items: str) -> str:
    return items if re.match(r"(?:any|a|an|the)\b", items, re.I) else f"any {items}"


def _pronouns(text: str, voice: Voice) -> str:
    """The patient's own words: the patient, he and she become I; the verbs follow."""
    first = re.match(STARTS, text)
    if re.match(r"retired \w+", text, re.I):
        text = f"I'm a {_small(text)}"
    elif first and first.group(1).lower() in PASSIVE:
        text = f"I {'am' if first.group(1).lower() in ('married', 'retired', 'enrolled') else 'was'} {_small(text)}"
    elif first:
        text = "I " + _small(text)
    text = (
        re.sub(rf"\b{PATIENT}(?='s\b|’s\b)", "my\u0002", text, flags=re.I)
        .replace("my\u0002's", "my")
        .replace("my\u0002’s", "my")
    )
    text = re.sub(rf"\b{PATIENT}\b(?! (?:population|history))", "I", text, flags=re.I)
    subject = (
        {"he": "I", "him": "me", "himself": "myself", "his": "my"}
        if voice.sex == "male"
        else {"she": "I", "herself": "myself"}
    )
    text = _swap(text, subject)
    if voice.sex == "female":
        text = re.sub(r"\bher\b(?:(\s+)(\w+))?", _her, text, flags=re.I)
    text = _agreeing(text)
    text = _swap(text, {"hers": "mine"}) if voice.sex == "female" else text
    return re.sub(r"^my\b", "My", text)


def _her(found: re.Match[str]) -> str:
    after = found[2]
    if after is None:
        return "me"
    mine = "me" if after.lower() in AFTER_HER else "my"
    return f"{mine}{found[1]}{after}"


def _swap(text: str, words: dict[str, str]) -> str:
    pattern = r"\b(" + "|".join(words) + r")\b"
    return re.sub(pattern, lambda found: words[found[1].lower()], text, flags=re.I)


def _agreeing(text: str) -> str:
    """`I has` → `I have`, `I also notes` → `I also note`, `and takes` after it likewise."""
    parts = re.split(r"(\s+)", text)
    expecting = False
    for at, word in enumerate(parts):
        bare = word.strip(" ,.;:()").lower()
        if not bare:
            continue
        if bare == "i":
            expecting = True
        elif expecting and bare in ADVERBS:
            continue
        elif expecting:
            parts[at] = word.replace(word.strip(",.;:()"), _mine(word.strip(",.;:()")), 1)
            expecting = False
        elif bare in ("and", "but") and _third(parts[at + 2 : at + 3]) and {"I", "I've", "I'm"} & set(parts[:at]):
            expecting = True
    return "".join(parts)


def _third(following: list[str]) -> bool:
    known = r"(?:takes|has|is|does|drinks|works|smokes|lives|plays|uses|describes|feels|reports|denies|notes|was)"
    return bool(following and re.fullmatch(known, following[0].strip(",.").lower()))


def _mine(verb: str) -> str:
    small = verb.lower()
    if small in MY_VERBS:
        return MY_VERBS[small]
    if small in NOT_VERBS or not small.endswith("s") or small.endswith(("ss", "us")):
        return verb
    if small.endswith("ies") and len(small) > 4:
        return verb[:-3] + "y"
    if re.search(r"(?:sh|ch|x|ss|o)es$", small):
        return verb[:-2]
    return verb[:-1]


def _carried(text: str, voice: Voice) -> str:
    """A carer's words: the patient is he or she; the mother is I."""
    him = "her" if voice.sex == "female" else "him"
    text = re.sub(rf"\b{CHILD}(?='s\b|’s\b)", "\u0002", text, flags=re.I)
    text = text.replace("\u0002's", voice.his).replace("\u0002’s", voice.his)
    text = re.sub(rf"\b({BEFORE_HIM})\s+{CHILD}\b", rf"\1 {him}", text, flags=re.I)
    text = re.sub(rf"\b{CHILD}\b", voice.he, text, flags=re.I)
    first = STARTS.match(text)
    if first and first.group(1).lower() in PASSIVE:
        now = "is" if first.group(1).lower() in ("married", "retired", "enrolled") else "was"
        text = f"{voice.he} {now} {_small(text)}"
    elif first:
        text = f"{voice.he} {_small(text)}"
    if voice.carer in ("mother", "father", "wife", "husband", "brother", "sister", "grandmother"):
        text = re.sub(rf"\b({BEFORE_HIM})\s+(?:the|his|her)\s+{voice.carer}\b(?!'s)", r"\1 me", text, flags=re.I)
        text = re.sub(rf"\b(?:the|his|her)\s+{voice.carer}\b(?!'s)", "I", text, flags=re.I)
        text = re.sub(rf"^{voice.carer}\b", "I", text, flags=re.I)
        text = _agreeing(text)
    return text[0].upper() + text[1:] if text else text


def _small(text: str) -> str:
    """The text with a small first letter, unless it is a name or an abbreviation."""
    if len(text) < 2 or text[1].isupper() or text[0].isdigit() or re.match(r"I\b", text):
        return text
    return text[0].lower() + text[1:]


def finished(text: str) -> str:
    """A sentence with a capital at its start and a stop at its end."""
    text = " ".join(text.split()).strip(" ,;")
    if not text:
        return text
    text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else text + "."
