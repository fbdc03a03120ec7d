import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.activities.clinic.catalogue.doses import DoseError, amount_of, range_for, rate_of
from bedside.activities.clinic.catalogue.drugs import ROUTES, Drugs
from bedside.activities.clinic.catalogue.names import CatalogueError, Names
from bedside.scenario.quantities import parse_quantity

DRUGS = Drugs.load()
ALL = list(DRUGS)
WELL = {"allergies": (), "conditions": (), "age_years": 40.0, "pregnant": False}
ADULT = {"age_years": 40.0, "weight_kg": 70.0}
SOURCES = re.compile(
    r"BNF 2024|BNFc 2024|Resuscitation Council UK 2021|NICE (NG|CG|PH)\d+ 20\d\d|SPC|estimate|MHRA 20\d\d"
    r"|UK Kidney Association 2023|BTS/SIGN 158 2019"
    r"|RCOG GTG\d+ 20\d\d|FSRH 20\d\d|JBDS 2023|BSH 2014|TOXBASE 2023|UKHSA Green Book 2022|RCEM 2020"
    r"|CRASH-2 2010|Association of Anaesthetists 2023|European Society of Endocrinology 2014"
)


def adult_doses():
    return [(drug, route) for drug in ALL for route, dose in drug.routes.items() if dose.adult]


def test_there_are_enough_medicines_and_all_ids_are_snake_case():
    assert len(DRUGS) >= 130
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", drug.id) for drug in ALL)


def test_no_two_medicines_share_a_name():
    Names({drug.id: (drug.name, *drug.aliases) for drug in ALL})
    for drug in ALL:
        for name in (drug.id, drug.name, *drug.aliases):
            assert DRUGS.find(name) is drug, name


def test_every_medicine_names_its_source():
    for drug in ALL:
        assert all(SOURCES.fullmatch(part) for part in drug.source.split("; ")), (drug.id, drug.source)


def test_every_dose_is_read_and_runs_upwards():
    for drug in ALL:
        for route, dose in drug.routes.items():
            assert dose.adult or dose.infusion, (drug.id, route)
            for bounds in (dose.adult, dose.infusion):
                if bounds:
                    read = rate_of if bounds is dose.infusion else amount_of
                    low, usual, high = (read(text, weight_kg=70) for text in bounds)
                    assert low.unit == usual.unit == high.unit, (drug.id, route)
                    assert 0 < low.value <= usual.value <= high.value, (drug.id, route)
            if dose.daily and dose.adult:
                daily, high = (amount_of(text, weight_kg=70) for text in (dose.daily, dose.adult[2]))
                assert daily.unit == high.unit
                assert daily.value >= high.value, (drug.id, route)
            if dose.child:
                child = amount_of(dose.child, weight_kg=3)
                most = amount_of(dose.child_max or "", weight_kg=3)
                assert child.unit == most.unit, (drug.id, route)
                assert 0 < child.value <= most.value, (drug.id, route)


def test_the_usual_adult_dose_is_in_order_and_a_hundredfold_one_is_dangerous():
    for drug, route in adult_doses():
        span = range_for(drug.routes[route], **ADULT)
        assert span is not None
        usual = DRUGS.check_dose(drug.id, f"{span.usual} {span.unit}", route, **ADULT)
        assert usual.verdict == "ok", (drug.id, route, usual.message)
        hundredfold = DRUGS.check_dose(drug.id, f"{span.high * 100} {span.unit}", route, **ADULT)
        assert hundredfold.verdict == "dangerous", (drug.id, route)


@pytest.mark.parametrize("age_and_weight", [(0.1, 4.0), (1, 10.0), (5, 18.0), (11, 36.0)])
def test_a_childs_usual_dose_is_in_order_and_ten_times_the_most_is_dangerous(age_and_weight):
    child = {"age_years": age_and_weight[0], "weight_kg": age_and_weight[1]}
    for drug in ALL:
        for route, dose in drug.routes.items():
            if dose.child:
                span = range_for(dose, **child)
                assert span is not None
                assert DRUGS.check_dose(drug.id, f"{span.usual} {span.unit}", route, **child).verdict == "ok", drug.id
                assert DRUGS.check_dose(drug.id, f"{span.high * 10} {span.unit}", route, **child).verdict == "dangerous"


@given(st.sampled_from(adult_doses()), st.floats(0.001, 1000), st.floats(1, 100))
def test_more_is_never_judged_milder(drug_and_route, factor, more):
    drug, route = drug_and_route
    span = range_for(drug.routes[route], **ADULT)
    assert span is not None
    worse = ["low", "ok", "high", "dangerous"]
    less, bigger = (
        DRUGS.check_dose(drug.id, f"{span.usual * f:.9f} {span.unit}", route, **ADULT).verdict
        for f in (factor, factor * more)
    )
    if "impossible" not in (less, bigger):
        assert worse.index(less) <= worse.index(bigger)


@pytest.mark.parametrize(
    ("drug", "dose", "route", "verdict", "amount", "unit"),
    [
        ("aspirin", "300 mg", "by mouth", "ok", 300, "mg"),
        ("adrenaline", "0.5 mg", "IM", "ok", 0.5, "mg"),
        ("adrenaline", "500 mcg", "intramuscular", "ok", 0.5, "mg"),
        ("adrenaline", "5 mg", "iv", "dangerous", 5, "mg"),
        ("adrenaline", "1 mg", "io", "ok", 1, "mg"),
        ("ceftriaxone", "2 g", "io", "ok", 2000, "mg"),
        ("morphine", "20 mg", "iv", "high", 20, "mg"),
        ("salbutamol", "10 puffs", "spacer", "ok", 1, "mg"),
        ("salbutamol", "5 mg", "neb", "ok", 5, "mg"),
        ("red_cells", "2 units", "iv", "ok", 560, "ml"),
        ("insulin_soluble", "10 IU", "iv", "ok", 10, "unit"),
        ("calcium_gluconate", "3 g", "iv", "ok", 30, "ml"),
        ("sodium_chloride_0_9", "1 L", "iv", "ok", 1000, "ml"),
        ("potassium_chloride", "40 mmol", "iv", "ok", 40, "mmol"),
        ("gentamicin", "5 mg/kg", "iv", "ok", 350, "mg"),
        ("timolol_eye", "1 drop", "eye", "ok", 1, "drop"),
        ("nitrous_oxide", "50 %", "inhaled", "ok", 50, "percent"),
        ("paracetamol", 1000.0, "oral", "ok", 1000, "mg"),
        ("paracetamol", parse_quantity("100 mg"), "oral", "low", 100, "mg"),
        ("furosemide", "0 mg", "iv", "impossible", 0, "mg"),
    ],
)
def test_doses_as_they_are_written(drug, dose, route, verdict, amount, unit):
    check = DRUGS.check_dose(drug, dose, route, **ADULT)
    assert (check.verdict, check.amount, check.unit) == (verdict, pytest.approx(amount), unit)
    assert check.route in ROUTES


@pytest.mark.parametrize(
    ("drug", "dose", "route"),
    [
        ("insulin_soluble", "10 mg", "iv"),
        ("amoxicillin", "500", "oral"),
        ("amoxicillin", "500 ml", "oral"),
        ("amoxicillin", "500 cm", "oral"),
        ("amoxicillin", "two spoons", "oral"),
        ("morphine", "1 mg/h", "iv"),
        ("sodium_chloride_0_9", "500 mg", "iv"),
    ],
)
def test_a_unit_that_does_not_fit_is_named(drug, dose, route):
    check = DRUGS.check_dose(drug, dose, route, **ADULT)
    assert check.verdict == "wrong_unit"
    assert check.message


@pytest.mark.parametrize(
    ("drug", "route"),
    [("vancomycin", "im"), ("noradrenaline", "oral"), ("amoxicillin", "up the nose"), ("aspirin", "")],
)
def test_a_wrong_route_says_which_are_right(drug, route):
    check = DRUGS.check_dose(drug, "500 mg", route, **ADULT)
    assert check.verdict == "wrong_route"
    assert "is given" in check.usual


def test_a_child_gets_the_dose_by_weight():
    child = {"age_years": 4.0, "weight_kg": 16.0}
    assert DRUGS.check_dose("paracetamol", "240 mg", "oral", **child).verdict == "ok"
    assert DRUGS.check_dose("paracetamol", "1 g", "oral", **child).verdict == "high"
    assert DRUGS.check_dose("morphine", "10 mg", "iv", **child).verdict == "dangerous"
    assert DRUGS.check_dose("benzylpenicillin", "800 mg", "iv", **child).verdict == "ok"


def test_adrenaline_in_the_muscle_goes_by_age():
    def verdict(dose, age, weight):
        return DRUGS.check_dose("adrenaline", dose, "im", age_years=age, weight_kg=weight).verdict

    assert verdict("150 microgram", 0.4, 6) == verdict("150 microgram", 5, 18) == "ok"
    assert verdict("300 microgram", 8, 26) == verdict("500 microgram", 14, 50) == "ok"
    assert verdict("500 microgram", 0.4, 6) == "dangerous"


def test_an_infusion_is_judged_by_its_rate():
    assert DRUGS.check_dose("noradrenaline", "4 mg", "iv", **ADULT).verdict == "dangerous"
    assert DRUGS.check_dose("noradrenaline", "4 mg", "iv", rate="0.1 microgram/kg/min", **ADULT).verdict == "ok"
    assert DRUGS.check_dose("noradrenaline", "4 mg", "iv", rate="5 microgram/kg/min", **ADULT).verdict == "high"
    assert DRUGS.check_dose("insulin_soluble", "50 unit", "iv", rate="0.1 unit/kg/h", **ADULT).verdict == "ok"
    assert DRUGS.check_dose("insulin_soluble", "50 unit", "iv", rate="70 unit/h", **ADULT).verdict == "dangerous"
    assert DRUGS.check_dose("noradrenaline", "4 mg", "iv", rate="quickly", **ADULT).verdict == "wrong_unit"


def test_a_rate_comes_in_the_unit_of_the_dose():
    assert DRUGS.rate_per_h("noradrenaline", "0.1 microgram/kg/min", weight_kg=70) == pytest.approx(0.42)
    assert DRUGS.rate_per_h("sodium_chloride_0_9", "125 mL/h") == pytest.approx(125)
    assert DRUGS.rate_per_h("insulin_soluble", "0.1 unit/kg/h", weight_kg=60) == pytest.approx(6)
    with pytest.raises(DoseError):
        DRUGS.rate_per_h("noradrenaline", "5 mL/h")


def test_aspirin_is_not_for_children():
    reasons = DRUGS.contraindicated("aspirin", **{**WELL, "age_years": 15.9})
    assert [reason.kind for reason in reasons] == ["age"]
    assert "16" in str(reasons[0])
    assert DRUGS.contraindicated("aspirin", **{**WELL, "age_years": 16.0}) == []


@pytest.mark.parametrize("allergy", ["penicillin", "Penicillins", "amoxicillin", "Augmentin", "flucloxacillin"])
@pytest.mark.parametrize(
    "drug", ["amoxicillin", "co_amoxiclav", "piperacillin_tazobactam", "benzylpenicillin", "flucloxacillin"]
)
def test_penicillin_allergy_blocks_every_penicillin(drug, allergy):
    assert [r.kind for r in DRUGS.contraindicated(drug, **{**WELL, "allergies": [allergy]})] == ["allergy"]


def test_penicillin_allergy_calls_for_care_with_cephalosporins_and_leaves_others_alone():
    allergic = {**WELL, "allergies": ["penicillin"]}
    assert DRUGS.contraindicated("ceftriaxone", **allergic) == []
    assert [r.kind for r in DRUGS.cautions("ceftriaxone", **allergic)] == ["allergy"]
    assert DRUGS.cautions("clarithromycin", **allergic) == []


@pytest.mark.parametrize(
    ("drug", "condition"),
    [
        ("bisoprolol", "asthma"),
        ("bisoprolol", "severe_asthma"),
        ("ibuprofen", "chronic_kidney_disease"),
        ("metformin", "dialysis"),
        ("glyceryl_trinitrate", "hypotension"),
        ("enoxaparin", "gastrointestinal_bleeding"),
        ("alteplase", "recent_surgery"),
        ("verapamil", "heart_failure"),
        ("haloperidol", "parkinsons_disease"),
        ("suxamethonium", "hyperkalaemia"),
        ("ergometrine", "pre_eclampsia"),
        ("red_cells", "refusal_of_blood"),
    ],
)
def test_conditions_forbid_what_harms(drug, condition):
    assert DRUGS.contraindicated(drug, **WELL) == []
    assert DRUGS.contraindicated(drug, **{**WELL, "conditions": [condition]})


def test_a_milder_condition_does_not_forbid_what_only_the_severe_one_does():
    assert DRUGS.contraindicated("metformin", **{**WELL, "conditions": ["renal_failure"]}) == []


@pytest.mark.parametrize(
    "drug", ["ramipril", "sodium_valproate", "warfarin", "doxycycline", "ibuprofen", "atorvastatin"]
)
def test_pregnancy_forbids(drug):
    assert [r.kind for r in DRUGS.contraindicated(drug, **{**WELL, "pregnant": True})] == ["pregnancy"]


def test_interactions_are_seen_from_both_sides():
    assert [r.about for r in DRUGS.interactions("clarithromycin", ["simvastatin", "paracetamol"])] == ["simvastatin"]
    assert [r.about for r in DRUGS.interactions("sildenafil", ["glyceryl_trinitrate"])] == ["glyceryl_trinitrate"]
    assert [r.about for r in DRUGS.interactions("glyceryl_trinitrate", ["sildenafil"])] == ["sildenafil"]
    assert DRUGS.interactions("paracetamol", ["ramipril"]) == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Tylenol", "paracetamol"),
        ("epinephrine", "adrenaline"),
        ("GTN spray", "glyceryl_trinitrate"),
        ("5% dextrose", "glucose_5"),
        ("normal saline", "sodium_chloride_0_9"),
        ("Hartmann’s", "hartmanns"),
        ("paracetamol tablets", "paracetamol"),
        ("albuterol", "salbutamol"),
        ("O neg", "o_negative_blood"),
    ],
)
def test_brands_and_names_of_other_countries_are_known(said, meant):
    found = DRUGS.find(said)
    assert found is not None
    assert found.id == meant


@pytest.mark.parametrize("look_alike", ["chlorpromazine", "hydroxyzine", "cefazolin", "propanolol", "morphin"])
def test_a_similar_name_is_offered_and_never_taken(look_alike):
    assert DRUGS.find(look_alike) is None
    assert DRUGS.nearest(look_alike)


def test_the_search_box_finds_by_beginning():
    assert DRUGS.search("amox")[0].id == "amoxicillin"
    assert len(DRUGS.search("")) == 20


def test_an_unknown_medicine_says_what_is_near():
    with pytest.raises(CatalogueError, match="Morphine"):
        DRUGS.check_dose("morphin", "5 mg", "iv", **ADULT)


@given(st.text(max_size=40), st.text(max_size=15))
def test_whatever_is_typed_gets_a_verdict(dose, route):
    for way in (route, "iv"):
        assert DRUGS.check_dose("morphine", dose, way, **ADULT).verdict
