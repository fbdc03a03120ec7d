"""A small case, and what tests of the command line share."""

import json
from collections.abc import Callable
from typing import Any

from typer.testing import Result

CASE = """\
bedside: 1
kind: clinic
id: tight-chest
title: A tight chest
summary: A woman with a tight chest.
specialty: cardiology
setting: emergency department
level: core
minutes: 10
patient: {name: Ann Lee, age: 54 years, sex: female, allergies: [penicillin]}
opening: My chest feels tight, doctor.
task: Take a history and begin treatment.
history:
  chest_pain:
    onset: It started an hour ago.
    site: Right in the middle of my chest.
  social:
    smoking: I smoke ten a day.
examination:
  auscultate:
    heart: {finding: A soft murmur., key: true}
tests:
  troponin: {values: {troponin_t: 400 ng/L}, worth: must, why: It proves damage.}
diagnosis: {name: Myocardial infarction, aliases: [heart attack]}
checklist:
  - {id: onset, text: Asks when it began, domain: history, earned_by: {fact: chest_pain.onset}}
  - {id: aspirin, text: Gives aspirin, domain: management, critical: true, earned_by: {given: aspirin}}
"""

Run = Callable[..., Result]


def objects(output: str) -> list[dict[str, Any]]:
    """JSON objects, one a line."""
    return [json.loads(line) for line in output.splitlines()]
