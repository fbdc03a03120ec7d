"""The clinic's catalogue as the browser needs it: names to search, forms to fill."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, get_args

from bedside.activities.clinic import catalogues
from bedside.activities.clinic.conditions import Disposition
from bedside.activities.clinic.monitoring.choices import choices
from bedside.scenario import milliseconds


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Any]:
    """Manoeuvres, tests, drugs, actions, dispositions and regions."""
    lists = catalogues()
    return {
        "manoeuvres": [
            {
                "manoeuvre": entry.manoeuvre,
                "site": entry.site,
                "label": entry.label,
                "aliases": list(entry.aliases),
                "region": entry.region,
                "regions": list(entry.regions),
                "intimate": entry.intimate,
                "technique": entry.technique,
            }
            for entry in lists.examination
        ],
        "tests": [
            {
                "id": entry.id,
                "name": entry.name,
                "aliases": list(entry.aliases),
                "kind": entry.kind,
                "turnaround_min": round(milliseconds(entry.turnaround) / 60000, 1),
                "cost": entry.cost,
            }
            for entry in lists.tests.entries
        ],
        "drugs": [
            {"id": drug.id, "name": drug.name, "aliases": list(drug.aliases), "routes": _routes(drug.routes)}
            for drug in lists.drugs
        ],
        "actions": [
            {
                "id": action.id,
                "name": action.name,
                "aliases": list(action.aliases),
                "group": action.group,
                "args": _arguments(action),
            }
            for action in lists.actions
        ],
        "dispositions": [{"id": name, "label": name.replace("_", " ").capitalize()} for name in get_args(Disposition)],
        "regions": [{"id": name, "label": name.replace("_", " ").capitalize()} for name in lists.examination.regions()],
        "manoeuvre_labels": lists.examination.manoeuvres(),
        "monitor": choices(),
    }


def _routes(routes: Any) -> list[dict[str, Any]]:
    found = []
    for name, dose in routes.items():
        low, usual, high = dose.adult or dose.infusion or ("", "", "")
        found.append(
            {
                "route": name,
                "usual": usual,
                "min": low,
                "max": high,
                "child": dose.child,
                "infusion": bool(dose.infusion),
            }
        )
    return found


def _arguments(action: Any) -> list[dict[str, Any]]:
    return [
        {
            "name": argument.name,
            "unit": argument.unit,
            "min": argument.min,
            "max": argument.max,
            "usual": argument.usual,
            "choices": list(argument.choices),
            "default": argument.default,
            "text": argument.text,
            "flag": argument.flag,
            "required": argument.required,
        }
        for argument in action.args
    ]
