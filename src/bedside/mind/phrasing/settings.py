"""Which language model to use: from the environment, or from `bedside.yaml`; none unless one is named."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from bedside.errors import BedsideError

FILE = "bedside.yaml"
SECTION = "language_model"
PREFIX = "BEDSIDE_LLM_"
LARGEST_FILE = 64 * 1024
"""Bytes."""
LIMITS: dict[str, tuple[float, float]] = {"timeout_s": (0.2, 30.0), "temperature": (0.0, 2.0)}


class SettingsError(BedsideError):
    """Settings that cannot be used; the message names the variable, or the file, line and key."""


@dataclass(frozen=True, slots=True)
class Settings:
    """An OpenAI-compatible endpoint. `timeout_s` is what a patient's answer may take, the check included.

    `temperature` None leaves it to the server, for models that take none.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout_s: float = 4.0
    temperature: float | None = 0.3

    @property
    def on_this_machine(self) -> bool:
        """Whether what is said stays on this machine."""
        host = urlsplit(self.url).hostname or ""
        if host == "localhost" or host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False

    @property
    def warning(self) -> str | None:
        """What whoever runs this should know before anything is said."""
        if self.on_this_machine:
            return None
        host = urlsplit(self.url).hostname
        if urlsplit(self.url).scheme == "http":
            return (
                f"What learner and patient say goes to {host} unencrypted, where others on the way can read it. "
                "Use an https address."
            )
        return f"What learner and patient say goes to {host}, off this machine. Tell your learners."


def load_settings(folder: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings | None:
    """The settings: `BEDSIDE_LLM_…` before the file `BEDSIDE_SETTINGS` or `folder/bedside.yaml`; None without a model.

    Raises SettingsError.
    """
    environment = os.environ if environment is None else environment
    found: dict[str, _Value] = {}
    file = _file(folder, environment)
    if file is not None:
        found = dict(_in_file(file))
    for name in ("url", "model", "key", "timeout_s", "temperature"):
        variable = PREFIX + name.upper()
        if environment.get(variable, "").strip():
            found[name] = _Value(environment[variable].strip(), variable)
    return _made(found) if found else None


@dataclass(frozen=True, slots=True)
class _Value:
    """A value and where it stands."""

    value: Any
    where: str


def _file(folder: Path | None, environment: Mapping[str, str]) -> Path | None:
    named = environment.get("BEDSIDE_SETTINGS", "").strip()
    if named:
        path = Path(named).expanduser()
        if not path.is_file():
            raise SettingsError(f"There is no file {path}, which BEDSIDE_SETTINGS names.", "Correct it, or unset it.")
        return path
    beside = folder / FILE if folder is not None else None
    return beside if beside is not None and beside.is_file() else None


def _in_file(path: Path) -> Iterator[tuple[str, _Value]]:
    """The keys of the section `language_model` with the lines that they stand on."""
    if path.stat().st_size > LARGEST_FILE:
        raise SettingsError(f"{path} is larger than {LARGEST_FILE:,} bytes.", "It holds settings only.")
    try:
        document = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        raise SettingsError(f"{path}{place} is not YAML.", "Look at the indentation and the colons.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from None
    for key, node, line in _pairs(document, path):
        if key != SECTION:
            raise SettingsError(f"{path}, line {line}: '{key}' is no setting.", f"There is: {SECTION}.")
        for name, value, at in _pairs(node, path):
            known = ("url", "model", "key", "timeout_s", "temperature")
            if name not in known:
                raise SettingsError(
                    f"{path}, line {at}: '{name}' is no setting of {SECTION}.", f"There are: {', '.join(known)}."
                )
            if not isinstance(value, yaml.ScalarNode):
                raise SettingsError(f"{path}, line {at}: '{name}' must be one value.", "Write it on the same line.")
            yield name, _Value(value.value, f"{path}, line {at}: {name}")


def _pairs(node: yaml.Node | None, path: Path) -> Iterator[tuple[str, yaml.Node, int]]:
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return
    if not isinstance(node, yaml.MappingNode):
        raise SettingsError(
            f"{path}, line {node.start_mark.line + 1}: names with values are needed here.", f"Such as: {SECTION}:"
        )
    for key, value in node.value:
        yield str(key.value), value, key.start_mark.line + 1


def _made(found: Mapping[str, _Value]) -> Settings:
    for needed, other in (("url", "model"), ("model", "url")):
        if needed not in found:
            there = found[other].where if other in found else next(iter(found.values())).where
            raise SettingsError(
                f"A language model needs a {needed}; there is only {there}.", f"Set {PREFIX}{needed.upper()}."
            )
    key = found.get("key")
    settings = Settings(_url(found["url"]), _text(found["model"]), _text(key) if key is not None else None)
    numbers = {name: _number(name, found[name]) for name in LIMITS if name in found}
    return replace(settings, **numbers)  # type: ignore[arg-type]  # of LIMITS only


def _text(given: _Value) -> str:
    text = str(given.value).strip()
    if not text or not text.isprintable() or not text.isascii() or len(text) > 500:
        raise SettingsError(f"{given.where} must be 1 to 500 printable ASCII characters.", "Copy it again.")
    return text


def _url(given: _Value) -> str:
    try:
        text = _text(given)
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        text, parts, good = "", urlsplit(""), False
    if not good:
        raise SettingsError(f"{given.where} is no address.", "It is like http://127.0.0.1:11434/v1")
    if parts.username or parts.password:
        raise SettingsError(f"{given.where} holds a name or password.", f"Put the key into {PREFIX}KEY.")
    return text.rstrip("/")


def _number(name: str, given: _Value) -> float | None:
    low, high = LIMITS[name]
    if name == "temperature" and str(given.value).lower() == "none":
        return None
    try:
        number = float(given.value)
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        raise SettingsError(
            f"{given.where} must be a number from {low:g} to {high:g}, not '{str(given.value)[:40]}'.",
            "A patient who waits too long to answer is no patient." if name == "timeout_s" else "Or none.",
        )
    return number
