"""Problems of a scenario file, each with its file, line, field and mend."""

from __future__ import annotations

from dataclasses import dataclass

from bedside.errors import BedsideError


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a scenario file."""

    file: str
    line: int
    field: str
    message: str
    mend: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}"
        field = f" {self.field}:" if self.field else ""
        mend = f" → {self.mend}" if self.mend else ""
        return f"{place}:{field} {self.message}{mend}"


class ScenarioError(BedsideError):
    """A scenario that cannot be used; `problems` names every reason."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
