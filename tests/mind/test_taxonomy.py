"""What a patient can be asked, and what comes back when a case says nothing."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.mind.taxonomy import Sex, Taxonomy, TaxonomyError, render_markdown, spoken_age

TAXONOMY = Taxonomy.load()
GROUPS = {
    *("symptom", "identity", "reason", "past", "drugs", "allergy", "family", "social", "sexual", "gynaecological"),
    *("obstetric", "paediatric", "psychiatric", "functional", "ice", "other"),
}
SYMPTOM_ATTRIBUTES = [
    *("presence", "onset", "duration", "site", "severity", "character", "radiation", "timing", "progression"),
    *("aggravating", "relieving", "trigger", "associated", "previous", "treatment_tried", "impact"),
    *("colour", "amount", "content"),
]
FACTS = [tuple(fact.split(".")) for fact in TAXONOMY.fact_ids()]
PEOPLE: list[tuple[float, Sex]] = [(0.02, "female"), (0.7, "male"), (4, "female"), (7.9, "male"), (11, "female")] + [
    (age, sex) for age in (15, 22, 30, 50, 54, 60, 70, 88, 101) for sex in ("female", "male")
]


def answer(fact: str, age: float, sex: Sex, key: str = "case") -> str:
    topic, attribute = fact.split(".")
    return TAXONOMY.default(topic, attribute, age_years=age, sex=sex, key=key)


def variants(fact: str, age: float, sex: Sex) -> str:
    topic, attribute = fact.split(".")
    return " ".join(TAXONOMY.default_variants(topic, attribute, age_years=age, sex=sex)).lower()


def test_the_taxonomy_covers_history_taking_broadly():
    symptoms = [topic for topic in TAXONOMY.topics.values() if "presence" in topic.attributes]
    assert len(symptoms) >= 110
    assert len(TAXONOMY.fact_ids()) >= 400
    assert {topic.group for topic in TAXONOMY.topics.values()} >= GROUPS - {"other"}
    assert {topic.group for topic in TAXONOMY.topics.values()} <= GROUPS


def test_every_symptom_can_be_asked_about_in_every_standard_way():
    for topic in TAXONOMY.topics.values():
        if topic.group in {"symptom", "psychiatric"}:
            assert list(topic.attributes)[: len(SYMPTOM_ATTRIBUTES)] == SYMPTOM_ATTRIBUTES, topic.id


def test_ids_are_snake_case_and_facts_are_distinct():
    assert len(set(TAXONOMY.fact_ids())) == len(TAXONOMY.fact_ids())
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", fact) for fact in TAXONOMY.fact_ids())


def test_every_topic_has_four_names_and_every_attribute_five_ways_of_asking():
    for topic in TAXONOMY.topics.values():
        assert len(set(topic.names)) >= 4, topic.id
        for attribute in topic.attributes.values():
            assert len(set(attribute.asks)) >= 5, f"{topic.id}.{attribute.id}"
            if attribute.names:
                assert len(set(attribute.names)) >= 4, f"{topic.id}.{attribute.id}"


def test_no_name_stands_for_two_topics():
    owner: dict[str, str] = {}
    for topic in TAXONOMY.topics.values():
        for name in topic.names:
            assert owner.setdefault(name, topic.id) == topic.id, name


def test_questions_are_filled_in_plain_and_distinct():
    for topic, attribute in FACTS:
        asks = TAXONOMY.asks(topic, attribute)
        assert len(set(asks)) == len(asks) >= 5
        for ask in asks:
            assert "{" not in ask
            assert not ask.endswith("?"), ask
            assert not re.search(r"\b(the|any) (a|an|the)\b", ask), ask


def test_a_question_that_names_its_topic_belongs_to_that_fact_alone():
    owner: dict[str, str] = {}
    for topic, attribute in FACTS:
        for ask in TAXONOMY.asks(topic, attribute):
            assert owner.setdefault(ask, f"{topic}.{attribute}") == f"{topic}.{attribute}", ask


def test_questions_read_as_people_speak():
    assert "do you have a sore throat" in TAXONOMY.asks("sore_throat", "presence")
    assert "when did the sore throat start" in TAXONOMY.asks("sore_throat", "onset")
    assert "have you been coughing up blood" in TAXONOMY.asks("haemoptysis", "presence")
    assert "have you been sick" in TAXONOMY.asks("vomiting", "presence")
    assert "do you have feeling sick" not in TAXONOMY.asks("nausea", "presence")
    assert "do you have chest pain" in TAXONOMY.asks("chest_pain", "presence")


def test_follow_up_questions_name_no_topic():
    assert "when did it start" in TAXONOMY.follow_ups("cough", "onset")
    assert "when did the cough start" in TAXONOMY.asks("cough", "onset")
    assert "when did it start" not in TAXONOMY.asks("cough", "onset")


def test_everyone_has_three_to_six_answers_to_everything():
    for topic, attribute in FACTS:
        for age, sex in PEOPLE:
            for carer in (False, True):
                answers = TAXONOMY.default_variants(topic, attribute, age_years=age, sex=sex, carer=carer)
                assert 1 <= len(answers) <= 6, (topic, attribute, age, sex)
                assert carer or len(answers) >= 3, (topic, attribute, age, sex)


def test_answers_leave_no_placeholder_and_begin_with_a_capital():
    for topic, attribute in FACTS:
        for age, sex in PEOPLE:
            said = TAXONOMY.default(topic, attribute, age_years=age, sex=sex, key="case")
            assert "{" not in said
            assert said[0].isupper() or said[0].isdigit(), said
            assert said[-1] in ".!", said


def test_a_parent_never_answers_as_if_they_were_the_child():
    for topic, attribute in FACTS:
        said = " ".join(TAXONOMY.default_variants(topic, attribute, age_years=1.0, sex="male", carer=True))
        spoken_by_the_parent = re.sub(r"I'm not sure|I couldn't tell|I'm afraid I can't", "", said)
        assert not re.search(r"\b(I|I'\w+|me|my|myself)\b", spoken_by_the_parent), f"{topic}.{attribute}: {said}"


@given(
    fact=st.sampled_from(TAXONOMY.fact_ids()),
    key=st.text(max_size=12),
    age=st.floats(0, 110),
    sex=st.sampled_from(["female", "male"]),
)
def test_the_same_patient_gives_the_same_answer_every_time(fact: str, key: str, age: float, sex: Sex):
    first = answer(fact, age, sex, key)
    assert first == answer(fact, age, sex, key)
    topic, attribute = fact.split(".")
    assert TAXONOMY.applies(topic, attribute, age_years=age, sex=sex) in (True, False)


def test_different_patients_use_different_words():
    assert len({answer("cough.presence", 40, "male", str(k)) for k in range(40)}) >= 4


def test_a_man_has_no_last_period_and_a_woman_of_seventy_no_longer_has_one():
    assert "apply" in answer("gynaecological.lmp", 40, "male") or "could have" in answer(
        "gynaecological.lmp", 40, "male"
    )
    assert re.search("stopped|any more|menopause", answer("gynaecological.lmp", 70, "female"))
    assert "two weeks ago" in answer("gynaecological.lmp", 30, "female").lower()


def test_a_toddler_neither_smokes_nor_drives_nor_works():
    for fact in ("social.smoking", "social.driving", "sexual.active", "social.children"):
        topic, attribute = fact.split(".")
        assert not TAXONOMY.applies(topic, attribute, age_years=3, sex="female")
        assert "age" in answer(fact, 3, "female") or "young" in answer(fact, 3, "female")
    assert "school" in variants("identity.occupation", 3, "female")


def test_a_parent_answers_for_a_toddler_and_a_teenager_for_themselves():
    assert "I" not in answer("allergy.reaction", 2, "male").replace("I'm not sure", "").split()
    assert "I" in answer("medication.dose", 15, "male") or "There's nothing" in answer("medication.dose", 15, "male")
    assert "first" in TAXONOMY.default("identity", "pronouns", age_years=30, sex="male", key="k", carer=True).lower()


def test_a_denied_symptom_has_no_onset_and_no_severity():
    for topic in TAXONOMY.topics.values():
        if topic.group in {"symptom", "psychiatric"}:
            for name in SYMPTOM_ATTRIBUTES[1:]:
                assert topic.attributes[name].policy == "not_had"
                assert not topic.attributes[name].rules


def test_a_stated_symptom_is_never_denied_by_what_the_case_left_out():
    for topic in TAXONOMY.topics.values():
        for attribute in topic.attributes.values():
            if attribute.follows is None:
                assert attribute.policy != "not_had" or attribute.rules, f"{topic.id}.{attribute.id}"
                continue
            assert attribute.follows in topic.attributes
            for carer in (False, True):
                said = " ".join(
                    TAXONOMY.default_variants(
                        topic.id, attribute.id, age_years=40, sex="male", carer=carer, present=True
                    )
                )
                assert not re.search(r"haven't had|don't have|never smoked|not pregnant|apply", said), said
    spread = TAXONOMY.default("chest_pain", "radiation", age_years=60, sex="male", key="k", present=True)
    assert spread.startswith("No, it")


@pytest.mark.parametrize("age", [20, 24, 25, 40, 55, 60, 80])
def test_the_default_life_does_not_contradict_itself(age: int):
    living, relationship = variants("social.living", age, "female"), variants("social.relationship", age, "female")
    assert ("partner" in living) == ("partner" in relationship)
    assert variants("identity.occupation", age, "male") == variants("social.occupation", age, "male")
    assert variants("sexual.protection", age, "female") == variants("gynaecological.contraception", age, "female")
    assert ("stopped" in variants("gynaecological.lmp", age, "female")) == (
        "regular" not in variants("gynaecological.cycle", age, "female")
    )
    assert "no children" in variants("social.children", age, "female")
    assert "never been pregnant" in variants("obstetric.gravidity", age, "female")


@pytest.mark.parametrize(
    ("age", "spoken"),
    [(0.005, "a few days old"), (0.06, "3 weeks"), (0.5, "6 months"), (1.75, "21 months"), (34.9, "34")],
)
def test_ages_are_said_as_people_say_them(age: float, spoken: str):
    assert spoken_age(age) == spoken


@pytest.mark.parametrize(
    ("misnamed", "meant"),
    [
        ("chest_ache", "chest_pain"),
        ("shortness_of_breath", "breathlessness"),
        ("smoking", "social.smoking"),
        ("chest_pain.onsett", "chest_pain.onset"),
        ("past_medical.diabtes", "past_medical.diabetes"),
        ("shortness of breath.onset", "breathlessness.onset"),
    ],
)
def test_a_misnamed_fact_is_answered_with_the_nearest_ones(misnamed: str, meant: str):
    nearest = TAXONOMY.nearest(misnamed)
    assert meant in nearest
    assert len(nearest) <= 3
    assert all(TAXONOMY.is_known(found) for found in nearest)


def test_unknown_names_are_refused_with_a_suggestion():
    assert TAXONOMY.is_known("chest_pain.onset")
    assert not TAXONOMY.is_known("chest_pain.smell")
    with pytest.raises(TaxonomyError, match=r"no topic 'chest_ache'.*chest_pain"):
        TAXONOMY.asks("chest_ache", "onset")
    with pytest.raises(TaxonomyError, match=r"no attribute 'onsett'.*chest_pain\.onset"):
        TAXONOMY.default("chest_pain", "onsett", age_years=40, sex="male", key="k")


def test_a_mistake_in_the_file_names_its_topic():
    frame: dict[str, object] = {"policies": {}, "patterns": {}, "attributes": {"symptom": {}}}
    frame["wording"] = {"counted": [], "doing": []}
    with pytest.raises(TaxonomyError, match="fever"):
        Taxonomy({**frame, "topics": {"fever": {"group": "symptom"}}})
    with pytest.raises(TaxonomyError, match="policies"):
        Taxonomy({"topics": {}})


def test_the_taxonomy_is_read_once_and_cannot_be_changed():
    assert Taxonomy.load() is TAXONOMY
    with pytest.raises(TypeError):
        TAXONOMY.topics["fever"] = TAXONOMY.topics["cough"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        TAXONOMY.topics["fever"].label = "heat"  # type: ignore[misc]


def test_the_reference_page_is_current():
    page = Path(__file__).parents[2] / "docs" / "reference" / "taxonomy.md"
    assert page.read_text(encoding="utf-8") == render_markdown(), (
        "run: python -m bedside.mind.taxonomy docs/reference/taxonomy.md"
    )
