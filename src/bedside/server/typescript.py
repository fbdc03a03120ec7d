"""TypeScript types of everything that the server says and hears, made from the Python ones.

`python -m bedside.server.typescript web/src/net/generated.ts` writes them; a test fails when the file differs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from bedside.debrief import Report
from bedside.server import messages

HEAD = "// Made from the Python types by `python -m bedside.server.typescript`. Do not edit.\n"
ROOTS: tuple[Any, ...] = (
    messages.ClientMessage,
    messages.ServerMessage,
    messages.View,
    messages.Admission,
    messages.Brief,
    messages.Summary,
    messages.Catalogue,
    Report,
)
UNIONS = {"ClientFrame": messages.ClientMessage, "ServerFrame": messages.ServerMessage}
FIELD_TYPES = {
    ("Welcome", "me"): "Participant",
    ("Welcome", "view"): "View",
    ("ViewChange", "sections"): "Partial<View>",
    ("ViewChange", "added"): "Partial<View>",
}
"""Fields that are loose in Python, because activities differ, and certain for the client."""


def generate() -> str:
    """The whole file."""
    structs: dict[str, inspect.StructType] = {}
    for root in ROOTS:
        _collect(inspect.type_info(root), structs)
    parts = [_interface(structs[name]) for name in sorted(structs)]
    unions = [f"export type {name} = {_type(inspect.type_info(union))};\n" for name, union in UNIONS.items()]
    return "\n".join([HEAD, *parts, *unions])


def _collect(kind: inspect.Type, found: dict[str, inspect.StructType]) -> None:
    if isinstance(kind, inspect.StructType):
        if kind.cls.__name__ in found:
            return
        found[kind.cls.__name__] = kind
        for field in kind.fields:
            _collect(field.type, found)
    for part in _parts(kind):
        _collect(part, found)


def _parts(kind: inspect.Type) -> Iterator[inspect.Type]:
    match kind:
        case inspect.UnionType():
            yield from kind.types
        case inspect.ListType() | inspect.VarTupleType():
            yield kind.item_type
        case inspect.DictType():
            yield kind.key_type
            yield kind.value_type
        case _:
            return


def _interface(struct: inspect.StructType) -> str:
    name = struct.cls.__name__
    lines = [f"/** {(struct.cls.__doc__ or name).strip().splitlines()[0]} */", f"export interface {name} {{"]
    if struct.tag_field is not None:
        lines.append(f'  {struct.tag_field}: "{struct.tag}";')
    for field in struct.fields:
        optional = "?" if not field.required else ""
        written = FIELD_TYPES.get((name, field.name)) or _type(field.type)
        lines.append(f"  {field.encode_name}{optional}: {written};")
    return "\n".join([*lines, "}", ""])


def _type(kind: inspect.Type) -> str:
    match kind:
        case inspect.StructType():
            return kind.cls.__name__
        case inspect.StrType():
            return "string"
        case inspect.IntType() | inspect.FloatType():
            return "number"
        case inspect.BoolType():
            return "boolean"
        case inspect.NoneType():
            return "null"
        case inspect.BytesType():
            return "Uint8Array"
        case inspect.LiteralType():
            return " | ".join(msgspec.json.encode(value).decode() for value in sorted(kind.values, key=str))
        case inspect.EnumType():
            return " | ".join(msgspec.json.encode(member.value).decode() for member in kind.cls)
        case inspect.ListType() | inspect.VarTupleType():
            inner = _type(kind.item_type)
            return f"({inner})[]" if " | " in inner else f"{inner}[]"
        case inspect.DictType():
            key = _type(kind.key_type)
            value = _type(kind.value_type)
            return f"Record<string, {value}>" if key == "string" else f"Partial<Record<{key}, {value}>>"
        case inspect.UnionType():
            return " | ".join(dict.fromkeys(_type(part) for part in kind.types if not _is_unset(part)))
        case _:
            return "unknown"


def _is_unset(kind: inspect.Type) -> bool:
    return isinstance(kind, inspect.CustomType) and kind.cls is msgspec.UnsetType


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(generate(), encoding="utf-8")
