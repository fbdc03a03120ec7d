"""A language model words what the library's patients say: what is refused, what is heard, and how long it takes.

    python benchmarks/language_model.py [--turns 500] [--minutes 60] [--url URL --model NAME] [--timeout 30] [--show]

Without `--url` it asks SmolLM2-135M served on this machine by llama.cpp, which invents freely. Turns are the questions
of the cases' walk-throughs. What the learner hears of the model is laid beside the words of the case by a reader that
shares no code with the check (tests/mind/claims/judge.py); it knows no synonyms, so all it names is listed to be read.
"""

from __future__ import annotations

import argparse
import contextlib
import platform
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
for folder in ("tests/mind/phrasing", "tests/mind/claims", "tests/activities/clinic"):
    sys.path.insert(0, str(ROOT / folder))

from a_real_model import MISSING, a_real_model, weights  # noqa: E402
from judge import complaints  # noqa: E402

from bedside import Consultation  # noqa: E402
from bedside.encounter import Refused  # noqa: E402
from bedside.mind.claims.cutting import sentences  # noqa: E402
from bedside.mind.phrasing import Phrase, Phraser, Request, Settings  # noqa: E402

GRAMMAR = frozenset(["i", "'ve", "'m", "my", "me", "am", "it", "'s", "is", "that", "there", "he", "she", "his", "her"])
"""Words that the reader names and that state nothing by themselves: "Never tried it" said as "I've never tried it"."""
SAME = {"fever": "temperature", "no": "n't had any"}
"""Rewordings that the reader named and a person found to say the same: the word heard, and the case's word for it."""
WALKS = ROOT / "tests" / "activities" / "clinic" / "walkthroughs"


class Recorded(Phraser):
    """A phraser that keeps what it was asked and what came back, and does not rest after failures."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.turns: list[tuple[Request, Phrase]] = []

    def phrase(self, request: Request, listener: Any = None) -> Phrase:
        self._failed = 0
        found = super().phrase(request, listener)
        self.turns.append((request, found))
        return found


@dataclass
class Tally:
    """What came of all turns."""

    turns: int = 0
    used: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    sentences: int = 0
    passed: int = 0
    reworded: int = 0
    ms: list[int] = field(default_factory=list)
    first_ms: list[int] = field(default_factory=list)
    named: list[tuple[str, str, list[str]]] = field(default_factory=list)


def questions(case: str) -> list[str]:
    """What the learners of a case's walk-throughs say, each once."""
    walks = yaml.safe_load((WALKS / f"{case}.yaml").read_text("utf-8"))
    steps = [step for walk in walks.values() for step in walk if isinstance(step, dict)]
    return list(dict.fromkeys(str(text) for step in steps for verb, text in step.items() if verb == "ask"))


def consult(phraser: Recorded, wanted: int, show: bool = False, minutes: float = 600) -> Tally:
    """Talk with one patient after the other until so many turns were given out, or the time is up."""
    tally, until = Tally(), time.monotonic() + 60 * minutes
    for seed, path in enumerate(cycle(sorted(WALKS.glob("*.yaml")))):
        before = tally.turns
        consultation = Consultation.start(path.stem, seed=seed, phraser=phraser)
        for question in questions(path.stem):
            if tally.turns >= wanted or time.monotonic() > until:
                return tally
            _turn(consultation, phraser, question, tally, show)
        if tally.turns == before:
            raise SystemExit(f"{path.stem} gave out no turn")
    return tally


def _turn(consultation: Consultation, phraser: Recorded, question: str, tally: Tally, show: bool) -> None:
    asked = len(phraser.turns)
    with contextlib.suppress(Refused):
        receipt = consultation.send("ask", text=question)
        answers = [event.data for event in receipt.events if event.kind == "answered" and "phrased" in event.data]
        if len(phraser.turns) > asked and answers:
            _count(tally, *phraser.turns[-1], answers[-1], show)


def _count(tally: Tally, request: Request, phrase: Phrase, heard: dict[str, Any], show: bool) -> None:
    phrased = heard["phrased"]
    tally.turns += 1
    tally.used[phrased["used"]] += 1
    tally.outcomes[phrased["outcome"]] += 1
    tally.refused.update(why for why in phrased["refused"] if why != "missing")
    tally.sentences += len(sentences(phrase.text))
    tally.passed += len(sentences(phrase.passed))
    tally.ms.append(phrase.ms)
    tally.first_ms += [phrase.first_ms] if phrase.first_ms is not None else []
    if phrased["used"] == "model":
        text = heard["text"].replace("… ", " ")
        tally.reworded += text != " ".join(request.words)
        found = complaints(text, [list(request.words), [*request.words, *request.said]])
        if found:
            tally.named.append((" ".join(request.words), text, found))
    if show:
        print(
            f"- {request.asked}\n    may: {' '.join(request.words)}\n    model: {phrase.text!r}\n    → {heard['text']}"
        )


def report(tally: Tally, title: str) -> None:
    """One table."""
    print(f"{title}: {tally.turns} turns on {platform.processor() or platform.machine()}, {platform.python_version()}")
    print(f"  heard in the model's words        {tally.used['model']:5}  other than the case's in {tally.reworded}")
    print(f"  heard in the words of the case    {tally.used['grounded']:5}")
    print(f"  how it went                       {_list(tally.outcomes)}")
    print(f"  sentences of the model            {tally.sentences:5}  passed {tally.passed}")
    print(f"  refused, by why                   {_list(tally.refused)}")
    print(f"  time until whole, p50 / p95       {_ms(tally.ms)}")
    print(f"  until a first sentence passed     {_ms(tally.first_ms)}")
    print(f"  heard, and named by the reader    {len(tally.named):5}  stating anything {len(stated(tally))} (want 0)")
    for words, text, found in tally.named:
        print(f"    may: {words}\n    heard: {text}\n      {'; '.join(found)}")


def stated(tally: Tally) -> list[tuple[str, str, list[str]]]:
    """Of what the reader named, that in which more than a word of grammar is new, gone or moved."""
    return [named for named in tally.named if any(_states(_word(complaint), named[0]) for complaint in named[2])]


def _states(word: str, words: str) -> bool:
    """Whether a new word states anything that the case's words do not."""
    return word not in GRAMMAR and SAME.get(word, "\0") not in words


def _word(complaint: str) -> str:
    """The word that a complaint is about; a complaint about anything but a new word is returned whole."""
    return complaint.removeprefix("new: ").split(" in ")[0] if complaint.startswith("new: ") else complaint


def _list(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common()) or "none"


def _ms(times: list[int]) -> str:
    if len(times) < 2:
        return "–"
    return f"{statistics.median(times):.0f} / {statistics.quantiles(times, n=20)[-1]:.0f} ms"


@contextlib.contextmanager
def asked_at(url: str | None) -> Iterator[str]:
    """The address that is asked: the one given, or a small model's on this machine."""
    if url:
        yield url
    elif weights() is None:
        raise SystemExit(MISSING)
    else:
        with a_real_model() as found:
            yield found


def main() -> None:
    """Run it and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=600, help="stop after so long, with what there is")
    parser.add_argument("--url")
    parser.add_argument("--model", default="SmolLM2-135M-Instruct Q4_1")
    parser.add_argument("--timeout", type=float, default=30.0, help="seconds that an answer may take")
    parser.add_argument("--show", action="store_true", help="print every turn")
    options = parser.parse_args()
    with asked_at(options.url) as url, Recorded(Settings(url, options.model, timeout_s=options.timeout)) as phraser:
        report(consult(phraser, options.turns, options.show, options.minutes), options.model)


if __name__ == "__main__":
    main()
