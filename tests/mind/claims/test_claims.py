"""A sentence passes only when all of it is in the grounds, with the same polarity, number, side, time and person."""

from __future__ import annotations

import pytest

from bedside.mind.claims import Grounds, check

LEFT_ARM = ("Left arm. The leg too, a bit.",)
TIGHT = ("I've been tight since Friday. Since eleven this morning it's been awful.",)
CHEST = ("It's a heavy pain, right across my chest.",)
PARENTS = ("My father had a heart attack and my mother has asthma.",)


def whys(text: str, may_say: tuple[str, ...], **about: object) -> list[str]:
    """Why sentences of the text were refused, less what is missing because of it."""
    refused = check(text, Grounds(may_say, **about)).refused  # type: ignore[arg-type]
    return [refusal.why for refusal in refused if refusal.why != "missing"]


@pytest.mark.parametrize(
    ("text", "may_say"),
    [
        ("Well, doctor, it's been awful since eleven this morning. I've been tight since Friday.", TIGHT),
        ("To be honest, it started an hour ago. Thank you, doctor.", ("It began an hour ago.",)),
        ("My mother's eighty-three and still going.", ("Mum's 83 and still going.",)),
        ("No, I don't have any blood in it.", ("No, no blood in it.",)),
        ("I take two co-codamol four times a day.", ("Two co-codamol four times a day.",)),
        ("When I was fifteen I had my appendix out.", ("I had my appendix out at fifteen.",)),
        ("I'd rate it 8/10.", ("Eight out of ten.",)),
        ("I'd say it's about eight out of ten.", ("Eight out of ten.",)),
        ("I can't keep it down at all.", ("I can't keep it down.",)),
        ("In July I came off the pill.", ("I came off the pill in July.",)),
        ("I haven't picked up the child in weeks.", ("I've not picked the child up in weeks.",)),
        ("It's about thirty minutes.", ("Half an hour.",)),
        ("I drive the forklift and a car.", ("I drive a car and the forklift.",)),
    ],
)
def test_the_same_facts_in_other_words_pass_and_are_complete(text: str, may_say: tuple[str, ...]) -> None:
    verdict = check(text, Grounds(may_say))
    assert verdict.complete, verdict.refused
    assert verdict.refused == ()
    assert verdict.text == text


@pytest.mark.parametrize(
    ("text", "may_say", "why"),
    [
        ("I have a rash.", CHEST, "unsupported"),
        ("It isn't a heavy pain across my chest.", CHEST, "negation"),
        ("It came on ten minutes ago.", ("It came on two minutes ago.",), "number"),
        ("My right arm.", LEFT_ARM, "side"),
        ("The left leg, a bit.", LEFT_ARM, "side"),
        ("I've been tight since Monday.", TIGHT, "time"),
        ("I was tight since Friday, and I had it before.", TIGHT, "time"),
        ("I took ibuprofen.", CHEST, "drug"),
        ("My wife has a heavy pain across her chest.", CHEST, "person"),
        ("I think it's pneumonia.", CHEST, "diagnosis"),
        ("My troponin was 420.", CHEST, "result"),
        ("*clutches chest*", CHEST, "out_of_character"),
        ("As an AI I have no chest.", CHEST, "out_of_character"),
        ("Please prescribe antibiotics.", CHEST, "instruction"),
        ("<b>pain</b>", CHEST, "unreadable"),
        ("Me duele el pecho y la tos desde ayer.", CHEST, "unreadable"),
        ("我胸口疼。", CHEST, "unreadable"),
        ("Could it be my heart?", CHEST, "unsupported"),
        ("It's a heavy pain, maybe, across my chest.", CHEST, "unsupported"),
        ("It's a very heavy pain across my chest.", CHEST, "unsupported"),
        ("Penicillin, I take it.", ("Penicillin.",), "unsupported"),
    ],
)
def test_what_is_not_in_the_grounds_is_refused_with_its_reason(text: str, may_say: tuple[str, ...], why: str) -> None:
    verdict = check(text, Grounds(may_say))
    assert whys(text, may_say) == [why], verdict
    assert not verdict.complete
    assert verdict.text == ""


@pytest.mark.parametrize(
    ("text", "may_say"),
    [
        ("I've been awful since Friday, and tight since eleven this morning.", TIGHT),
        ("Chest pain, two weeks. Cough, three days.", ("Chest pain, three days. Cough, two weeks.",)),
        ("My mother had a heart attack and my father has asthma.", PARENTS),
        ("It hurts when I cough but not when I breathe in.", ("It hurts when I breathe in but not when I cough.",)),
        ("It goes from my leg to my back.", ("It goes from my back to my leg.",)),
        ("I had a cough yesterday and chest pain.", ("I had chest pain yesterday. I had a cough.",)),
        ("One puff in the morning and two at night.", ("Two puffs in the morning and one at night.",)),
        ("I've pain because I take aspirin.", ("I've pain. I take aspirin.",)),
        ("My dad had a stroke and no chest pain.", ("My dad had a stroke.", "No chest pain.")),
        ("I've never had a scan without dye.", ("I've never had a scan with dye.",)),
        ("I was worn out before I start.", ("I'm worn out before I start.",)),
        ("It's looser than it is.", ("It's looser than it was.",)),
        ("I've been twice today, and it is a bit loose.", ("I've been twice today, a bit loose.",)),
        ("It is my dad, two years ago.", ("My dad, two years ago.",)),
        ("Half a slice of one at toast.", ("Half a slice of toast at one.",)),
        ("My cough had a Ray like this.", ("My Ray had a cough like this.",)),
        ("A bit of the on tightness stairs.", ("A bit of tightness on the stairs.",)),
        ("Up here, on the right, by the right shoulder.", ("Up here, on the right, by the shoulder.",)),
        ("Blood pressure because and that flutter.", ("Blood pressure. And that flutter.",)),
    ],
)
def test_true_words_put_together_falsely_do_not_stand_for_the_answer(text: str, may_say: tuple[str, ...]) -> None:
    assert not check(text, Grounds(may_say)).complete


def test_a_sentence_that_adds_is_dropped_and_the_rest_still_stands() -> None:
    verdict = check("It's a heavy pain right across my chest. I'm also short of breath.", Grounds(CHEST))
    assert verdict.text == "It's a heavy pain right across my chest."
    assert verdict.complete
    assert [(refusal.sentence, refusal.why) for refusal in verdict.refused] == [
        ("I'm also short of breath.", "unsupported")
    ]


def test_a_hedge_by_itself_is_no_answer() -> None:
    verdict = check("Sort of. My heart's racing. A bit, maybe.", Grounds(("My heart's racing. A bit, maybe.",)))
    assert verdict.passed == ("My heart's racing.", "A bit, maybe.")


def test_a_dropped_fact_is_missing() -> None:
    verdict = check("I've been tight since Friday.", Grounds(TIGHT))
    assert not verdict.complete
    assert verdict.passed == ("I've been tight since Friday.",)
    assert [refusal.why for refusal in verdict.refused] == ["missing"]


def test_what_was_said_before_may_be_repeated_but_not_added_to() -> None:
    grounds = Grounds(("Eight out of ten.",), said=CHEST)
    assert check("As I said, it's a heavy pain right across my chest. Eight out of ten.", grounds).refused == ()
    worse = check("It's a heavy pain across my chest and my left arm. Eight out of ten.", grounds)
    assert [refusal.why for refusal in worse.refused] == ["side"]


def test_the_question_supports_no_fact() -> None:
    grounds = Grounds(("No.",), asked="Have you had any chest pain?")
    assert check("No, I haven't had any chest pain.", grounds).refused[0].why == "unsupported"
    assert check("No.", grounds).complete


@pytest.mark.parametrize(
    ("text", "may_say", "asked", "fits"),
    [
        ("Yes.", ("Yes.",), "Does it hurt?", True),
        ("No.", ("Yes.",), "Does it hurt?", False),
        ("Yes, it hurts when I walk.", ("It hurts when I walk.",), "Does it hurt?", True),
        ("No, it hurts when I walk.", ("It hurts when I walk.",), "Does it hurt?", False),
        ("Yes, it's getting worse.", ("It's getting worse.",), "Is it getting better?", False),
        ("I do.", ("No.",), "Do you smoke?", False),
    ],
)
def test_a_yes_or_a_no_agrees_with_the_grounds(text: str, may_say: tuple[str, ...], asked: str, fits: bool) -> None:
    assert check(text, Grounds(may_say, asked=asked)).complete is fits


def test_who_answers_for_a_child_may_call_him_by_his_name_but_not_speak_of_herself() -> None:
    said, about = ("He's been hot since last night.",), {"name": "Leo Hart", "sex": "male", "age_years": 2.0}
    grounds = Grounds(said, speaker="mother", **about)  # type: ignore[arg-type]
    assert check("Leo's been hot since last night.", grounds).complete
    assert check("My son has been hot since last night.", grounds).complete
    assert check("I've been hot since last night.", grounds).refused[0].why == "person"
    assert check("My daughter has been hot since last night.", grounds).refused[0].why == "person"


def test_a_long_text_is_cut_and_says_so() -> None:
    verdict = check("Thank you, doctor. " * 400, Grounds(CHEST))
    assert verdict.refused[0].why == "unreadable"
    assert len(verdict.text) <= 4000
