"""What the clinic's tests share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from bedside import Consultation
from bedside.activities.clinic import ClinicScenario


@pytest.fixture
def case() -> ClinicScenario:
    """A small case with one of everything."""
    from a_case import a_case

    return a_case()


@pytest.fixture
def consultation(case: ClinicScenario) -> Consultation:
    """A consultation that has just begun."""
    return Consultation.start(case, seed=7)
