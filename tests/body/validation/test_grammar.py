import pytest
from fakes import lexicon

from bedside.body.validation.grammar import Unread, read_action
from bedside.body.validation.quantities import doses, rate, sided, volume


def said(action: str, dose: str = "") -> list[str]:
    return [str(deed) for deed in read_action(action, dose, lexicon=lexicon()).deeds]


@pytest.mark.parametrize(
    ("action", "dose", "deeds"),
    [
        (
            "Initiate 60 ml/min Hemorrhage from Right Arm",
            "60 ml/min",
            ["start hemorrhage site=right_arm rate=60 ml/min"],
        ),
        ("Stop Hemorrhage in Leg", "", ["stop hemorrhage site=leg"]),
        ("Reduce bleeding rate in Spleen (Severity 3)", "", ["start hemorrhage site=spleen severity=0.6"]),
        ("Administer Fentanyl - 300 ug", "", ["give fentanyl dose=300 ug"]),
        ("Administer Naloxone - 30ug", "30ug", ["give naloxone dose=30 ug"]),
        ("Administer Succinycholine - 77 mg", "77 mg", ["give suxamethonium dose=77 mg"]),
        ("Oral Prednisone 20 mg", "", ["give prednisolone route=po dose=20 mg"]),
        ("Norepinephrine infusion 0.1 ug/kg/min", "", ["infuse noradrenaline rate=0.1 ug/kg/min"]),
        ("Stop Norepinephrine infusion", "", ["stop noradrenaline"]),
        (
            "Start IV Fluids: Blood at 100 mL/min with a 500 mL bag",
            "100 mL/min",
            ["infuse whole_blood route=iv rate=100 mL/min", "stop whole_blood"],
        ),
        ("Trigger airway obstruction; severity = 0.3", "", ["start airway_obstruction severity=0.3"]),
        ("Remove airway obstruction", "", ["stop airway_obstruction"]),
        ("Remove action", "", ["undo"]),
        ("Apnea: Severity = 0.0", "", ["stop apnea"]),
        ("No asthma (Severity = 0.0)", "Severity = 0.0", ["stop asthma_attack"]),
        ("Acute Stress", "Severity 0.4", ["start acute_stress severity=0.4"]),
        ("Acute Stress", "Severity 0", ["stop acute_stress"]),
        ("Dysnea: Severity = 1.0", "", ["start dyspnea severity=1.0"]),
        ("Exercise Severity 0.075", "", ["start exercise intensity=0.075"]),
        ("Environment File Change: Submerged in 5 C water", "", ["start cold_water temperature=5 degC"]),
        ("Environment File Change to Standard Environment", "", ["cease surroundings"]),
        ("Environment Change: Carbon Monoxide 200ppm", "200ppm", ["start carbon_monoxide ppm=200 ppm"]),
        ("Tension Pneumothorax; Open, severity = 0.6", "", ["start pneumothorax type=open severity=0.6"]),
        (
            "Tension Pneumothorax; Severity: 0.5 Type: Open Side: Left Tension Pneumothorax; Severity: 0.4 Type: Closed"
            " Side: Right",
            "",
            [
                "start pneumothorax type=open side=left severity=0.5",
                "start pneumothorax type=closed side=right severity=0.4",
            ],
        ),
        ("Apply needle decompression on the left side", "", ["do needle_decompression side=left"]),
        ("Hemothorax: flow rate = 0.1 mL/s", "flow rate = 0.1 mL/s", ["start hemothorax rate=0.1 mL/s"]),
        (
            "Pneumonia: Left Lung Severity = 0.45 Right Lung Severity = 0",
            "Severity = 0.45",
            ["start pneumonia severity=0.45 side=left"],
        ),
        (
            "Severe Emphysema: Bronchitis Severity = 0.5 Emphysema Severity = 0.7 Both Lungs 100",
            "Severity = 0.5",
            ["start copd bronchitis=0.5 emphysema=0.7"],
        ),
        ("SupplementalOxygen: Nasal Cannula", "4.0 L/min", ["do oxygen device=nasal_cannula flow=4.0 L/min"]),
        ("Esophageal Intubation", "", ["do airway device=tracheal_tube position=esophagus"]),
        ("Reset ET tube in the trachea.", "", ["do airway device=tracheal_tube position=trachea"]),
        ("5 body weight dehydration condition applied", "", ["start dehydration share=0.05"]),
        ("Chest Compressions", "", ["do cpr"]),
        ("Bradycardia", "", ["rhythm sinus_bradycardia"]),
    ],
)
def test_an_action_is_read_as_what_is_done(action: str, dose: str, deeds: list[str]) -> None:
    assert said(action, dose) == deeds


def test_a_bag_runs_out_when_it_is_empty() -> None:
    _, ended = read_action("Saline at 100 mL/min with a 500 mL bag", lexicon=lexicon()).deeds
    assert ended.after_s == pytest.approx(300)


def test_several_doses_are_several_deeds() -> None:
    assert said("Administer Vasopressin -- 0.04, 0.18, and 0.25 ug") == [
        "give vasopressin dose=0.04 ug", "give vasopressin dose=0.18 ug", "give vasopressin dose=0.25 ug",
    ]  # fmt: skip


def test_the_bracket_tells_between_which_rhythms_the_run_goes() -> None:
    action = read_action(
        "FineVentricularFibrillation [Fine Ventricular Fibrillation To NormalSinus]", lexicon=lexicon()
    )
    assert [str(deed) for deed in action.deeds] == ["rhythm vf_fine"]
    assert action.between == ("vf_fine", "sinus")


def test_an_antidote_knows_what_it_answers() -> None:
    action = read_action("Administer Naloxone - 200 ug - in response to Fentanyl", lexicon=lexicon())
    assert [str(deed) for deed in action.deeds] == ["give naloxone dose=200 ug"]
    assert action.answers == "fentanyl"


def test_what_says_nothing_is_an_error_that_names_the_text() -> None:
    with pytest.raises(Unread, match="Juggle three balls"):
        read_action("Juggle three balls", lexicon=lexicon())


def test_quantities_are_found_in_running_text() -> None:
    assert doses("give 1.5 mg/kg over a minute") == ["1.5 mg/kg"]
    assert doses("500 mL at 100 mL/min") == ["500 mL"]
    assert rate("concentration = 5 mg/mL, rate = 2 mL/min") == "10 mg/min"
    assert rate("90 ml / min") == "90 ml/min"
    assert volume("at 100 mL/min with a 0.5 L bag") == "0.5 L"
    assert sided("Left Lung = 100 Right Lung = 100") == ("both", None)
    assert sided("Left Lung Severity = 0.2 Right Lung Severity = 0.3") == ("both", 0.3)


def test_several_rates_are_several_infusions_one_after_another() -> None:
    assert said("Vasopressin 0.04, 0.18, and 0.25 ug/min") == [
        "infuse vasopressin rate=0.04 ug/min",
        "infuse vasopressin rate=0.18 ug/min",
        "infuse vasopressin rate=0.25 ug/min",
    ]
