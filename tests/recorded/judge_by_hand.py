"""Judge our answers by reading: `python tests/recorded/judge_by_hand.py RES0100` asks for each turn not judged yet.

Only the turn's number, a hash of our answer and the label are written down.
"""

from __future__ import annotations

import sys

from replaying import HERE, HandLabels, Label, hand_labels, replay

KEYS: dict[str, Label] = {"s": "same", "d": "different", "f": "deferred", "n": "none"}


def write(labels: HandLabels) -> None:
    """The file of an interview, its turns in order."""
    lines = [
        f"{turn}: {{{', '.join(f'{chr(34)}{mark}{chr(34)}: {label}' for mark, label in of.items())}}}"
        for turn, of in sorted(labels.turns.items())
    ]
    head = f"# Our answers to the turns of {labels.interview}, judged by reading. Turn: {{hash of our answer: label}}."
    (HERE / "judged" / f"{labels.interview}.yaml").write_text("\n".join([head, *lines, ""]), encoding="utf-8")


def main() -> None:
    """Every turn of the interview whose present answer nobody has judged; an empty line leaves it for later."""
    name = sys.argv[1]
    labels = next((of for of in hand_labels() if of.interview == name), HandLabels(name, {}))
    turns = {turn: dict(of) for turn, of in labels.turns.items()}
    for exchange in replay(name):
        if labels.of(exchange) is None:
            print(f"\n{exchange.turn.number} doctor: {exchange.turn.doctor}\n  recorded: {exchange.turn.patient}")
            print(f"  ours: {exchange.ours}   {exchange.facts}")
            key = input("same, different, deferred or none (s/d/f/n)? ").strip().lower()
            if key in KEYS:
                turns.setdefault(exchange.turn.number, {})[exchange.mark] = KEYS[key]
                write(HandLabels(name, turns))


if __name__ == "__main__":
    main()
