"""Tables of what a body knows: conditions, interventions, drugs, variables, rhythms, with options, units and ranges."""

from __future__ import annotations

from collections.abc import Callable

from bedside.body import conditions, drugs, interventions
from bedside.body.refusals import known
from bedside.body.rhythms.table import rhythms
from bedside.body.steering import LEVERS
from bedside.body.variables import VARIABLES, WAVES

Rows = list[dict[str, str]]


def _conditions() -> Rows:
    return [
        {
            "id": row["id"],
            "system": row["system"],
            "kind": row["kind"],
            "options": row["options"],
            "what": row["meaning"],
        }
        for row in conditions.describe()
    ]


def _interventions() -> Rows:
    return interventions.describe()


def _drugs() -> Rows:
    return [
        {
            "id": drug.id,
            "also": ", ".join(drug.also[:3]),
            "group": drug.group,
            "unit": drug.unit,
            "routes": " ".join(drug.routes),
            "usual": drug.usual,
            "most": drug.most,
        }
        for drug in drugs.catalogue().values()
    ]


def _variables() -> Rows:
    return [
        {"name": name, "unit": one.unit, "range": f"{one.low:g} to {one.high:g}", "what": one.meaning}
        for name, one in VARIABLES.items()
    ]


def _rhythms() -> Rows:
    return [
        {"id": one.id, "name": one.name, "also": ", ".join(one.aliases), "sources": str(one.sources)}
        for one in rhythms().values()
    ]


def _waves() -> Rows:
    return [{"name": name, "unit": unit} for name, unit in WAVES.items()]


def _steerable() -> Rows:
    return [{"name": name, "change": f"up to {one.most:g} {one.unit} either way"} for name, one in LEVERS.items()]


LISTS: dict[str, Callable[[], Rows]] = {
    "conditions": _conditions,
    "interventions": _interventions,
    "drugs": _drugs,
    "variables": _variables,
    "rhythms": _rhythms,
    "waves": _waves,
    "steerable": _steerable,
}


def rows_of(what: str) -> Rows:
    """The rows of one list, each a mapping of column to text. Raises `BodyError` for another name."""
    return LISTS[known("list", what, LISTS)]()
