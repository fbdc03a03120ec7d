"""Doctors' turns of recorded interviews, understood in order: right, wrong, deferred, by kind of question.

    python benchmarks/recorded_turns.py [--part test] [--wrong] [--shared FOLDER]

The part `test` of `labels/split.yaml` trains and tunes nothing. Each interview is followed in its order, and what is
talked of comes from what was understood so far, not from the labels. `--wrong` lists what was not right; on the test
part it was not used while tuning.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from bedside.mind.taxonomy import Taxonomy  # noqa: E402
from heard_right import Item, judged, shares  # noqa: E402
from interviews import SHARED, interviews  # noqa: E402


def kind_of(item: Item) -> str:
    """The kind of question: the side of a symptom, or the part of the history."""
    if not item.expect:
        return "no question"
    topic, _, side = item.expect[0].partition(".")
    known = Taxonomy.load().topics.get(topic)
    if known is None:
        return "outside the taxonomy"
    return f"symptom: {side}" if "presence" in known.attributes else known.label


def table(title: str, items: dict[str, list[Item]]) -> None:
    """Shares by row, the largest first."""
    print(f"\n{title:34} {'n':>5} {'right':>7} {'wrong':>7} {'deferred':>9}")
    for name, found in sorted(items.items(), key=lambda pair: -len(pair[1])):
        row = shares(found)
        print(f"{name:34} {len(found):5} {row['right']:6.1f}% {row['wrong']:6.1f}% {row['deferred']:8.1f}%")


def main() -> None:
    """The tables and the confusions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("train", "dev", "test"), default="test")
    parser.add_argument("--wrong", action="store_true", help="list what was not right")
    parser.add_argument("--shared", type=Path, default=SHARED)
    options = parser.parse_args()
    if not (options.shared / "osce-interviews").is_dir():
        raise SystemExit("recorded interviews: the shared data is not here; give its folder by --shared")
    kinds: dict[str, list[Item]] = defaultdict(list)
    names: dict[str, list[Item]] = defaultdict(list)
    confused: Counter[tuple[str, str]] = Counter()
    times: list[float] = []
    for interview in interviews(options.part, options.shared):
        clock = time.perf_counter()
        for item in judged(interview):
            times.append(time.perf_counter() - clock)
            clock = time.perf_counter()
            kinds[kind_of(item)].append(item)
            names[interview.name].append(item)
            if item.outcome == "wrong":
                confused[(item.expect or ("no question",))[0], " ".join(item.understood)] += 1
            if options.wrong and item.outcome != "right":
                print(
                    f"{item.outcome:8} {interview.name}:{item.number} {item.text!r}"
                    f"\n     wanted {item.expect}, understood {item.understood}"
                )
    everything = [item for found in kinds.values() for item in found]
    print(f"machine: {platform.machine()}, Python {platform.python_version()}; part {options.part}")
    table("interview", names)
    table("kind of question", kinds)
    table(
        "all",
        {
            "questions": [i for i in everything if i.expect],
            "turns without": [i for i in everything if not i.expect],
            "all": everything,
        },
    )
    times.sort()
    median, most = (1000 * times[int(part * len(times))] for part in (0.5, 0.95))
    print(f"a turn: median {median:.0f} ms, 95 % within {most:.0f} ms")
    print("\nmost confused (wanted, understood):")
    for (wanted, understood), count in confused.most_common(25):
        print(f"  {count:3} {wanted:38} {understood}")


if __name__ == "__main__":
    main()
