"""How one condition is written in YAML, and how its rows become numbers for the options that were chosen."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import msgspec

from bedside.body.conditions.inputs import INPUTS
from bedside.body.refusals import BodyError

SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
PLACES = ("site", "side", "artery")
"""Options that say where a condition is."""
Value = float | str | None
Options = dict[str, Value]
Written = float | int | str | None


class Drive(msgspec.Struct, frozen=True):
    """One influence on one target: begins after `delay_s`, nears `goal` with `tau_on_s`, leaves with `tau_off_s`.

    `row` names the row of the condition, so that a change of severity moves the same influence. `lasts_s` after it
    began it leaves by itself (infinite for most).
    """

    target: str
    goal: float
    tau_on_s: float
    tau_off_s: float
    delay_s: float = 0.0
    lasts_s: float = math.inf
    row: int = 0


class Relief(msgspec.Struct, frozen=True):
    """What makes a condition yield: any of `drugs`, or the intervention `does`.

    `share` of the drives and inputs (all, or only those named in `of`) is taken away, beginning `delay_s` after the
    treatment and with the time constant `tau_s`.
    """

    number: int
    drugs: tuple[str, ...]
    does: str
    share: float
    delay_s: float
    tau_s: float
    of: tuple[str, ...]


class DoseTaken(msgspec.Struct, frozen=True):
    """A drug that came into the body with the condition (a poisoning): `amount` in `unit` by `route`."""

    drug: str
    amount: float
    unit: str
    route: str


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that can be chosen: a number from `low` to `high`, or one of `choices`.

    `instead_of` names the option whose default no longer counts once this one is given.
    """

    doc: str
    default: float | str | None = None
    low: float = 0.0
    high: float = 1.0
    unit: str = "share"
    choices: tuple[str, ...] = ()
    instead_of: str = ""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One written row: what it moves (`target`, `input`, `set` or `drug`), how far, how fast and when.

    `at` is a number per unit of the option `by`, or a table {option value: goal} joined by straight lines and held
    beyond its ends; without `by` (`by: null`, or no severity among the options) a number is the goal itself. `times`
    multiplies by a second option. `when` keeps the row to some choices. Times are written `30 s`, `5 min`, `6 h`;
    targets rise in 10 s and fall in 1 min, inputs at once, unless `rise` and `fall` say otherwise.
    """

    at: float | dict[float, float]
    target: str = ""
    input: str = ""
    set: str = ""
    drug: str = ""
    unit: str = ""
    route: str = "iv"
    by: str | None = "severity"
    times: str = ""
    rise: str = ""
    fall: str = ""
    delay: str = "0 s"
    lasts: str = ""
    when: dict[str, tuple[str, ...]] = {}
    source: str = ""


class Remedy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A relief as written. `same` asks that treatment and condition name the same value of an option (site, side)."""

    share: float
    drugs: tuple[str, ...] = ()
    does: str = ""
    same: str = ""
    after: str = "0 s"
    over: str = "1 min"
    of: tuple[str, ...] = ()
    when: dict[str, tuple[str, ...]] = {}
    source: str = ""


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A disease, an injury, a place or an effort: data that turns into drives, inputs, starting values and doses."""

    id: str
    system: str
    name: str
    meaning: str
    sources: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    chronic: bool = False
    options: dict[str, Option] = {}
    rows: tuple[Row, ...] = ()
    rhythm: str = ""
    relieved_by: tuple[Remedy, ...] = ()
    course: str = ""

    def read(self, given: dict[str, object] | None = None) -> Options:
        """All options with their values: `given` (numbers, or text such as `250 mL/min`) over the defaults.

        Raises `BodyError` naming the option, what was given and what may be.
        """
        given = {_plain(str(name)): value for name, value in (given or {}).items() if value is not None}
        for name in given:
            if name not in self.options:
                raise BodyError(f"{self.id} has no option {name!r}; it takes {', '.join(self.options) or 'no options'}")
        replaced = {self.options[name].instead_of for name in given}
        return {
            name: _value(f"{name} of {self.id}", option, given[name])
            if name in given
            else (None if name in replaced else option.default)
            for name, option in self.options.items()
        }

    def drives_for(self, options: Options) -> list[Drive]:
        """The influences on `TARGETS` for these options (from `read`); those that come to nothing are left out."""
        return [drive for drive in self._drives("target", options) if drive.goal != 0.0]

    def input_drives_for(self, options: Options) -> list[Drive]:
        """The structural inputs as drives (target is the name in `INPUTS`): bleeding that a tourniquet lessens."""
        return [one for one in self._drives("input", options) if one.goal != 0.0 or INPUTS[one.target].rule == "set"]

    def inputs_for(self, options: Options) -> dict[str, float]:
        """The structural inputs (`INPUTS`) for these options, all joined."""
        found: dict[str, float] = {}
        for one in self.input_drives_for(options):
            entry = INPUTS[one.target]
            before = found.get(one.target, entry.neutral or 0.0)
            joined = {"add": before + one.goal, "max": max(before, one.goal), "set": one.goal}[entry.rule]
            found[one.target] = min(max(joined, entry.low), entry.high)
        return found

    def _drives(self, kind: str, options: Options) -> list[Drive]:
        rise, fall = ("10 s", "1 min") if kind == "target" else ("0 s", "0 s")
        return [
            Drive(
                getattr(row, kind),
                self._goal(row, options),
                seconds(row.rise or rise),
                seconds(row.fall or fall),
                seconds(row.delay),
                seconds(row.lasts) if row.lasts else math.inf,
                number,
            )
            for number, row in enumerate(self.rows)
            if getattr(row, kind) and _applies(row.when, options)
        ]

    def settings_for(self, options: Options) -> dict[str, float]:
        """Variables (`SETTABLE`) that are already changed when the condition begins, with their values."""
        return {
            row.set: self._goal(row, options)
            for row in self.rows
            if row.set and _applies(row.when, options) and options.get(self.option_of(row), 1.0)
        }

    def doses_for(self, options: Options) -> list[DoseTaken]:
        """Drugs taken with the condition (a poisoning)."""
        return [
            DoseTaken(row.drug, self._goal(row, options), row.unit, row.route)
            for row in self.rows
            if row.drug and _applies(row.when, options) and self._goal(row, options) > 0.0
        ]

    def rhythm_for(self, options: Options) -> str | None:
        """The rhythm that the condition puts the heart into, or None; `option NAME` takes it from an option."""
        if self.rhythm.startswith("option "):
            return str(options[self.rhythm.removeprefix("option ")])
        return self.rhythm or None

    def reliefs_for(self, options: Options, *, drug: str = "", does: str = "", **told: object) -> list[Relief]:
        """The reliefs that giving `drug` or doing `does` (with the arguments `told`, such as site="leg") sets going."""
        return [
            Relief(number, r.drugs, r.does, r.share, seconds(r.after), seconds(r.over), r.of)
            for number, r in enumerate(self.relieved_by)
            if ((drug and drug in r.drugs) or (does and does == r.does))
            and _applies(r.when, options)
            and (not r.same or r.same not in told or _same_place(_plain(str(told[r.same])), str(options.get(r.same))))
        ]

    def place_of(self, options: Options) -> str:
        """Where it is (`left`, `leg`), or "": two of one kind in two places run side by side."""
        return next((str(options[name]) for name in PLACES if name in self.options), "")

    def _goal(self, row: Row, options: Options) -> float:
        by = self.option_of(row)
        value = options.get(by) if by else None
        if by and not isinstance(value, float | int):
            goal = 0.0
        elif isinstance(row.at, dict):
            goal = _table(row.at, float(value or 0.0), from_zero=self.options[by].low >= 0.0)
        else:
            goal = row.at * float(value) if by and value is not None else row.at
        if row.times:
            factor = options.get(row.times)
            goal *= float(factor) if isinstance(factor, float | int) else 0.0
        return goal

    def option_of(self, row: Row) -> str:
        """The option that a row follows, or nothing."""
        return row.by if row.by in self.options and row.by is not None else ""


def seconds(text: str) -> float:
    """Seconds of `30 s`, `5 min`, `6 h` or `2 d`; raises `BodyError` otherwise."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?) (s|min|h|d)", text)
    if not match:
        raise BodyError(f"{text!r} is not a time; write it as 30 s, 5 min, 6 h or 2 d")
    return float(match[1]) * SECONDS[match[2]]


def _applies(when: dict[str, tuple[str, ...]], options: Options) -> bool:
    return all(options.get(name) in wanted for name, wanted in when.items())


def _table(table: dict[float, float], value: float, *, from_zero: bool) -> float:
    """Straight lines between the points, held beyond the ends; an option that begins at zero starts from nothing."""
    points = sorted(({0.0: 0.0} | table if from_zero else table).items())
    if value <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if value <= right:
            return low + (high - low) * (value - left) / (right - left)
    return points[-1][1]


def _same_place(told: str, own: str) -> bool:
    """Whether a treatment `told` for one place reaches a wound at its `own`: leg and left_leg do, both reaches all."""
    return told == own or "both" in (told, own) or told.endswith(f"_{own}") or own.endswith(f"_{told}")


def _plain(text: str) -> str:
    return re.sub(r"[\s\-]+", "_", text.strip().lower())


def _value(name: str, option: Option, given: object) -> Value:
    if option.choices:
        chosen = _plain(str(given))
        if chosen not in option.choices:
            raise BodyError(f"{name} is {given!r}; choose one of {', '.join(option.choices)}")
        return chosen
    number = _number(name, option, given)
    if not math.isfinite(number) or not option.low <= number <= option.high:
        raise BodyError(f"{name} is {given!r}; give a number from {option.low:g} to {option.high:g} {option.unit}")
    return number


def _number(name: str, option: Option, given: object) -> float:
    if isinstance(given, int | float) and not isinstance(given, bool):
        return float(given)
    example = f"{option.high:g} {option.unit}"
    if isinstance(given, str):
        from bedside.scenario.quantities import QuantityError, parse_quantity

        try:
            quantity = parse_quantity(given)
            if quantity.dimensionless and option.unit not in ("share", "ppm") and "%" not in given:
                return float(quantity.magnitude)
            return float(quantity.to("dimensionless" if option.unit == "share" else option.unit).magnitude)
        except QuantityError as error:
            raise BodyError(f"{name}: {error}") from error
        except Exception as error:  # pint has a family of its own for units that do not convert
            raise BodyError(f"{name} is {given!r}; give it in {option.unit}, such as '{example}'") from error
    raise BodyError(f"{name} is {given!r}; give a number from {option.low:g} to {option.high:g} {option.unit}")
