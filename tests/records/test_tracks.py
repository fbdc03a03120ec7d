"""Tracks leave as Parquet with ticks and units, readable anywhere."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from counting_ward import CountingWard, header

from bedside.encounter import Chunk, Encounter
from bedside.records import RecordsError, StorageUnavailable, Store, read_track

NOW = "2026-11-23T09:00:00Z"


@pytest.fixture
def waved(store: Store) -> Store:
    Encounter.open(store.create(header(), NOW), CountingWard).advance(5_000)
    return store


def test_a_track_comes_back_as_it_was_with_its_units(waved: Store, tmp_path: Path) -> None:
    track = read_track(waved.export_track("e1", "wave", tmp_path / "made" / "wave.parquet"))
    assert (track.name, track.encounter, track.rate_hz) == ("wave", "e1", 10.0)
    assert (track.columns, track.units) == (("up", "down"), ("mV", "mV"))
    assert track.tick_ms.tolist() == list(range(100, 5001, 100))
    assert track.values.dtype == np.float32
    assert track.values[:, 0] == pytest.approx(np.sin(track.tick_ms / 1000), abs=1e-6)
    assert (track.values[:, 1] == -track.values[:, 0]).all()


def test_pandas_reads_it(waved: Store, tmp_path: Path) -> None:
    frame = pd.read_parquet(waved.export_track("e1", "wave", tmp_path / "wave.parquet"))
    assert list(frame.columns) == ["tick_ms", "up", "down"]
    assert len(frame) == 50
    field = pq.read_schema(tmp_path / "wave.parquet").field("up")
    assert field.metadata == {b"unit": b"mV"}


def test_rates_that_do_not_divide_a_second_keep_to_whole_milliseconds(store: Store, tmp_path: Path) -> None:
    log = store.create(header(), NOW)
    values = np.arange(3, dtype="<f4").tobytes()
    log.append([], reached=0, chunks=[Chunk("ecg", 0, 300.0, ("lead_ii",), ("mV",), values)])
    assert read_track(store.export_track("e1", "ecg", tmp_path / "e.parquet")).tick_ms.tolist() == [0, 3, 7]


def test_a_track_that_is_not_there_says_so(waved: Store, tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="no track 'ecg'"):
        waved.export_track("e1", "ecg", tmp_path / "ecg.parquet")
    assert list(tmp_path.glob("*.parquet")) == []


def test_a_track_that_changes_its_shape_leaves_no_file_behind(store: Store, tmp_path: Path) -> None:
    log = store.create(header(), NOW)
    log.append([], reached=0, chunks=[
        Chunk("ecg", 0, 1.0, ("a",), ("mV",), b"\0\0\0\0"),
        Chunk("ecg", 1000, 1.0, ("b",), ("mV",), b"\0\0\0\0"),
    ])  # fmt: skip
    with pytest.raises(RecordsError, match="at 1000 ms"):
        store.export_track("e1", "ecg", tmp_path / "out" / "ecg.parquet")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_place_that_cannot_be_written_says_so(waved: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageUnavailable, match="Choose another place"):
        waved.export_track("e1", "wave", tmp_path / "file" / "wave.parquet")


def test_other_parquet_files_are_not_taken_for_tracks(tmp_path: Path) -> None:
    pq.write_table(pa.table({"x": [1]}), tmp_path / "x.parquet")
    with pytest.raises(RecordsError, match="no track of Bedside"):
        read_track(tmp_path / "x.parquet")
