"""Tracks as Parquet: a column `tick_ms`, then a float32 column for each quantity with its unit in the metadata."""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from bedside.encounter import Chunk, Log
from bedside.records.faults import RecordsError, StorageDamaged, StorageUnavailable

TICK = "tick_ms"
UNIT = b"unit"


class Track(NamedTuple):
    """A track in memory: `values[i, j]` is column j at `tick_ms[i]`."""

    name: str
    encounter: str
    rate_hz: float
    columns: tuple[str, ...]
    units: tuple[str, ...]
    tick_ms: npt.NDArray[np.int64]
    values: npt.NDArray[np.float32]


def rows(chunk: Chunk) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """A chunk's ticks, shape (n,), and values, shape (n, columns). Raises StorageDamaged."""
    values = np.frombuffer(chunk.values, dtype="<f4")
    if not chunk.columns or values.size % len(chunk.columns):
        raise StorageDamaged(
            f"The chunk at {chunk.start} ms of {chunk.track} does not hold whole rows.", "Export another track."
        )
    values = values.reshape(-1, len(chunk.columns))
    ticks = chunk.start + np.rint(np.arange(len(values)) * (1000.0 / chunk.rate_hz)).astype(np.int64)
    return ticks, values


def export(log: Log, name: str, path: Path) -> Path:
    """Write a track to `path`, chunk by chunk; the file appears when it is whole.

    Raises RecordsError when there is no such track or its shape changes, StorageUnavailable when it cannot be written.
    """
    chunks = log.track_chunks(name)
    first = next(chunks, None)
    if first is None:
        raise RecordsError(f"There is no track {name!r} in the encounter {log.header.encounter}.", "Choose another.")
    schema = _schema(first, log.header.encounter)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with pq.ParquetWriter(partial, schema, compression="zstd") as writer:
            writer.write_table(_table(first, first, schema))
            for chunk in chunks:
                writer.write_table(_table(chunk, first, schema))
        partial.replace(path)
    except OSError as error:
        raise StorageUnavailable(
            f"The track {name} could not be written to {path} ({error}).", "Choose another place, or free some space."
        ) from error
    finally:
        with suppress(OSError):  # it is not there, or its folder is none
            partial.unlink()
    return path


def read_track(path: Path | str) -> Track:
    """Read back what `export` wrote. Raises RecordsError for another kind of Parquet file."""
    table = pq.read_table(path)
    metadata = table.schema.metadata or {}
    if TICK not in table.column_names or b"bedside.track" not in metadata:
        raise RecordsError(f"{path} is no track of Bedside.", "Give a file that export_track wrote.")
    columns = tuple(column for column in table.column_names if column != TICK)
    units = tuple((table.schema.field(column).metadata or {}).get(UNIT, b"").decode() for column in columns)
    return Track(
        metadata[b"bedside.track"].decode(),
        metadata[b"bedside.encounter"].decode(),
        float(metadata[b"bedside.rate_hz"]),
        columns,
        units,
        table.column(TICK).to_numpy(),
        np.column_stack([table.column(column).to_numpy() for column in columns]),
    )


def _schema(chunk: Chunk, encounter_id: str) -> pa.Schema:
    quantities = [
        pa.field(column, pa.float32(), metadata={UNIT: unit})
        for column, unit in zip(chunk.columns, chunk.units, strict=True)
    ]
    return pa.schema(
        [pa.field(TICK, pa.int64(), nullable=False, metadata={UNIT: "ms"}), *quantities],
        metadata={
            "bedside.track": chunk.track,
            "bedside.encounter": encounter_id,
            "bedside.rate_hz": repr(chunk.rate_hz),
        },
    )


def _table(chunk: Chunk, first: Chunk, schema: pa.Schema) -> pa.Table:
    if (chunk.columns, chunk.units, chunk.rate_hz) != (first.columns, first.units, first.rate_hz):
        raise RecordsError(
            f"The track {chunk.track} changes its columns, units or rate at {chunk.start} ms.",
            "An activity gives each shape a track of its own; report this.",
        )
    ticks, values = rows(chunk)
    return pa.table([pa.array(ticks), *(pa.array(column) for column in values.T)], schema=schema)
