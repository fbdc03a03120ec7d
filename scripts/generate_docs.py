"""Write the reference pages that are made from the code; a test fails when they differ."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from bedside.activities.clinic import ClinicScenario
from bedside.activities.clinic.commands import ARGUMENTS, DURATIONS_S, VERBS
from bedside.activities.clinic.events import EVENTS

DOCS = Path(__file__).parents[1] / "docs"
MADE = "<!-- Made by `python scripts/generate_docs.py`. Do not edit. -->\n"


def pages() -> dict[str, str]:
    """Every generated page by its path under docs."""
    return {
        "reference/clinic-verbs-and-events.md": verbs_and_events(),
        "reference/case-format.md": case_format(),
        "reference/clinic.schema.json": json.dumps(ClinicScenario.model_json_schema(), indent=1, sort_keys=True) + "\n",
    }


def verbs_and_events() -> str:
    """The verbs with their arguments and roles, and the kinds of events."""
    lines = [MADE, "# The clinic's verbs and events\n", "## Verbs\n"]
    lines += ["A command that cannot be carried out becomes a `refused` event with a reason and a hint.\n"]
    lines += ["| verb | arguments | for | seconds where time is virtual |", "|---|---|---|---|"]
    for verb in VERBS:
        roles = ", ".join(sorted(VERBS[verb]))
        lines.append(f"| `{verb}` | {_arguments(verb)} | {roles} | {DURATIONS_S.get(verb, '–')} |")
    lines += ["", "## Events\n", "| kind | what |", "|---|---|"]
    lines += [f"| `{kind}` | {text} |" for kind, text in EVENTS.items()]
    return "\n".join(lines) + "\n"


KERNEL = {"pause": "", "resume": "", "pace": "factor", "jump": "minutes"}


def _arguments(verb: str) -> str:
    if verb == "do":
        return "`action` and the arguments of that action in the catalogue"
    if verb in KERNEL:
        return f"`{KERNEL[verb]}`" if KERNEL[verb] else "none"
    fields = msgspec.structs.fields(ARGUMENTS[verb])
    return ", ".join(f"`{field.name}`{'' if field.required else ' (optional)'}" for field in fields) or "none"


def case_format() -> str:
    """The fields of a case, part by part."""
    schema = ClinicScenario.model_json_schema()
    lines = [MADE, "# The format of a case\n"]
    lines += ["A case is one YAML file. `bedside scenario check FILE` names every mistake with its line and the mend;"]
    lines += ["`bedside scenario schema clinic` prints the JSON Schema, with which editors complete and check.\n"]
    lines += _part("The file", schema, schema)
    for name, part in schema["$defs"].items():
        lines += _part(name, part, schema)
    return "\n".join(lines) + "\n"


def _part(name: str, part: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    lines = [f"## {name}\n", f"{part.get('description', '').strip()}\n"]
    if "properties" not in part:
        return lines
    lines += ["| field | form | what |", "|---|---|---|"]
    required = set(part.get("required", ()))
    for field, form in part["properties"].items():
        mark = "" if field in required else " (optional)"
        lines.append(f"| `{field}`{mark} | {_form(form)} | {form.get('description', '')} |")
    return [*lines, ""]


def _form(form: dict[str, Any]) -> str:
    if "$ref" in form:
        name = form["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in form:
        return " or ".join(dict.fromkeys(_form(option) for option in form["anyOf"] if option.get("type") != "null"))
    if "enum" in form:
        return ", ".join(f"`{value}`" for value in form["enum"])
    if "const" in form:
        return f"`{form['const']}`"
    if form.get("type") == "array":
        return f"list of {_form(form.get('items', {}))}"
    if form.get("type") == "object":
        inner = next(iter(form.get("patternProperties", {}).values()), form.get("additionalProperties"))
        return f"names to {_form(inner)}" if isinstance(inner, dict) else "mapping"
    return {"string": "text", "integer": "whole number", "number": "number", "boolean": "yes or no"}.get(
        form.get("type", ""), "anything"
    )


if __name__ == "__main__":
    for path, text in pages().items():
        (DOCS / path).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / path).write_text(text, encoding="utf-8")
