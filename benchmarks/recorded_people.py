"""Our patients in the place of twelve recorded people: how often they state what those people stated.

    python benchmarks/recorded_people.py [--list different|deferred|disagreed|unjudged] [INTERVIEW ...]

The doctors' recorded turns are said in order to a patient made from what the recorded patient told. The recordings need
the shared data beside the checkout. `--list` prints the turns so judged, with what was understood.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "recorded"))

from judging import judge_all  # noqa: E402
from replaying import (  # noqa: E402
    LABELS,
    SHARED,
    Agreement,
    Exchange,
    Label,
    agreement,
    hand_labels,
    names,
    percentiles,
    questions,
    replay,
    shares,
)


def row(name: str, exchanges: Sequence[Exchange], labels: Sequence[Label]) -> str:
    """One line of the table."""
    of = shares(labels)
    compared = [one for one, label in zip(exchanges, labels, strict=True) if label != "none"]
    ours = percentiles(len(one.ours.split()) for one in compared)
    theirs = percentiles(len(one.turn.patient.split()) for one in compared)
    asked, understood = questions(exchanges)
    return (
        f"{name:9} {len(exchanges):5} {len(compared):8} "
        f"{of['same']:6.1f} {of['different']:11.1f} {of['deferred']:10.1f} "
        f"{'/'.join(map(str, ours)):>10} {'/'.join(map(str, theirs)):>9} {asked:6} {understood:6}"
    )


def print_agreement(found: Agreement) -> None:
    """How far the automatic judge agrees with the labels given by reading."""
    print(f"\nautomatic judge against labels by reading: {len(found.pairs)} turns, {found.stale} stale left out")
    print(f"agreement {found.percent:.1f} %, Cohen's kappa {found.kappa:.2f}")
    print(f"{'class':10} {'turns':>6} {'right when called so':>21} {'found of what is so':>20}")
    for label in LABELS:
        precision, recall, count = found.by_class(label)
        print(f"{label:10} {count:6} {precision:20.1f}% {recall:19.1f}%")


def print_exchange(exchange: Exchange, label: Label, hand: Label | None) -> None:
    """A turn with both answers and both judgements."""
    print(f"{exchange.interview} {exchange.turn.number:3} judged {label}, by reading {hand or '-'}")
    print(f"    asked {exchange.turn.doctor!r}\n    recorded {exchange.turn.patient!r}")
    print(f"    ours {exchange.ours!r}, understood {exchange.understood}")


def main() -> None:
    """The table, the agreement and what was asked to be listed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("interviews", nargs="*", metavar="INTERVIEW", help="some of the interviews; all by default")
    parser.add_argument(
        "--list", choices=["different", "deferred", "disagreed", "unjudged"], help="list turns so judged"
    )
    options = parser.parse_args()
    if not SHARED.is_dir():
        print("recorded interviews: skipped, the shared data is not here")
        return
    print(f"machine: {platform.machine()}, Python {platform.python_version()}")
    replays = {name: replay(name) for name in options.interviews or names()}
    labels = {name: judge_all(exchanges) for name, exchanges in replays.items()}
    print(
        f"{'interview':9} {'turns':>5} {'compared':>8} {'same %':>6} {'different %':>11} {'deferred %':>10} "
        f"{'words ours':>10} {'recorded':>9} {'asked':>6} {'heard':>6}"
    )
    for name, exchanges in replays.items():
        print(row(name, exchanges, labels[name]))
    everything = [one for exchanges in replays.values() for one in exchanges]
    print(row("all", everything, [label for of in labels.values() for label in of]))
    print(
        "words: 10th/50th/90th percentile an answer; asked: doctors' turns with a question mark; heard: questions heard"
    )
    by_hand = {one.interview: one for one in hand_labels()}
    print_agreement(agreement(by_hand, replays, labels))
    for name, exchanges in replays.items() if options.list else ():
        for exchange, label in zip(exchanges, labels[name], strict=True):
            hand = by_hand[name].of(exchange) if name in by_hand else None
            listed = {label, "unjudged" if hand is None else "agreed" if hand == label else "disagreed"}
            if options.list in listed:
                print_exchange(exchange, label, hand)


if __name__ == "__main__":
    main()
