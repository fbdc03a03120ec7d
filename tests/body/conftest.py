"""People and small readings shared by the tests of the body."""

from __future__ import annotations

import pytest

from bedside.body import Body, Person

MAN = Person(44, "male", 180, 77)


@pytest.fixture
def man() -> Body:
    """The standard man: 44 years, 180 cm, 77 kg, lying at rest; no waves are kept."""
    return Body(MAN, waves=False)
