"""Imported narrative cases questioned as students would: right, wrong, deferred; first person, words, forbidden words.

    python benchmarks/narrative_cases.py [--wrong] [--half tuned|held|both] [--shared FOLDER]

The rules were made on the cases of the half `tuned`; those of `held` are only counted.
`--wrong` lists what was not right.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "interop"))

from narrative_answers import Judged, imported, judged, percent, questions  # noqa: E402

from bedside.mind import Mind  # noqa: E402


def report(title: str, rows: list[Judged], *, wrong: bool) -> None:
    """One half, by case."""
    print(f"\n{title}\n{'case':28} {'n':>4} {'right':>7} {'wrong':>7} {'deferred':>9}")
    for case in sorted({row.asked.case for row in rows}):
        line(str(case), [row for row in rows if row.asked.case == case])
    line("all", rows)
    print(f"{'LIMSI 2021, 35 cases (peer)':28} {'':4} {74.3:6.1f}% {14.9:6.1f}% {10.7:8.1f}%")
    words = sorted(row.words for row in rows)
    bad = sum(bool(row.forbidden) for row in rows)
    spoken = 100 * sum(row.first_person for row in rows) / len(rows)
    print(
        f"words of an answer: p50 {statistics.median(words):.0f}, p90 {words[int(0.9 * len(words))]}, most {words[-1]}"
    )
    print(f"no third person about oneself: {spoken:.1f}%; answers with a forbidden word: {bad}")
    for row in rows if wrong else ():
        if row.outcome != "right" or row.forbidden or not row.first_person:
            print(
                f"  {row.outcome:8} {row.asked.case}: {row.asked.text!r} → {row.answer!r} {row.facts}",
                *row.forbidden,
            )


def line(name: str, rows: list[Judged]) -> None:
    """A row of the table."""
    shares = [percent(rows, "right"), percent(rows, "wrong"), percent(rows, "deferred")]
    print(f"{name:28} {len(rows):4} {shares[0]:6.1f}% {shares[1]:6.1f}% {shares[2]:8.1f}%")


def main() -> None:
    """Both halves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="list what was not right")
    parser.add_argument("--half", choices=["tuned", "held", "both"], default="both")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared" / "data")
    options = parser.parse_args()
    source = options.shared / "agentclinic" / "osce_cases.jsonl"
    print(f"machine: {platform.machine()}, Python {platform.python_version()}")
    if not source.is_file():
        print("skipped, the shared data is not here")
        return
    start = time.perf_counter()
    cases = imported(source, {question.case for question in questions()})
    print(f"{len(cases)} cases imported in {time.perf_counter() - start:.1f} s")
    for half in ("tuned", "held") if options.half == "both" else (options.half,):
        rows = [judged(q, cases[q.case][0], Mind(cases[q.case][1])) for q in questions() if q.half == half]
        report(f"cases of the half '{half}'", rows, wrong=options.wrong)


if __name__ == "__main__":
    main()
