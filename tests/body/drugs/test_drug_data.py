"""What the drug data promise: every entry is complete, has its names, and a broken one says where."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bedside.body.drugs import ROUTES, catalogue, describe, find, route_of
from bedside.body.drugs.drug import RECEPTORS, _names, _read, plain
from bedside.body.effects import TARGETS
from bedside.body.refusals import BodyError

DRUGS = catalogue()


def test_more_than_sixty_drugs_have_compartments_of_their_own() -> None:
    assert sum(drug.felt for drug in DRUGS.values()) > 150
    assert sum(bool(drug.pk and (drug.pk.v2 or drug.pk.model)) for drug in DRUGS.values()) > 60


@pytest.mark.parametrize("drug", DRUGS.values(), ids=lambda drug: drug.id)
def test_each_drug_is_complete(drug) -> None:  # type: ignore[no-untyped-def]
    assert drug.id == plain(drug.id)
    assert len(drug.source) > 10
    assert drug.usual
    assert drug.most
    assert drug.routes
    assert all(route in ROUTES for route in drug.routes)
    for effect in drug.effects:
        assert effect.half > 0
        assert effect.most != 0
    for way in drug.routes.values():
        assert 0 < way.share <= 1
    if drug.pk:
        assert drug.pk.model or (drug.pk.v1 > 0 and (drug.pk.cl > 0 or drug.pk.vmax > 0))
        assert drug.pk.kidney + drug.pk.liver + drug.pk.breath <= 1.0001
        for volume, flow in ((drug.pk.v2, drug.pk.q2), (drug.pk.v3, drug.pk.q3)):
            assert (volume > 0) == (flow > 0)
    if drug.effects:
        assert (
            "estimate" in drug.source or "anchor" in drug.source or "Radziuk" in drug.source or "Kruse" in drug.source
        )


def test_every_name_leads_to_one_drug() -> None:
    seen: dict[str, str] = {}
    for drug in DRUGS.values():
        for name in {plain(each) for each in (drug.id, *drug.also)}:
            assert seen.setdefault(name, drug.id) == drug.id, name
    assert len(_names()) == len(seen)


@pytest.mark.parametrize(
    ("name", "drug"),
    [
        ("epinephrine", "adrenaline"), ("Norepinephrine", "noradrenaline"), ("albuterol", "salbutamol"),
        ("acetaminophen", "paracetamol"), ("succinylcholine", "suxamethonium"), ("nitroglycerin", "gtn"),
        ("meperidine", "pethidine"), ("insulin_soluble", "insulin"), ("Lactated Ringer's", "hartmanns"),
        ("fresh frozen plasma", "plasma"), ("prednisone", "prednisolone"), ("isoproterenol", "isoprenaline"),
    ],
)  # fmt: skip
def test_a_drug_is_found_by_american_british_and_trade_names(name: str, drug: str) -> None:
    assert find(name).id == drug


def test_every_medicine_of_the_clinic_is_known_to_the_body() -> None:
    here = Path(__file__).parents[3] / "src/bedside/activities/clinic/catalogue/drugs.yaml"
    medicines = yaml.safe_load(here.read_text(encoding="utf-8"))["drugs"]
    unknown = [name for name in medicines if plain(name) not in _names()]
    assert len(medicines) > 200
    assert not unknown


def test_an_unknown_drug_or_route_says_what_there_is() -> None:
    with pytest.raises(BodyError, match="epinephrine"):
        find("epinefrin")
    with pytest.raises(BodyError, match=r"im.*po"):
        route_of(find("ketamine"), "rectal")
    assert route_of(find("ketamine"), "Intravenous") == "iv"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"unit": "stone"}, "stone"),
        ({"effects": [{"to": "happiness", "most": 1, "half": 1}]}, "happiness"),
        ({"effects": [{"to": "sedation", "most": 1.4, "half": 1}]}, "sedation"),
        ({"effects": [{"to": "sedation", "most": 1, "half": 1, "via": ["soul"]}]}, "soul"),
        ({"routes": {"ear_to_ear": {}}}, "ear_to_ear"),
        ({"color": "blue"}, "color"),
        ({"pk": {"v1": "ten"}}, "v1"),
    ],
)
def test_a_broken_entry_names_file_drug_and_field(change: dict[str, object], told: str) -> None:
    entry = {"unit": "mg", "group": "test", "source": "a test of the reader", "pk": {"v1": 1, "cl": 1}}
    with pytest.raises(BodyError, match=rf"some\.yaml.*nonsense.*{told}"):
        _read("some.yaml", "nonsense", {**entry, **change})


def test_every_receptor_that_is_blocked_or_boosted_has_an_effect_behind_it() -> None:
    felt = {name for drug in DRUGS.values() for effect in drug.effects for name in effect.via}
    acted = {name for drug in DRUGS.values() for act in drug.acts for name in (*act.blocks, *act.boosts)}
    assert acted - felt <= {"histamine", "magnesium", "alpha2", "serotonin"}
    assert felt <= set(RECEPTORS)


def test_the_list_shows_each_drug_once_with_its_usual_dose() -> None:
    rows = {row["id"]: row for row in describe()}
    assert len(rows) == len(DRUGS)
    assert "0.5 mg im" in rows["adrenaline"]["usual"]
    assert rows["atorvastatin"]["felt"] == "no"
    assert all(TARGETS)


def test_fluids_hold_what_the_label_says() -> None:
    saline, cells, sugar = find("saline").fluid, find("red_cells").fluid, find("glucose_10")
    assert saline is not None
    assert saline.sodium == saline.chloride == 154
    assert cells is not None
    assert 180 < cells.haemoglobin < 210
    assert sugar.fluid is not None
    assert sugar.fluid.glucose == pytest.approx(0.1 / 180.2 * 1e6, rel=0.01)
    assert sugar.ml(10e6) == pytest.approx(100.0)
    for drug in DRUGS.values():
        if drug.fluid and drug.base not in ("mL",):
            assert drug.per_ml > 0, drug.id
