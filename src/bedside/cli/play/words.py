"""What a typed line means: a verb with its arguments, or, without one, a question to the patient."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, get_args

from rapidfuzz import process

from bedside.activities.clinic import catalogues
from bedside.activities.clinic.conditions import Disposition
from bedside.activities.clinic.course import vital_signs
from bedside.encounter import Refused

HELP = """\
Type a question and the patient answers. Or begin with a verb:

  greet, ask, tell TEXT           talk; text without a verb is a question
  examine MANOEUVRE SITE          examine abdomen · auscultate heart
  measure [VITAL]                 measure · measure blood pressure
  order TEST[, TEST]              order fbc, troponin
  orders, cancel TEST             what is ordered; take an order back
  read [TEST]                     read what has come back
  give DRUG DOSE ROUTE [at RATE]  give aspirin 300 mg oral
                                  give sodium chloride 500 ml iv at 1000 ml/h
  do ACTION [name=value …]        do oxygen device=non_rebreather flow=15
  note TEXT                       your own notes
  diagnose NAME [%], NAME [%]     diagnose STEMI 80, pericarditis 10
  disposition PLACE [because …]   disposition admit ward because …
  handover TEXT                   hand over to a colleague
  wait 20 min | until results     let time pass, until something happens
  wait until TEST                 wait until ecg, and not for the others
  pause, resume, pace N           stop, start or speed up the clock
  status, view                    where things stand
  end                             end, and see the debrief
  quit                            leave; `bedside play --resume ID` goes on
"""
SPEECH = ("greet", "ask", "tell")
ALONE = frozenset({"orders", "pause", "resume", "status", "view", "help", "quit", "end"})
SAME = {
    "exit": "quit", "leave": "quit", "bye": "quit", "?": "help", "finish": "end", "stop": "end", "unpause": "resume",
    "obs": "measure", "vitals": "measure", "results": "orders", "request": "order", "differential": "diagnose",
    "diagnosis": "diagnose", "dx": "diagnose", "prescribe": "give", "administer": "give", "say": "ask",
    "discharge": "disposition", "hand": "handover", "perform": "do",
}  # fmt: skip
VERBS = (
    "greet", "ask", "tell", "examine", "measure", "order", "orders", "cancel", "read", "give", "do", "note", "diagnose",
    "disposition", "handover", "wait", "pause", "resume", "pace", "status", "view", "help", "end", "quit",
)  # fmt: skip
QUESTIONS = re.compile(
    r"^(?:do (?:you|they|we|your|any|either|people)\b|give me\b|tell me\b|"
    r"wait\b(?! *(?:until|(?:for )?(?:\d|(?:the |all )?results?\b)))|"
    r"note that you\b|order of\b|check (?:in|on|if|whether|that)\b|stop (?!$)|hand (?!over)|do(?:es|n't)?\b *$)",
    re.I,
)
"""Beginnings of speech that look like verbs."""
DOSE = re.compile(
    r"(?P<dose>\d+(?:[.,]\d+)?\s*(?:mg|g|micrograms?|mcg|µg|ml|mL|l|L|units?|iu|IU|mmol|puffs?|drops?|%|J)(?:/kg)?)"
    r"(?=\s|$)"
)
PLACES: tuple[str, ...] = get_args(Disposition)
WHOSE = re.compile(r"^(?:(?:the|a|an|his|her|their|your|my) )+", re.I)
CALLS = re.compile(r"^(?:call|bleep|page|phone|ring)(?: for)? ", re.I)
ACTS = re.compile(
    r"^(?:start|begin|attach|insert|apply|put|place|call|bleep|page|phone|ring|wash|shock|defibrillate|intubate|"
    r"suction|cpr|position)\b(?!.*\?)",
    re.I,
)
"""Beginnings of a deed said without `do`, where the rest is an action of the catalogue or somebody to call."""
SEVERAL = re.compile(r"(?<=%)\s+(?=[a-z])|(?<=\s[1-9]0)\s+(?=[a-z])|(?<=\s[1-9]5)\s+(?=[a-z])", re.I)
"""Between two diagnoses that no comma parts: after a percentage, or a number that is one."""
LONGEST_WAIT_MIN = 1440.0
PACES = (0.1, 60.0)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do: a command for the encounter, or, when `local`, something for the terminal itself."""

    verb: str
    args: dict[str, Any] = field(default_factory=dict)
    local: bool = False


def understood(line: str) -> list[Deed]:
    """The deeds of a line. Raises `Refused` where a verb is clear and the rest is not."""
    text = line.strip()
    first, _, rest = text.partition(" ")
    verb, rest = SAME.get(first.lower(), first.lower()), rest.strip()
    if text.startswith(('"', "“")) or (QUESTIONS.match(text) and not (verb == "wait" and not rest)):
        return [Deed("ask", {"text": text.strip('"“”')})]
    if verb in ALONE and (not rest or verb == "help"):
        return [Deed(verb, {"topic": rest} if rest else {}, local=verb != "end")]
    if verb == "hand" or text.lower().startswith("hand over"):
        return [Deed("handover", {"text": re.sub(r"^hand ?over( to)?:?\s*", "", text, flags=re.I)})]
    if first.lower() == "discharge":
        return [Deed("disposition", {"to": "discharge"} | ({"why": rest} if rest else {}))]
    reader = READERS.get(verb)
    if reader is not None:
        return reader(rest)
    direct = _direct(text) or (_act(text) if ACTS.match(text) else None)
    return [direct or Deed("ask", {"text": text})]


def meant(text: str) -> str | None:
    """A line that would do what these words name, such as `examine capillary refill`; None where they name nothing."""
    if catalogues().examination.find("examine", text) is not None:
        return f"examine {text}"
    if catalogues().tests.find(text) is not None:
        return f"order {text}"
    return f"do {text}" if catalogues().actions.find(text) is not None else None


def _speech(verb: str, rest: str) -> list[Deed]:
    if not rest:
        if verb == "greet":
            return [Deed("greet", {"text": "Hello."})]
        raise Refused(
            f"'{verb}' needs words.",
            f"For example: {verb} {'when did it start?' if verb == 'ask' else 'I will look after you'}",
        )
    return [Deed(verb, {"text": rest})]


def _direct(text: str) -> Deed | None:
    """`palpate abdomen`, `listen to the chest`: a manoeuvre by itself, where the site is known."""
    known = catalogues().examination
    words = text.rstrip(".").split()
    for size in (3, 2, 1):
        if len(words) > size and (manoeuvre := " ".join(words[:size])).lower() not in ("how", "what", "is", "are"):
            names = {*known.manoeuvres(), "listen to", "listen", "feel", "look at", "tap", "press"}
            if manoeuvre.lower() in names and known.find(manoeuvre, " ".join(words[size:])) is not None:
                return Deed("examine", {"manoeuvre": manoeuvre, "site": " ".join(words[size:])})
    return None


def _act(text: str) -> Deed | None:
    """`start cpr`, `call cardiology`: an action or a call, where it is known; else None."""
    called = CALLS.sub("", text.rstrip("."))
    if called != text.rstrip(".") and catalogues().tests.find(called) is not None:
        return Deed("order", {"test": called})
    return Deed("do", {"action": text.rstrip(".")}) if catalogues().actions.find(text) is not None else None


def _examine(rest: str) -> list[Deed]:
    if not rest:
        raise Refused("Examine what?", "For example: examine abdomen, auscultate heart, examine cranial nerves.")
    direct = _direct(rest)
    return [direct or Deed("examine", {"manoeuvre": "examine", "site": rest})]


def _measure(rest: str) -> list[Deed]:
    return [Deed("measure", {"what": WHOSE.sub("", rest) or "vitals"})]


def _check(rest: str) -> list[Deed]:
    """`check his pulse` measures it, `check the pupils` examines them."""
    what = WHOSE.sub("", rest)
    if not what or vital_signs(what)[1] or catalogues().examination.find("examine", what) is None:
        return [Deed("measure", {"what": what or "vitals"})]
    return [Deed("examine", {"manoeuvre": "examine", "site": what})]


def _order(rest: str) -> list[Deed]:
    if not rest:
        raise Refused("Order what?", "For example: order full blood count, troponin.")
    tests = catalogues().tests
    names = [rest] if tests.find(rest) is not None else [n.strip() for n in re.split(r"\s*[,;]\s*", rest) if n.strip()]
    return [Deed("order", {"test": name}) for name in names]


def _read(rest: str) -> list[Deed]:
    if not rest or rest.lower() in ("all", "results", "everything"):
        return [Deed("read all", {}, local=True)]
    return [Deed("read", {"order": rest})]


def _cancel(rest: str) -> list[Deed]:
    if not rest:
        raise Refused("Cancel which order?", "`orders` lists them.")
    return [Deed("cancel", {"order": rest})]


def _give(rest: str) -> list[Deed]:
    doses = list(DOSE.finditer(rest))
    found = next((dose for dose in doses if not dose["dose"].endswith("%")), doses[0] if doses else None)
    if found is None:
        raise Refused("How much of it?", "Say drug, dose and route, such as: give aspirin 300 mg oral.")
    before, after = rest[: found.start()].strip(" ,"), rest[found.end() :].strip(" ,")
    after, rate = _rate(after)
    of = re.match(r"of\s+", after, re.I)
    if not before or of:  # "give 300 mg of aspirin orally"
        before, after = _drug_and_route(after.removeprefix("of ").strip() if of else after)
    leading = re.match(r"(iv|im|sc|oral|po|nebulised|sublingual|inhaled|rectal)\s+(.+)$", before, re.I)
    if leading and not after:
        before, after = leading[2], leading[1]
    drug = catalogues().drugs.find(before)
    if not after and drug is not None and len(drug.routes) == 1:
        after = str(next(iter(drug.routes)))
    if not after:
        raise Refused("By which route?", f"Add it: give {before} {found['dose']} oral, iv, im, sc …")
    route = re.sub(r"^(?:by|via|into the|per)\s+", "", after, flags=re.I)
    return [Deed("give", {"drug": before, "dose": found["dose"], "route": route} | ({"rate": rate} if rate else {}))]


def _rate(text: str) -> tuple[str, str | None]:
    found = re.search(r"\s*(?:\bat|\bover rate|@)\s+(\d.*)$", text, re.I)
    return (text[: found.start()].strip(), found[1].strip()) if found else (text, None)


def _drug_and_route(text: str) -> tuple[str, str]:
    words = text.split()
    for size in range(len(words), 0, -1):
        if catalogues().drugs.find(" ".join(words[:size])) is not None:
            return " ".join(words[:size]), " ".join(words[size:])
    return text, ""


def _do(rest: str) -> list[Deed]:
    if not rest:
        raise Refused("Do what?", "For example: do oxygen device=non_rebreather flow=15, do monitor, do iv cannula.")
    args: dict[str, Any] = {}
    for found in re.finditer(
        r"(\w+)\s*[=:]\s*(\"[^\"]*\"|'[^']*'|[^\s,]+(?:\s+(?:ml|l|mg|cm|mm|j|min|french|joules)\b)?)", rest, re.I
    ):
        args[found[1].lower()] = _number(found[2].strip("\"'"))
    action = re.sub(
        r"\w+\s*[=:]\s*(?:\"[^\"]*\"|'[^']*'|[^\s,]+)(?:\s+(?:ml|l|mg|cm|mm|j|min|french|joules)\b)?,?",
        "",
        rest,
        flags=re.I,
    )
    action = action.strip(" ,")
    if not args and catalogues().actions.find(action) is None:
        if (called := _act(action)) is not None:
            return [called]
        if catalogues().tests.find(action) is not None:
            return [Deed("order", {"test": action})]
        if catalogues().examination.find("do", action) is not None:
            return [Deed("examine", {"manoeuvre": "examine", "site": action})]
    return [Deed("do", {"action": action, **args})]


def _number(text: str) -> str | float:
    return float(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else text


def _note(rest: str) -> list[Deed]:
    if not rest:
        raise Refused("Note what?", "For example: note ask about allergies.")
    return [Deed("note", {"text": rest})]


def _diagnose(rest: str) -> list[Deed]:
    items = []
    for part in (one for listed in re.split(r"\s*[,;]\s*", rest) for one in SEVERAL.split(listed)):
        found = re.fullmatch(r"(.*?)(?:[\s:]+(\d+(?:\.\d+)?)\s*(%?))?", part.strip())
        if found is None or not found[1].strip():
            continue
        sure = float(found[2]) if found[2] else 50.0
        as_fraction = found[2] is not None and not found[3] and sure <= 1
        items.append({"diagnosis": found[1].strip(), "confidence": min(1.0, sure if as_fraction else sure / 100)})
    if not items:
        raise Refused("Which diagnosis?", "For example: diagnose STEMI 80, pericarditis 10.")
    return [Deed("differential", {"items": items})]


def _disposition(rest: str) -> list[Deed]:
    place, _, why = re.sub(r"\s+because\s+|\s*:\s+", "\u0001", rest, count=1, flags=re.I).partition("\u0001")
    wanted = re.sub(r"[\s-]+", "_", place.strip().lower())
    named = wanted if wanted in PLACES else None
    if named is None:
        near = process.extract(place.lower(), [p.replace("_", " ") for p in PLACES], limit=3, score_cutoff=60)
        if near and near[0][1] >= 90:
            named = near[0][0].replace(" ", "_")
        else:
            offered = ", ".join(n[0] for n in near) or ", ".join(p.replace("_", " ") for p in PLACES)
            raise Refused("Where does the patient go?", f"One of: {offered}.")
    return [Deed("disposition", {"to": named} | ({"why": why.strip()} if why.strip() else {}))]


def _handover(rest: str) -> list[Deed]:
    if not rest:
        raise Refused("Hand over what?", "Situation, background, assessment, recommendation, in your words.")
    return [Deed("handover", {"text": rest})]


def _wait(rest: str) -> list[Deed]:
    text = re.sub(r"^for\s+", "", rest.lower())
    until = re.match(r"until (?:the |all )?(.+)|(?:the |all )?results?$", text)
    if until:
        awaited = re.sub(r"(?: is| are)? (?:back|there|ready|here)$", "", until[1] or "results")
        named = {} if re.fullmatch(r"results?|everything", awaited) else {"test": awaited}
        return [Deed("until results", named, local=True)]
    from bedside.scenario import QuantityError, milliseconds

    if not text:
        raise Refused("Wait how long?", "For example: wait 20 min, wait until results.")
    try:
        minutes = milliseconds(text if re.search(r"[a-z]", text) else f"{text} min") / 60_000
    except QuantityError as error:
        raise Refused(str(error), "For example: wait 20 min, wait until results.") from None
    if not 0 < minutes <= LONGEST_WAIT_MIN:
        raise Refused("One wait is at most 24 hours.", "For example: wait 20 min, wait until results.")
    return [Deed("jump", {"minutes": minutes})]


def _pace(rest: str) -> list[Deed]:
    try:
        factor = float(rest.rstrip("x×"))
    except ValueError:
        factor = 0.0
    if not PACES[0] <= factor <= PACES[1]:
        raise Refused("How many times as fast?", "From 0.1 to 60, such as pace 5; pace 1 is real time.")
    return [Deed("pace", {"factor": factor})]


READERS: dict[str, Callable[[str], list[Deed]]] = {
    **{verb: partial(_speech, verb) for verb in SPEECH},
    "examine": _examine,
    "measure": _measure,
    "check": _check,
    "order": _order,
    "read": _read,
    "cancel": _cancel,
    "give": _give,
    "do": _do,
    "note": _note,
    "diagnose": _diagnose,
    "disposition": _disposition,
    "handover": _handover,
    "wait": _wait,
    "pace": _pace,
}
