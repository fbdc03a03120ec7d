"""Train the patient's second opinion on questions: `python scripts/train_guesser.py [--shared FOLDER]`.

Softmax regression by L-BFGS over the sentence's vector and hashed words. Training phrases: the phrase bank,
some of the taxonomy's own patterns and, where the shared data lie, labelled turns of the interviews of the part `train`
of `labels/split.yaml`. Held-out questions (paraphrases, the parts `dev` and `test`) are never read. Writes guesser.npz.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from scipy.optimize import minimize

from bedside.mind.encoding import SentenceEncoder
from bedside.mind.guessing import WEIGHTS, features
from bedside.mind.taxonomy import Taxonomy
from bedside.mind.wording import content, plain
from interviews import OTHER, interviews

MIND = Path(__file__).parents[1] / "src" / "bedside" / "mind"
TESTS = MIND.parents[2] / "tests" / "mind"
PATTERNS_PER_FACT = 4
FEWEST_WORDS = 3
"""Content words of a recorded turn that is used; shorter ones lean on what was said before."""
MOST_WORDS = 14
"""Longer turns say much besides what they ask."""
RIDGE = 5e-6
STEPS = 300


def training_phrases(shared: Path) -> dict[str, list[str]]:
    """Phrases by fact: the bank's, and a few of the taxonomy's patterns for each fact that the bank knows."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((MIND / "phrases").glob("*.yaml")):
        for fact, phrases in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            found[fact].extend(phrases)
    taxonomy = Taxonomy.load()
    for fact in list(found):
        patterns = taxonomy.asks(*fact.split(".", 1))
        step = max(1, len(patterns) // PATTERNS_PER_FACT)
        found[fact].extend(patterns[::step][:PATTERNS_PER_FACT])
    for fact, phrase in recorded(shared):
        if fact in found:
            found[fact].append(phrase)
    return {fact: sorted({plain(phrase).rstrip("?") for phrase in phrases}) for fact, phrases in found.items()}


def recorded(shared: Path) -> Iterator[tuple[str, str]]:
    """Labelled turns that ask one thing and name it: of the interviews of the part `train`, and typed ones."""
    for interview in interviews("train", shared) if (shared / "osce-interviews").is_dir() else ():
        for turn in interview.turns:
            if len(turn.asked) == 1 and not turn.asked[0].leans and turn.asked[0].facts[0] != OTHER:
                said = plain(turn.text)
                if FEWEST_WORDS <= len(content(said)) <= MOST_WORDS:
                    yield turn.asked[0].facts[0], said
    for items in yaml.safe_load((TESTS / "dev_typed.yaml").read_text(encoding="utf-8")).values():
        for item in items:
            if item["expect"] and not item.get("after") and len(content(plain(item["text"]))) >= FEWEST_WORDS:
                yield item["expect"][0], item["text"]


def train(inputs: npt.NDArray[np.float32], labels: npt.NDArray[np.int64], classes: int) -> tuple[Any, Any]:
    """Weights (features × classes) and bias of a ridge softmax regression, each class counting the same."""
    rows, width = inputs.shape
    counts = np.bincount(labels, minlength=classes)
    weight = (rows / classes / counts)[labels] ** 0.5
    hot = np.zeros((rows, classes), np.float32)
    hot[np.arange(rows), labels] = 1.0

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        matrix = flat.astype(np.float32).reshape(width + 1, classes)
        scores = inputs @ matrix[:-1] + matrix[-1]
        scores -= scores.max(1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(1, keepdims=True)
        cost = -float((weight * np.log(shares[np.arange(rows), labels] + 1e-12)).sum()) / rows
        slope = (shares - hot) * weight[:, None].astype(np.float32) / rows
        gradient = np.vstack([inputs.T @ slope + RIDGE * matrix[:-1], slope.sum(0, keepdims=True)])
        return cost + 0.5 * RIDGE * float((matrix[:-1] ** 2).sum()), gradient.astype(np.float64).ravel()

    found = minimize(loss, np.zeros((width + 1) * classes), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    matrix = found.x.reshape(width + 1, classes)
    return matrix[:-1], matrix[-1]


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=MIND.parents[3] / "shared" / "data")
    shared = parser.parse_args().shared
    start = time.perf_counter()
    encoder = SentenceEncoder()
    phrases = training_phrases(shared)
    names = sorted(phrases)
    pairs = [(phrase, place) for place, name in enumerate(names) for phrase in phrases[name]]
    inputs = np.stack([features(phrase, encoder) for phrase, _ in pairs])
    labels = np.array([place for _, place in pairs])
    print(f"{len(pairs)} phrases of {len(names)} facts, encoded in {time.perf_counter() - start:.0f} s")
    weights, bias = train(inputs, labels, len(names))
    scale = np.abs(weights).max(0, keepdims=True) / 127
    packed = np.round(weights / scale).astype(np.int8)
    np.savez_compressed(WEIGHTS, names=np.array(names), weights=packed, scale=scale.astype(np.float32), bias=bias)
    guessed = (inputs @ (packed * scale) + bias).argmax(1)
    share = 100 * float((guessed == labels).mean())
    print(
        f"{share:.1f} % of its own phrases, {WEIGHTS.stat().st_size / 1e6:.1f} MB, {time.perf_counter() - start:.0f} s"
    )


if __name__ == "__main__":
    main()
