"""The catalogue of tests: what can be ordered, and that a healthy person's answer is a healthy one."""

from __future__ import annotations

import re
from itertools import product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.activities.clinic.catalogue.derived import FORMULAS
from bedside.activities.clinic.catalogue.names import CatalogueError, plain
from bedside.activities.clinic.catalogue.tests import Result, TestCatalogue, Value
from bedside.scenario.quantities import milliseconds, parse_quantity

CATALOGUE = TestCatalogue.load()
AGES = (0.0, 0.03, 0.1, 0.2, 0.5, 1.5, 4, 8, 11, 12.5, 14, 16, 18, 30, 45, 55, 65, 72, 80, 90, 101)
PEOPLE = [(age, sex, False) for age, sex in product(AGES, ("female", "male"))] + [
    (age, "female", True) for age in (16, 30, 45)
]
IDS = [entry.id for entry in CATALOGUE.entries]


def ordered(
    test: str, key: str = "a case", age: float = 40, sex: str = "male", pregnant: bool = False, **given: float | str
) -> dict[str, Value]:
    result = CATALOGUE.normal_result(test, age_years=age, sex=sex, pregnant=pregnant, key=key, given=given)
    return {value.analyte: value for value in result.values}


def test_a_clinic_offers_at_least_160_orders_of_every_kind() -> None:
    assert len(CATALOGUE.entries) >= 160
    kinds = {entry.kind for entry in CATALOGUE.entries}
    assert kinds == {
        "bedside", "blood", "urine", "microbiology", "imaging", "physiology", "procedure", "consultation", "scale",
        "pathology",
    }  # fmt: skip


def test_ids_and_names_belong_to_one_entry_only() -> None:
    owner: dict[str, str] = {}
    for entry in CATALOGUE.entries:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", entry.id)
        for name in (entry.id, entry.name, *entry.aliases):
            assert owner.setdefault(plain(name), entry.id) == entry.id, name
            found = CATALOGUE.find(name)
            assert found is not None, name
            assert found.id == entry.id, name


def test_every_entry_answers_with_values_or_a_report_for_whom_it_is_meant() -> None:
    for entry in CATALOGUE.entries:
        people = [p for p in PEOPLE if entry.why_not(age_years=p[0], sex=p[1], pregnant=p[2]) is None]
        assert people, f"{entry.id} is meant for nobody"
        for age, sex, pregnant in people:
            result = CATALOGUE.normal_result(entry.id, age_years=age, sex=sex, pregnant=pregnant, key="k")
            assert result.values or result.report, (entry.id, age, sex, pregnant)


@pytest.mark.parametrize(("age", "sex", "pregnant"), PEOPLE)
def test_every_normal_value_lies_in_its_interval(age: float, sex: str, pregnant: bool) -> None:
    for entry in CATALOGUE.entries:
        if entry.why_not(age_years=age, sex=sex, pregnant=pregnant):
            continue
        for key in ("one", "two", "three", "four"):
            result = CATALOGUE.normal_result(entry.id, age_years=age, sex=sex, pregnant=pregnant, key=key)
            for value in result.values:
                assert value.flag == "normal", (entry.id, key, value)


@given(
    st.sampled_from(
        ["full_blood_count", "arterial_blood_gas", "venous_blood_gas", "lipids", "comprehensive_metabolic_panel"]
    ),
    st.text(max_size=8),
    st.floats(0, 110),
    st.sampled_from(["female", "male"]),
)
def test_panels_tied_together_stay_normal_whatever_the_key(test: str, key: str, age: float, sex: str) -> None:
    for value in ordered(test, key, age, sex).values():
        assert value.flag == "normal", value


def test_written_intervals_hold_the_usual_values() -> None:
    for analyte in CATALOGUE.analytes.values():
        for band in analyte.bands:
            assert band.low is None or band.low <= round(band.normal - band.spread, analyte.decimals), (
                analyte.id,
                band,
            )
            assert band.high is None or round(band.normal + band.spread, analyte.decimals) <= band.high, (
                analyte.id,
                band,
            )
            assert band.low is not None or band.high is not None, analyte.id
            assert (band.source or analyte.source) in CATALOGUE.sources, (analyte.id, band.source)
            if analyte.range:
                assert band.low is None or analyte.range[0] <= band.low
                assert band.high is None or band.high <= analyte.range[1]
        if analyte.choices:
            assert {*analyte.normal_choices, *analyte.normal_choices_pregnant} <= set(analyte.choices)
        else:
            last = analyte.bands[-1]
            assert (last.sex, last.pregnant, last.min_age, last.max_age) == (None, None, 0.0, 200.0), (
                f"{analyte.id}: no band for everybody"
            )


def test_critical_limits_lie_outside_the_intervals() -> None:
    for analyte in CATALOGUE.analytes.values():
        for band in analyte.bands:
            if analyte.critical and (analyte.source == band.source or band.source is None):
                low, high = analyte.critical
                assert band.low is None or low <= band.low, (analyte.id, band)
                assert band.high is None or high >= band.high, (analyte.id, band)


def test_every_unit_turnaround_and_source_can_be_read() -> None:
    for analyte in CATALOGUE.analytes.values():
        parse_quantity(f"1 {analyte.unit}")
    for entry in CATALOGUE.entries:
        assert milliseconds(entry.turnaround) > 0
        assert entry.cost > 0
        assert (entry.radiation_msv is None) == (entry.radiation_source is None), entry.id
        assert entry.radiation_source is None or entry.radiation_source in CATALOGUE.sources


def test_formulas_speak_of_analytes_that_exist() -> None:
    assert set(FORMULAS) <= set(CATALOGUE.analytes)


@pytest.mark.parametrize(
    ("words", "test"),
    [
        ("FBC", "full_blood_count"), ("complete blood count", "full_blood_count"), ("u&e", "urea_electrolytes"),
        ("BMP", "urea_electrolytes"), ("Please order a chest x-ray", "chest_xray"), ("CXR", "chest_xray"),
        ("ankle xray", "ankle_xray"), ("XR wrist", "wrist_xray"), ("12-lead ECG", "ecg_12_lead"),
        ("EKG", "ecg_12_lead"),
        ("cardiac echo", "echocardiogram"), ("hemoglobin A1c", "hba1c"), ("orthopedics", "orthopaedics_consult"),
        ("transesophageal echocardiogram", "transoesophageal_echocardiogram"), ("lumbar puncture", "csf_analysis"),
        ("GCS", "gcs_score"), ("phq-9", "phq9"), ("4AT", "four_at"), ("CT KUB", "ct_kub"), ("V/Q scan", "vq_scan"),
        ("CT scan of the head", "ct_head"), ("abdominal ultrasound scan", "ultrasound_abdomen"),
        ("refer to cardiology", "cardiology_consult"), ("troponin level", "troponin"), ("stool test", "stool_culture"),
        ("  Troponin ", "troponin"), ("get a urine dip", "urinalysis"), ("social worker", "social_work_consult"),
    ],
)  # fmt: skip
def test_people_find_a_test_by_the_words_they_use(words: str, test: str) -> None:
    found = CATALOGUE.find(words)
    assert found is not None
    assert found.id == test


@pytest.mark.parametrize("words", ["", "   ", "the patient", "phlogiston level", "x", "order", "test", "heart scan"])
def test_what_nobody_offers_is_not_found(words: str) -> None:
    assert CATALOGUE.find(words) is None


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("troponinn", "troponin"),
        ("chest xrya", "chest_xray"),
        ("ct abdomne", "ct_abdomen_pelvis"),
        ("lumbr puncture", "csf_analysis"),
        ("echocardiogramm", "echocardiogram"),
    ],
)
def test_a_slip_of_the_pen_is_answered_with_the_nearest_names(slip: str, meant: str) -> None:
    near = [entry.id for entry in CATALOGUE.nearest(slip)]
    assert meant in near
    assert len(near) <= 3


def test_an_order_sheet_shows_the_exact_name_first_then_what_begins_with_it() -> None:
    assert CATALOGUE.search("ct head")[0].id == "ct_head"
    assert CATALOGUE.search("che")[0].id == "chest_xray"
    assert {"ct_head", "ct_chest", "ctpa"} <= {entry.id for entry in CATALOGUE.search("ct", n=40)}
    assert len(CATALOGUE.search("a", n=7)) == 7


def test_the_same_person_gets_the_same_answer_each_time_and_in_every_panel() -> None:
    assert ordered("urea_electrolytes") == ordered("urea_electrolytes")
    gas, kidney = ordered("arterial_blood_gas"), ordered("urea_electrolytes")
    assert gas["sodium"] == kidney["sodium"]
    assert len({ordered("urea_electrolytes", key=str(n))["sodium"].value for n in range(30)}) > 2


def test_men_women_children_and_pregnant_women_have_their_own_intervals() -> None:
    man, woman = ordered("full_blood_count")["haemoglobin"], ordered("full_blood_count", sex="female")["haemoglobin"]
    mother = ordered("full_blood_count", sex="female", age=30, pregnant=True)["haemoglobin"]
    baby = ordered("full_blood_count", age=0.01)["haemoglobin"]
    assert (man.low, woman.low, mother.low, baby.low) == (130, 120, 105, 140)
    boy = ordered("liver_function", age=12)["alkaline_phosphatase"]
    assert boy.high is not None
    assert boy.high > 400
    assert ordered("urea_electrolytes", age=0.5)["creatinine"].high == 34


def test_a_pregnancy_test_is_positive_only_in_pregnancy() -> None:
    assert ordered("urine_pregnancy_test", sex="female", age=25)["urine_hcg"].value == "negative"
    assert ordered("urine_pregnancy_test", sex="female", age=25, pregnant=True)["urine_hcg"].value == "positive"
    assert ordered("serum_hcg", sex="female", age=25)["serum_hcg"].text == "<2"
    pelvis = CATALOGUE.normal_result("ultrasound_pelvis", age_years=25, sex="female", pregnant=True, key="k").report
    assert pelvis is not None
    assert "intrauterine pregnancy" in pelvis


def test_a_test_that_makes_no_sense_for_the_person_says_why() -> None:
    psa, ctg, peak_flow = (CATALOGUE.get(test) for test in ("psa", "ctg", "peak_flow"))
    assert psa is not None
    assert ctg is not None
    assert peak_flow is not None
    assert psa.why_not(age_years=60, sex="male", pregnant=False) is None
    assert "men" in str(psa.why_not(age_years=60, sex="female", pregnant=False))
    assert "pregnancy" in str(ctg.why_not(age_years=30, sex="female", pregnant=False))
    assert "5 years" in str(peak_flow.why_not(age_years=2, sex="male", pregnant=False))


@pytest.mark.parametrize(
    ("test", "analyte", "value", "flag"),
    [
        ("urea_electrolytes", "potassium", 4.2, "normal"), ("urea_electrolytes", "potassium", 5.6, "high"),
        ("urea_electrolytes", "potassium", 6.9, "critical_high"), ("urea_electrolytes", "sodium", 118, "critical_low"),
        ("full_blood_count", "haemoglobin", 125, "low"), ("full_blood_count", "haemoglobin", 55, "critical_low"),
        ("urinalysis", "urine_blood", "2+", "abnormal"), ("urinalysis", "urine_nitrite", "Negative", "normal"),
        ("arterial_blood_gas", "arterial_ph", 7.05, "critical_low"), ("phq9", "phq9_total", 22, "critical_high"),
        ("moca", "moca_total", 21, "low"), ("gcs_score", "glasgow_coma_scale", 7, "critical_low"),
    ],
)  # fmt: skip
def test_values_are_flagged_as_a_laboratory_flags_them(test: str, analyte: str, value: float | str, flag: str) -> None:
    assert CATALOGUE.flag(test, analyte, value, age_years=40, sex="male", pregnant=False) == flag


def test_unknown_tests_and_analytes_are_refused_with_what_would_be_right() -> None:
    with pytest.raises(CatalogueError, match="full_blood_count"):
        CATALOGUE.normal_result("full_blod_count", age_years=40, sex="male", pregnant=False, key="k")
    with pytest.raises(CatalogueError, match=r"it measures: .*sodium"):
        CATALOGUE.flag("urea_electrolytes", "haemoglobin", 1, age_years=40, sex="male", pregnant=False)


def test_a_panel_agrees_with_what_the_case_sets() -> None:
    anaemia = ordered("full_blood_count", haemoglobin=70, mean_cell_volume=68)
    assert anaemia["haematocrit"].value == pytest.approx(0.21, abs=0.01)
    assert anaemia["haematocrit"].flag == anaemia["mean_cell_haemoglobin"].flag == "low"
    infection = ordered("full_blood_count", white_cells=18.0)
    assert infection["neutrophils"].flag == "high"
    cells = ("neutrophils", "lymphocytes", "monocytes", "eosinophils", "basophils")
    assert sum(float(infection[cell].value) for cell in cells) == pytest.approx(18.0, abs=0.1)
    assert ordered("full_blood_count", white_cells=1.0)["neutrophils"].flag in ("low", "critical_low")


def test_ketoacidosis_opens_the_anion_gap_and_lowers_the_ph() -> None:
    gas = ordered("arterial_blood_gas", bicarbonate=8, arterial_pco2=2.5)
    assert gas["arterial_ph"].value == pytest.approx(7.25, abs=0.03)
    assert float(gas["anion_gap"].value) > 20
    assert float(gas["base_excess"].value) < -12
    venous = ordered("venous_blood_gas", bicarbonate=8, arterial_pco2=2.5)
    assert float(venous["venous_ph"].value) < float(gas["arterial_ph"].value)


def test_kidney_function_follows_creatinine_and_is_not_estimated_in_children_or_pregnancy() -> None:
    assert ordered("urea_electrolytes", age=60, creatinine=300)["egfr"].value == pytest.approx(18, abs=1)
    assert ordered("urea_electrolytes", age=20)["egfr"].text == ">90"
    assert "egfr" not in ordered("urea_electrolytes", age=9)
    assert "egfr" not in ordered("urea_electrolytes", age=30, sex="female", pregnant=True)


def test_results_are_frozen_and_survive_the_log() -> None:
    result = CATALOGUE.normal_result("arterial_blood_gas", age_years=40, sex="male", pregnant=False, key="k")
    assert msgspec.json.decode(msgspec.json.encode(result), type=Result) == result
    with pytest.raises(AttributeError):
        result.report = "changed"  # type: ignore[misc]
