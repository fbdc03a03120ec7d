"""The catalogue of medicines: doses, routes, and whom a medicine harms."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal

import msgspec
import pint

from bedside.activities.clinic.catalogue.doses import (
    ADULT_WEIGHT,
    ROUNDING,
    Amount,
    DoseCheck,
    DoseError,
    Range,
    RouteDose,
    amount_of,
    canonical,
    range_for,
    rate_of,
)
from bedside.activities.clinic.catalogue.names import CatalogueError, Names, plain, read_yaml, snake

ROUTES = {
    "oral": ("po", "by mouth", "orally", "mouth", "per os", "ng", "nasogastric", "peg", "swallowed"),
    "iv": ("intravenous", "intravenously", "iv bolus", "iv infusion", "infusion", "drip", "ivi", "vein", "iv push"),
    "io": ("intraosseous", "intraosseously"),
    "im": ("intramuscular", "intramuscularly", "muscle", "autoinjector"),
    "sc": ("subcutaneous", "subcutaneously", "subcut", "sub cut", "s c", "subq", "sq", "under the skin"),
    "inhaled": ("inhaler", "inhalation", "inh", "mdi", "spacer", "via spacer", "inhale", "puffs"),
    "nebulised": ("neb", "nebuliser", "nebulizer", "nebulized", "nebs", "nebule"),
    "sublingual": ("sl", "under the tongue", "sublingually"),
    "buccal": ("buccally", "cheek", "bucc"),
    "rectal": ("pr", "rectally", "per rectum", "suppository"),
    "intranasal": ("in", "nasal", "nose", "nasal spray", "intranasally"),
    "topical": ("cream", "skin", "topically", "ointment", "gel", "cutaneous"),
    "transdermal": ("patch", "td"),
    "vaginal": ("pv", "vaginally", "pessary", "per vagina"),
    "eye": ("eye drops", "eyes", "ophthalmic", "ocular"),
    "ear": ("ear drops", "ears", "otic"),
    "infiltration": ("local", "infiltrate", "local infiltration", "local injection"),
}
"""Routes and other words for them."""
SAID = {
    "oral": "by mouth",
    "eye": "to the eye",
    "ear": "to the ear",
    "topical": "on the skin",
    "transdermal": "as a patch",
}
"""How a sentence says some routes."""
FORMS = frozenset(
    {
        "tablet",
        "tablets",
        "capsule",
        "capsules",
        "inhaler",
        "spray",
        "syrup",
        "suspension",
        "injection",
        "infusion",
        "iv",
        "im",
        "oral",
        "nebuliser",
        "nebules",
        "neb",
        "cream",
        "ointment",
        "drops",
        "solution",
        "fluid",
        "fluids",
        "bolus",
        "suppository",
        "patch",
        "stat",
    }
)
"""Words that people add to a medicine's name without changing which it is."""
SEVERITIES = ("severe_", "acute_", "chronic_", "active_", "known_")
STRONGER = ("_severe", "_uncontrolled", "_untreated")


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why not: the kind, the id it turns on, and a sentence."""

    kind: Literal["allergy", "condition", "age", "pregnancy", "interaction"]
    about: str
    text: str

    def __str__(self) -> str:
        """The sentence."""
        return self.text


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    aliases: tuple[str, ...]
    class_: str = msgspec.field(name="class")
    routes: dict[str, RouteDose]
    source: str
    danger: float = 10.0
    equivalent: dict[str, str] = {}
    onset: str | None = None
    allergy: tuple[str, ...] = ()
    cross_allergy: tuple[str, ...] = ()
    contra: tuple[str, ...] = ()
    caution: tuple[str, ...] = ()
    interacts: tuple[str, ...] = ()
    antidote: str | None = None


class Drug(_Entry, frozen=True, kw_only=True):
    """One medicine, fluid or blood product."""

    id: str


class Drugs:
    """All medicines by id."""

    def __init__(self, data: dict[str, Any]) -> None:
        entries = msgspec.convert(data["drugs"], dict[str, _Entry])
        self._all = {id_: _made(id_, entry) for id_, entry in entries.items()}
        self._implied: dict[str, list[str]] = data["implied"]
        self._allergy_words: dict[str, str] = data["allergy_words"]
        self._classes: dict[str, set[str]] = {id_: {id_, drug.class_} for id_, drug in self._all.items()}
        for group, members in data["groups"].items():
            for id_ in members:
                self._classes[id_].add(group)
        self._names = Names({drug.id: (drug.name, *drug.aliases) for drug in self._all.values()})
        self._routes = Names(ROUTES)

    @classmethod
    def load(cls) -> Drugs:
        """The catalogue that ships with the package; read once."""
        return _load()

    def __iter__(self) -> Any:
        """All medicines."""
        return iter(self._all.values())

    def __len__(self) -> int:
        """How many medicines there are."""
        return len(self._all)

    def get(self, id_: str) -> Drug | None:
        """The medicine with exactly this id."""
        return self._all.get(id_)

    def find(self, text: str) -> Drug | None:
        """The medicine with this name, brand or id. Never a similar one: look-alike names are how people are harmed."""
        found = self._names.exact(text)
        if found is None:
            found = self._names.exact(" ".join(word for word in plain(text).split() if word not in FORMS))
        return self._all[found] if found else None

    def nearest(self, text: str, limit: int = 4) -> list[Drug]:
        """Medicines with the most similar names, best first, to be offered and never to be taken."""
        return [self._all[id_] for id_ in self._names.nearest(text, limit)]

    def search(self, text: str, limit: int = 20) -> list[Drug]:
        """Medicines for a search box: names that begin with or hold `text`, then similar ones."""
        return [self._all[id_] for id_ in self._names.search(text, limit)]

    def route(self, text: str) -> str | None:
        """The route meant by `IV`, `by mouth`, `sub-cut`; None where nobody knows it."""
        return self._routes.exact(text)

    def check_dose(
        self,
        drug: str,
        amount: pint.Quantity[Any] | float | str,
        route: str,
        *,
        age_years: float,
        weight_kg: float | None = None,
        rate: str | None = None,
    ) -> DoseCheck:
        """How one dose stands for this patient.

        amount: a quantity, a text such as `500 mg`, `15 mg/kg` or `2 puffs`, or a plain number of mg.
        rate: of an infusion, such as `0.1 microgram/kg/min`; then the rate is judged and not the amount.
        Raises `CatalogueError` for a medicine that is not in the catalogue.
        """
        entry = self._known(drug)
        weight = weight_kg if weight_kg else ADULT_WEIGHT
        way = self.route(route)
        dose = entry.routes.get("iv" if way == "io" and "io" not in entry.routes else way or "")
        if way is None or dose is None:
            usual = f"{entry.name} is given {_listed(entry.routes)}."
            return DoseCheck(verdict="wrong_route", message=f"{entry.name} is not given '{route}'.", usual=usual)
        try:
            asked = _amount(amount, weight, entry)
            speed = Amount(self.rate_per_h(drug, rate, weight_kg=weight), _unit(entry, weight)) if rate else None
        except DoseError as error:
            return DoseCheck(verdict="wrong_unit", message=error.message, usual=error.hint or "", route=way)
        span = range_for(dose, age_years=age_years, weight_kg=weight)
        if speed is not None and dose.infusion:
            return _against_rate(entry, way, asked, speed, dose.infusion, weight)
        if span is None:
            return _infusion_only(entry, way, asked, dose, weight)
        return _against_range(entry, way, asked, span)

    def rate_per_h(self, drug: str, rate: str, *, weight_kg: float | None = None) -> float:
        """What a rate comes to in an hour, in the unit of `DoseCheck.unit`. Raises `DoseError`."""
        entry = self._known(drug)
        weight = weight_kg or ADULT_WEIGHT
        speed = _in_unit(rate_of(rate, weight_kg=weight), _unit(entry, weight), entry)
        if speed is None:
            raise DoseError(f"{entry.name} is measured in {_unit(entry, weight)}.", f"'{rate}' is no rate for it.")
        return speed.value

    def contraindicated(
        self, drug: str, *, allergies: Iterable[str], conditions: Iterable[str], age_years: float, pregnant: bool
    ) -> list[Reason]:
        """Why this medicine must not be given to this person; empty when nothing forbids it."""
        entry = self._known(drug)
        about = self._allergic_to(entry, allergies, entry.allergy)
        text = "The patient is allergic to {}; {} can set it off."
        found = [Reason(kind="allergy", about=a, text=text.format(_words(a), entry.name)) for a in about]
        return found + self._conditions(entry, entry.contra, conditions, age_years, pregnant, "must not be given")

    def cautions(
        self, drug: str, *, allergies: Iterable[str], conditions: Iterable[str], age_years: float, pregnant: bool
    ) -> list[Reason]:
        """What calls for care in this person, without forbidding the medicine."""
        entry = self._known(drug)
        about = self._allergic_to(entry, allergies, entry.cross_allergy, by_class=False)
        text = "Some who are allergic to {} react to {} too."
        found = [Reason(kind="allergy", about=a, text=text.format(_words(a), entry.name)) for a in about]
        return found + self._conditions(entry, entry.caution, conditions, age_years, pregnant, "needs care")

    def interactions(self, drug: str, takes: Iterable[str]) -> list[Reason]:
        """Medicines among `takes` (ids) that this one interacts with, whichever of the two says so."""
        entry = self._known(drug)
        found = []
        for other in (self._all[id_] for id_ in takes if id_ in self._all and id_ != drug):
            if self._classes[other.id] & set(entry.interacts) or self._classes[drug] & set(other.interacts):
                text = f"{entry.name} interacts with {other.name}, which the patient takes."
                found.append(Reason(kind="interaction", about=other.id, text=text))
        return found

    def _known(self, drug: str) -> Drug:
        entry = self._all.get(drug)
        if entry is None:
            near = ", ".join(found.name for found in self.nearest(drug))
            hint = f"Did you mean: {near}?" if near else "See the list of medicines."
            raise CatalogueError(f"There is no medicine '{drug}'.", hint)
        return entry

    def _allergic_to(
        self, entry: Drug, allergies: Iterable[str], classes: Iterable[str], *, by_class: bool = True
    ) -> list[str]:
        """Which of the patient's allergies concern `classes` or, with `by_class`, this medicine itself."""
        concerned = set(classes) | ({entry.id} if by_class else set())
        found = []
        for written in allergies:
            allergy = self._allergy_words.get(snake(written), snake(written))
            other = self.find(written)
            meant = {allergy}
            if other is not None:
                meant |= {other.id} | ({other.class_} & set(other.allergy))
            if meant & concerned:
                found.append(allergy)
        return found

    def _conditions(
        self,
        entry: Drug,
        rules: Iterable[str],
        conditions: Iterable[str],
        age_years: float,
        pregnant: bool,
        verdict: str,
    ) -> list[Reason]:
        has = self._counted(conditions) | ({"pregnancy"} if pregnant else set())
        found = []
        for rule in rules:
            name, _, number = rule.partition(":")
            if number:
                if _age_rule(name, float(number), age_years):
                    limit = f"{name.removeprefix('age_')} {_age(float(number))}"
                    found.append(Reason(kind="age", about=rule, text=f"{entry.name} {verdict} {limit}."))
            elif name in has:
                kind: Literal["pregnancy", "condition"] = "pregnancy" if name == "pregnancy" else "condition"
                found.append(Reason(kind=kind, about=name, text=f"{entry.name} {verdict} in {_words(name)}."))
        return found

    def _counted(self, conditions: Iterable[str]) -> set[str]:
        """The conditions and all that they imply: severe asthma is asthma."""
        has: set[str] = set()
        waiting = [snake(condition) for condition in conditions]
        while waiting:
            one = waiting.pop()
            if one in has:
                continue
            has.add(one)
            waiting += self._implied.get(one, [])
            waiting += [one.removeprefix(start) for start in SEVERITIES if one.startswith(start)]
            waiting += [one.removesuffix(end) for end in STRONGER if one.endswith(end)]
        return has


@lru_cache(maxsize=1)
def _load() -> Drugs:
    return Drugs(read_yaml("drugs.yaml"))


def _made(id_: str, entry: _Entry) -> Drug:
    unknown = set(entry.routes) - set(ROUTES)
    if unknown:
        raise CatalogueError(f"{id_} has the route '{unknown.pop()}'; use one of {', '.join(ROUTES)}")
    return Drug(id=id_, **{field: getattr(entry, field) for field in entry.__struct_fields__})


def _unit(entry: Drug, weight: float) -> str:
    """The canonical unit of what is given into a vein, or else by the first route."""
    dose = entry.routes.get("iv") or next(iter(entry.routes.values()))
    if dose.adult is not None:
        return amount_of(dose.adult[2], weight_kg=weight).unit
    return rate_of(dose.infusion[2], weight_kg=weight).unit if dose.infusion else "mg"


def _amount(amount: pint.Quantity[Any] | float | str, weight: float, entry: Drug) -> Amount:
    if isinstance(amount, str):
        return amount_of(amount, weight_kg=weight, equivalent=entry.equivalent)
    return Amount(float(amount), "mg") if isinstance(amount, int | float) else canonical(amount)


def _in_unit(asked: Amount, unit: str, entry: Drug) -> Amount | None:
    """`asked` in the unit of the medicine's range, by its equivalents where it must; None where there is no way."""
    if asked.unit == unit:
        return asked
    for each, worth in entry.equivalent.items():
        try:
            one = amount_of(f"1 {each}", weight_kg=ADULT_WEIGHT)
        except DoseError:
            continue
        value = amount_of(worth, weight_kg=ADULT_WEIGHT)
        if one.unit == asked.unit and value.unit == unit:
            return Amount(asked.value / one.value * value.value, unit)
    return None


def _against_range(entry: Drug, way: str, asked: Amount, usual: Range) -> DoseCheck:
    amount = _in_unit(asked, usual.unit, entry)
    by = SAID.get(way, way)
    if amount is None:
        text = f"{entry.name} {by} is measured in {usual.unit}, not in {asked.unit}."
        return DoseCheck(verdict="wrong_unit", message=text, usual=f"{usual}.", route=way)
    facts: dict[str, Any] = {"usual": f"{usual}.", "amount": round(amount.value, 6), "unit": amount.unit, "route": way}
    if amount.value <= 0:
        return DoseCheck(verdict="impossible", message=f"{asked} is no dose.", **facts)
    if amount.value >= entry.danger * usual.high:
        times = amount.value / usual.high
        text = f"{amount} of {entry.name} {by} is {times:.0f} times the most that is given; {usual}."
        return DoseCheck(verdict="dangerous", message=text, **facts)
    if amount.value > usual.high * ROUNDING:
        return DoseCheck(verdict="high", message=f"{amount} of {entry.name} {by} is above the range; {usual}.", **facts)
    if amount.value * ROUNDING < usual.low:
        return DoseCheck(verdict="low", message=f"{amount} of {entry.name} {by} is below the range; {usual}.", **facts)
    return DoseCheck(verdict="ok", message=f"{amount} of {entry.name} {by} is within the range.", **facts)


def _against_rate(
    entry: Drug, way: str, asked: Amount, speed: Amount, infusion: tuple[str, str, str], weight: float
) -> DoseCheck:
    """The rate is what counts; the amount is what hangs on the stand."""
    low, _, high = (rate_of(text, weight_kg=weight) for text in infusion)
    span = f"usually {infusion[1]} ({infusion[0]} to {infusion[2]})."
    if speed.unit != high.unit or asked.unit != high.unit:
        return DoseCheck(verdict="wrong_unit", message=f"{entry.name} runs in {infusion[1]}.", usual=span, route=way)
    facts: dict[str, Any] = {"usual": span, "amount": round(asked.value, 6), "unit": asked.unit, "route": way}
    if speed.value <= 0 or asked.value <= 0:
        return DoseCheck(verdict="impossible", message="An infusion needs an amount and a rate above zero.", **facts)
    text = f"{entry.name} at {speed}/h"
    if speed.value >= entry.danger * high.value:
        times = speed.value / high.value
        return DoseCheck(verdict="dangerous", message=f"{text} is {times:.0f} times the fastest rate; {span}", **facts)
    if speed.value > high.value * ROUNDING:
        return DoseCheck(verdict="high", message=f"{text} is too fast; {span}", **facts)
    if speed.value * ROUNDING < low.value:
        return DoseCheck(verdict="low", message=f"{text} is too slow; {span}", **facts)
    return DoseCheck(verdict="ok", message=f"{text} is within the range.", **facts)


def _infusion_only(entry: Drug, way: str, asked: Amount, dose: RouteDose, weight: float) -> DoseCheck:
    """A bolus of what is only ever infused."""
    low, usual, high = dose.infusion or ("", "", "")
    span = f"usually {usual} ({low} to {high})."
    unit = rate_of(high, weight_kg=weight).unit
    if asked.unit != unit:
        return DoseCheck(verdict="wrong_unit", message=f"{entry.name} runs in {usual}.", usual=span, route=way)
    text = f"{entry.name} is given only as an infusion, {span} Say at which rate."
    return DoseCheck(verdict="dangerous", message=text, usual=span, amount=round(asked.value, 6), unit=unit, route=way)


def _age_rule(name: str, number: float, age_years: float) -> bool:
    return (name == "age_under" and age_years < number) or (name == "age_over" and age_years >= number)


def _age(years: float) -> str:
    if years >= 1:
        return f"{years:g} years"
    return f"{years * 12:.0f} months" if years >= 0.2 else f"{years * 52:.0f} weeks"


def _listed(routes: Iterable[str]) -> str:
    names = [route.replace("_", " ") for route in routes]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _words(id_: str) -> str:
    return id_.replace("_", " ")
