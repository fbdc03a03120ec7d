"""OSCE-style JSON cases in, playable clinic scenarios out.

Example::

    paths = import_file(Path("cases.jsonl"), to=Path("my-cases"))
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bedside.interop.osce.case import scenario
from bedside.interop.osce.reading import OsceError, Record, records
from bedside.interop.writing import written
from bedside.scenario import ScenarioError, read

LARGEST_FILE = 50_000_000
"""Bytes. Ten thousand cases of the usual size have about 20 MB."""

__all__ = ["OsceError", "Record", "convert", "import_file", "records"]


def convert(text: str, name: str = "cases.json") -> Iterator[tuple[Record, str]]:
    """Each case of a file's text, with its scenario as YAML that has passed the check. Raises `OsceError`."""
    for record in records(text, name):
        identity = f"{record.number:04d}"
        try:
            made = written(scenario(record, identity=identity, source=name))
            read(made, f"{identity}.yaml")
        except ScenarioError as error:
            raise OsceError(
                f"{name}:{record.line}: record {record.number} cannot be made into a scenario: {error.problems[0]}",
                "Leave this record out, and report it with the record.",
            ) from error
        except RecursionError:
            raise OsceError(
                f"{name}:{record.line}: record {record.number} is nested too deeply.", "Flatten it."
            ) from None
        yield record, made


def import_file(source: Path, to: Path, *, force: bool = False) -> list[Path]:
    """Write each case of `source` to `to` as 0001.yaml, 0002.yaml …, in their order; all of them or none.

    Raises `OsceError` for what cannot be read, and for a folder that holds something already unless `force`.
    """
    text = _text(source)
    if to.exists() and not to.is_dir():
        raise OsceError(f"{to} is a file, not a folder.", "Name a folder.")
    if to.is_dir() and any(to.iterdir()) and not force:
        raise OsceError(f"{to} is not empty.", "Name another folder, or write into it with --force.")
    made = [(f"{record.number:04d}.yaml", yaml_text) for record, yaml_text in convert(text, source.name)]
    try:
        to.mkdir(parents=True, exist_ok=True)
        paths = []
        for name, yaml_text in made:
            (to / name).write_text(yaml_text, encoding="utf-8")
            paths.append(to / name)
    except OSError as error:
        raise OsceError(
            f"{to} cannot be written: {error.strerror}.", "Check its permissions and the disk's space."
        ) from error
    return paths


def _text(source: Path) -> str:
    try:
        if source.is_dir():
            raise OsceError(f"{source} is a folder.", "Name the JSON file inside it.")
        if source.stat().st_size > LARGEST_FILE:
            raise OsceError(f"{source} is larger than {LARGEST_FILE:,} bytes.", "Split it.")
        raw = source.read_bytes()
    except FileNotFoundError:
        raise OsceError(f"There is no file {source}.", "Check the path.") from None
    except OSError as error:
        raise OsceError(f"{source} cannot be read: {error.strerror}.", "Check its permissions.") from None
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise OsceError(f"{source}:{line}: this is not UTF-8 text.", "Save it as UTF-8 JSON.") from None
