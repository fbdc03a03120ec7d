"""What an action says is done to the body: a text such as `Start IV Fluids: Blood at 100 mL/min with a 500 mL bag`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from bedside.body.validation import quantities
from bedside.body.validation.lexicon import Found, Lexicon, Word
from bedside.errors import BedsideError
from bedside.scenario.quantities import parse_quantity

Verb = Literal["start", "stop", "give", "infuse", "do", "cease", "rhythm", "undo", "rest"]
REMOVES = re.compile(
    r"^\W*(remove|stop|cease|end|terminate|discontinue|turn off|no|undo|relie\w+|resol\w+|without)\b", re.I
)
GONE = re.compile(r"\b(removed|stopped|ended|terminated|discontinued|turned off|resolved)\W*$", re.I)
REDUCES = re.compile(r"^\W*(reduce|lower|decrease|increase|raise|change)\b", re.I)
LESSENS = re.compile(r"^\W*(reduce|lower|decrease|lessen)\b", re.I)
BRACKET = re.compile(r"\[([^\]]+?)\s+to\s+([^\]]+?)\]", re.I)
BECAUSE = re.compile(r"\bin response to\b(.*)", re.I)
ROUTES = {
    "iv": r"\biv\b|intravenous", "io": r"\bio\b|intraosseous", "im": r"\bim\b|intramuscular", "sc": r"subcutaneous",
    "in": r"\bnasal|intranasal", "po": r"\boral|by mouth|\btablet|swallow", "inh": r"inhal", "neb": r"nebuli",
    "sl": r"sublingual|transmucosal", "pr": r"rectal",
}  # fmt: skip
LONGEST = 400


class Unread(BedsideError):
    """An action that says nothing that the body can do."""


@dataclass(frozen=True)
class Deed:
    """One thing that is done, `after_s` seconds after the action.

    `needs` is what must be so before; `chronic` is a disease of long standing; `lessened` was stronger until now.
    """

    verb: Verb
    name: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    after_s: float = 0.0
    chronic: bool = False
    lessened: bool = False
    needs: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        told = " ".join(f"{name}={value}" for name, value in self.options.items())
        return f"{self.verb} {self.name} {told}".strip()


class Action(NamedTuple):
    """An action as read: deeds in order, the rhythms between which it stands, and the drug it answers."""

    deeds: tuple[Deed, ...]
    between: tuple[str, str] | None = None
    answers: str = ""


def read_action(action: str, dose: str = "", *, lexicon: Lexicon) -> Action:
    """The deeds of an action; numbers that the action leaves out are taken from `dose`. Raises `Unread`."""
    if len(action) > LONGEST or len(dose) > LONGEST:
        raise Unread(f"an action of {len(action)} letters", f"Write at most {LONGEST}.")
    bracket = BRACKET.search(action)
    text = _plain(BRACKET.sub(" ", action))
    because = BECAUSE.search(text)
    text = BECAUSE.sub(" ", text)
    deeds = tuple(_deeds(text, _plain(dose), lexicon))
    if not deeds:
        raise Unread(f"nothing that the body knows in {action!r}", "Add the wording to vocabulary.yaml.")
    between = (_rhythm(bracket[1], lexicon), _rhythm(bracket[2], lexicon)) if bracket else None
    answers = next((found.word.name for found in lexicon.find(because[1])), "") if because else ""
    return Action(deeds, between, answers)


def _plain(text: str) -> str:
    """One space between words, CamelCase split."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", text)).strip()


def _rhythm(text: str, lexicon: Lexicon) -> str:
    found = [one.word.name for one in lexicon.find(_plain(text)) if one.word.kind == "rhythm"]
    if not found:
        raise Unread(f"{text!r} is no rhythm", "Add the wording to vocabulary.yaml.")
    return found[0]


def _deeds(text: str, dose: str, lexicon: Lexicon) -> Iterator[Deed]:
    found = _useful(lexicon.find(text), text)
    if not found:
        near = lexicon.near(text)
        if near is not None:
            found = [Found(0, len(text), near)]
    if not found:
        if REMOVES.search(text):
            yield Deed("undo")
        return
    found = _told_once(found, text)
    for place, one in enumerate(found):
        begin = 0 if place == 0 else one.begin
        end = found[place + 1].begin if place + 1 < len(found) else len(text)
        own = text[begin:end]
        removed = bool(REMOVES.search(own) or GONE.search(own) or (REMOVES.search(text) and not REDUCES.search(text)))
        yield from _deed(own, dose, one.word, removed)


def _useful(found: list[Found], text: str) -> list[Found]:
    """Without what only sets the scene: a chest wound named with its dressing, the oxygen of a mask."""
    doing = [one for one in found if one.word.kind in ("do", "cease")]
    if doing and any(one.word.needs for one in doing):
        return doing[:1]
    if any(one.word.kind != "rest" for one in found):
        found = [one for one in found if one.word.kind != "rest"]
    if any(one.word.kind == "start" for one in found):
        found = [one for one in found if one.word.kind != "drug" or re.search(r"^\W*\d", text[one.end :])]
    once: list[Found] = []
    for one in found:
        same = once and once[-1].word.kind == one.word.kind and once[-1].word.name == one.word.name
        if not (same and one.word.kind != "start" and one.word.kind != "drug"):
            once.append(one)
    return _joined(once)


def _told_once(found: list[Found], text: str) -> list[Found]:
    """Two names of one condition are one, unless numbers stand with each: `tamponade; pericardial effusion at …`."""
    kept: list[Found] = []
    for one in found:
        before = kept[-1] if kept else None
        same = before is not None and before.word.kind == one.word.kind and before.word.name == one.word.name
        if before is not None and same and not re.search(r"\d", text[before.begin : one.begin]):
            kept[-1] = Found(before.begin, one.end, one.word)
        else:
            kept.append(one)
    return kept


def _joined(found: list[Found]) -> list[Found]:
    """A chronic disease named by its parts (bronchitis and emphysema) is one disease."""
    kept: list[Found] = []
    for one in found:
        if kept and one.word.chronic and kept[-1].word.name == one.word.name:
            continue
        kept.append(one)
    return kept


def _deed(own: str, dose: str, word: Word, removed: bool) -> Iterator[Deed]:
    match word.kind:
        case "rest":
            yield Deed("rest")
        case "rhythm":
            yield Deed("rhythm", "sinus" if removed else word.name)
        case "cease":
            yield Deed("cease", word.name)
        case "drug":
            yield from _drug(own, dose, word, removed)
        case "start":
            for each in _by_place(own, word):
                yield _condition(each, dose, word, removed)
        case "do":
            options = _options(own, dose, word)
            size = quantities.severity(own) if quantities.severity(own) is not None else quantities.severity(dose)
            gone = removed or (size == 0 and "severity" in own.lower() + dose.lower())
            yield Deed("cease" if gone else "do", word.name, {} if gone else options, needs=word.needs)


def _options(own: str, dose: str, word: Word) -> dict[str, Any]:
    options = dict(word.fixed)
    for name, reader in word.reads.items():
        value = quantities.READERS[reader](own)
        if value is None:
            value = quantities.READERS[reader](dose)
        if value is not None:
            options[name] = value
    for pattern, fixed in word.then.items():
        if re.search(pattern, own, re.I):
            options.update(fixed)
    return options


def _by_place(own: str, word: Word) -> list[str]:
    """One text for each place that is named with a number of its own: `leg (severity 4) and spleen (severity 3)`."""
    if "site" not in word.options:
        return [own]
    places = [hit.start() for hit in quantities.PLACE.finditer(own)]
    if len(places) < 2:
        return [own]
    parts = [own[: places[0]] + own[begin:end] for begin, end in pairwise([*places, len(own)])]
    return parts if all(re.search(r"\d", part[places[0] :]) for part in parts) else [own]


def _condition(own: str, dose: str, word: Word, removed: bool) -> Deed:
    options = _options(own, dose, word)
    name = str(options.pop("_start", word.name))
    for option, entry in word.options.items():
        if option in options:
            continue
        value = _option(option, entry, own)
        if value is None and dose:
            value = _option(option, entry, dose)
        if value is not None:
            options[option] = value
    if "severity" in word.options and not _amount_given(options, word):
        share = quantities.factor(own)
        if share is not None:
            options.setdefault("severity", share)
    which, size = quantities.sided(own)
    if which and "side" in word.options:
        options["side"] = which
    if size is not None and "severity" in word.options:
        options["severity"] = size
    given = {key: value for key, value in options.items() if key not in ("side", "site", "type")}
    nothing = bool(given) and all(_zero(value) for value in given.values())
    if removed or nothing:
        kept = {key: value for key, value in options.items() if key in ("side", "site")}
        return Deed("stop", name, kept, chronic=False, needs=word.needs)
    lessened = bool(LESSENS.search(own))
    return Deed("start", name, _without_defaults(options, word), 0.0, word.chronic, lessened, word.needs)


def _amount_given(options: Mapping[str, Any], word: Word) -> bool:
    """Whether the size is told by an option that stands in for a severity, or for which a severity stands in."""
    instead = getattr(word.options["severity"], "instead_of", "")
    others = [name for name, one in word.options.items() if getattr(one, "instead_of", "") == "severity"]
    return any(name in options for name in (instead, *others))


def _without_defaults(options: dict[str, Any], word: Word) -> dict[str, Any]:
    """When an amount is given, a severity read from it or from a word is not given as well."""
    amount = next(
        (n for n, o in word.options.items() if getattr(o, "instead_of", "") == "severity" and n in options), ""
    )
    return {key: value for key, value in options.items() if not (amount and key == "severity")}


def _option(name: str, entry: Any, text: str) -> Any:
    choices = tuple(getattr(entry, "choices", ()) or ())
    if name == "side":
        return None if quantities.side(text) not in choices else quantities.side(text)
    if choices:
        return _choice(choices, text)
    if name in ("severity", "intensity"):
        return quantities.severity(text)
    unit = getattr(entry, "unit", "share")
    if unit == "ppm":
        return quantities.READERS["ppm"](text)
    if unit in ("degC", "C"):
        return quantities.READERS["celsius"](text)
    if unit in ("share", "%", "points", "1", ""):
        return quantities.named(text, name)
    return quantities.in_unit(text, unit) or quantities.named(text, name)


def _choice(choices: tuple[str, ...], text: str) -> str | None:
    for choice in sorted(choices, key=len, reverse=True):
        words = r"[\s_-]+".join(map(re.escape, choice.split("_")))
        if re.search(rf"\b{words}\b", text, re.I):
            return choice
    return None


def _zero(value: Any) -> bool:
    if isinstance(value, int | float):
        return value == 0
    number = re.match(quantities.NUMBER, str(value))
    return bool(number) and float(number[0]) == 0 if number else False


def _drug(own: str, dose: str, word: Word, removed: bool) -> Iterator[Deed]:
    """A drug or a fluid: stopped, infused at a rate (a bag runs out), or given in one or several doses."""
    if removed:
        yield Deed("stop", word.name)
        return
    route = next((name for name, pattern in ROUTES.items() if re.search(pattern, own, re.I)), "")
    options: dict[str, Any] = {"route": route} if route else {}
    rates = quantities.rates(own) or quantities.rates(dose)
    for rate in rates:
        yield Deed("infuse", word.name, {**options, "rate": rate})
    if rates:
        rate = rates[-1]
        bag = quantities.volume(own) or quantities.volume(dose)
        if bag and not _zero(rate):
            lasts = (parse_quantity(bag) / parse_quantity(rate)).to("s").magnitude
            yield Deed("stop", word.name, after_s=float(lasts))
        return
    inspired = re.search(rf"({quantities.NUMBER})\s*%", own) if re.search(r"flurane|nitrous", word.name) else None
    if inspired:
        yield Deed("infuse", word.name, {"route": "inh", "rate": f"{inspired[1]} %"})
        return
    doses = quantities.doses(own) or quantities.doses(dose)
    for each in doses:
        yield Deed("give", word.name, {**options, "dose": each})
    if not doses:
        yield Deed("give", word.name, options)
