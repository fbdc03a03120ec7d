"""Validation: what bodies are known to do, against what this body does.

>>> from pathlib import Path
>>> found = validate(Path("physiology"), ["drugs"])  # doctest: +SKIP
>>> found.count().share  # doctest: +SKIP
"""

from bedside.body.validation.reporting import (
    CURVE_HEADS,
    FAILED_HEADS,
    HEADS,
    curve_rows,
    failed_rows,
    markdown,
    table,
)
from bedside.body.validation.rows import DataError, Resting, Row, read_responses, read_resting
from bedside.body.validation.rules import Readings, holds, resting_holds
from bedside.body.validation.validating import Count, Result, System, Validation, systems, validate, validate_rows

__all__ = [
    "CURVE_HEADS",
    "FAILED_HEADS",
    "HEADS",
    "Count",
    "DataError",
    "Readings",
    "Resting",
    "Result",
    "Row",
    "System",
    "Validation",
    "curve_rows",
    "failed_rows",
    "holds",
    "markdown",
    "read_responses",
    "read_resting",
    "resting_holds",
    "systems",
    "table",
    "validate",
    "validate_rows",
]
