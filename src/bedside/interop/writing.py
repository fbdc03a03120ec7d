"""Scenarios as YAML that people like to read: block style, and a blank line between the parts."""

from __future__ import annotations

from typing import Any

import yaml


class _Dumper(yaml.SafeDumper):
    """Block style, texts of several lines as blocks, no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def written(made: dict[str, Any]) -> str:
    """A scenario as YAML, with a blank line between its parts."""
    chunks = [
        yaml.dump(
            {key: value}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=400, default_flow_style=False
        )
        for key, value in made.items()
    ]
    large = ("history", "topics", "examination", "tests", "physiology", "diagnosis", "checklist", "expert")
    return "".join(("\n" if key in large else "") + chunk for key, chunk in zip(made, chunks, strict=True))
