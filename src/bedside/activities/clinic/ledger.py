"""What has been done so far, as conditions see it: deeds in order, each with the event that proves it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

import msgspec

from bedside.activities.clinic.conditions import DEEDS, Condition, dose_range
from bedside.activities.clinic.matching import names_match
from bedside.activities.clinic.scenario import ClinicScenario
from bedside.scenario.quantities import milliseconds, parse_quantity


class Deed(msgspec.Struct, frozen=True):
    """One thing done: its `kind` (`conditions.DEEDS`), its `key`, and the `seq` of the event (0 while live)."""

    kind: str
    key: str
    at: int
    seq: int
    data: dict[str, Any] = {}


class Ledger:
    """Deeds of one consultation, folded from its events; asks of it are answered with the deed that proves them."""

    def __init__(self, scenario: ClinicScenario, deeds: Iterable[Deed] = ()) -> None:
        self.scenario = scenario
        self.deeds: list[Deed] = list(deeds)

    def note(self, kind: str, data: dict[str, Any], at: int, seq: int = 0) -> None:
        """Take in an event."""
        self.deeds.extend(deeds_of(kind, data, at, seq))

    def evidence(self, condition: Condition, *, until: int | None = None) -> Deed | None:
        """The deed that first met the condition, or None. `none` is proven by a deed of kind `nothing`."""
        if condition.all is not None:
            found = [self.evidence(part, until=until) for part in condition.all]
            latest = max((deed for deed in found if deed), key=lambda deed: (deed.at, deed.seq), default=None)
            return self._in_time(latest, condition, until) if all(found) else None
        if condition.any is not None:
            found = [self.evidence(part, until=until) for part in condition.any]
            met = [deed for deed in found if deed and self._in_time(deed, condition, until)]
            return min(met, key=lambda deed: (deed.at, deed.seq), default=None)
        if condition.none is not None:
            nothing = Deed("nothing", "", 0, 0)
            return None if any(self.evidence(part, until=until) for part in condition.none) else nothing
        met = [deed for deed in self._matching(condition) if self._in_time(deed, condition, until)]
        return met[condition.times - 1] if len(met) >= condition.times else None

    def met(self, condition: Condition) -> bool:
        """Whether the condition holds by now."""
        return self.evidence(condition) is not None

    def _in_time(self, deed: Deed | None, condition: Condition, until: int | None) -> Deed | None:
        if deed is None or (until is not None and deed.at > until):
            return None
        if condition.within is not None and deed.at > milliseconds(condition.within):
            return None
        if condition.after is not None and deed.at < milliseconds(condition.after):
            return None
        if condition.before is not None:
            other = self.evidence(condition.before)
            if other is not None and (other.at, other.seq) <= (deed.at, deed.seq):
                return None
        return deed

    def _matching(self, condition: Condition) -> Iterator[Deed]:
        kind, wanted = _deed_of(condition)
        return (deed for deed in self.deeds if deed.kind == kind and self._fits(deed, condition, wanted))

    def _fits(self, deed: Deed, condition: Condition, wanted: Any) -> bool:
        match deed.kind:
            case "told" | "noted":
                return any(says(deed.key, phrase) for phrase in wanted)
            case "differential":
                return self._ranks(deed, condition, str(wanted))
            case "disposition":
                return self._goes(deed.key, str(wanted))
            case "handed_over":
                return True
            case "asked":
                return fnmatchcase(deed.key, wanted) or ("." not in wanted and deed.key.split(".")[0] == wanted)
            case "given":
                return fnmatchcase(deed.key, wanted) and _right_dose(deed, condition) and _right_route(deed, condition)
            case "done":
                return fnmatchcase(deed.key, wanted) and _right_args(deed, condition)
            case _:
                return fnmatchcase(deed.key, str(wanted))

    def _ranks(self, deed: Deed, condition: Condition, wanted: str) -> bool:
        diagnoses = (self.scenario.diagnosis, *self.scenario.differential)
        named = [d for d in diagnoses if (d is self.scenario.diagnosis if wanted == "correct" else d.name == wanted)]
        names = [name for diagnosis in named for name in (diagnosis.name, *diagnosis.aliases)] or [wanted]
        ranked = deed.data["items"][: condition.top or len(deed.data["items"])]
        return any(names_match(item["diagnosis"], names) for item in ranked)

    def _goes(self, to: str, wanted: str) -> bool:
        worth = self.scenario.disposition.get(to)  # type: ignore[call-overload]
        if wanted == "expected":
            return bool(worth == "must")
        if wanted == "acceptable":
            return worth in ("must", "may")
        return to == wanted


def _deed_of(condition: Condition) -> tuple[str, Any]:
    return next((kind, getattr(condition, kind)) for kind in DEEDS if getattr(condition, kind) is not None)


def says(text: str, phrase: str) -> bool:
    """Whether the words of `phrase` stand together in `text`, ignoring case and punctuation; `*` ends a word stem."""
    words = [re.escape(word).replace(r"\*", r"\w*") for word in re.findall(r"[\w'*]+", phrase.lower())]
    return bool(words) and re.search(r"\b" + r"\W+".join(words) + r"(?!\w)", text.lower().replace("’", "'")) is not None


def _right_dose(deed: Deed, condition: Condition) -> bool:
    return condition.dose is None or dose_within(f"{deed.data['dose']} {deed.data['unit']}", condition.dose)


def dose_within(given: str, wanted: str) -> bool:
    """Whether a dose lies in a range `150..300 mg`, 1 % to spare for rounding; doses of another kind do not."""
    low, high, unit = dose_range(wanted)
    try:
        amount = float(parse_quantity(given).to(unit).magnitude)
    except Exception:
        return False
    return low * 0.99 <= amount <= high * 1.01


def _right_route(deed: Deed, condition: Condition) -> bool:
    return condition.route is None or deed.data["route"] in condition.route


def _right_args(deed: Deed, condition: Condition) -> bool:
    args = deed.data.get("args", {})
    return all(
        str(args.get(name)) == str(value) or args.get(name) == value for name, value in (condition.args or {}).items()
    )


def deeds_of(kind: str, data: dict[str, Any], at: int, seq: int) -> Iterator[Deed]:
    """The deeds that an event of the clinic proves."""
    match kind:
        case "said":
            yield Deed("told", data["text"], at, seq)
            for act in data["acts"]:
                if act.get("topic") and act["act"] in ("question", "open_question"):
                    name = f"{act['topic']}.{act['attribute']}" if act.get("attribute") else act["topic"]
                    yield Deed("asked", name, at, seq)
                if act["act"] not in ("question", "statement", "instruction", "small_talk", "nonsense"):
                    yield Deed("said", act["act"], at, seq)
        case "answered" | "reacted":
            for fact in data.get("facts", ()):
                yield Deed("fact", fact["id"], at, seq, {"how": fact["how"]})
        case "examined":
            yield Deed("examined", f"{data['manoeuvre']}.{data['site']}", at, seq)
        case "measured":
            yield Deed("measured", data["what"], at, seq)
            for name in data["values"]:
                if name != data["what"]:
                    yield Deed("measured", name, at, seq)
        case "ordered":
            yield Deed("ordered", data["test"], at, seq)
        case "read":
            yield Deed("read", data["test"], at, seq)
        case "given":
            yield Deed("given", data["drug"], at, seq, data)
        case "done":
            yield Deed("done", data["action"], at, seq, data)
        case "noted":
            yield Deed("noted", data["text"], at, seq)
        case "ranked":
            yield Deed("differential", "", at, seq, data)
        case "disposed":
            yield Deed("disposition", data["to"], at, seq)
        case "course":
            yield Deed("course", data["stage"], at, seq)
        case "handed_over":
            yield Deed("handed_over", "", at, seq)
            yield Deed("noted", data["text"], at, seq)
        case _:
            return
