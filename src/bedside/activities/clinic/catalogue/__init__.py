"""What every clinic offers: examinations, tests, drugs and actions, with the normal answer of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bedside.activities.clinic.catalogue.actions import Actions
from bedside.activities.clinic.catalogue.drugs import Drugs
from bedside.activities.clinic.catalogue.examination import Examination
from bedside.activities.clinic.catalogue.tests import TestCatalogue


@dataclass(frozen=True, slots=True)
class Catalogues:
    """The four lists."""

    examination: Examination
    tests: TestCatalogue
    drugs: Drugs
    actions: Actions


@lru_cache(maxsize=1)
def catalogues() -> Catalogues:
    """The catalogues, read once."""
    return Catalogues(Examination.load(), TestCatalogue.load(), Drugs.load(), Actions.load())
