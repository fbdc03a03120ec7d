"""Drugs as data: one YAML entry a drug, read once, with errors that name the entry and the field."""

from __future__ import annotations

import difflib
import functools
import re
import zlib
from importlib import resources
from typing import Any, Literal

import msgspec

from bedside.body.drugs.kinetics import ACTS, AT_DEPOT, AT_INFLOW, AT_PLASMA, AT_SITE, AT_SLOW, EFFECTS
from bedside.body.effects import TARGETS
from bedside.body.refusals import BodyError

ROUTES = {
    "iv": "into a vein",
    "io": "into the marrow",
    "im": "into muscle",
    "sc": "under the skin",
    "in": "into the nose",
    "po": "by mouth",
    "sl": "under the tongue",
    "buccal": "inside the cheek",
    "neb": "nebulised",
    "inh": "inhaled",
    "pr": "into the rectum",
    "topical": "on skin, eye or mucosa",
    "epidural": "into the epidural space",
    "spinal": "into the spinal fluid",
}
"""Routes by the name in the data, with their meaning; the index in `DOSE["route"]` is the place in this table."""

SAME_ROUTE = {
    "intravenous": "iv", "intraosseous": "io", "intramuscular": "im", "subcutaneous": "sc", "intranasal": "in",
    "nasal": "in", "oral": "po", "by mouth": "po", "sublingual": "sl", "nebulised": "neb", "nebulized": "neb",
    "nebuliser": "neb", "inhaled": "inh", "inhalation": "inh", "rectal": "pr", "infiltration": "sc",
    "transdermal": "topical", "eye": "topical", "ear": "topical", "vaginal": "topical", "intrathecal": "spinal",
}  # fmt: skip

RECEPTORS = (
    "mu", "gaba", "nicotinic", "nondepolarising", "aminosteroid", "muscarinic", "cholinesterase", "alpha1", "alpha2",
    "beta1", "beta2", "v1", "adenosine", "calcium_channel", "sodium_channel", "local_anaesthetic", "digitalis",
    "cyanide", "heparin", "vitamin_k", "factor_xa", "nitrate", "hypnotic", "opioid_like", "relaxant", "dopamine",
    "histamine", "insulin", "lipophilic", "indirect_amine", "serotonin", "magnesium", "fibrinolysis", "methaemoglobin",
    "antimuscarinic", "thrombin", "sulfonylurea", "alcohol_dehydrogenase",
)  # fmt: skip
"""Names of the bits by which drugs weaken and strengthen each other's effects."""

PLACES = {"site": AT_SITE, "plasma": AT_PLASMA, "slow": AT_SLOW, "depot": AT_DEPOT, "inflow": AT_INFLOW}
BASES = {"g": "ug", "mg": "ug", "ug": "ug", "unit": "mU", "mmol": "umol", "mL": "mL", "%": "%", "drop": "drop"}
"""The unit in which a dose of each written unit is counted; concentrations are that unit per litre."""
OWN = {"g": 1e6, "mg": 1e3, "ug": 1.0, "unit": 1e3, "mmol": 1e3, "mL": 1.0, "%": 1.0, "drop": 1.0}
"""Base units in one written unit."""


class Effect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a drug does: `most` times a Hill curve on `to`, half of it at `half` (base unit per L)."""

    to: str
    most: float
    half: float
    hill: float = 1.0
    via: tuple[str, ...] = ()
    at: Literal["site", "plasma", "slow", "depot", "inflow"] = "site"


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a drug does to others: weakens (`blocks`) or strengthens (`boosts`) effects at these receptors.

    An agonist's level is divided by 1 + level / half of each blocker (Gaddum 1937), at most `limit`.
    """

    half: float
    blocks: tuple[str, ...] = ()
    boosts: tuple[str, ...] = ()
    limit: float = 1e6
    at: Literal["site", "plasma", "slow", "depot", "inflow"] = "site"


class Way(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way in: half-life of uptake in min (0 at once), the share that arrives, a lag in min; `local`: acts there."""

    uptake: float = 0.0
    share: float = 1.0
    lag: float = 0.0
    local: bool = False


class Kinetics(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Compartments of an adult of `weight` kg: volumes L, flows L/min; `per_kg` says they are per kg.

    onset, slow: half-lives in min of the two effect sites. vmax: base unit/min and km: base unit/L of saturable
    elimination. size: the mass that scales volumes (1) and flows (0.75). model: a named model instead of numbers.
    """

    v1: float = 0.0
    cl: float = 0.0
    v2: float = 0.0
    q2: float = 0.0
    v3: float = 0.0
    q3: float = 0.0
    onset: float = 0.5
    slow: float = 30.0
    per_kg: bool = False
    weight: float = 70.0
    size: Literal["total", "lean"] = "total"
    vmax: float = 0.0
    km: float = 1.0
    kidney: float = 0.0
    liver: float = 0.0
    breath: float = 0.0
    model: str = ""


class Fluid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one litre of a fluid holds: mmol of ions and glucose, g of protein, and litres of red cells and plasma.

    `volume` is the share of it that is volume to the vessels (1 for all solutions). `colloid`: g that hold water in the
    vessels (albumin, gelatin). `osmoles`: mOsm of solute that stays outside the cells besides ions (mannitol).
    """

    volume: float = 1.0
    sodium: float = 0.0
    chloride: float = 0.0
    potassium: float = 0.0
    calcium: float = 0.0
    magnesium: float = 0.0
    bicarbonate: float = 0.0
    lactate: float = 0.0
    glucose: float = 0.0
    colloid: float = 0.0
    red_cells: float = 0.0
    haemoglobin: float = 0.0
    clotting: float = 0.0
    citrate: float = 0.0
    osmoles: float = 0.0
    temperature: float = 22.0


class Drug(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One drug: names, unit, routes, compartments, effects and what it does to other drugs."""

    id: str
    unit: str
    group: str
    source: str
    name: str = ""
    also: tuple[str, ...] = ()
    usual: str = ""
    most: str = ""
    pk: Kinetics | None = None
    routes: dict[str, Way] = {}
    effects: tuple[Effect, ...] = ()
    acts: tuple[Act, ...] = ()
    ageing: float = 0.0
    fluid: Fluid | None = None
    per_ml: float = 0.0
    equals: dict[str, str] = {}
    note: str = ""

    @property
    def base(self) -> str:
        """The unit in which doses of this drug are counted inside: ug, mU, umol, mL, % or drop."""
        return BASES[self.unit]

    @property
    def felt(self) -> bool:
        """Whether the drug has kinetics and does anything within hours."""
        return self.pk is not None and bool(self.effects or self.acts)

    def ml(self, amount: float) -> float:
        """Millilitres of fluid that hold `amount` (base unit); 0 for drugs that are not fluids."""
        if self.fluid is None:
            return 0.0
        if self.base == "mL":
            return amount
        return amount / (self.per_ml * OWN[self.unit]) if self.per_ml else 0.0


def key(name: str) -> int:
    """The number of a drug id in `DOSE["drug"]`: the same in every version."""
    return zlib.crc32(name.encode())


def mask(names: tuple[str, ...]) -> int:
    """The bit mask of receptor names."""
    return sum(1 << RECEPTORS.index(name) for name in names)


@functools.cache
def catalogue() -> dict[str, Drug]:
    """All drugs by id, read once from `data/*.yaml`; a broken entry is an error naming file, drug and field."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    drugs: dict[str, Drug] = {}
    for file in sorted(resources.files(__package__).joinpath("data").iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".yaml"):
            continue
        for name, entry in yaml.load(file.read_text(encoding="utf-8"), Loader=loader).items():
            if name in drugs:
                raise BodyError(f"{file.name}: drug {name!r} is written twice")
            drugs[name] = _read(file.name, name, entry)
    return drugs


def _read(file: str, name: str, entry: dict[str, Any]) -> Drug:
    where = f"{file}: drug {name!r}"
    routes = entry.pop("routes", {"iv": {}})
    if isinstance(routes, list):
        routes = dict.fromkeys(routes)
    try:
        drug = msgspec.convert({"id": name, "routes": {k: v or {} for k, v in routes.items()}, **entry}, Drug)
    except msgspec.ValidationError as error:
        raise BodyError(f"{where}: {error}") from error
    for what, value, known in (
        ("unit", [drug.unit], BASES),
        ("route", drug.routes, ROUTES),
        ("target", [effect.to for effect in drug.effects], TARGETS),
        ("receptor", [r for e in drug.effects for r in e.via], RECEPTORS),
        ("receptor", [r for act in drug.acts for r in (*act.blocks, *act.boosts)], RECEPTORS),
    ):
        for each in value:
            if each not in known:
                raise BodyError(f"{where}: {what} {each!r} is not known; choose one of {', '.join(sorted(known))}")
    if len(drug.effects) > EFFECTS or sum(bool(a.blocks) + bool(a.boosts) for a in drug.acts) > ACTS:
        raise BodyError(f"{where}: more than {EFFECTS} effects or {ACTS} acts")
    for effect in drug.effects:
        if TARGETS[effect.to].rule == "whole" and not 0.0 <= effect.most <= 1.0:
            raise BodyError(f"{where}: most of {effect.to} is {effect.most}; give a share from 0 to 1")
    if (drug.effects or drug.acts) and drug.pk is None:
        raise BodyError(f"{where}: effects need kinetics; write pk")
    return drug


def plain(name: str) -> str:
    """A name as it is compared: lower case, only letters, digits and single underscores."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")


@functools.cache
def _names() -> dict[str, str]:
    names = {drug.id: drug.id for drug in catalogue().values()}
    for drug in catalogue().values():
        for other in (drug.name, *drug.also):
            if other:
                names.setdefault(plain(other), drug.id)
    return names


def find(name: str) -> Drug:
    """The drug of an id, name or alias (adrenaline, epinephrine); raises `BodyError` with the nearest names."""
    names = _names()
    written = plain(name)
    if written in names:
        return catalogue()[names[written]]
    near = difflib.get_close_matches(written, names, n=3, cutoff=0.6)
    hint = f"did you mean {', '.join(near)}?" if near else "`bedside body list` shows the drugs there are"
    raise BodyError(f"drug {name!r} is not known; {hint}")


def describe() -> list[dict[str, str]]:
    """One row a drug for lists: id, also, group, unit, routes, usual, felt (by the body within hours), source."""
    return [
        {
            "id": drug.id,
            "also": ", ".join(drug.also),
            "group": drug.group.replace("_", " "),
            "unit": drug.unit,
            "routes": ", ".join(drug.routes),
            "usual": drug.usual,
            "felt": "yes" if drug.felt or drug.fluid else "no",
            "source": drug.source,
        }
        for drug in catalogue().values()
    ]


def route_of(drug: Drug, route: str) -> str:
    """The route's id in the data; raises `BodyError` naming the routes there are for this drug."""
    written = SAME_ROUTE.get(route.strip().lower(), route.strip().lower())
    if written not in drug.routes:
        raise BodyError(f"{drug.id} is not given by route {route!r}; choose one of {', '.join(drug.routes)}")
    return written
