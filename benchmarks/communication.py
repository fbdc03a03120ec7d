"""How well ways of speaking are recognised in recorded doctors' turns: precision, recall, F1 and support per act.

    python benchmarks/communication.py [--shared FOLDER] [--errors ACT]

Two sides, by interview (`labels/split.yaml`, `labels/GUIDE.md`): on the tuning side the rules were written and
tuned; nobody who wrote them has read the turns of the test side. `rules` is `bedside.mind.acts.spoken`, which sees one
turn alone; `whole` is what the patient's mind makes of it. `--errors` shows misses and false alarms of an act, on the
tuning side only.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from bedside.mind import acts
from bedside.mind.reading import Focus
from bedside.mind.understanding import Understander
from interviews import SHARED, Interview, Turn, follow, interviews, read

TUNING = ("day1_consultation01", "day2_consultation02", "day3_consultation08", "day4_consultation10")
TEST = ("day1_consultation11", "day2_consultation09", "day4_consultation04", "day5_consultation08")
"""Consultations; those of the test side, like the interviews of part `test`, were not read by who wrote the rules."""
LEFT_OUT = frozenset({"statement", "swapped"})
"""`statement` is what is left when nothing else fits."""


@dataclass
class Score:
    """Turns with an act by label and by rule."""

    hit: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, found: Iterable[str], wanted: Iterable[str]) -> None:
        """Count one turn."""
        self.hit.update(set(found) & set(wanted))
        self.false.update(set(found) - set(wanted))
        self.missed.update(set(wanted) - set(found))

    def of(self, act: str) -> tuple[float, float, float]:
        """Precision, recall and F1 in percent; of nothing, 0."""
        hit, false, missed = self.hit[act], self.false[act], self.missed[act]
        precision = 100 * hit / (hit + false) if hit + false else 0.0
        recall = 100 * hit / (hit + missed) if hit + missed else 0.0
        return precision, recall, 2 * precision * recall / (precision + recall) if hit else 0.0

    def all(self) -> tuple[float, float, float]:
        """The same over all acts together (micro-averaged)."""
        hit, false, missed = (sum(counts.values()) for counts in (self.hit, self.false, self.missed))
        precision, recall = 100 * hit / max(1, hit + false), 100 * hit / max(1, hit + missed)
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def side(name: str, shared: Path) -> Iterator[Interview]:
    """The interviews and consultations of a side."""
    for part in ("train", "dev") if name == "tuning" else ("test",):
        yield from interviews(part, shared)  # type: ignore[arg-type]
    for consultation in TUNING if name == "tuning" else TEST:
        yield read(consultation, "consultations", shared)


def turns(many: Iterable[Interview]) -> Iterator[tuple[Interview, Turn]]:
    """Turns with words; some lines of the consultations hold only a noise."""
    return ((one, turn) for one in many for turn in one.turns if any(letter.isalnum() for letter in turn.text))


def by_rules(turn: Turn) -> set[str]:
    """The acts that the rules alone find."""
    return {way.act for way in acts.spoken(turn.text)}


def score_rules(many: Iterable[Interview]) -> Score:
    """Rules against labels."""
    score = Score()
    for _, turn in turns(many):
        score.add(by_rules(turn) - LEFT_OUT, turn.acts - LEFT_OUT)
    return score


def score_mind(many: Iterable[Interview]) -> Score:
    """The whole understanding against labels, following the talk by its labels."""
    score = Score()
    for one in many:
        mind, focus = Understander(one.story()), Focus(None, one.has[0] if one.has else None, None)
        for _, turn in turns([one]):
            found = {act.act for act in mind.understand(turn.text, focus).acts} - {"question", "nonsense"}
            score.add(found - LEFT_OUT, turn.acts - LEFT_OUT)
            focus = follow(focus, turn.asked, one.has)
    return score


def jargon_words(many: Iterable[Interview]) -> tuple[int, int, int]:
    """Labelled jargon words (the consultations name them), how many were found, and how many others were."""
    labelled = found = others = 0
    for one, turn in turns(many):
        if not one.name.startswith("day"):
            continue
        wanted = {word.lower() for word in turn.jargon}
        said = {way.text for way in acts.spoken(turn.text) if way.act == "jargon"}
        matched = {word for word in wanted if any(word in term or term in word for term in said)}
        labelled, found = labelled + len(wanted), found + len(matched)
        others += sum(not any(word in term or term in word for word in wanted) for term in said)
    return labelled, found, others


def table(title: str, count: int, scores: dict[str, Score]) -> None:
    """One table."""
    first = next(iter(scores.values()))
    print(f"\n{title}: {count} turns")
    print(f"{'act':22}{'turns':>6}  " + "   ".join(f"{name + ' P':>9} {'R':>5} {'F1':>5}" for name in scores))
    for act in sorted(acts.known_acts(), key=lambda act: -(first.hit[act] + first.missed[act])):
        support = first.hit[act] + first.missed[act]
        rows = [score.of(act) for score in scores.values()]
        if support or any(any(row) for row in rows):
            print(f"{act:22}{support:6}  " + "   ".join(f"{p:9.0f} {r:5.0f} {f:5.0f}" for p, r, f in rows))
    rows = [score.all() for score in scores.values()]
    print(f"{'all':22}{'':6}  " + "   ".join(f"{p:9.1f} {r:5.1f} {f:5.1f}" for p, r, f in rows))


def show_errors(act: str, shared: Path) -> None:
    """Misses and false alarms of an act on the tuning side."""
    for one, turn in turns(side("tuning", shared)):
        found = {way.act: way.text for way in acts.spoken(turn.text)}
        if (act in found) != (act in turn.acts):
            print("+" if act in found else "-", one.name, turn.number, found.get(act, "")[:70], "|", turn.text[:170])


def main() -> None:
    """Both sides."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--errors", metavar="ACT", help="show the errors of an act on the tuning side")
    parser.add_argument("--tuning-only", action="store_true", help="leave the test side alone, as while tuning")
    parser.add_argument(
        "--rules-only", action="store_true", help="leave out the whole understanding, which takes a minute"
    )
    chosen = parser.parse_args()
    if chosen.errors:
        show_errors(chosen.errors, chosen.shared)
        return
    print(f"Python {platform.python_version()}, {platform.machine()}")
    for name in ("tuning",) if chosen.tuning_only else ("tuning", "test"):
        many = list(side(name, chosen.shared))
        scores = {"rules": score_rules(many)}
        if not chosen.rules_only:
            scores["whole"] = score_mind(many)
        table(f"{name} side, {len(many)} recordings", sum(1 for _ in turns(many)), scores)
        labelled, found, others = jargon_words(many)
        print(f"jargon words named in the consultations: {found} of {labelled} found, {others} others marked")


if __name__ == "__main__":
    main()
