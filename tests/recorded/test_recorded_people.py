"""Our patients in the place of recorded ones: what they answer to doctors' own turns, and how far to trust the judge.

`benchmarks/recorded_people.py` prints the tables.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from judging import judge, judge_all
from replaying import (
    HERE,
    SHARED,
    Agreement,
    Exchange,
    HandLabels,
    Label,
    RecordedTurn,
    agreement,
    hand_labels,
    names,
    percentiles,
    recorded,
    replay,
    shares,
)

from bedside.activities.clinic import ClinicScenario
from bedside.scenario import load

SAME, DIFFERENT, SAME_OF_EACH = 83.5, 8.5, 62.0
"""Percent of compared turns, a little short of what `benchmarks/recorded_people.py` measures."""
AGREED, KAPPA, ENOUGH = 92.0, 0.78, 300
"""Percent, Cohen's kappa, and the present answers that must have been read for both to mean something."""
COPIED = 6
"""Words in a row, the same in a case and its recording, that would be copying."""
with_recordings = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"the recorded interviews are not here: {SHARED.parent.name}/{SHARED.name}"
)


def exchange(doctor: str, patient: str, ours: str, *facts: str, status: str = "answered") -> Exchange:
    return Exchange("made-up", RecordedTurn(1, doctor, patient), ours, status, facts, ())


@pytest.mark.parametrize("name", names())
def test_every_recorded_person_is_a_valid_case_that_cites_its_recording(name: str) -> None:
    path = HERE / "cases" / f"{name}.yaml"
    scenario = load(path)
    assert isinstance(scenario, ClinicScenario)
    assert len(scenario.facts()) > 50
    header = path.read_text(encoding="utf-8").split("bedside:")[0]
    assert name in header
    assert "CC BY 4.0" in header


@with_recordings
@pytest.mark.parametrize("name", names())
def test_no_case_copies_the_sentences_of_its_recording(name: str) -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"[a-z']+|\d+", text.lower())

    spoken = words(" ".join(f"{turn.doctor} {turn.patient}" for turn in recorded(name)))
    runs = {tuple(spoken[start : start + COPIED]) for start in range(len(spoken))}
    scenario = load(HERE / "cases" / f"{name}.yaml")
    assert isinstance(scenario, ClinicScenario)
    for text in (scenario.opening, *(fact.says for fact in scenario.facts().values())):
        said = words(text)
        assert not {tuple(said[start : start + COPIED]) for start in range(len(said) - COPIED + 1)} & runs, text


@pytest.mark.parametrize(
    ("talk", "label"),
    [
        (exchange("Any fever?", "No.", "No, no fever.", "fever.presence"), "same"),
        (exchange("Any fever?", "No.", "Yes, since Monday.", "fever.presence"), "different"),
        (exchange("Any fever?", "No.", "Sorry, what do you mean?", status="clarify"), "deferred"),
        (exchange("OK, thank you.", "Thanks.", "You're welcome."), "none"),
        (exchange("When did it start?", "Three days ago.", "About three days ago.", "cough.onset"), "same"),
        (exchange("When did it start?", "Three days ago.", "Two weeks ago.", "cough.onset"), "different"),
        (exchange("Which knee is it?", "The right knee.", "My left knee.", "knee_pain.site"), "different"),
        (exchange("Is it getting better?", "No, it's worse.", "It's getting worse.", "cough.progression"), "same"),
        (exchange("Are you on any tablets?", "No, just vitamins.", "Just vitamins.", "medication.current"), "same"),
        (exchange("Have you had a cough or wheeze?", "No.", "No cough.", "cough.presence"), "same"),
        (exchange("Have you had any wheezing?", "No.", "No, no rash.", "rash.presence"), "different"),
    ],
)
def test_the_judge_compares_fact_polarity_number_and_side(talk: Exchange, label: Label) -> None:
    assert judge(talk) == label


def test_an_answer_that_changed_since_it_was_judged_is_left_out() -> None:
    before, after = exchange("Any fever?", "No.", "No."), exchange("Any fever?", "No.", "No fever.")
    by_hand = HandLabels("made-up", {1: {before.mark: "same"}})
    assert by_hand.of(before) == "same"
    assert not by_hand.is_stale(before)
    assert by_hand.of(after) is None
    assert by_hand.is_stale(after)


def test_agreement_is_corrected_for_chance() -> None:
    pairs: list[tuple[Label, Label]] = [("same", "same")] * 45 + [("different", "different")] * 25
    pairs += [("same", "different")] * 15 + [("different", "same")] * 15
    found = Agreement(tuple(pairs))
    assert found.percent == pytest.approx(70)
    assert found.kappa == pytest.approx((0.70 - 0.52) / (1 - 0.52))
    assert Agreement((("same", "same"),)).kappa == 1


def test_hand_labels_hold_no_recorded_words() -> None:
    for path in sorted((HERE / "judged").glob("*.yaml")):
        for turn, of in yaml.safe_load(Path(path).read_text(encoding="utf-8")).items():
            assert isinstance(turn, int)
            for mark, label in of.items():
                assert re.fullmatch(r"[0-9a-f]{8}", str(mark)), (path.name, turn)
                assert label in ("same", "different", "deferred", "none")


Replays = dict[str, list[Exchange]]


@pytest.fixture(scope="module")
def replays() -> Replays:
    return {name: replay(name) for name in names()}


@pytest.fixture(scope="module")
def judged(replays: Replays) -> dict[str, list[Label]]:
    return {name: judge_all(exchanges) for name, exchanges in replays.items()}


@pytest.mark.slow
@pytest.mark.timeout(900)
@with_recordings
def test_twelve_recorded_people_are_played_as_they_answered(judged: dict[str, list[Label]]) -> None:
    whole = [label for of in judged.values() for label in of]
    assert sum(label != "none" for label in whole) >= 580
    found = shares(whole)
    assert found["same"] >= SAME, found
    assert found["different"] <= DIFFERENT, found


@pytest.mark.slow
@pytest.mark.timeout(900)
@with_recordings
def test_no_recorded_person_is_played_badly_throughout(judged: dict[str, list[Label]]) -> None:
    worst = {name: shares(of)["same"] for name, of in judged.items() if shares(of)["same"] < SAME_OF_EACH}
    assert not worst


@pytest.mark.slow
@pytest.mark.timeout(900)
@with_recordings
def test_answers_are_as_short_as_those_of_recorded_people(replays: Replays) -> None:
    everything = [one for of in replays.values() for one in of]
    _, half, most = percentiles(len(one.ours.split()) for one in everything)
    _, half_recorded, most_recorded = percentiles(len(one.turn.patient.split()) for one in everything)
    assert abs(half - half_recorded) <= 4
    assert most <= most_recorded


@pytest.mark.slow
@pytest.mark.timeout(900)
@with_recordings
def test_the_automatic_judge_agrees_with_reading(replays: Replays, judged: dict[str, list[Label]]) -> None:
    found = agreement({one.interview: one for one in hand_labels()}, replays, judged)
    if len(found.pairs) < ENOUGH:
        pytest.skip(f"only {len(found.pairs)} present answers were read, {found.stale} changed since: judge again")
    assert found.percent >= AGREED
    assert found.kappa >= KAPPA
