from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.activities.clinic.catalogue.examination import REGIONS, Examination
from bedside.activities.clinic.catalogue.names import CatalogueError, plain

CATALOGUE = Examination.load()
ADULT = {"age_years": 40.0, "sex": "female", "pregnant": False}


def test_there_is_enough_to_examine_a_whole_person():
    assert len(CATALOGUE) >= 300
    assert sum(1 for e in CATALOGUE if not e.site.endswith(("_left", "_right"))) >= 170
    assert {region for e in CATALOGUE for region in e.regions} == set(REGIONS) == set(CATALOGUE.regions())


def test_no_two_sites_of_a_manoeuvre_share_a_name():
    names = Counter(
        (e.manoeuvre, name) for e in CATALOGUE for name in {plain(word) for word in (e.site, e.label, *e.aliases)}
    )
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    ("manoeuvre", "site", "meant"),
    [
        ("listen", "lungs", "auscultate.chest"),
        ("listen to", "the left base", "auscultate.lung_left_base"),
        ("listen", "bowel sounds", "auscultate.abdomen"),
        ("feel", "belly", "palpate.abdomen"),
        ("press on", "right lower quadrant", "palpate.right_iliac_fossa"),
        ("feel", "left calf", "palpate.calf_left"),
        ("feel", "calf on the right", "palpate.calf_right"),
        ("look at", "legs", "inspect.lower_limbs"),
        ("look at", "fundi", "look.fundoscopy"),
        ("check", "pupils", "neuro.pupils"),
        ("examine", "abdomen", "palpate.abdomen"),
        ("test", "Murphy's sign", "test.murphy"),
        ("tap", "chest", "percuss.chest"),
        ("move", "neck", "move.spine_cervical"),
        ("auscultate", "heart_aortic", "auscultate.heart_aortic"),
        ("measure", "lying and standing blood pressure", "measure.orthostatic_pressure"),
        ("palpate", "abdomn", "palpate.abdomen"),
        ("do", "glass test", "test.rash_blanching"),
    ],
)
def test_a_clinicians_words_find_the_site(manoeuvre, site, meant):
    found = CATALOGUE.find(manoeuvre, site)
    assert found is not None
    assert found.id == meant


@pytest.mark.parametrize(
    ("manoeuvre", "site"), [("percuss", "pupils"), ("juggle", "abdomen"), ("listen", "elbow"), ("feel", "")]
)
def test_nonsense_is_not_examined(manoeuvre, site):
    assert CATALOGUE.find(manoeuvre, site) is None


def test_a_slip_never_changes_the_side():
    for entry in CATALOGUE:
        side = next((s for s in ("left", "right") if entry.site.endswith(f"_{s}")), None)
        if side:
            found = CATALOGUE.find(entry.manoeuvre, entry.label + "x")
            assert found is None or found.site.endswith(side)


def test_every_id_label_and_alias_finds_its_own_entry():
    for entry in CATALOGUE:
        for name in (entry.site, entry.label, *entry.aliases):
            assert CATALOGUE.find(entry.manoeuvre, name) is entry, name


def test_what_is_not_found_is_answered_with_something_near():
    assert "palpate.abdomen" in CATALOGUE.nearest("feel the abdomenal wall")
    assert CATALOGUE.nearest("palpate splen")[0] == "palpate.spleen"


def test_intimate_examinations_ask_for_consent():
    intimate = {e.id for e in CATALOGUE if e.intimate}
    assert {"palpate.rectum", "palpate.breast", "palpate.testes", "palpate.bimanual", "look.speculum"} <= intimate
    assert {e.id for e in CATALOGUE if e.region in ("genitals", "rectum") and not e.intimate} == {"inspect.stool"}


def test_an_examination_fits_the_person():
    testes, fundal = CATALOGUE.get("palpate", "testes"), CATALOGUE.get("measure", "fundal_height")
    fontanelle = CATALOGUE.get("palpate", "fontanelle")
    assert testes is not None
    assert fundal is not None
    assert fontanelle is not None
    assert not testes.applies_to(**ADULT)
    assert not fundal.applies_to(**ADULT)
    assert fundal.applies_to(age_years=28, sex="female", pregnant=True)
    assert fontanelle.applies_to(age_years=0.5, sex="male", pregnant=False)
    assert not fontanelle.applies_to(**ADULT)


def test_normal_depends_on_age_and_pregnancy():
    def plantars(age):
        return CATALOGUE.normal("neuro", "plantars", age_years=age, sex="male", pregnant=False, key="a")

    assert plantars(0.5).startswith("Upgoing")
    assert plantars(30) == "Downgoing."
    pregnant = CATALOGUE.normal("inspect", "abdomen", age_years=30, sex="female", pregnant=True, key="a")
    assert "pregnancy" in pregnant


@given(st.text(max_size=20), st.floats(0, 100), st.sampled_from(["female", "male"]), st.booleans())
def test_every_site_has_a_normal_finding_that_stays_the_same(key, age, sex, pregnant):
    entry = next(iter(CATALOGUE)) if not key else list(CATALOGUE)[sum(map(ord, key)) % len(CATALOGUE)]
    person = {"age_years": age, "sex": sex, "pregnant": pregnant, "key": key}
    text = CATALOGUE.normal(entry.manoeuvre, entry.site, **person)
    assert text == CATALOGUE.normal(entry.manoeuvre, entry.site, **person)
    assert text
    assert "{" not in text


def test_whoever_it_applies_to_has_a_listed_normal():
    for entry in CATALOGUE:
        for age in (0.02, 0.3, 0.8, 2, 5, 10, 14, 20, 30, 50, 70, 90):
            for sex in ("female", "male"):
                for pregnant in {False, sex == "female" and 14 <= age <= 50}:
                    if entry.applies_to(age_years=age, sex=sex, pregnant=pregnant):
                        fits = [v for v in entry.normals if v.fits(age_years=age, sex=sex, pregnant=pregnant)]
                        assert fits, (entry.id, age)


def test_a_number_is_drawn_within_its_range_and_differs_between_patients():
    found = {
        CATALOGUE.normal("test", "schober", age_years=30, sex="male", pregnant=False, key=str(n)) for n in range(40)
    }
    assert found == {f"Lengthens by {n} cm." for n in (5, 6, 7)}


def test_a_part_knows_its_whole():
    aortic = CATALOGUE.get("auscultate", "heart_aortic")
    assert aortic is not None
    assert aortic.part_of == "heart"
    assert "auscultate.heart_mitral" in {e.id for e in CATALOGUE.parts("auscultate.heart")}
    assert {e.id for e in CATALOGUE.parts("move.knee")} == {"move.knee_left", "move.knee_right"}


def test_the_body_map_shows_each_limb_its_own_side():
    assert {"palpate.calf_left", "palpate.calf"} <= {e.id for e in CATALOGUE.at("leg_left")}
    assert "palpate.calf_right" not in {e.id for e in CATALOGUE.at("leg_left")}


def test_an_unknown_pair_says_what_is_near():
    with pytest.raises(CatalogueError, match=r"palpate\.spleen"):
        CATALOGUE.normal("palpate", "splen", key="a", **ADULT)
