"""The library's cases: how much each holds, and what a strong, a middling and a weak learner score.

python benchmarks/cases.py [--markdown]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "activities" / "clinic"))

from walk import LEARNERS, steps_of, walk  # noqa: E402

from bedside.activities.clinic import ClinicScenario  # noqa: E402
from bedside.scenario import library_files, load  # noqa: E402

HEADS = ("case", "specialty", "patient", "facts", "findings", "tests", "marks", *LEARNERS)


def row(name: str) -> tuple[str, ...]:
    """One case."""
    case = load(name)
    assert isinstance(case, ClinicScenario)
    steps = steps_of(name)
    scores = tuple(f"{walk(name, steps[learner]).report.score:.1f} %" for learner in LEARNERS)
    counts = (len(case.facts()), len(case.findings()), len(case.tests), len(case.checklist))
    return (name, case.specialty, f"{case.patient.age}, {case.patient.sex}", *map(str, counts), *scores)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--markdown", action="store_true")
    markdown = parser.parse_args().markdown
    rows = [row(path.stem) for path in library_files()]
    if markdown:
        print("| " + " | ".join(HEADS) + " |\n|" + "---|" * len(HEADS))
        print("\n".join("| " + " | ".join(cells) + " |" for cells in rows))
        return
    widths = [max(len(line[i]) for line in (HEADS, *rows)) for i in range(len(HEADS))]
    for line in (HEADS, *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))


if __name__ == "__main__":
    main()
