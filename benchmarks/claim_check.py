"""What the claim check lets through: a lying model by operator, honest rewordings by lot, and µs a check.

    python benchmarks/claim_check.py                    # 60 lies an operator
    python benchmarks/claim_check.py --lies 20 --seed 7

A lie is caught when a sentence of it is refused or the answer is no longer complete, so that the grounded words are
said instead. `through` counts what a judge that shares nothing with the check finds unsupported in what would be said.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "mind" / "claims"))

import judge
import liar

from bedside.mind.claims import check


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description="What the claim check lets through.")
    options.add_argument("--lies", type=int, default=60, help="corrupted answers by each operator")
    options.add_argument("--seed", type=int, default=20261123)
    chosen = options.parse_args()
    made, caught, through, whys, took = Counter(), Counter(), Counter(), {}, []
    for lie in liar.lies(chosen.lies, chosen.seed):
        began = time.perf_counter()
        verdict = check(lie.text, lie.grounds)
        took.append(time.perf_counter() - began)
        heard = verdict.text if verdict.complete else " ".join(lie.grounds.may_say)
        made[lie.operator] += 1
        caught[lie.operator] += bool(verdict.refused) or not verdict.complete
        through[lie.operator] += bool(judge.complaints(heard, [lie.grounds.may_say, (lie.base,)]))
        whys.setdefault(lie.operator, Counter()).update(r.why for r in verdict.refused if r.why != "missing")
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, seed {chosen.seed}")
    print(f"{'operator':34}{'corrupted':>10}{'caught':>8}{'through':>9}  refused most as")
    for name in made:
        most = ", ".join(why for why, _ in whys[name].most_common(2))
        print(f"{name:34}{made[name]:10}{caught[name]:8}{through[name]:9}  {most}")
    print(f"{'all':34}{made.total():10}{caught.total():8}{through.total():9}")
    for lot in (*liar.LOTS, "widening", "fourth"):
        turns = list(liar.rewordings(lots=(lot,)))
        verdicts = [check(turn.text, turn.grounds) for turn in turns]
        away = sum(bool(verdict.refused) or not verdict.complete for verdict in verdicts)
        print(f"honest, lot {lot}: {away} of {len(turns)} turned away ({away / len(turns):.1%})")
    took.sort()
    print(f"a check: {took[len(took) // 2] * 1e6:.0f} µs median, {took[len(took) * 99 // 100] * 1e6:.0f} µs at 99 %")


if __name__ == "__main__":
    main()
