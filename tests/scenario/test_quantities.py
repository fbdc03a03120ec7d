"""Quantities with their units."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.scenario import QuantityError, milliseconds, parse_quantity, years


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("500 mg", "g", 0.5),
        ("150 mcg", "mg", 0.15),
        ("150 µg", "mg", 0.15),
        ("10 min", "s", 600),
        ("36.6 °C", "degC", 36.6),
        ("97.9 °F", "degC", 36.6),
        ("4.5 10^9/L", "1/L", 4.5e9),
        ("0,5 g", "mg", 500),
        ("5000 units", "IU", 5000),
        ("72 bpm", "1/min", 72),
        ("94 %", "percent", 94),
    ],
)
def test_a_quantity_is_read_in_its_unit(text: str, unit: str, number: float) -> None:
    assert parse_quantity(text).to(unit).magnitude == pytest.approx(number, rel=1e-3)


@pytest.mark.parametrize(
    "text", ["", "mg", "five mg", "5 wombats", "1 2 mg", "5 mg; rm -rf", "9" * 500, "1 m**999999", "__import__('os')"]
)
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(QuantityError):
        parse_quantity(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(QuantityError):
        parse_quantity(text)


def test_durations_and_ages() -> None:
    assert milliseconds("1.5 min") == 90_000
    assert years("18 months") == pytest.approx(1.5, rel=0.01)
    with pytest.raises(QuantityError):
        milliseconds("-1 min")
    with pytest.raises(QuantityError):
        years("200 years")
