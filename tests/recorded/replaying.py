"""Recorded doctors talk to our patients, turn by turn; what ours say is laid beside what the recorded patients said.

The recordings lie in the shared data beside the checkout (Fareez and others 2022, CC BY 4.0) and never in the
repository; each case in `cases/` states a recorded patient's facts in other words. `judged/` holds labels given by
reading, with a hash of the answer that was read: an answer that has changed since is left out and counted as stale.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import yaml

from bedside import Consultation
from bedside.activities.clinic import ClinicScenario
from bedside.scenario import load

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "data" / "osce-interviews"
Label = Literal["same", "different", "deferred", "none"]
"""Same fact and polarity; wrong fact, contradiction or no answer; asked again or unsure; nothing to compare."""
LABELS: tuple[Label, ...] = get_args(Label)
SPEAKER = re.compile(r"\s*(?:([DP])\s*:+|DL\s)\s*(.*)")
"""The start of a turn; one doctor's turn of MSK0014 lost its colon, so it has no number and is passed over."""

REPEATS = re.compile(r"\b(?:as i (?:said|told you)|like i said|i think i've told you that already, but)[,:]?\s*", re.I)
ACKNOWLEDGED = re.compile(r"^(?:ok|right|right, ok|all right|i see|mm-hm)\.$")


@dataclass(frozen=True)
class RecordedTurn:
    """A doctor's turn, numbered from 1 by the lines `D:`, and what the patient said to it."""

    number: int
    doctor: str
    patient: str


@dataclass(frozen=True)
class Exchange:
    """A recorded turn with our patient's answer: its words, status, facts let out and what was understood."""

    interview: str
    turn: RecordedTurn
    ours: str
    status: str
    facts: tuple[str, ...]
    understood: tuple[str, ...]

    @property
    def mark(self) -> str:
        """Eight hex digits that change when the answer does, not with the words for "OK", "as I said" or "pardon?"."""
        said = "pardon" if self.status == "clarify" else REPEATS.sub("", self.ours).lower()
        return hashlib.sha256(ACKNOWLEDGED.sub("ok", said).encode()).hexdigest()[:8]


def names() -> list[str]:
    """The interviews that have a case."""
    return sorted(path.stem for path in (HERE / "cases").glob("*.yaml"))


def recorded(name: str, folder: Path = SHARED) -> list[RecordedTurn]:
    """The doctor's turns of a recording with the answers to each."""
    turns: list[RecordedTurn] = []
    said: list[str] = []
    doctor, speaker = "", ""
    for line in (folder / f"{name}.txt").read_text(encoding="utf-8-sig", errors="replace").splitlines():
        match = SPEAKER.match(line)
        speaker, words = (match[1] or "", match[2]) if match else (speaker, line.strip())
        if match and speaker == "D":
            if doctor:
                turns.append(RecordedTurn(len(turns) + 1, doctor, " ".join(said)))
            doctor, said = words or "…", []
        elif speaker == "D":
            doctor = f"{doctor} {words}".strip()
        elif speaker == "P" and words:
            said.append(words)
        elif match:
            said.append("")
    return [*turns, RecordedTurn(len(turns) + 1, doctor, " ".join(said))]


def replay(name: str, folder: Path = SHARED) -> list[Exchange]:
    """Say each recorded doctor's turn, in order, to the patient of the case."""
    scenario = load(HERE / "cases" / f"{name}.yaml")
    assert isinstance(scenario, ClinicScenario)
    consultation = Consultation.start(scenario, seed=1)
    exchanges = []
    for turn in recorded(name, folder):
        events = consultation.send("ask", text=turn.doctor).events
        said = next(event.data for event in events if event.kind == "said")
        answered = [event.data for event in events if event.kind == "answered"]
        facts = tuple(fact["id"] for data in answered for fact in data["facts"])
        understood = tuple(
            f"{act['topic']}.{act['attribute']}" if act.get("topic") else act["act"] for act in said["acts"]
        )
        ours = " ".join(data["text"] for data in answered)
        exchanges.append(Exchange(name, turn, ours, answered[0]["status"], facts, understood))
    return exchanges


@dataclass(frozen=True)
class HandLabels:
    """What a person judged of one interview: turn → hash of our answer → label."""

    interview: str
    turns: Mapping[int, Mapping[str, Label]]

    def of(self, exchange: Exchange) -> Label | None:
        """The label of this very answer, or None where it was not judged."""
        return self.turns.get(exchange.turn.number, {}).get(exchange.mark)

    def is_stale(self, exchange: Exchange) -> bool:
        """Whether the turn was judged, but with another answer."""
        return bool(self.turns.get(exchange.turn.number)) and self.of(exchange) is None


def hand_labels() -> Iterator[HandLabels]:
    """Every judged interview."""
    for path in sorted((HERE / "judged").glob("*.yaml")):
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield HandLabels(
            path.stem, {turn: {str(mark): label for mark, label in of.items()} for turn, of in raw.items()}
        )


@dataclass(frozen=True)
class Agreement:
    """How far two judges agree: pairs of (by hand, by machine)."""

    pairs: tuple[tuple[Label, Label], ...]
    stale: int = 0

    @property
    def percent(self) -> float:
        """Of pairs that are equal."""
        return 100 * sum(hand == machine for hand, machine in self.pairs) / max(1, len(self.pairs))

    @property
    def kappa(self) -> float:
        """Agreement beyond chance (Cohen 1960); 1 where both always say the same."""
        count = max(1, len(self.pairs))
        observed = self.percent / 100
        by_hand, by_machine = (Counter(side) for side in zip(*self.pairs, strict=True)) if self.pairs else ({}, {})
        chance = sum(by_hand.get(label, 0) * by_machine.get(label, 0) for label in LABELS) / count**2
        return 1.0 if chance == 1 else (observed - chance) / (1 - chance)

    def by_class(self, label: Label) -> tuple[float, float, int]:
        """Percent of what the machine calls so that is so, percent of what is so that it finds, and how many are."""
        called = [hand for hand, machine in self.pairs if machine == label]
        found = [machine for hand, machine in self.pairs if hand == label]
        return (
            100 * called.count(label) / max(1, len(called)),
            100 * found.count(label) / max(1, len(found)),
            len(found),
        )


def percentiles(values: Iterable[int]) -> tuple[int, int, int]:
    """The 10th, 50th and 90th percentile, nearest rank."""
    ordered = sorted(values)
    if not ordered:
        return (0, 0, 0)
    tenth, half, most = (ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in (0.1, 0.5, 0.9))
    return (tenth, half, most)


def shares(labels: Sequence[Label]) -> dict[Label, float]:
    """Percent of each outcome among the turns that could be compared."""
    compared = [label for label in labels if label != "none"]
    return {label: 100 * compared.count(label) / max(1, len(compared)) for label in LABELS if label != "none"}


def questions(exchanges: Sequence[Exchange]) -> tuple[int, int]:
    """Turns in which the recorded doctor asked something, and questions heard by our patient."""
    asked = sum("?" in exchange.turn.doctor for exchange in exchanges)
    heard = sum("." in what or what == "question" for exchange in exchanges for what in exchange.understood)
    return asked, heard


def agreement(
    by_hand: Mapping[str, HandLabels], replays: Mapping[str, Sequence[Exchange]], labels: Mapping[str, Sequence[Label]]
) -> Agreement:
    """The automatic labels beside those given by reading, where the answer is the one that was read."""
    pairs: list[tuple[Label, Label]] = []
    stale = 0
    for name, judged in by_hand.items():
        for exchange, label in zip(replays.get(name, ()), labels.get(name, ()), strict=True):
            hand = judged.of(exchange)
            stale += judged.is_stale(exchange)
            if hand is not None:
                pairs.append((hand, label))
    return Agreement(tuple(pairs), stale)
