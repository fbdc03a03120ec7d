"""What the clinic's tests share."""

from __future__ import annotations

import pytest
from a_case import a_case

from bedside import Consultation
from bedside.activities.clinic import ClinicScenario


@pytest.fixture
def case() -> ClinicScenario:
    """A small case with one of everything."""
    return a_case()


@pytest.fixture
def consultation(case: ClinicScenario) -> Consultation:
    """A consultation that has just begun."""
    return Consultation.start(case, seed=7)
