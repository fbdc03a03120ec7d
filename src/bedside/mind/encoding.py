"""Sentences to vectors by the small encoder in `encoder/`, with the vectors of known wordings kept on disk.

The model is all-MiniLM-L6-v2 (384 numbers, unit length) as int8 ONNX on one thread, so that numbers repeat.
Without onnxruntime there are no vectors and understanding is lexical only.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

WIDTH = 384
Vectors = npt.NDArray[np.float32]
FOLDER = Path(str(files("bedside.mind") / "encoder"))
SHIPPED = FOLDER / "phrases.npz"


def phrase_key(text: str) -> int:
    """A 63-bit name of a wording."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


class SentenceEncoder:
    """Loads the model at first need; remembers what it has encoded."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Reads nothing yet."""
        self.folder = folder
        self._session: Any = None
        self._tokenizer: Any = None
        self._known: dict[int, Vectors] = {}
        self._table: tuple[npt.NDArray[np.int64], Vectors] | None = None

    @property
    def available(self) -> bool:
        """Whether onnxruntime, tokenizers and the model are there."""
        return runtime() is not None and (self.folder / "model.onnx").exists()

    def encode(self, text: str) -> Vectors:
        """The vector of one sentence, shape (384,)."""
        key = phrase_key(text)
        if key not in self._known:
            if len(self._known) > 20000:
                self._known.clear()
            found = self._shipped(key)
            self._known[key] = self._run(text) if found is None else found
        return self._known[key]

    def encode_all(self, texts: Iterable[str]) -> Vectors:
        """Vectors of many sentences, shape (n, 384); those not shipped are kept in the user's cache."""
        wanted = list(texts)
        missing = [
            text for text in wanted if phrase_key(text) not in self._known and self._shipped(phrase_key(text)) is None
        ]
        if len(missing) > 8:
            self._from_cache(missing)
        return np.stack([self.encode(text) for text in wanted]) if wanted else np.zeros((0, WIDTH), np.float32)

    def _run(self, text: str) -> Vectors:
        if self._session is None:
            self._session, self._tokenizer = session(self.folder / "model.onnx")
        ids = self._tokenizer.encode(text).ids
        feed = {"ids": np.array([ids], np.int64), "mask": np.ones((1, len(ids)), np.int64)}
        return np.asarray(self._session.run(None, feed)[0][0], np.float32)

    def _shipped(self, key: int) -> Vectors | None:
        if self._table is None:
            self._table = _read_table(self.folder / SHIPPED.name)
        keys, vectors = self._table
        place = int(np.searchsorted(keys, key))
        if place < len(keys) and keys[place] == key:
            return np.asarray(vectors[place], np.float32)
        return None

    def _from_cache(self, texts: list[str]) -> None:
        """Take the vectors of these wordings from a file named by their hash, or compute and write it."""
        name = hashlib.blake2b("\n".join(sorted(texts)).encode(), digest_size=12).hexdigest()
        path = cache_folder() / f"phrases-{model_key(self.folder)}-{name}.npz"
        if path.exists():
            try:
                keys, vectors = _read_table(path)
                self._known.update(zip((int(key) for key in keys), vectors.astype(np.float32), strict=True))
                return
            except (OSError, ValueError, KeyError):
                path.unlink(missing_ok=True)
        for text in texts:
            self._known[phrase_key(text)] = self._run(text).astype(np.float16).astype(np.float32)
        try:
            write_table(path, {text: self._known[phrase_key(text)] for text in texts})
        except OSError:
            return  # a read-only home only costs time at the next start


@cache
def runtime() -> tuple[Any, Any] | None:
    """The packages onnxruntime and tokenizers, where they are installed."""
    try:
        import onnxruntime
        import tokenizers
    except ImportError:
        return None
    return onnxruntime, tokenizers


def session(model: Path) -> tuple[Any, Any]:
    """A model on one thread, and the tokenizer that lies beside it."""
    found = runtime()
    assert found is not None
    onnxruntime, tokenizers = found
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    loaded = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return loaded, tokenizers.Tokenizer.from_file(str(model.with_name("tokenizer.json")))


@cache
def model_key(folder: Path) -> str:
    """A short name of the model's bytes, by size and head, so that caches of another model are not used."""
    path = folder / "model.onnx"
    with path.open("rb") as handle:
        return hashlib.blake2b(handle.read(1 << 20) + str(path.stat().st_size).encode(), digest_size=4).hexdigest()


def cache_folder() -> Path:
    """`$XDG_CACHE_HOME/bedside`, or `~/.cache/bedside`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "bedside"


def _read_table(path: Path) -> tuple[npt.NDArray[np.int64], Any]:
    if not path.exists():
        return np.zeros(0, np.int64), np.zeros((0, WIDTH), np.float16)
    with np.load(path) as table:
        return table["keys"], table["vectors"]


def write_table(path: Path, vectors: dict[str, Vectors]) -> None:
    """Write wordings' vectors as float16, sorted by key; the file appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = sorted((phrase_key(text), vector) for text, vector in vectors.items()) if vectors else []
    keys = np.array([key for key, _ in rows], np.int64)
    matrix = np.stack([vector for _, vector in rows]).astype(np.float16) if rows else np.zeros((0, WIDTH), np.float16)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    with partial.open("wb") as handle:
        np.savez(handle, keys=keys, vectors=matrix)
    partial.replace(path)
