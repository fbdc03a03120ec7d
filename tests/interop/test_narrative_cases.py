"""Students' questions to imported narrative cases: most are answered from the right sentence, in the first person."""

from pathlib import Path

import pytest
from narrative_answers import imported, judged, percent, questions

from bedside.mind import Mind

FLOORS = {"tuned": (93.0, 4.0), "held": (80.0, 15.0)}
"""Percent right at least and wrong at most. On 2026-11-23: 97.3 and 1.4 on the cases that the rules were made on,
84.3 and 13.3 on the others, whose answers had not been looked at."""


@pytest.mark.slow
def test_students_questions_to_imported_cases_are_answered_from_the_right_sentence(shared_data: Path) -> None:
    source = shared_data / "agentclinic" / "osce_cases.jsonl"
    if not source.is_file():
        pytest.skip(f"the narrative cases are not here ({source})")
    cases = imported(source, {asked.case for asked in questions()})
    for half in ("tuned", "held"):
        rows = [
            judged(asked, cases[asked.case][0], Mind(cases[asked.case][1]))
            for asked in questions()
            if asked.half == half
        ]
        missed = [(row.asked.text, row.answer) for row in rows if row.outcome != "right"]
        right, wrong = FLOORS[half]
        assert percent(rows, "right") >= right, missed
        assert percent(rows, "wrong") <= wrong, missed
        assert all(row.first_person for row in rows)
        assert not [row.forbidden for row in rows if row.forbidden]
        assert sorted(row.words for row in rows)[int(0.9 * len(rows))] <= 35
