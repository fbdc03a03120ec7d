"""Scenario files: safe YAML in, a validated scenario or a list of problems out."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bedside.scenario.problems import Problem, ScenarioError

LARGEST_FILE = 2_000_000
"""Bytes. The largest case of the library has about 100 kB."""
DEEPEST = 40
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
M = TypeVar("M", bound=BaseModel)
Path_ = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """The plain data of a file and the line on which each part of it stands (from 1)."""

    data: Any
    lines: dict[Path_, int] = field(default_factory=dict)
    text: str = ""
    name: str = ""

    def line(self, where: Path_) -> int:
        """The line of a field, or of the nearest part around it that is written down."""
        for length in range(len(where), -1, -1):
            if where[:length] in self.lines:
                return self.lines[where[:length]]
        return 1

    @property
    def sha256(self) -> str:
        """Of the text as it stands."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_text(path: Path) -> str:
    """The text of a scenario file. Raises `ScenarioError` for what is missing, too large or not UTF-8 text."""
    name = str(path)

    def refuse(message: str, mend: str) -> ScenarioError:
        return ScenarioError([Problem(name, 1, "", message, mend)])

    try:
        if path.is_dir():
            raise refuse("this is a folder, not a scenario file", "name the YAML file inside it")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise refuse(
                f"the file has {size:,} bytes; the limit is {LARGEST_FILE:,}", "split it, or remove what is no scenario"
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        raise refuse("there is no such file", "check the path") from None
    except OSError as error:
        raise refuse(f"it cannot be read: {error.strerror}", "check its permissions") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problem = Problem(
            name,
            line,
            "",
            "this is not UTF-8 text",
            "save the file as UTF-8; a picture or an office document is no scenario",
        )
        raise ScenarioError([problem]) from None


def parse(text: str, name: str = "scenario") -> Document:
    """Plain data of YAML text, with line numbers. No tags, no anchors, no duplicate keys. Raises `ScenarioError`."""
    loader_type: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = Document(None, text=text, name=name)
    try:
        for token in yaml.scan(text, Loader=loader_type):
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
                line = token.start_mark.line + 1
                raise ScenarioError(
                    [Problem(name, line, "", "anchors, aliases and tags are not used here", "write the part out")]
                )
        loader = loader_type(text)
        try:
            node = loader.get_single_node()
            document.data = None if node is None else _plain(node, (), document, loader)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = f"the YAML is broken: {error.problem or error.context}"
        mend = "check indentation, quotes and colons near this line; put text that has ': ' or '#' in quotes"
        raise ScenarioError([Problem(name, mark.line + 1 if mark else 1, "", message, mend)]) from None
    except yaml.YAMLError as error:
        mend = "remove control characters; a scenario is plain UTF-8 text"
        raise ScenarioError([Problem(name, 1, "", f"the YAML is broken: {str(error).splitlines()[0]}", mend)]) from None
    except RecursionError:
        raise ScenarioError(
            [Problem(name, 1, "", "the YAML is nested too deeply", "remove the needless brackets")]
        ) from None
    return document


def _plain(node: yaml.Node, where: Path_, document: Document, loader: Any) -> Any:
    document.lines.setdefault(where, node.start_mark.line + 1)
    if len(where) > DEEPEST:
        raise RecursionError
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*where, index), document, loader) for index, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return _readable(loader.construct_object(node, deep=True), where, node, document)
    plain: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = _readable(loader.construct_object(key_node, deep=True), where, key_node, document)
        line = key_node.start_mark.line + 1
        if not isinstance(key, str | int | float | bool):
            raise ScenarioError(
                [
                    Problem(
                        document.name, line, _dotted(where), "a key must be plain text", "write a word before the colon"
                    )
                ]
            )
        key = key if isinstance(key, str | int) and not isinstance(key, bool) else str(key)
        if key in plain:
            first = document.lines[(*where, key)]
            message = f"'{key}' stands here twice (first on line {first})"
            raise ScenarioError(
                [Problem(document.name, line, _dotted((*where, key)), message, "merge the two, or rename one")]
            )
        document.lines[(*where, key)] = line
        plain[key] = _plain(value_node, (*where, key), document, loader)
    return plain


def _readable(value: Any, where: Path_, node: yaml.Node, document: Document) -> Any:
    """The value; a text that would steer a terminal, by an escape in quotes, is refused."""
    if isinstance(value, str) and (found := CONTROL.search(value)):
        message = f"the text holds the control character U+{ord(found[0]):04X}"
        problem = Problem(document.name, node.start_mark.line + 1, _dotted(where), message, "remove it")
        raise ScenarioError([problem])
    return value


def validate(document: Document, model: type[M]) -> M:
    """The model of a document, or `ScenarioError` naming line, field and mend of every problem."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        problems = [_problem(document, model, detail) for detail in details]
        raise ScenarioError(sorted(set(problems), key=lambda p: (p.line, p.field))) from None


def _dotted(where: Sequence[str | int]) -> str:
    return ".".join(str(part) for part in where)


def _problem(document: Document, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    where = tuple(part for part in detail["loc"] if not _is_label(part))
    message, mend = detail["msg"].removeprefix("Value error, "), ""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        message = f"'{where[-1]}' is not a field here"
        known = _fields_at(model, where[:-1])
        near = difflib.get_close_matches(str(where[-1]), known, n=2, cutoff=0.5)
        mend = f"did you mean {' or '.join(near)}?" if near else f"fields here: {', '.join(sorted(known)[:14])}"
    elif kind == "missing":
        message, mend = f"'{where[-1]}' is missing", f"add a line '{where[-1]}: …'"
    elif kind in ("literal_error", "enum"):
        message, mend = (
            f"'{_short(detail['input'])}' is not one of the values allowed",
            f"use {context.get('expected', '')}",
        )
    elif kind == "string_pattern_mismatch":
        message = f"'{_short(detail['input'])}' is not written as a name should be"
        mend = (
            "use small letters, digits and hyphens"
            if "-" in str(context.get("pattern"))
            else "use small letters, digits and underscores"
        )
    elif kind.endswith(("_type", "_parsing")):
        message, mend = (
            f"{message}; found {_described(detail['input'])}",
            "check the indentation and the form of this field",
        )
    elif kind == "value_error":
        message, _, mend = message.partition("; ")
    else:
        message = f"{message} (found '{_short(detail['input'])}')"
    return Problem(document.name, document.line(where), _dotted(where), message, mend)


def _is_label(part: str | int) -> bool:
    """Whether pydantic put this into the place itself, such as `function-before[…]`."""
    return isinstance(part, str) and ("[" in part or part in ("str", "tuple", "float", "bool", "int"))


def _short(value: Any) -> str:
    text = re.sub(r"\s+", " ", str(value))
    return text if len(text) <= 60 else text[:57] + "…"


def _described(value: Any) -> str:
    if value is None:
        return "nothing"
    names = {dict: "a mapping", list: "a list", str: f"the text '{_short(value)}'", bool: f"'{value}'"}
    return names.get(type(value), f"'{_short(value)}'")


def _fields_at(model: type[BaseModel], where: Path_) -> list[str]:
    """Names of the fields that the part at `where` may have, as far as the model tells."""
    schema = model.model_json_schema()
    part: Mapping[str, Any] = schema
    for step in where:
        options = [_resolve(option, schema) for option in _options(part)]
        chosen = next((found for option in options if (found := _child(option, step)) is not None), None)
        if chosen is None:
            return []
        part = _resolve(chosen, schema)
    return [name for option in _options(part) for name in _resolve(option, schema).get("properties", {})]


def _options(part: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(part.get("anyOf", [part]))


def _resolve(part: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = part.get("$ref")
    return schema["$defs"][reference.rsplit("/", 1)[1]] if reference else part


def _child(part: Mapping[str, Any], step: str | int) -> Mapping[str, Any] | None:
    if isinstance(step, int):
        items = part.get("items")
        return items if isinstance(items, Mapping) else None
    if step in part.get("properties", {}):
        child: Mapping[str, Any] = part["properties"][step]
        return child
    patterns = part.get("patternProperties")
    more = next(iter(patterns.values())) if patterns else part.get("additionalProperties")
    return more if isinstance(more, Mapping) else None
