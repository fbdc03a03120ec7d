"""From a case writer's third person to who speaks: `his pain` → my pain, or `the infant` → he."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import yaml

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
    r"mother|father|parents?|wife|husband|partner|brother|sister|son|daughter|family(?: members?)?|friend|grandmother|"
    r"grandfather|aunt|uncle|caregiver"
)
MY_VERBS = {"has": "have", "is": "am", "does": "do", "goes": "go", "isn't": "am not", "hasn't": "haven't"}
MY_VERBS |= {"doesn't": "don't", "was": "was"}
STARTS = re.compile(
    r"^(?:(?:also|currently|occasionally|rarely|frequently|regularly|recently|socially|still|previously|only|"
    r"otherwise)\s+)*"
    r"(works?|drinks?|smokes?|lives?|takes?|uses?|attends?|plays?|consumes?|enjoys?|has|is|was|had|does|did|feels?|"
    r"reports?|experiences?|states?|complains?|notes?|denies|describes?|returned|went|goes|travell?ed|visited|moved|"
    r"admits|regained|developed|exercises?|eats?|sleeps?|quit|stopped|started|began|likes?|owns?|keeps?|studies|"
    r"practi[cs]es|married|retired|enrolled|born|treated|managed|found)\b",
    re.I,
)
PASSIVE = frozenset({"married", "retired", "enrolled", "born", "treated", "managed", "found"})
BEFORE_HIM = r"by|to|of|for|with|from|in|on|awaken|awakened|woke|wakes|told|advised|gave|brought|found"
BODY = (
    r"heads?|face|eyes?|ears?|nose|mouth|lips?|tongue|gums?|throat|neck|shoulders?|arms?|elbows?|wrists?|hands?|fingers?|"
    r"thumbs?|chest|breasts?|back|tummy|belly|stomach|groin|hips?|thighs?|legs?|knees?|calf|calves|shins?|ankles?|foot|"
    r"feet|toes?|heels?|skin|body|armpits?|kneecap|bladder|bowels?|womb|forearms?|scalp|jaw|buttocks?|collarbone"
)
SIDE = r"(?:right|left|upper|lower|middle|inner|outer|ring|index|little|big|whole|both)"


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    raw: dict[str, str] = yaml.safe_load((files(__package__) / "words.yaml").read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in raw.items()}


def word_list(name: str) -> frozenset[str]:
    """The words under a heading of `words.yaml`."""
    return _words()[name]


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

    @property
    def patient(self) -> str:
        """A pattern of the words for the patient in the third person."""
        return PATIENT if self.carer is None else CHILD

    @property
    def who(self) -> str:
        """The patient as the subject of a sentence: I, he or she."""
        return "I" if self.carer is None else self.he.capitalize()

    @property
    def my(self) -> str:
        """Of the patient: my, his or her."""
        return "my" if self.carer is None else self.his

    def verb(self, mine: str, his: str) -> str:
        """`I have` or `She has`."""
        return f"{self.who} {mine if self.carer is None else his}"

    @property
    def have(self) -> str:
        """`I've` or `She's`, before had or been."""
        return "I've" if self.carer is None else f"{self.who}'s"

    @property
    def am(self) -> str:
        """`I'm` or `She's`."""
        return "I'm" if self.carer is None else f"{self.who}'s"


def in_voice(text: str, voice: Voice) -> str:
    """The sentence as the speaker says it: who the patient is, whose body it is, and verbs that follow."""
    said = _pronouns(text, voice) if voice.carer is None else _carried(text, voice)
    return shortened(owned(said, voice))


def owned(text: str, voice: Voice) -> str:
    """The parts of the body are somebody's: `in the right arm` → in my right arm."""
    before = (
        r"\b(flex|move|bend|raise|lift|use|in|on|over|of|from|down|around|behind|into|to|under|across|both|near|with)"
    )
    side = rf"(?:(?:{SIDE}) )*"
    text = re.sub(
        rf"\b(side|front|back|top|joint|base|tip) of the ((?:(?:{SIDE}) )*(?:{BODY}))\b", rf"\1 of {voice.my} \2", text
    )
    text = re.sub(
        rf"^(?:the )?((?:left|right) (?:\w+ )?(?:{BODY}))\b(?= (?:is|was|has))",
        lambda found: f"{voice.my} {found[1].lower()}",
        text,
        flags=re.I,
    )
    text = re.sub(
        rf"{before} the ({side}(?:{BODY}))\b(?! of (?:the|my|his|her)| car| seat| door)",
        rf"\1 {voice.my} \2",
        text,
        flags=re.I,
    )
    return re.sub(
        rf"\b(in|on|over|from|of) (?!both|my|his|her)((?:(?:{SIDE}) )*(?:{BODY}))\b"
        rf"(?! (?:pain|ach\w+|discomfort|fun\w+))",
        rf"\1 {voice.my} \2", text, flags=re.I,
    ) if re.search(r"\b(?:in|on|over|from) (?!both|my|his|her)", text) else text  # fmt: skip


def shortened(text: str) -> str:
    """Two words as one where people say them so: I have had → I've had."""
    for long, short in (
        (r"\b(I) have (?=(?:\w+ly |also )?(?:had|been|never|not|noticed|lost|felt|gained)\b)", r"\1've "),
        (r"\b([Hh]e|[Ss]he) has (?=(?:\w+ly |also )?(?:had|been|never|not|shown|lost)\b)", r"\1's "),
        (r"\b(I) am\b", r"\1'm"),
        (r"\b([Hh]e|[Ss]he|[Ii]t) is\b(?=\s\w)", r"\1's"),
        (r"\b(do|does|did|has|have|had|is|was|were|could|would) not\b", r"\1n't"),
        (r"\bcannot\b", "can't"),
        (r"\b(I)'ve not\b", r"\1 haven't"),
    ):
        text = re.sub(long, short, text)
    return text


def _pronouns(text: str, voice: Voice) -> str:
    """The patient's own words: the patient, he and she become I; the verbs follow."""
    first = re.match(STARTS, text)
    if re.match(r"retired \w+", text, re.I):
        text = f"I'm a {small(text)}"
    elif first and first.group(1).lower() in PASSIVE:
        text = f"I {'am' if first.group(1).lower() in ('married', 'retired', 'enrolled') else 'was'} {small(text)}"
    elif first:
        text = "I " + small(text)
    text = re.sub(rf"\b{PATIENT}(?:'s|’s)(?!\w)", "my", text, flags=re.I)
    text = re.sub(rf"\b({BEFORE_HIM})\s+{PATIENT}\b", r"\1 me", text, flags=re.I)
    text = re.sub(rf"\b{PATIENT}\b(?! (?:population|history))", "I", text, flags=re.I)
    subject = (
        {"he": "I", "him": "me", "himself": "myself", "his": "my"}
        if voice.sex == "male"
        else {"she": "I", "herself": "myself"}
    )
    text = _swap(text, subject)
    if voice.sex == "female":
        text = re.sub(r"\bher\b(?:(\s+)(\w+))?", _her, text, flags=re.I)
    text = agreeing(text)
    text = _swap(text, {"hers": "mine"}) if voice.sex == "female" else text
    return re.sub(r"^my\b", "My", text)


def _her(found: re.Match[str]) -> str:
    after = found[2]
    if after is None:
        return "me"
    mine = "me" if after.lower() in _words()["after_her"] else "my"
    return f"{mine}{found[1]}{after}"


def _swap(text: str, words: dict[str, str]) -> str:
    pattern = r"\b(" + "|".join(words) + r")\b"
    return re.sub(pattern, lambda found: words[found[1].lower()], text, flags=re.I)


def agreeing(text: str) -> str:
    """`I has` → `I have`, `I also notes` → `I also note`, `and takes` after it likewise."""
    parts = re.split(r"(\s+)", text)
    expecting = False
    mine = False
    for at, word in enumerate(parts):
        bare = word.strip(" ,.;:()").lower()
        if not bare:
            continue
        if bare == "i":
            expecting = mine = True
        elif bare in ("that", "which", "who", "where"):
            mine = False
        elif expecting and bare in _words()["adverbs"]:
            continue
        elif expecting:
            parts[at] = word.replace(word.strip(",.;:()"), _mine(word.strip(",.;:()")), 1)
            expecting = False
        elif bare in ("and", "but", "or") and mine and _third(parts[at + 2 : at + 3]):
            expecting = True
        elif bare in ("i'm", "i've"):
            mine = True
    return "".join(parts)


def _third(following: list[str]) -> bool:
    known = (
        r"(?:takes|has|is|does|drinks|works|smokes|lives|plays|uses|describes|feels|reports|denies|notes|was|recalls)"
    )
    return bool(following and re.fullmatch(known, following[0].strip(",.").lower()))


def _mine(verb: str) -> str:
    verb_small = verb.lower()
    if verb_small in MY_VERBS:
        return MY_VERBS[verb_small]
    if verb_small in _words()["not_verbs"] or not verb_small.endswith("s") or verb_small.endswith(("ss", "us")):
        return verb
    if verb_small.endswith("ies") and len(verb_small) > 4:
        return verb[:-3] + "y"
    if re.search(r"(?:sh|ch|x|ss|o)es$", verb_small):
        return verb[:-2]
    return verb[:-1]


def _carried(text: str, voice: Voice) -> str:
    """A carer's words: the patient is he or she; the mother is I."""
    him = "her" if voice.sex == "female" else "him"
    text = re.sub(rf"\b{CHILD}(?:'s|’s)(?!\w)", voice.his, text, flags=re.I)
    text = re.sub(rf"\b({BEFORE_HIM})\s+{CHILD}\b", rf"\1 {him}", text, flags=re.I)
    text = re.sub(rf"\b{CHILD}\b", voice.he, text, flags=re.I)
    first = STARTS.match(text)
    if first and first.group(1).lower() in PASSIVE:
        now = "is" if first.group(1).lower() in ("married", "retired", "enrolled") else "was"
        text = f"{voice.he} {now} {small(text)}"
    elif first:
        text = f"{voice.he} {small(text)}"
    if voice.carer in ("mother", "father", "wife", "husband", "brother", "sister", "grandmother", "parent"):
        of = rf"(?:{BEFORE_HIM})"
        text = re.sub(rf"\b({of})\s+(?:the|his|her)\s+{voice.carer}\b(?!'s)", r"\1 me", text, flags=re.I)
        text = re.sub(rf"\b({of})\s+(an? [\w -]*?){voice.carer}\b", rf"\1 me, \2{voice.carer}", text, flags=re.I)
        text = re.sub(rf"\b(?:the|his|her)\s+{voice.carer}\b(?!'s)", "I", text, flags=re.I)
        text = re.sub(rf"^{voice.carer}\b(?!'s)", "I", text, flags=re.I)
        text = agreeing(text)
    return text[0].upper() + text[1:] if text else text


def small(text: str) -> str:
    """The text with a small first letter, unless it is a name or an abbreviation."""
    if len(text) < 2 or text[1].isupper() or text[0].isdigit() or re.match(r"(?:I\b|Crohn|Kaposi|[A-Z]\w+'s\b)", text):
        return text
    return text[0].lower() + text[1:]


def finished(text: str) -> str:
    """A sentence with a capital at its start and a stop at its end."""
    text = " ".join(text.split()).strip(" ,;")
    if not text:
        return text
    text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else text + "."
