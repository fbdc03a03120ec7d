"""The catalogue of examination: which manoeuvre at which site, and what a healthy person shows there."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import Any, Literal

import msgspec

from bedside.activities.clinic.catalogue.names import CatalogueError, Names, bare, plain, read_yaml

Sex = Literal["female", "male"]
REGIONS = (
    "head", "face", "eyes", "ears", "mouth", "neck", "chest_front", "chest_back", "heart", "abdomen", "groin", "pelvis",
    "genitals", "rectum", "back", "arm_left", "arm_right", "hand_left", "hand_right", "leg_left", "leg_right",
    "foot_left", "foot_right", "skin", "whole",
)  # fmt: skip
"""Parts of the body map."""
LIMBS = frozenset({"arm", "hand", "leg", "foot"})
ANY_MANOEUVRE = frozenset(
    {"examine", "exam", "examination", "assess", "do", "perform", "physical examination", "look for"}
)
FIRST_THOUGHT = (
    "palpate",
    "auscultate",
    "neuro",
    "look",
    "test",
    "measure",
    "inspect",
    "mental_state",
    "move",
    "percuss",
)
"""Which manoeuvre is meant by `examine the abdomen`: the first of these that knows the site."""
SLIP = 86.0
"""Least similarity (0–100) of a site's name that still counts as a slip of the pen."""


class Applies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom something is for. Ages in years; `max_age` is exclusive; None is anybody."""

    sex: Sex | None = None
    min_age: float = 0.0
    max_age: float = 200.0
    pregnant: bool | None = None

    def fits(self, *, age_years: float, sex: str, pregnant: bool) -> bool:
        """Whether a person of this age, sex and state is meant."""
        return (
            self.min_age <= age_years < self.max_age and self.sex in (None, sex) and self.pregnant in (None, pregnant)
        )


class Variant(Applies, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A normal finding for some people."""

    text: str


class Examining(msgspec.Struct, frozen=True, kw_only=True):
    """One manoeuvre at one site."""

    manoeuvre: str
    site: str
    label: str
    aliases: tuple[str, ...]
    normals: tuple[Variant, ...]
    applies: Applies
    intimate: bool
    regions: tuple[str, ...]
    duration_s: int
    technique: str
    part_of: str | None

    @property
    def id(self) -> str:
        """`manoeuvre.site`."""
        return f"{self.manoeuvre}.{self.site}"

    @property
    def region(self) -> str:
        """The first region on the body map; both sides are in `regions`."""
        return self.regions[0]

    def applies_to(self, *, age_years: float, sex: str, pregnant: bool) -> bool:
        """Whether this examination makes sense in this person."""
        return self.applies.fits(age_years=age_years, sex=sex, pregnant=pregnant)


class _Manoeuvre(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    label: str
    aliases: tuple[str, ...]
    near: tuple[str, ...]
    duration_s: int
    technique: str


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    label: str
    region: str
    normal: str | tuple[Variant, ...]
    aliases: tuple[str, ...] = ()
    applies: Applies = Applies()
    intimate: bool = False
    paired: bool = False
    duration_s: int | None = None
    technique: str | None = None
    part_of: str | None = None


class Examination:
    """All examinations, by `manoeuvre.site`."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._manoeuvres = msgspec.convert(data["manoeuvres"], dict[str, _Manoeuvre])
        entries = msgspec.convert(data["examination"], dict[str, dict[str, _Entry]])
        self._site_words = {plain(word): tuple(sites) for word, sites in data["site_words"].items()}
        self._all: dict[str, Examining] = {}
        self._sites: dict[str, Names] = {}
        for manoeuvre, sites in entries.items():
            verb = self._manoeuvres[manoeuvre]
            made = [e for site, entry in sites.items() for e in _made(manoeuvre, verb, site, entry)]
            self._all |= {e.id: e for e in made}
            self._sites[manoeuvre] = Names({e.site: (e.label, *e.aliases) for e in made})
        self._check_parts()
        self._verbs = Names({id_: (m.label, *m.aliases) for id_, m in self._manoeuvres.items()})
        self._phrases = Names(
            {e.id: (f"{e.manoeuvre} {e.site}", f"{e.manoeuvre} {e.label}") for e in self._all.values()}
        )

    @classmethod
    def load(cls) -> Examination:
        """The catalogue that ships with the package; read once."""
        return _load()

    def __iter__(self) -> Any:
        """All entries, sides included."""
        return iter(self._all.values())

    def __len__(self) -> int:
        """How many pairs of manoeuvre and site there are."""
        return len(self._all)

    def get(self, manoeuvre: str, site: str) -> Examining | None:
        """The entry with exactly these ids."""
        return self._all.get(f"{manoeuvre}.{site}")

    def manoeuvres(self) -> dict[str, str]:
        """Ids of the manoeuvres and their labels, in the order of an examination."""
        return {id_: manoeuvre.label for id_, manoeuvre in self._manoeuvres.items()}

    def regions(self) -> tuple[str, ...]:
        """Regions of the body map, head to foot."""
        return REGIONS

    def at(self, region: str) -> list[Examining]:
        """What can be examined in a region of the body map."""
        return [entry for entry in self._all.values() if region in entry.regions]

    def parts(self, id_: str) -> list[Examining]:
        """The narrower sites of an entry: valves of the heart, the left of a pair."""
        return [entry for entry in self._all.values() if entry.part_of and f"{entry.manoeuvre}.{entry.part_of}" == id_]

    def find(self, manoeuvre: str, site: str) -> Examining | None:
        """The entry meant by two phrases such as `listen to` and `lungs`; None where nothing fits."""
        verb = self._verbs.exact(manoeuvre) or self._verbs.near(manoeuvre, SLIP)
        if verb is None and plain(manoeuvre) not in ANY_MANOEUVRE:
            return None
        order = FIRST_THOUGHT if verb is None else (verb, *self._manoeuvres[verb].near)
        for name in order:
            found = self._site(name, site)
            if found:
                return self._all[f"{name}.{found}"]
        for name in order[: None if verb is None else 1]:
            slip = self._sites[name].near(site, SLIP)
            if slip:
                return self._all[f"{name}.{slip}"]
        return None

    def nearest(self, text: str, limit: int = 4) -> list[str]:
        """The `manoeuvre.site` names most like `text`, best first."""
        verb, _, site = plain(text).partition(" ")
        manoeuvre = self._verbs.exact(verb)
        if manoeuvre and site:
            found = [f"{manoeuvre}.{name}" for name in self._sites[manoeuvre].nearest(site, limit)]
            if found:
                return found
        return self._phrases.nearest(text, limit)

    def normal(self, manoeuvre: str, site: str, *, age_years: float, sex: str, pregnant: bool, key: str) -> str:
        """What a healthy person of this age (years), sex and state shows; the same each time for the same `key`.

        Raises `CatalogueError` for a pair that the catalogue does not know.
        """
        entry = self.get(manoeuvre, site)
        if entry is None:
            near = ", ".join(self.nearest(f"{manoeuvre} {site}"))
            raise CatalogueError(f"There is no examination '{manoeuvre}.{site}'.", f"Try {near}.")
        whole = entry.id.removesuffix("_left").removesuffix("_right")
        for variant in entry.normals:
            if variant.fits(age_years=age_years, sex=sex, pregnant=pregnant):
                return _drawn(variant.text, f"{key}/{whole}")
        return "Nothing abnormal found."

    def _site(self, manoeuvre: str, text: str) -> str | None:
        names = self._sites[manoeuvre]
        found = names.exact(text)
        if found:
            return found
        words = bare(text).split()
        side = next((word for word in words if word in ("left", "right")), None)
        core = " ".join(word for word in words if word not in ("left", "right", "side", "both"))
        for candidate in (core, *self._site_words.get(core, ()), core.removesuffix("s")):
            known = names.exact(candidate) if candidate else None
            if known and side is None:
                return known
            if known and f"{manoeuvre}.{known}_{side}" in self._all:
                return f"{known}_{side}"
        return None

    def _check_parts(self) -> None:
        for entry in self._all.values():
            if entry.part_of and f"{entry.manoeuvre}.{entry.part_of}" not in self._all:
                raise CatalogueError(f"{entry.id} is part of '{entry.part_of}', which {entry.manoeuvre} does not have")


@lru_cache(maxsize=1)
def _load() -> Examination:
    return Examination(read_yaml("examination.yaml"))


def _made(manoeuvre: str, verb: _Manoeuvre, site: str, entry: _Entry) -> list[Examining]:
    """The entry, and its left and right where it is paired."""
    regions = (f"{entry.region}_left", f"{entry.region}_right") if entry.region in LIMBS else (entry.region,)
    if not set(regions) <= set(REGIONS):
        raise CatalogueError(f"{manoeuvre}.{site} has the region '{entry.region}'; use one of {', '.join(REGIONS)}")
    normals = (Variant(text=entry.normal),) if isinstance(entry.normal, str) else entry.normal
    both = Examining(
        manoeuvre=manoeuvre,
        site=site,
        label=entry.label,
        aliases=entry.aliases,
        normals=normals,
        applies=entry.applies,
        intimate=entry.intimate,
        regions=regions,
        duration_s=entry.duration_s or verb.duration_s,
        technique=entry.technique or verb.technique,
        part_of=entry.part_of,
    )
    return [both, *(_sided(both, side) for side in ("left", "right"))] if entry.paired else [both]


def _sided(both: Examining, side: str) -> Examining:
    names = dict.fromkeys((both.label.lower(), both.site.replace("_", " "), *both.aliases))
    return msgspec.structs.replace(
        both,
        site=f"{both.site}_{side}",
        label=f"{both.label} ({side})",
        aliases=tuple(f"{side} {name}" for name in names),
        regions=tuple(region for region in both.regions if region.endswith(side)) or both.regions,
        duration_s=max(5, both.duration_s // 2),
        part_of=both.site,
    )


def _drawn(text: str, key: str) -> str:
    """`text` with its ranges `{1..3}` and choices `{a|b}` drawn from `key`."""

    def draw(match: re.Match[str]) -> str:
        digest = hashlib.blake2b(f"{key}/{match.start()}".encode(), digest_size=8).digest()
        chance = int.from_bytes(digest) / 2**64
        low, _, high = match[1].partition("..")
        if high:
            return str(int(low) + int(chance * (int(high) - int(low) + 1)))
        choices = match[1].split("|")
        return choices[int(chance * len(choices))]

    return re.sub(r"\{([^{}]+)\}", draw, text)
