"""Scenarios: validated YAML files that say what happens. `load("id")`, `load("file.yaml")`; errors name the mend."""

from bedside.scenario.base import Part, Scenario, Source
from bedside.scenario.library import files as library_files
from bedside.scenario.library import find, kinds, load, open_document, read
from bedside.scenario.problems import Problem, ScenarioError
from bedside.scenario.quantities import QuantityError, milliseconds, parse_quantity, years

__all__ = [
    "Part",
    "Problem",
    "QuantityError",
    "Scenario",
    "ScenarioError",
    "Source",
    "find",
    "kinds",
    "library_files",
    "load",
    "milliseconds",
    "open_document",
    "parse_quantity",
    "read",
    "years",
]
