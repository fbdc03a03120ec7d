"""The kernel's promises, kept by the clinic: the same inputs, the same bytes, however time is cut."""

from __future__ import annotations

from typing import Any

import pytest
from a_case import a_case
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.activities.clinic.activity import ClinicActivity
from bedside.encounter import Command, Encounter, Header, MemoryLog, Participant, Role, resimulate

pytestmark = pytest.mark.slow

ME = Participant("learner", Role.LEARNER, "Lee")
CASE = a_case()
DEEDS: list[tuple[str, dict[str, Any]]] = [
    ("ask", {"text": "What brought you in today?"}),
    ("ask", {"text": "When did the pain start, and does it go anywhere?"}),
    ("ask", {"text": "Do you take any drugs?"}),
    ("tell", {"text": "That sounds frightening, I'm sorry."}),
    ("ask", {"text": "wibble"}),
    ("examine", {"manoeuvre": "auscultate", "site": "heart"}),
    ("examine", {"manoeuvre": "palpate", "site": "breast"}),
    ("measure", {"what": "vitals"}),
    ("order", {"test": "troponin"}),
    ("order", {"test": "ecg"}),
    ("read", {"order": "troponin"}),
    ("give", {"drug": "aspirin", "dose": "300 mg", "route": "oral"}),
    ("give", {"drug": "morphine", "dose": "5 mg", "route": "iv"}),
    ("give", {"drug": "morphine", "dose": "500 mg", "route": "iv", "confirm": True}),
    ("give", {"drug": "gtn", "dose": "400 microgram", "route": "sublingual"}),
    ("do", {"action": "oxygen", "device": "non_rebreather", "flow": 15}),
    ("do", {"action": "monitor"}),
    ("do", {"action": "defibrillate", "joules": 150}),
    ("jump", {"minutes": 7}),
    ("pause", {}),
    ("resume", {}),
    ("differential", {"items": [{"diagnosis": "STEMI", "confidence": 0.7}]}),
    ("disposition", {"to": "cath_lab"}),
]
plans = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 120_000)), max_size=8)
few = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])


def opened(log: MemoryLog) -> Encounter:
    encounter = Encounter.open(log, lambda header: ClinicActivity(CASE, header.seed))
    encounter.join(ME)
    return encounter


def new_log(seed: int = 3) -> MemoryLog:
    return MemoryLog(Header("e", "clinic", CASE.id, "", "", seed))


def run(
    plan: list[tuple[tuple[str, dict[str, Any]], int]], cuts: list[int] | None = None
) -> tuple[MemoryLog, Encounter]:
    log = new_log()
    encounter = opened(log)
    for number, ((verb, args), wait) in enumerate(plan):
        target = encounter.now + wait
        for cut in sorted(cuts or []):
            encounter.advance(min(target, encounter.now + cut))
        encounter.submit(Command(f"c{number}", target, ME.id, verb, args))
    return log, encounter


@given(plans)
@few
def test_the_same_commands_give_the_same_bytes(plan: list[Any]) -> None:
    assert run(plan)[0].content() == run(plan)[0].content()


@given(plans, st.lists(st.integers(1, 60_000), min_size=1, max_size=5))
@few
def test_how_time_is_cut_changes_nothing(plan: list[Any], cuts: list[int]) -> None:
    whole, cut = run(plan), run(plan, cuts)
    assert whole[0].content() == cut[0].content()
    assert whole[1].snapshot() == cut[1].snapshot()
    chunks = [list(log.track_chunks("vitals")) for log, _ in (whole, cut)]
    assert chunks[0] == chunks[1]


@given(plans, plans)
@few
def test_a_restored_snapshot_goes_on_exactly(before: list[Any], after: list[Any]) -> None:
    _, encounter = run(before)
    twin = ClinicActivity(CASE, 3)
    twin.restore(encounter.snapshot())
    assert twin.snapshot() == encounter.snapshot()
    assert twin.view(ME) == encounter.activity.view(ME)


@given(plans)
@few
def test_any_prefix_of_the_log_gives_the_state_of_that_moment(plan: list[Any]) -> None:
    log = new_log()
    encounter = opened(log)
    for number, ((verb, args), wait) in enumerate(plan):
        encounter.submit(Command(f"c{number}", encounter.now + wait, ME.id, verb, args))
        prefix = MemoryLog(log.header)
        prefix.append(list(log.entries()), reached=log.reached)
        assert (
            Encounter.open(prefix, lambda header: ClinicActivity(CASE, header.seed)).snapshot() == encounter.snapshot()
        )


@given(plans, st.data())
@few
def test_a_command_sent_twice_acts_once(plan: list[Any], data: st.DataObject) -> None:
    log, encounter = run(plan)
    content, state = log.content(), encounter.snapshot()
    if plan:
        number = data.draw(st.integers(0, len(plan) - 1))
        (verb, args), _ = plan[number]
        encounter.submit(Command(f"c{number}", encounter.now + 60_000, ME.id, verb, args))
    assert (log.content(), encounter.snapshot()) == (content, state)


def test_re_simulation_agrees_with_the_log() -> None:
    log, encounter = run([(deed, 20_000) for deed in DEEDS])
    commands = [entry for entry in log.entries() if isinstance(entry, Command)]
    events = resimulate(log.header, commands, log.reached, lambda header: ClinicActivity(CASE, header.seed))
    assert list(events) == encounter.events()


@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1])
def test_a_snapshot_is_small(seed: int) -> None:
    log = new_log(seed)
    encounter = opened(log)
    encounter.advance(20 * 60_000)
    assert len(encounter.snapshot()) < 100_000
