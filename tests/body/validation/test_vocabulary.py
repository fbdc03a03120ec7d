"""The wordings speak of what the body really has."""

from importlib import resources
from typing import Any

import pytest
import yaml

from bedside.body import drugs, interventions
from bedside.body.conditions import catalogue
from bedside.body.rhythms.table import rhythms
from bedside.body.validation.grammar import read_action
from bedside.body.validation.lexicon import Lexicon
from bedside.body.validation.measures import DERIVED, names
from bedside.body.validation.validating import system_of, systems
from bedside.body.variables import VARIABLES

MISSING = {"urine_specific_gravity"}


def data(name: str) -> list[dict[str, Any]]:
    return yaml.safe_load(resources.files("bedside.body.validation").joinpath(name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", data("vocabulary.yaml"), ids=lambda entry: entry["words"][0])
def test_a_wording_means_something_that_the_body_has(entry: dict[str, Any]) -> None:
    if "start" in entry:
        one = catalogue()[entry["start"]]
        assert bool(entry.get("chronic")) == one.chronic
        assert set(entry.get("reads", {})) <= set(one.options)
    elif "do" in entry:
        one = interventions.INTERVENTIONS.get(entry["do"])
        if entry["do"] == "valsalva":
            pytest.skip("the body cannot strain yet")
        assert one is not None
        assert set(entry.get("reads", {})) <= set(one.options)
        for fixed in [entry.get("with", {}), *entry.get("then", {}).values()]:
            interventions.read_options(one, dict(fixed))
    elif "rhythm" in entry:
        assert entry["rhythm"] in rhythms()
    elif "drug" in entry:
        assert drugs.find(entry["drug"]).fluid or entry["drug"] in ("prednisolone", "salbutamol")


def test_what_a_premise_does_can_be_done() -> None:
    for premise in data("premises.yaml"):
        for settings in premise.get("by_deed", {}).values():
            for told in map(dict, settings):
                if "do" in told:
                    interventions.read_options(interventions.find(told.pop("do")), told)
                else:
                    drugs.find(told.get("infuse") or told["give"])


def test_short_names_lead_to_variables() -> None:
    for entry in names().values():
        assert entry["from"] in VARIABLES or entry["from"] in DERIVED


def test_every_scenario_belongs_to_one_system() -> None:
    assert system_of("Hemorrhage - Action") == "bleeding"
    assert system_of("Pulseless Ventricular Tachycardia") == "rhythms"
    assert system_of("Something new") == "other"
    assert len({one.id for one in systems()}) == len(systems())


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("Airway obstruction removed", "stop airway_obstruction"),
        ("Chronic Anemia: Reduction factor = 0.3", "start anemia severity=0.3"),
        ("Lobar Pneumonia: left and right lungs", "start pneumonia side=both"),
        ("Type 1 Diabetes: insulin production severity = 0.8", "start diabetes_1 severity=0.8"),
        ("Hemorrhage in leg (Severity 4) and spleen (Severity 3)", "start hemorrhage site=leg severity=0.8"),
        ("Desflurane 6 %", "infuse desflurane route=inh rate=6 %"),
        (
            "Volume Control Ventilation: TV = 500 mL, RR = 12, FiO2 = 0.4",
            "do ventilator rate=12.0 tidal=500 mL fio2=0.4",
        ),
        ("Sepsis severity = 0.6", "start sepsis severity=0.6"),
        ("Burn Wound 30 % of the body surface", "start burn area=0.3"),
        ("Cardiac tamponade; pericardial effusion at 10 mL/min", "start cardiac_tamponade rate=10 mL/min"),
        ("Pain Stimulus: severity = 0.5", "start pain severity=0.5"),
        ("High Altitude Environment: 4000 m", "start high_altitude altitude=4000 m"),
        ("Chronic Anemia", "start anemia"),
        ("Insulin 10 units subcutaneous", "give insulin route=sc dose=10 units"),
        ("Morphine 10 mg IV", "give morphine route=iv dose=10 mg"),
        ("Epinephrine 0.5 mg intramuscular", "give adrenaline route=im dose=0.5 mg"),
        ("Tranexamic acid 1 g", "give tranexamic_acid dose=1 g"),
        ("Apply tourniquet to the left leg", "do tourniquet site=left_leg"),
        ("Mechanical ventilator: volume control, rate = 12 /min, PEEP = 5", "do ventilator rate=12.0 peep=5.0"),
        ("Anaphylaxis, severity 0.8", "start anaphylaxis severity=0.8"),
    ],
)
def test_wordings_that_no_row_here_uses_are_read_too(action: str, said: str) -> None:
    assert str(read_action(action, lexicon=Lexicon.standard()).deeds[0]).startswith(said)
