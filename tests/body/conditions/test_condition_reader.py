"""Conditions as data: what is found by which name, what an option does, and how a broken entry is refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.body import drugs, units
from bedside.body.conditions import INPUTS, SETTABLE, catalogue, describe, find, read
from bedside.body.effects import TARGETS
from bedside.body.refusals import BodyError


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hemorrhage", "hemorrhage"),
        ("Haemorrhage", "hemorrhage"),
        ("heart attack", "myocardial_infarction"),
        ("tension pneumothorax", "pneumothorax"),
        ("Renal Stenosis", "renal_artery_stenosis"),
        ("hemothorax", "hemothorax"),
        ("haemothorax", "hemothorax"),
    ],
)
def test_a_condition_is_found_in_either_spelling_and_by_its_other_names(name, expected):
    assert find(name).id == expected


def test_an_unknown_condition_is_refused_with_the_nearest_names():
    with pytest.raises(BodyError, match="asthma_attack"):
        find("asthmatic")


def test_bleeding_reads_its_rate_with_any_unit_of_flow_and_knows_inside_from_outside():
    bleeding = find("hemorrhage")
    assert bleeding.inputs_for(bleeding.read({"site": "Right Leg", "rate": "4 mL/s"})) == {"bleeding_external": 240.0}
    assert bleeding.inputs_for(bleeding.read({"site": "spleen", "rate": 60})) == {"bleeding_abdomen": 60.0}


def test_a_severity_of_bleeding_takes_the_place_of_the_rate():
    bleeding = find("hemorrhage")
    assert bleeding.inputs_for(bleeding.read({"site": "spleen", "severity": 0.4})) == {"bleeding_abdomen": 100.0}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rate": "1 km"}, "mL/min"),
        ({"rate": -5}, "from 0 to 3000 mL/min"),
        ({"site": "moon"}, "choose one of leg"),
        ({"speed": 3}, "no option 'speed'"),
        ({"severity": "lots"}, "severity"),
        ({"severity": math.nan}, "from 0 to 1"),
    ],
)
def test_what_an_option_cannot_be_is_refused_with_what_it_can_be(options, message):
    with pytest.raises(BodyError, match=message):
        find("hemorrhage").read(options)


def test_severity_zero_is_no_disease():
    for one in catalogue().values():
        if "severity" in one.options:
            options = one.read({"severity": 0})
            assert not [drive for drive in one.drives_for(options) if one.rows[drive.row].by == "severity"], one.id


@given(low=st.floats(0, 1), more=st.floats(0, 1))
def test_worse_asthma_never_narrows_less(low, more):
    def narrowing(severity):
        one = find("asthma")
        drives = one.drives_for(one.read({"severity": severity}))
        return 1 - math.prod(1 - drive.goal for drive in drives if drive.target == "bronchospasm")

    assert narrowing(max(low, more)) >= narrowing(min(low, more))


def test_an_infarct_of_the_right_coronary_spares_the_left():
    infarct = find("myocardial infarction")
    targets = {drive.target for drive in infarct.drives_for(infarct.read({"artery": "rca"}))}
    assert "coronary_occlusion_rca" in targets
    assert "right_contractility" in targets
    assert not targets & {"coronary_occlusion_lad", "coronary_occlusion_cx"}


def test_every_drive_of_every_choice_stays_within_what_its_target_can_be():
    for one in catalogue().values():
        for name, option in one.options.items():
            for value in option.choices or (option.low, option.default, option.high):
                options = one.read({name: value} if value is not None else {})
                for drive in one.drives_for(options):
                    assert drive.target in TARGETS, one.id
                    assert TARGETS[drive.target].rule == "sum" or 0.0 < drive.goal <= 1.0, (one.id, drive)
                    assert drive.tau_on_s >= 0.0
                    assert drive.tau_off_s >= 0.0
                for field, amount in one.inputs_for(options).items():
                    assert INPUTS[field].low <= amount <= INPUTS[field].high, one.id
                assert set(one.settings_for(options)) <= set(SETTABLE)


def test_every_number_has_a_source_or_says_that_it_is_an_estimate():
    for row in describe():
        assert row["sources"], row["id"]
        assert row["meaning"], row["id"]


BROKEN = {
    "an unknown target": ("{rows: [{target: heart_size, at: 1}], sources: [estimate]}", "target: 'heart_size'"),
    "a time without unit": ("{rows: [{target: pain, at: 1, rise: '5'}], sources: [estimate]}", r"rows\[0\]\.rise: '5'"),
    "two things in a row": ("{rows: [{target: pain, input: co_ppm, at: 1}], sources: [estimate]}", "exactly one"),
    "a table of nothing": ("{rows: [{target: pain, at: {1: 2}}], sources: [estimate]}", "needs an option"),
    "an unknown field": ("{row: [], sources: [estimate]}", "row"),
    "no sources": ("{sources: []}", "sources"),
    "a choice that is none": (
        "{options: {side: {doc: d, default: left, choices: [left]}}, "
        "rows: [{target: pain, at: 1, when: {side: [up]}}], sources: [e]}",
        "side is never 'up'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_entry_is_refused_naming_file_condition_and_field(fault):
    body, message = BROKEN[fault]
    text = "gout: " + "{name: Gout, meaning: Toe hurts, " + body.removeprefix("{")
    with pytest.raises(BodyError, match=message) as refusal:
        read(text, "joints.yaml")
    assert "joints.yaml: gout" in str(refusal.value)


def test_a_tourniquet_on_the_leg_reaches_a_wound_of_the_left_leg_but_not_of_the_arm():
    bleeding = find("hemorrhage")
    left_leg = bleeding.read({"site": "left leg"})
    assert bleeding.reliefs_for(left_leg, does="tourniquet", site="leg")
    assert bleeding.reliefs_for(left_leg, does="tourniquet", site="left leg")
    assert not bleeding.reliefs_for(left_leg, does="tourniquet", site="right leg")
    assert not bleeding.reliefs_for(left_leg, does="tourniquet", site="arm")
    assert not bleeding.reliefs_for(bleeding.read({"site": "spleen"}), does="tourniquet", site="leg")


def test_two_of_one_kind_are_told_apart_by_their_place():
    bleeding, asthma = find("hemorrhage"), find("asthma")
    assert bleeding.place_of(bleeding.read({"site": "spleen"})) == "spleen"
    assert asthma.place_of(asthma.read()) == ""


def test_every_drug_that_is_taken_or_that_relieves_is_in_the_drug_catalogue():
    for one in catalogue().values():
        named = {drug for remedy in one.relieved_by for drug in remedy.drugs} | {
            row.drug for row in one.rows if row.drug
        }
        assert named <= set(drugs.catalogue()), one.id


def test_every_poison_can_be_taken_at_its_worst_by_the_route_it_names():
    for one in catalogue().values():
        for drug in {value for name, option in one.options.items() if name == "drug" for value in option.choices} or {
            ""
        }:
            for dose in one.doses_for(one.read({"severity": 1, "drug": drug} if drug else {})):
                entry = drugs.find(dose.drug)
                assert dose.route in entry.routes, (one.id, dose)
                assert units.read_dose(f"{dose.amount:g} {dose.unit}", entry, 70.0) > 0.0


def test_the_clinic_has_a_condition_for_each_of_its_cases():
    for name in (
        "acute severe asthma", "st elevation myocardial infarction", "lung cancer bleeding",
        "meningococcal septicaemia",
        "severe pre-eclampsia", "urosepsis", "delirium", "graves disease", "ruptured ectopic", "diabetic ketoacidosis",
        "cauda equina syndrome", "ischaemic stroke", "hypo", "testicular torsion", "panic attack", "alcohol withdrawal",
    ):  # fmt: skip
        assert find(name).rows
