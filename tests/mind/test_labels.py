"""The labels of recorded turns: well formed, enough of them, the test unseen, agreed on by two people."""

from __future__ import annotations

import pytest
import yaml

from bedside.mind.listening import ACTS, TOPICS, place_of
from bedside.mind.taxonomy import Taxonomy
from interviews import LABELS, OTHER, SHARED, parse, read, split

FOLDERS = ("interviews", "second", "consultations")
recorded = pytest.mark.skipif(not (SHARED / "osce-interviews").is_dir(), reason="the recorded interviews are not here")


def labels() -> list[tuple[str, int, str]]:
    """File, turn and label of all that is labelled."""
    found = []
    for folder in FOLDERS:
        for path in sorted((LABELS / folder).glob("*.yaml")):
            turns = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)["turns"]
            found += [(f"{folder}/{path.stem}", number, label) for number, label in turns.items()]
    return found


def test_every_label_names_facts_and_acts_that_exist() -> None:
    known = set(Taxonomy.load().fact_ids()) | {OTHER}
    for name, number, label in labels():
        asked, acts = parse(label)
        assert {fact for question in asked for fact in question.facts} <= known, (name, number)
        assert acts <= {*ACTS, "swapped"}, (name, number)
        assert asked or acts, (name, number)


def test_at_least_two_thousand_turns_are_labelled() -> None:
    assert len(labels()) >= 2000


def test_no_interview_is_in_two_parts_and_all_are_labelled() -> None:
    parts = [set(split("train")), set(split("dev")), set(split("test"))]
    assert sum(map(len, parts)) == len(set.union(*parts))
    assert set.union(*parts) == {path.stem for path in (LABELS / "interviews").glob("*.yaml")}
    assert {path.stem for path in (LABELS / "second").glob("*.yaml")} <= parts[2]


def test_no_interview_of_the_older_recorded_set_trains() -> None:
    older = yaml.safe_load((LABELS.parent / "tests/mind/recorded_turns.yaml").read_text("utf-8"))
    assert not {item["file"] for item in older} & set(split("train"))


def test_the_listener_has_a_place_for_every_fact() -> None:
    for fact in Taxonomy.load().fact_ids():
        topic, side = place_of(fact)
        assert TOPICS[topic] in (fact, fact.split(".")[0]), fact
        assert bool(side) == (TOPICS[topic] != fact), fact


@recorded
def test_two_people_found_the_same_questions_in_nine_of_ten_turns() -> None:
    same = total = 0
    for path in (LABELS / "second").glob("*.yaml"):
        second = {turn.number: turn for turn in read(path.stem, "second").turns}
        for turn in read(path.stem).turns:
            other = second[turn.number].asked
            total += 1
            same += len(turn.asked) == len(other) and all(
                any(set(a.facts) & set(b.facts) for b in other) for a in turn.asked
            )
    assert total >= 200
    assert same / total >= 0.9
