"""The catalogue of actions: what the verb `do` can do, with its arguments in their units and ranges."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

import msgspec
from rapidfuzz import fuzz, process

from bedside.activities.clinic.catalogue.names import CatalogueError, Names, plain, read_yaml, snake
from bedside.scenario.quantities import QuantityError, parse_quantity

Physiology = Literal[
    "oxygen",
    "cpr",
    "shock",
    "pace",
    "position",
    "airway",
    "ventilate",
    "decompress",
    "bleed_control",
    "cool",
    "warm",
    "none",
]
ROOM_AIR = 0.21
"""Inspired fraction without any oxygen."""
SET_FIO2 = 0.5
"""Inspired fraction of a device that is set to one, where nobody says which (estimate)."""
CHOICE_SLIP = 85.0
"""Least similarity (0–100) of a choice that still counts as a slip of the pen."""
SPELLED_UNITS = {"french": ("fr", "ch", "fg", "f"), "day": ("d", "days"), "milliampere": ("ma",)}
"""Units that pint has not, or has by another sign."""
NAME_SLIP = 83.0
"""Least similarity (0–100) of a name that still counts as a slip of the pen: one letter of six."""
BEGINNINGS = (
    r"^(?:(?:put|insert|place|apply|give|start|do|perform|begin|attach|get|make|use|site)(?: in| on| an?| the)* )+"
)
"""What people say before the name of an action."""
YES = frozenset({"yes", "true", "on", "start", "1"})
NO = frozenset({"no", "false", "off", "stop", "0"})
Value = float | str | bool


class ActionError(CatalogueError):
    """Arguments that an action cannot be done with, and what would be right."""


class Argument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One argument: a quantity (`unit`, `min`, `max`), a word (`choices`), free `text`, or a yes-or-no `flag`."""

    name: str = ""
    unit: str | None = None
    min: float | None = None
    usual: float | None = None
    max: float | None = None
    choices: tuple[str, ...] = ()
    default: str | bool | None = None
    text: bool = False
    flag: bool = False
    required: bool = False


class Flow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Litres a minute that a device is made for."""

    min: float
    usual: float
    max: float


class OxygenDevice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way to give oxygen: flow in L/min, and the inspired fraction that it gives at some flows."""

    label: str
    aliases: tuple[str, ...]
    flow: Flow
    fio2: tuple[tuple[float, float], ...]
    fio2_set: bool = False

    def fraction(self, flow: float) -> float:
        """Inspired fraction at a flow in L/min, straight between the points of the table."""
        points = self.fio2
        if not points:
            return SET_FIO2
        if flow <= points[0][0]:
            return points[0][1]
        for (low, less), (high, more) in pairwise(points):
            if flow <= high:
                return round(less + (more - less) * (flow - low) / (high - low), 4)
        return points[-1][1]


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One action."""

    id: str
    name: str
    aliases: tuple[str, ...]
    group: str
    physiology: Physiology
    duration_s: int
    args: tuple[Argument, ...]
    intimate: bool
    contra: tuple[str, ...]
    harms: tuple[str, ...]
    source: str


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    aliases: tuple[str, ...]
    group: str
    physiology: Physiology
    duration_s: int
    args: dict[str, Argument]
    intimate: bool = False
    contra: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    source: str = "estimate"


class Actions:
    """All actions by id."""

    def __init__(self, data: dict[str, Any]) -> None:
        entries = msgspec.convert(data["actions"], dict[str, _Entry])
        self.devices = msgspec.convert(data["oxygen_devices"], dict[str, OxygenDevice])
        self._all = {id_: _made(id_, entry) for id_, entry in entries.items()}
        self._names = Names({action.id: (action.name, *action.aliases) for action in self._all.values()})
        self._words = {plain(word): choice for choice, words in data["choice_words"].items() for word in words}
        self._words |= {
            plain(word): id_ for id_, device in self.devices.items() for word in (device.label, *device.aliases)
        }

    @classmethod
    def load(cls) -> Actions:
        """The catalogue that ships with the package; read once."""
        return _load()

    def __iter__(self) -> Any:
        """All actions."""
        return iter(self._all.values())

    def __len__(self) -> int:
        """How many actions there are."""
        return len(self._all)

    def get(self, id_: str) -> Action | None:
        """The action with exactly this id."""
        return self._all.get(id_)

    def find(self, text: str) -> Action | None:
        """The action meant by a name such as `wash hands` or `Guedel`; None where nothing fits."""
        said = re.sub(BEGINNINGS, "", plain(text))
        found = self._names.exact(text) or self._names.exact(said) or self._names.near(said, NAME_SLIP)
        return self._all[found] if found else None

    def nearest(self, text: str, limit: int = 4) -> list[Action]:
        """Actions with the most similar names, best first."""
        return [self._all[id_] for id_ in self._names.nearest(text, limit)]

    def search(self, text: str, limit: int = 20) -> list[Action]:
        """Actions for a search box: names that begin with or hold `text`, then similar ones."""
        return [self._all[id_] for id_ in self._names.search(text, limit)]

    def check_args(self, action: str, args: Mapping[str, Any]) -> dict[str, Value]:
        """The arguments in their plain form, defaults filled in: quantities as numbers in their unit, choices by id.

        Raises `ActionError` naming the argument, what was wrong and what would be right.
        """
        entry = self._known(action)
        known = {argument.name: argument for argument in entry.args}
        unknown = [name for name in args if snake(name) not in known]
        if unknown:
            raise ActionError(f"{entry.name} has no '{unknown[0]}'.", f"It takes: {', '.join(known) or 'nothing'}.")
        given = {snake(name): value for name, value in args.items() if value not in (None, "")}
        checked: dict[str, Value] = {}
        for argument in entry.args:
            value = self._value(entry, argument, given.get(argument.name))
            if value is not None:
                checked[argument.name] = value
        if entry.physiology == "oxygen":
            self._check_flow(checked, asked="flow" in given)
        return checked

    def inspired_oxygen(self, action: str, args: Mapping[str, Any]) -> float:
        """Inspired fraction (0.21–1) of an oxygen action's checked arguments. Raises `ActionError` for another."""
        entry = self._known(action)
        if entry.physiology != "oxygen":
            raise ActionError(f"{entry.name} gives no oxygen.", "Use the action oxygen.")
        device = self.devices.get(str(args.get("device", "room_air")))
        if device is None:
            return ROOM_AIR
        if "fio2" in args and device.fio2_set:
            return float(args["fio2"]) / 100.0
        return device.fraction(float(args.get("flow", device.flow.usual)))

    def _known(self, action: str) -> Action:
        entry = self._all.get(action)
        if entry is None:
            near = ", ".join(found.name for found in self.nearest(action))
            hint = f"Did you mean: {near}?" if near else "See the list of actions."
            raise ActionError(f"There is no action '{action}'.", hint)
        return entry

    def _value(self, entry: Action, argument: Argument, given: Any) -> Value | None:
        """The argument's value, or its default; None where it may be left out."""
        if given is None:
            if argument.required:
                raise ActionError(f"{entry.name} needs '{argument.name}'.", f"{_wanted(argument)}")
            return argument.default if argument.default is not None else argument.usual
        if argument.flag:
            return _flag(entry, argument, given)
        if argument.choices:
            return self._choice(entry, argument, str(given))
        if argument.text:
            return str(given).strip()
        return _number(entry, argument, given)

    def _choice(self, entry: Action, argument: Argument, given: str) -> str:
        exact = {plain(choice): choice for choice in argument.choices}
        asked = plain(given)
        word = self._words.get(asked)
        found = exact.get(asked) or (word if word in argument.choices else None)
        if found is None and len(asked) >= 4:
            best = process.extractOne(asked, list(exact), scorer=fuzz.ratio, score_cutoff=CHOICE_SLIP)
            found = exact[best[0]] if best else None
        if found is None:
            raise ActionError(f"{entry.name} cannot be done with {argument.name} '{given[:40]}'.", _wanted(argument))
        return found

    def _check_flow(self, checked: dict[str, Value], *, asked: bool) -> None:
        device = self.devices[str(checked["device"])]
        if not asked:
            checked["flow"] = device.flow.usual
        flow = float(checked["flow"])
        if not device.flow.min <= flow <= device.flow.max:
            span = f"It takes {device.flow.min:g} to {device.flow.max:g} L/min."
            raise ActionError(f"{device.label} at {flow:g} L/min does not work.", span)
        if "fio2" in checked and not device.fio2_set:
            name = device.label.lower()
            raise ActionError(f"With {name} the oxygen fraction follows the flow.", "Leave out fio2, set the flow.")


def chosen(args: Mapping[str, Value]) -> str:
    """Checked arguments in words, such as `device non rebreather, flow 15`."""
    parts = []
    for name, value in args.items():
        if isinstance(value, bool):
            parts += [f"{name} no" if name != "on" else "stopped"] if not value else [name] if name != "on" else []
        else:
            parts.append(f"{name} {value if isinstance(value, str) else f'{value:g}'}")
    return ", ".join(parts).replace("_", " ")


@lru_cache(maxsize=1)
def _load() -> Actions:
    return Actions(read_yaml("actions.yaml"))


def _made(id_: str, entry: _Entry) -> Action:
    args = tuple(msgspec.structs.replace(argument, name=name) for name, argument in entry.args.items())
    fields = {field: getattr(entry, field) for field in entry.__struct_fields__ if field != "args"}
    return Action(id=id_, args=args, **fields)


def _wanted(argument: Argument) -> str:
    """What an argument would be right with, in a sentence."""
    if argument.choices:
        return f"Choose {argument.name}: {', '.join(argument.choices)}."
    if argument.unit:
        return f"Write {argument.name} in {argument.unit}, {argument.min:g} to {argument.max:g}."
    return f"Write {argument.name} as {'yes or no' if argument.flag else 'words'}."


def _flag(entry: Action, argument: Argument, given: Any) -> bool:
    word = plain(str(given))
    if word in YES or word in NO:
        return word in YES
    raise ActionError(f"{entry.name}: '{argument.name}' is not '{str(given)[:40]}'.", _wanted(argument))


def _number(entry: Action, argument: Argument, given: Any) -> float:
    """A quantity as a number in the argument's unit, within its range."""
    unit = str(argument.unit)
    try:
        number = float(given) if isinstance(given, int | float) else _read(str(given), unit)
    except (QuantityError, ValueError) as error:
        problem = f"{entry.name}: '{str(given)[:40]}' is no {argument.name} in {unit}."
        raise ActionError(problem, _wanted(argument)) from error
    low, high = argument.min, argument.max
    if not (low is None or low <= number) or not (high is None or number <= high):
        raise ActionError(f"{entry.name}: {argument.name} {number:g} {unit} is out of range.", _wanted(argument))
    return number


def _read(text: str, unit: str) -> float:
    """The number of `15`, `15 L` or `15 L/min` in `unit`."""
    digits = text.strip().rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/% ")
    letters = text.strip()[len(digits) :].strip()
    short = letters.lower()
    if not letters or short == unit.lower() or short in SPELLED_UNITS.get(unit, ()):
        return float(digits)
    if short == unit.lower().split("/")[0] or (unit == "percent" and letters == "%"):
        return float(digits)
    if short in ("bpm", "/min") and unit == "1/min":
        return float(digits)
    quantity, wanted = parse_quantity(text), parse_quantity(f"1 {unit}")
    if not quantity.is_compatible_with(wanted.units):
        raise QuantityError(f"'{text}' is not in {unit}")
    return float(quantity.to(wanted.units).magnitude)
