"""How well two people agree on what doctors ask for: `python scripts/label_agreement.py [--shared FOLDER]`.

Compares `labels/second/` with `labels/interviews/`. A turn agrees when both found as many questions and each question
of one shares a fact with one of the other; acts are compared one by one by Cohen's kappa (Cohen 1960).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bedside.mind.listening import ACTS
from interviews import LABELS, SHARED, Asked, Turn, read


def shared_facts(one: tuple[Asked, ...], other: tuple[Asked, ...]) -> int:
    """How many questions of one share a fact with a question of the other."""
    return sum(any(set(a.facts) & set(b.facts) for b in other) for a in one)


def kappa(pairs: list[tuple[bool, bool]]) -> float:
    """Cohen's kappa of two yes/no judgements."""
    total = len(pairs)
    seen = sum(a == b for a, b in pairs) / total
    first, second = (sum(pair[i] for pair in pairs) / total for i in (0, 1))
    chance = first * second + (1 - first) * (1 - second)
    return 1.0 if chance == 1 else (seen - chance) / (1 - chance)


def main() -> None:
    """One table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    shared = parser.parse_args().shared
    pairs: list[tuple[Turn, Turn]] = []
    for path in sorted((LABELS / "second").glob("*.yaml")):
        second = {turn.number: turn for turn in read(path.stem, "second", shared).turns}
        pairs += [
            (turn, second[turn.number]) for turn in read(path.stem, "interviews", shared).turns if turn.number in second
        ]
    asking = [(a, b) for a, b in pairs if a.asked or b.asked]
    both = sum(bool(a.asked) == bool(b.asked) for a, b in pairs)
    whole = sum(
        shared_facts(a.asked, b.asked) == len(a.asked) and shared_facts(b.asked, a.asked) == len(b.asked)
        for a, b in asking
    )
    found = sum(shared_facts(a.asked, b.asked) for a, b in asking)
    first = sum(len(a.asked) for a, _ in asking)
    best = sum(bool(a.asked and b.asked and a.asked[0].facts[0] in b.asked[0].facts) for a, b in asking)
    print(f"{len(pairs)} turns of {len(list((LABELS / 'second').glob('*.yaml')))} interviews labelled twice")
    print(f"asks something or not:              {100 * both / len(pairs):5.1f} %")
    print(f"every question shares a fact:       {100 * whole / len(asking):5.1f} % of {len(asking)} asking turns")
    print(f"questions that share a fact:        {100 * found / first:5.1f} % of {first}")
    print(f"first label within the other's:     {100 * best / len(asking):5.1f} %")
    for act in ACTS:
        marks = [(act in a.acts, act in b.acts) for a, b in pairs]
        if sum(a or b for a, b in marks) >= 5:
            counts = [sum(pair[place] for pair in marks) for place in (0, 1)]
            print(f"  {act:20} kappa {kappa(marks):5.2f}  ({counts[0]} and {counts[1]} turns)")


if __name__ == "__main__":
    main()
