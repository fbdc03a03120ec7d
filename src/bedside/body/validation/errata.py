"""Known errors of the source: rows that are refused, or read otherwise, with the reason."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any, NamedTuple

import yaml

from bedside.body.validation.rows import Row


class Erratum(NamedTuple):
    """One rule: columns with the patterns that must be found in them, and what follows."""

    when: Mapping[str, re.Pattern[str]]
    reason: str
    read: Mapping[str, Any]
    refuse: bool

    def covers(self, row: Row) -> bool:
        """Whether the rule speaks of this row."""
        return all(pattern.search(str(getattr(row, column))) for column, pattern in self.when.items())


class Corrected(NamedTuple):
    """Rows as they are judged, with the reasons by line."""

    rows: list[Row]
    refused: dict[int, str]
    notes: dict[int, str]
    from_rest: frozenset[int]


@functools.cache
def errata() -> tuple[Erratum, ...]:
    """The rules of errata.yaml."""
    text = resources.files(__package__).joinpath("errata.yaml").read_text(encoding="utf-8")
    return tuple(
        Erratum(
            {column: re.compile(str(pattern), re.I) for column, pattern in one["when"].items()},
            " ".join(one["reason"].split()), one.get("read", {}), "read" not in one,
        )
        for one in yaml.safe_load(text)
    )  # fmt: skip


def corrected(rows: Sequence[Row], rules: Sequence[Erratum] | None = None) -> Corrected:
    """Rows with the known errors mended; a refused row stays in its place, so that the run goes on through it."""
    rules = errata() if rules is None else rules
    found, refused, notes, from_rest = [], {}, {}, set()
    for row in rows:
        for rule in rules:
            if not rule.covers(row):
                continue
            if rule.refuse:
                refused[row.number] = rule.reason
                continue
            notes[row.number] = rule.reason
            told = dict(rule.read)
            if told.pop("before", "") == "rest":
                from_rest.add(row.number)
            row = row._replace(**told)
        found.append(row)
    return Corrected(found, refused, notes, frozenset(from_rest))
