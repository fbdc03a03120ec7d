"""Narrative taken apart: each sentence, phrase or list of a case becomes single claims in the speaker's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from bedside.mind.narrative.filing import symptoms
from bedside.mind.narrative.glossary import in_plain_words
from bedside.mind.narrative.listing import SUBORDINATE, denied_items, listed, stripped
from bedside.mind.narrative.voice import PEOPLE, STARTS, Voice, agreeing, finished, in_voice, small, word_list
from bedside.mind.taxonomy import Taxonomy

REPORTS = (
    r"(?:also |now |currently |further |additionally |typically |has |have |had )*"
    r"(?:reports?|reported|notes?|noted|states?|stated|mentions?|mentioned|says|said|describes?|described|"
    r"complains? of|complained of|complaining of|presents? with|presented with|presenting with|admits? to|"
    r"admitted to|endorses?|endorsed|recounts?|recalls?(?= (?:his|her|that|an?|the))"
    r"|reveals?|cites?|claims?|indicates?|"
    r"believes?|explains?|experiences?|experienced|(?:has |have )?been experiencing|is experiencing|has been having)"
)
DENIES = (
    r"(?:also |further )?(?:denies|denied|does not report|did not report"
    r"|reports no|does not have|has not had|has had no)"
)
NEGATIVE = re.compile(r"^(?:no|not|never|none|non(?!-semin)|without|denies|denied|negative for|nil)\b", re.I)
SAYS = r"reports?|notes|mentions|states|complains of|admits to|describes|presents with"
DENIAL_INSIDE = re.compile(
    r"[,;]?\s+(?:but |and )?(?:he |she )?(?=(?:denies|denied|reports no|has not had|does not report)\s)", re.I
)
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|worsens?|worsened|improves?|improved|began|begins|started|starts|resolved|ceased|"
    r"stopped|increased(?= in)|decreased(?= in)|radiates?|occurs?|occurred|appears?|appeared"
    r"|comes?|came|goes|went|feels?|"
    r"felt|does|did|can|cannot|could|denies|reports?|notes?|shows?|lasts|lasted|wakes?|disrupts?|developed|develops?|"
    r"happens?|happened|changed|moves?|spreads?|got|gets|tends?)\b",
    re.I,
)
SPAN = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|few|couple of|many|\d+(?:[–-]\d+)?)[ -]"
    r"(?:hour|day|week|month|year)s?"
)
TIME = re.compile(
    rf",? (?:(?:for|over|during|within|in) (?:about |almost |nearly |the )*(?:(?:past|last|previous) )?(?:{SPAN}"
    rf"|hour|day|week|"
    rf"month|year|few \w+)|(?:about |almost )?{SPAN} ago|since (?:yesterday|birth|last \w+|this morning)|yesterday|"
    rf"this morning|last (?:night|week|month))$",
    re.I,
)
"""When or for how long, at the end of a phrase."""
HISTORY = re.compile(
    r"^(?:an? )?(?:(?P<many>\d+(?:[–-]\d+)?|\w+)[- ](?P<unit>hour|day|week|month|year)s?)[- ]history of\s+"
    r"(?:experiencing |having )?(?P<what>.*)$",
    re.I,
)
DOING = word_list("doing")
"""What somebody does rather than has."""
HEAD = re.compile(
    r" (?:in|on|from|at|when|under|behind|to|that|of|with|after|for|over|around|during|along|above|below) "
)
LONG = 22
"""Words from which a sentence is told in two."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that can be said: the words, what it is about (for filing), and whether it is denied."""

    says: str
    about: str
    denied: bool = False
    has: bool = False
    """Whether it is of the form `I've had …`, so that it answers whether that is there."""
    time: str = ""
    """When or for how long, as in the source: `for 2 months`."""


@lru_cache(maxsize=1)
def _sayings() -> dict[str, tuple[tuple[re.Pattern[str], list[str]], ...]]:
    raw: dict[str, dict[str, list[str]]] = yaml.safe_load((files(__package__) / "sayings.yaml").read_text("utf-8"))
    return {
        name: tuple((re.compile(pattern, re.I), says) for pattern, says in part.items()) for name, part in raw.items()
    }


def _said(part: str, text: str, voice: Voice) -> str | None:
    """The set phrase for an item, if there is one."""
    for pattern, says in _sayings()[part]:
        found = pattern.fullmatch(text.strip(" ."))
        if found:
            chosen = says[-1] if voice.carer else says[0]
            him = "her" if voice.sex == "female" else "him"
            groups = [small(group or "").strip() for group in found.groups()]
            filled = chosen
            for number, group in enumerate(groups, 1):
                filled = filled.replace(f"\\{number}", group)
            text = in_plain_words(filled).replace("{him}", him).replace("{he}", voice.he).replace("{his}", voice.his)
            return finished(in_voice(text, voice))
    return None


def sentences(text: str) -> list[str]:
    """Single sentences: at full stops, semicolons and new lines, not at `Dr.`, `e.g.` or decimals."""
    guarded = re.sub(
        r"\b(Dr|Mr|Mrs|Ms|St|vs|approx|e\.g|i\.e|etc|C|E|S)\.(?=\s+[a-z0-9(]|\s+difficile)", "\\1\u0001", text
    )
    pieces = re.split(r"(?<=[.!?])\s+|\s*;\s+|\n+", guarded)
    return [piece.replace("\u0001", ".").strip() for piece in pieces if piece.strip(" .;")]


def told(sentence: str, voice: Voice) -> list[Claim]:
    """The claims of a sentence of a story, in order."""
    text = " ".join(sentence.split()).strip()
    parts = [part.strip(" ,") for part in DENIAL_INSIDE.split(text) if part and part.strip(" ,.")]
    if len(parts) > 1:
        return [claim for part in parts if not _only_who(part, voice) for claim in told(part, voice)]
    text = re.sub(
        r"^(?:additionally|also|furthermore|moreover|however|overall|currently),?\s+(?=\w+ )", "", text, flags=re.I
    )
    subject = rf"(?:{voice.patient}|he|she|they)"
    denial = re.match(
        rf"^(?:(?:{subject}|(?:(?:the|his|her) )?(?:{PEOPLE}))\s+)?(?:{DENIES}|negative for"
        rf"|no(?! (?:longer|more|one)))\s+(.*)$",
        text, re.I,
    )  # fmt: skip
    if denial and not re.match(r"(?:the|his|her)\b.*\b(?:is|was)\b", denial[1], re.I):
        return denials(denial[1], voice)
    if NEGATIVE.match(text):
        return [Claim(_negative(text, voice), text, denied=True)]
    whole = _said("told", text, voice)
    if whole:
        return [Claim(whole, text, denied=whole.startswith("No"))]
    opener = re.match(rf"^({subject})\s", text, re.I)
    said_again = re.split(rf",? (?:and|but) (?:also )?(?=(?:{SAYS})\b)", text) if opener else [text]
    if opener and len(said_again) > 1:
        return [c for n, part in enumerate(said_again) for c in told(part if n == 0 else f"{opener[1]} {part}", voice)]
    who = rf"(?:{subject}|reported by {subject})"
    report = re.match(rf"^(?:{who}\s+)?{REPORTS}\s+(that\s+)?(.*)$", text, re.I)
    if report:
        return _reported(report[2], bool(report[1]), voice)
    if voice.carer:
        report = re.match(
            rf"^(?:(?:his|her|the|their)\s+)?(?:\S+'s\s+)?(?:{PEOPLE})\s+{REPORTS}\s+(?:that\s+)?(.*)$", text, re.I
        )
        if report:
            return _by_carer(report[1], voice)
    there = re.match(r"^there (?:is|are|was|were|has been|have been) (no )?(?:a )?(?:history of )?(.*)$", text, re.I)
    if there and (there[1] or symptoms(there[2])):
        return denials(there[2], voice) if there[1] else _having(there[2], voice)
    apart = _parts(text, voice)
    if len(apart) > 1:
        return [claim for part in apart for claim in told(part, voice)]
    having = re.match(rf"^{subject}\s+(?:has had|has|had|is having)\s+(.*)$", text, re.I)
    if (
        having
        and not re.match(r"(?:been|not|no|never|known|undergone|\w+ed)\b", having[1], re.I)
        and (symptoms(having[1]) or HISTORY.match(having[1]))
    ):
        return _having(having[1], voice)
    return _clauses(text, voice)


def _only_who(part: str, voice: Voice) -> bool:
    who = rf"(?:{voice.patient}|he|she|they|(?:(?:the|his|her) )?(?:{PEOPLE}))(?: also| and)?"
    return bool(re.fullmatch(who, part.strip(" ,."), re.I))


def _negative(text: str, voice: Voice) -> str:
    """`Non-smoker`, `Not on any medicine`, said by the person or the carer."""
    if re.match(r"(?:non|never)[- ]?smoker\b", text, re.I):
        rest = re.sub(r"^(?:non|never)[- ]?smoker\b", "", text, flags=re.I)
        mine = _mid(voice.verb("don't", "doesn't"))
        return finished(f"No, {mine} smoke{rest}")
    said = _said("denied", re.sub(r"^(?:no|negative for|without|nil)\s+", "", text, flags=re.I), voice)
    if said:
        return said
    if re.match(r"not\s+(?:painful|itchy|tender|sore)", text, re.I):
        return finished(f"No, it's {small(in_plain_words(text))}")
    if re.match(r"not\s+\w+", text, re.I):
        return finished(f"No, {_mid(voice.am)} {small(in_voice(in_plain_words(text), voice))}")
    return finished(in_voice(in_plain_words(text), voice))


def _reported(rest: str, clause: bool, voice: Voice) -> list[Claim]:
    """What somebody says, without that they say it."""
    if re.match(r"(?:no|not|never)\b", rest, re.I):
        return told(rest[0].upper() + rest[1:], voice)
    described = re.match(r"^(.*?)\s+as\s+(.*)$", rest)
    if described and re.match(r"(?:the|his|her)\b", rest, re.I) and not FINITE.search(described[1]):
        return _clauses(f"{described[1]} is {described[2]}", voice)
    if re.match(r"(?:he|she|it|they)\s", rest, re.I):
        return _clauses(rest, voice)
    people = rf"(?:{voice.patient}|(?:his|her|the|these|those) [\w -]+?)"
    if clause or re.match(rf"{people}\s+(?:{FINITE.pattern})", rest, re.I):
        return _clauses(rest, voice)
    return _having(rest, voice)


def _by_carer(rest: str, voice: Voice) -> list[Claim]:
    """What a mother reports, in her own words: she is I where the child is a boy."""
    if re.match(r"(?:having|being)\b", rest, re.I):
        about = re.sub(r"^(?:having|being)\s+(?:had\s+)?", "", rest, flags=re.I)
        first, *more = re.split(r",\s+and\s+(?=[\w ]+ (?:is|are|was|were)\b)", about)
        if more:
            return _by_carer(f"having {first}", voice) + [claim for part in more for claim in _clauses(part, voice)]
        return [Claim(finished(f"I had {small(in_voice(in_plain_words(about), voice))}"), rest)]
    if voice.sex == "male" and voice.carer in ("mother", "grandmother", "sister", "wife"):
        rest = re.sub(r"\bshe\b", "I", rest)
    if FINITE.search(rest) or re.match(r"he\b|she\b|I\b", rest):
        return _clauses(rest, voice)
    return _having(rest, voice)


def _having(rest: str, voice: Voice) -> list[Claim]:
    """What somebody has: `a 2-month history of A and B`, `A, B and C for the past week`."""
    history = HISTORY.match(rest)
    when = ""
    if history:
        many = history["many"]
        plural = "" if many.lower() in ("1", "one", "a") else "s"
        rest, when = history["what"], f"for {many} {history['unit'].lower()}{plural}"
    rest = re.sub(r"^(?:complaints of|experiencing|having|symptoms of)\s+", "", rest, flags=re.I)
    main, tail = _tail(rest)
    main = main.strip(" .,")
    ends = TIME.search(main)
    two = ends and not when and "," not in main[: ends.start()] and len(listed(main[: ends.start()])) == 2
    if ends and two:
        main, when = main[: ends.start()], ends[0].strip(" ,")
    found = [_has(item, when, voice) for item in listed(main)]
    return found + [claim for part in tail for claim in _clauses(part, voice)]


def _tail(text: str) -> tuple[str, list[str]]:
    """`pain in his wrist, which worsened this morning` in two, so that each can be told alone."""
    found = re.search(
        r",\s+(?:which|that)\s+(?=(?:has|have|is|was|worsened|improved|began|started|tends?|he|she)\b)", text, re.I
    )
    if not found:
        return text, []
    rest = text[found.end() :]
    believed = re.match(r"(he|she) (believes|thinks|feels) (.*)", rest, re.I)
    return text[: found.start()], [f"{believed[1]} {believed[2]} it {believed[3]}" if believed else f"It {rest}"]


def _has(item: str, when: str, voice: Voice) -> Claim:
    """`I've had …`, `I've been …`, with the time."""
    ends = TIME.search(item)
    time = ends[0].strip(" ,") if ends else when
    bare = item[: ends.start()] if ends else item
    bare = re.sub(
        r"^(?:an? |the )?(?:presence of (?:an? )?|history of (?!\w+ing\b)|recent onset of |onset of )",
        "",
        bare.strip(),
        flags=re.I,
    )
    about = f"{bare} {time}".strip()
    said = _said("told", bare, voice)
    if said:
        return Claim(said, about, time=time)
    plain = in_plain_words(bare)
    ago = re.search(r"\bago$|^since|^yesterday|^this morning|^last", time)
    doing = re.match(r"(not )?(\w+ing)\b(?! (?:is|was|has|had|started|began)\b)", plain, re.I)
    verbal = doing and doing[2].lower() in DOING
    if not verbal and FINITE.search(plain.partition(" ")[2]) and not SUBORDINATE.search(plain):
        return Claim(finished(in_voice(f"{plain} {time}", voice)), about, time=time)
    if verbal:
        verb = _doing(plain, voice, bool(ago) or bool(re.search(r"\bago\b|\bwhen (?:I|he|she)\b", plain)))
        return Claim(finished(f"{verb} {time}"), about, has=True, time=time)
    rest = in_voice(_with_article(small(plain)), voice) if not STARTS.match(plain) else small(plain)
    rest = small(rest)
    had = f"{voice.who} had" if re.search(r"\bago$|^yesterday", time) else f"{voice.have} had"
    return Claim(finished(f"{had} {rest} {time}"), about, has=True, time=time)


def _doing(plain: str, voice: Voice, past: bool) -> str:
    """`I've been feeling …`; once and over: `I was exercising`, `I noticed`."""
    first, _, rest = plain.partition(" ")
    rest = in_voice(f"so {rest}", voice)[3:] if rest else ""
    rest = small(agreeing(f"I {rest}")[2:]) if voice.carer is None and re.search(r"\bbut is\b", rest) else small(rest)
    verb = first.lower()
    if verb == "not":
        return f"{voice.have} not been {rest}"
    once = {"noticing": "noticed", "developing": "developed", "having": "had"}
    if verb in once:
        return f"{voice.who} {once[verb]} {rest}"
    if verb == "being":
        if past:
            return f"{voice.who} was {rest}"
        return f"{voice.am} being {rest}" if re.match(r"\w+ed\b", rest) else f"{voice.am} {rest}"
    if past:
        return f"{voice.who} was {verb} {rest}"
    return f"{voice.have} been {verb} {rest}"


def _with_article(phrase: str) -> str:
    """`skin lesion on the chest` → a skin lesion …, where speech wants it."""
    head = HEAD.split(f"{phrase} ")[0].strip().rsplit(" ", 1)[-1].lower().strip(",.")
    counted = Taxonomy.load().wording.counted | {"spot", "mass", "growth", "taste", "caesarean", "operation"}
    if head in counted and not re.match(r"(?:an?|the|my|his|her|some|any|more|less|both|several|\d)\b", phrase):
        return f"{'an' if phrase[0] in 'aeio' else 'a'} {phrase}"
    return phrase


def _clauses(text: str, voice: Voice) -> list[Claim]:
    """A sentence with its own verb, in as many parts as can stand alone."""
    whole: list[Claim] = []
    for part in _parts(text, voice):
        said = _said("told", part, voice)
        theirs = re.match(rf"(?:older |younger )?({PEOPLE})\b", part, re.I)
        if theirs and theirs[1].lower() != voice.carer and not theirs[1].lower().startswith("family"):
            part = f"{voice.my.capitalize()} {small(part)}"
        if STATES.match(part):
            part = f"{voice.am} {small(part)}"
        plain = said or finished(in_voice(in_plain_words(part), voice))
        plain = re.sub(
            r"\b(I|He|She|he|she)(?:'ve| have|'s| has) a (?:significant |long |long-standing )?history of smoking",
            r"\1've smoked",
            plain,
        )
        plain = re.sub(r"\b(He|She|he|she)'ve\b", r"\1's", plain)
        plain = re.sub(
            r"\b(I have|(?:[Hh]e|[Ss]he) has) an? smoking history of\b", lambda f: f"{voice.have} smoked,", plain
        )
        plain = re.sub(
            r"\b(have|has) (?:an? )?(?:(?:significant|known|long|past|long-standing|prior) )*"
            r"(?:medical )?history (?:of|significant for)\b",
            r"\1",
            plain,
        )
        plain = re.sub(r"\b(have|has) known\b", r"\1", plain)
        ends = TIME.search(part.strip(" ."))
        whole.append(Claim(plain, part, time=ends[0].strip(" ,") if ends else ""))
    return whole


STATES = re.compile(
    r"(?:sexually active|pregnant|up[- ]to[- ]date|single|divorced|widowed|allergic|intolerant|otherwise healthy|"
    r"independent|unemployed|homeless|being \w+ed|treated|fully vaccinated|currently (?:pregnant|single|unemployed))\b",
    re.I,
)
"""Openings of what somebody is, written without who."""
SUBJECT = (
    r"(?:has|had|was|is|takes|drinks|smokes|works|lives|does|attends|plays|underwent|recalls"
    r"|went|felt|uses|developed|mentions)"
)


def _parts(text: str, voice: Voice) -> list[str]:
    """The clauses of `She has A and was told B, which …`; each gets the subject back."""
    text = text.strip()
    start = re.match(rf"^({voice.patient}|he|she|it)\s", text, re.I)
    found = [text]
    if start and len(text.split()) > 5:
        pieces = re.split(
            rf",? (?:and|but) (?:also )?(?=(?:currently |also )?{SUBJECT}\b)|, (?=(?:currently |also )?{SUBJECT}\b)",
            text,
        )
        found = [pieces[0], *(f"{start[1]} {piece}" for piece in pieces[1:])]
    told_apart: list[str] = []
    for piece in found:
        if len(piece.split()) > LONG:
            cut = re.split(
                r",\s+(?:and |but )?(?=(?:he|she|it|they|the) \w+)"
                r"|,\s+(?=(?:during )?which\b|though\b|although\b|but\b)",
                piece,
            )
            told_apart += [re.sub(r"^(?:during which)\b", "During that", re.sub(r"^which\b", "It", one)) for one in cut]
        else:
            told_apart.append(piece)
    return [
        re.sub(r"^(?:though|although|but)\s+", "But ", part.strip(" ,"), flags=re.I)
        for part in told_apart
        if part.strip(" ,.")
    ]


def denials(body: str, voice: Voice) -> list[Claim]:
    """`fever, cough, or recent travel`: one claim for each thing that is not there."""
    body = re.sub(
        r"\s*(?:were|was|are|is)?\s*(?:reported|noted|mentioned|specified|available|provided)(?: by [\w ]+)?\s*\.?$",
        "",
        body.strip(" ."),
        flags=re.I,
    )
    whole = _said("denied", body, voice)
    items = [body] if whole else denied_items(body)
    found = []
    for item in items:
        bare = stripped(item)
        if not bare:
            continue
        if DENIED_TOLD.search(bare):
            found += told(bare, voice)
            continue
        bare = re.sub(r" and (?:he |she )?does not (?:present|have|report) .*$", "", bare)
        found.append(Claim(denied(bare, voice), bare, denied=True, has=True))
    return found


DENIED_TOLD = re.compile(r"^(?:the|his|her) [\w ]+ (?:is|was|are|were|has)\b|^(?:does|has|is|was|reports)\b", re.I)


def denied(item: str, voice: Voice) -> str:
    """What is not there: `any fever` → No, no fever."""
    bare = stripped(item)
    said = _said("denied", bare, voice)
    if said:
        return said
    plain = re.sub(r"^an? ", "", in_plain_words(re.sub(r"^(?:reported|known) (?!fam)", "", bare)))
    history = re.fullmatch(r"(?:a )?(?:history|prior episodes?|previous episodes?|episodes?) of (.*)", plain, re.I)
    family = re.fullmatch(r"(?:known )?family history of (.*)", plain, re.I)
    no = "No,"
    if family:
        return finished(
            f"{no} nobody in {voice.my if voice.carer is None else 'the'} family has had {small(family[1])}"
        )
    if history:
        return finished(f"{no} {_mid(voice.have)} never had {small(in_voice(history[1], voice))}")
    doing = re.match(r"(\w+ing)\b", plain, re.I)
    if doing and doing[1].lower() in DOING:
        havent = "I haven't" if voice.carer is None else f"{voice.he} hasn't"
        rest = re.sub(r"^being ", "", plain, flags=re.I)
        return finished(f"{no} {havent} been {small(in_voice(rest, voice))}")
    plain = re.sub(
        r"\b((?:recent |significant )*changes? in) (?:the )?(bowel|urinary|bladder|urine|vision|appetite)",
        rf"\1 {voice.my} \2",
        plain,
        flags=re.I,
    )
    rest = small(in_voice(plain, voice))
    return finished(f"{no} {rest}" if re.match(r"(?:no|not|never)\b", rest, re.I) else f"{no} no {rest}")


def _mid(text: str) -> str:
    """Within a sentence: He's → he's, but I've."""
    return text if text.startswith("I") else text[0].lower() + text[1:]


def noted(phrase: str, voice: Voice) -> list[Claim]:
    """A symptom of a list, named in a few words, as somebody would say it."""
    text = phrase.strip(" .")
    if NEGATIVE.match(text):
        item = re.sub(r"^(?:no|denies|denied|negative for|nil|without)\s+", "", text, flags=re.I)
        return denials(item, voice) if item != text else [Claim(_negative(text, voice), text, denied=True)]
    if re.match(rf"(?:{voice.patient}|he|she)\b", text, re.I) or STARTS.match(text):
        return told(text, voice)
    whole = _said("told", text, voice)
    if whole:
        return [Claim(whole, text)]
    return [_has(item, "", voice) for item in listed(text)]
