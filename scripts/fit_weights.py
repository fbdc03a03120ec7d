"""Fit the weights of `weighing.py`: `python scripts/fit_weights.py [--shared FOLDER]`; writes `weights.yaml`.

Logistic regression with a small ridge on every candidate fact of the development turns (part `dev` of
`labels/split.yaml`) and of the typed development questions (`tests/mind/paraphrases`); then the threshold from
which at most MOST_WRONG percent are wrong.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bedside.mind.listening import Heard
from bedside.mind.reading import NOTHING, Focus
from bedside.mind.story import Act, Story, denied_presence
from bedside.mind.understanding import Understander
from bedside.mind.weighing import FEATURES, WAYS, Candidate
from heard_right import meets
from interviews import SHARED, follow, interviews

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "activities" / "clinic"))
WEIGHTS = ROOT / "src" / "bedside" / "mind" / "weights.yaml"
RIDGE = 0.5
MOST_WRONG = 5.0
"""Percent of questions that may be misunderstood; below the threshold this gives, the patient asks what is meant."""
PRICE = 4.0
"""How many questions heard in what sounded like none are worth one heard wrongly: an estimate."""

FEWEST = 8
"""Turns with a way of speaking from which its thresholds are fitted."""
TYPED = 0.5
"""What a typed question counts beside a recorded one: the reader was tuned on these and looks too good."""

Floats = npt.NDArray[np.float64]
Asked = list[tuple[str, ...]]


class Ears(Understander):
    """An understander that keeps the candidates of its last turn."""

    def __init__(self, story: Story) -> None:
        super().__init__(story)
        self.seen: list[Candidate] = []
        self.sounded = False
        weigh = self._weigher.candidates

        def kept(text: str, read: Iterable[Act], focus: Focus) -> list[Candidate]:
            acts = list(read)
            self.sounded = bool(acts)
            self.seen = weigh(text, acts, focus)
            return self.seen

        self._weigher.candidates = kept  # type: ignore[assignment, method-assign]


@dataclass
class Case:
    """A turn: candidates, whether it sounded like a question, what it asks for, the patient's symptoms, its weight."""

    seen: list[Candidate]
    sounded: bool
    asked: Asked
    has: set[str]
    weight: float = 1.0

    def meant(self, fact: str) -> bool:
        """Whether a fact was asked for."""
        return any(meets(fact, facts, self.has) for facts in self.asked)


def turns(shared: Path) -> Iterator[Case]:
    """The development turns, recorded and typed."""
    for interview in interviews("dev", shared):
        ears = Ears(interview.story())
        focus = NOTHING
        for turn in interview.turns:
            ears.seen = []
            acts = ears.understand(turn.text, replace(focus, last_words=turn.heard)).acts
            asked = [act for act in acts if act.act == "question"]
            if ears.seen:
                yield Case(ears.seen, ears.sounded, [q.facts for q in turn.asked], set(interview.has))
            for act in asked:
                focus = ears.moved(focus, act)
            focus = focus if asked else ears.after_telling(turn.text, focus)
    yield from typed()


def typed() -> Iterator[Case]:
    """The same for typed questions to the patients of the library."""
    from held_out import paraphrases

    from bedside.activities.clinic import ClinicScenario
    from bedside.activities.clinic.patient import story_of
    from bedside.scenario import load

    stories: dict[str, Story] = {}
    for question in paraphrases():
        if question.case not in stories:
            scenario = load(question.case)
            assert isinstance(scenario, ClinicScenario)
            stories[question.case] = story_of(scenario)
        story = stories[question.case]
        ears = Ears(story)
        focus = NOTHING
        if question.before:
            for act in ears.understand(question.before).acts:
                focus = ears.moved(focus, act)
        ears.seen = []
        ears.understand(question.text, focus)
        told = {fact.split(".", 1)[0] for fact in story.facts}
        if ears.seen:
            had = {topic for topic in told if not denied_presence(story, topic)}
            yield Case(ears.seen, ears.sounded, [question.expect] if question.expect else [], had, TYPED)


def fitted(inputs: Floats, wanted: Floats, counts: Floats) -> Floats:
    """Weights of a ridge logistic regression; `counts` says what each row counts."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        score = inputs @ weights
        cost = float((counts * (np.logaddexp(0, score) - wanted * score)).sum() + RIDGE * (weights[:-1] ** 2).sum())
        slope = inputs.T @ (counts * (1 / (1 + np.exp(-score)) - wanted))
        slope[:-1] += 2 * RIDGE * weights[:-1]
        return cost, slope

    return np.asarray(minimize(loss, np.zeros(inputs.shape[1]), jac=True, method="L-BFGS-B").x)


def outcome(case: Case, weights: Floats, need: float) -> tuple[float, float, float]:
    """Right, wrong and all questions of a turn at a threshold, weighted; as `heard_right.judge`, one side a topic."""
    scores = np.array([candidate.features for candidate in case.seen]) @ weights
    kept: list[str] = []
    for place in np.argsort(-scores, kind="stable"):
        if 1 / (1 + np.exp(-scores[place])) < need:
            break
        if not any(fact.split(".")[0] == case.seen[place].topic for fact in kept):
            kept.append(case.seen[place].fact)
    stray = not all(case.meant(fact) for fact in kept)
    met = sum(any(meets(fact, facts, case.has) for fact in kept) for facts in case.asked)
    total = max(1, len(case.asked))
    return case.weight * met, case.weight * (total - met) * stray, case.weight * total


def threshold(cases: list[Case], weights: Floats, *, asked: bool) -> float:
    """Of turns that sound like questions: where most are right with few wrong; of others: right - PRICE x wrong."""
    best = (-1e9, 0.95)
    for tried in np.arange(0.3, 0.96, 0.025):
        right, wrong, total = np.sum([outcome(case, weights, float(tried)) for case in cases], axis=0)
        if asked and round(float(tried) * 40) % 2 == 0:
            print(f"  {tried:.3f}: right {100 * right / total:.1f} % wrong {100 * wrong / total:.1f} %")
        worth = right - PRICE * wrong if not asked else right if 100 * wrong <= MOST_WRONG * total else -1e9
        best = max(best, (worth, float(tried)))
    return round(best[1], 3)


def ways(shared: Path) -> dict[str, tuple[float, float]]:
    """For each way of speaking the two probabilities with the best F1 on the recorded development turns.

    Where it is too rare to tell, the defaults stay: added from 0.7, never dropped. The author of the rules has read
    these turns and the listener has not, so they flatter the rules: the listener is always heard from 0.7 on.
    """
    rows: list[tuple[set[str], frozenset[str], Heard]] = []
    for interview in interviews("dev", shared):
        ears = Understander(interview.story())
        ears._weigher.speaking = lambda text, found, focus: found  # type: ignore[method-assign]
        focus = NOTHING
        for turn in interview.turns:
            now = replace(focus, last_words=turn.heard)
            acts = ears.understand(turn.text, now).acts
            rows.append(({act.act for act in acts}, turn.acts, ears._weigher.listener.hear(turn.text, now)))
            focus = follow(focus, turn.asked, interview.has)
    return {way: best_pair(way, rows) for way in WAYS}


def best_pair(way: str, rows: list[tuple[set[str], frozenset[str], Heard]]) -> tuple[float, float]:
    """The pair for one way of speaking."""
    if sum(way in wanted for _, wanted, _ in rows) < FEWEST:
        return 0.7, 0.0
    best = (-1.0, 0.7, 0.0)
    for add in (0.4, 0.5, 0.6, 0.7):
        for drop in (0.0, 0.02, 0.05):
            if drop < add:
                marks = [
                    ((way in by_rule and h.way(way) >= drop) or h.way(way) >= add, way in wanted)
                    for by_rule, wanted, h in rows
                ]
                both, one, other = (sum(f(m) for m in marks) for f in (all, lambda m: m[0], lambda m: m[1]))
                best = max(best, (2 * both / max(1, one + other), add, drop))
    print(f"  {way}: F1 {best[0]:.2f} at {best[1:]}")
    return best[1:]


def main() -> None:
    """Fit, choose the thresholds, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    shared = parser.parse_args().shared
    cases = list(turns(shared))
    inputs = np.array([candidate.features for case in cases for candidate in case.seen])
    wanted = np.array([float(case.meant(candidate.fact)) for case in cases for candidate in case.seen])
    counts = np.array([case.weight for case in cases for _ in case.seen])
    weights = fitted(inputs, wanted, counts)
    print(f"{len(cases)} turns, {len(inputs)} candidates")
    values = {name: float(weight) for name, weight in zip(FEATURES, weights, strict=True)}
    values["understood"] = threshold([case for case in cases if case.sounded], weights, asked=True)
    values["overheard"] = threshold([case for case in cases if not case.sounded], weights, asked=False)
    text = WEIGHTS.read_text("utf-8")
    for name, value in values.items():
        print(f"  {name}: {value:.3f}")
        text = re.sub(rf"(?m)^{name}: .*$", f"{name}: {value:.3f}", text)
    for way, (add, drop) in ways(shared).items():
        text = re.sub(rf"(?m)^  {way}: .*$", f"  {way}: [{add}, {drop}]", text)
    WEIGHTS.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
