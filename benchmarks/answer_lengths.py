"""How long the patients' answers are, beside those of recorded people.

Words of every answer in the library's walk-throughs, by case. Recorded: words after a doctor's question in primock57
(Papadopoulos Korfiatis et al. 2022) and in the interviews of Fareez et al. (Scientific Data 2022).

python benchmarks/answer_lengths.py [CASE …]
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "activities" / "clinic"))

from walk import LEARNERS, steps_of, walk  # noqa: E402

from bedside.scenario import library_files  # noqa: E402

RECORDED = (("recorded, primock57", 1, 8, 35), ("recorded, Fareez", 1, 7, 31))
BAR = ("bar", 0, 12, 35)
SHARES = (0.1, 0.5, 0.9)


def quantile(words: list[int], share: float) -> int:
    """The value below which a share of the answers lies, by the nearest rank."""
    ordered = sorted(words)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def lengths(case: str) -> list[int]:
    """Words of each answer of a case, pauses for breath not counted."""
    steps = steps_of(case)
    talks = (walk(case, steps[learner]).talk for learner in LEARNERS)
    return [len(answer.replace("…", " ").split()) for talk in talks for _, answer, _ in talk]


def main() -> None:
    """Print the table."""
    cases = sys.argv[1:] or [path.stem for path in library_files()]
    found = {case: lengths(case) for case in cases}
    everything = [count for counts in found.values() for count in counts]
    rows = [(case, *(quantile(counts, share) for share in SHARES)) for case, counts in found.items()]
    rows += [("all our answers", *(quantile(everything, share) for share in SHARES)), *RECORDED, BAR]
    print(f"{'words of an answer':32} {'p10':>4} {'p50':>4} {'p90':>4}   ({len(everything)} answers)")
    for name, *values in rows:
        print(f"{name:32} " + " ".join(f"{value or '–':>4}" for value in values))


if __name__ == "__main__":
    main()
