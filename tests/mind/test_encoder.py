"""The sentence encoder that ships with the package."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bedside.mind import encoding
from bedside.mind.encoding import FOLDER, SentenceEncoder
from bedside.mind.lexicon import leaning_wordings, shared_wordings


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder()


def test_vectors_are_of_unit_length_and_repeat_exactly(encoder: SentenceEncoder) -> None:
    one, two = encoder.encode("does it hurt anywhere else"), SentenceEncoder().encode("does it hurt anywhere else")
    assert one.shape == (encoding.WIDTH,)
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-3)
    assert np.array_equal(one, two)


def test_alike_meanings_lie_closer_than_unlike_ones(encoder: SentenceEncoder) -> None:
    asked, same, other = (encoder.encode(t) for t in ("do you smoke", "are you a smoker", "when did the pain begin"))
    assert asked @ same > 0.7 > 0.3 > asked @ other


def test_the_shipped_vectors_cover_the_taxonomy(encoder: SentenceEncoder) -> None:
    """Run `python scripts/embed_phrases.py` when this fails."""
    texts = {wording.text for wording in (*shared_wordings(), *leaning_wordings())}
    missing = [text for text in texts if encoder._shipped(encoding.phrase_key(text)) is None]
    assert len(missing) <= 0.02 * len(texts), missing[:10]


def test_wordings_of_a_case_are_encoded_once_and_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    texts = [f"have you seen the green door number {n}" for n in range(12)]
    first = SentenceEncoder().encode_all(texts)
    (kept,) = (tmp_path / "bedside").glob("phrases-*.npz")
    again = SentenceEncoder()
    monkeypatch.setattr(again, "_run", lambda text: pytest.fail(f"encoded {text!r} again"))
    assert np.array_equal(again.encode_all(texts), first)
    kept.write_bytes(b"broken")
    assert np.array_equal(SentenceEncoder().encode_all(texts), first)


def test_the_tokenizer_is_bounded_and_the_model_small() -> None:
    assert json.loads((FOLDER / "tokenizer.json").read_text("utf-8"))["truncation"]["max_length"] <= 64
    assert (FOLDER / "model.onnx").stat().st_size < 25e6
