"""Questions written or recorded by others, put to the patients of the library: right, wrong, deferred.

    python benchmarks/held_out_questions.py [--wrong] [--shared FOLDER]

`--wrong` lists what was misunderstood. The recorded turns need the shared data beside the checkout.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "activities" / "clinic"))

from held_out import Judged, Question, fresh_questions, judge, paraphrases, recorded_turns, shares  # noqa: E402


def report(title: str, questions: Iterable[Question], *, wrong: bool) -> None:
    """One table, by case."""
    by_case: dict[str, list[Judged]] = defaultdict(list)
    times = []
    for question in questions:
        start = time.perf_counter()
        by_case[question.case].append(judge(question))
        times.append(time.perf_counter() - start)
    print(f"\n{title}\n{'case':28} {'n':>4} {'right':>7} {'wrong':>7} {'deferred':>9}")
    for case, judged in sorted(by_case.items()):
        row = shares(judged)
        print(f"{case:28} {len(judged):4} {row['right']:6.1f}% {row['wrong']:6.1f}% {row['deferred']:8.1f}%")
    whole = [item for judged in by_case.values() for item in judged]
    row = shares(whole)
    print(f"{'all':28} {len(whole):4} {row['right']:6.1f}% {row['wrong']:6.1f}% {row['deferred']:8.1f}%")
    print(f"{'LIMSI 2021, 35 cases (peer)':28} {'':4} {74.3:6.1f}% {14.9:6.1f}% {10.7:8.1f}%")
    print(f"median {1000 * statistics.median(times):.0f} ms a question, the new consultation included")
    for item in whole if wrong else ():
        if item.outcome != "right":
            print(f"  {item.outcome:8} {item.question.case}: {item.question.text!r} wanted {item.question.expect}")
            print(f"           understood {item.understood}, said {item.answer!r}")


def main() -> None:
    """Both sets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="list what was not right")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared" / "data")
    options = parser.parse_args()
    print(f"machine: {platform.machine()}, Python {platform.python_version()}")
    report("paraphrases written from the list of topics alone", paraphrases(), wrong=options.wrong)
    report("fresh questions, written last and never tuned on", fresh_questions(), wrong=False)
    if (options.shared / "osce-interviews").is_dir() and (ROOT / "tests" / "mind" / "recorded_turns.yaml").is_file():
        report("doctors' turns of recorded interviews", recorded_turns(options.shared), wrong=options.wrong)
    else:
        print("\nrecorded interviews: skipped, the shared data is not here")


if __name__ == "__main__":
    main()
