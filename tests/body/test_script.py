import pytest

from bedside.body.script import EXAMPLE, MOST_STEPS, read_script, run_script
from bedside.scenario import ScenarioError


def problems(text: str) -> dict[str, str]:
    with pytest.raises(ScenarioError) as caught:
        read_script(text, "my.yaml")
    return {f"{one.line} {one.field}": f"{one.message} → {one.mend}" for one in caught.value.problems}


def test_a_script_is_read_with_its_person_and_steps_in_order_of_time() -> None:
    script = read_script(EXAMPLE)
    assert script.person.weight_kg == 77
    assert [one.at_ms for one in script.steps] == [30_000, 300_000, 360_000, 480_000, 480_000]
    assert script.until_ms == 1_200_000
    assert script.record[:2] == ("heart_rate", "mean_arterial_pressure")


def test_every_mistake_is_named_with_line_field_and_mend() -> None:
    found = problems(
        """\
person: {age: 44 years, sex: male}
steps:
  - {at: 30 s, start: hemorrhag, rate: 250 mL/min}
  - at: 30 s
    start: hemorrhage
    rate: 25000 mL/min
  - {at: 30 s, start: hemorrhage, colour: red}
  - {at: 5 min, give: epinephrine, dose: 10 furlong}
  - {at: 5 min, give: epinephrine, doze: 10 ug}
  - {at: 5 min, sing: aloud}
  - {at: 50 min, do: oxygen, device: snorkel}
  - {at: 59 min, do: oxygen}
  - {at: 9 min, steer: heart_rate}
  - {at: 9 min, release: fever}
  - {at: 9 min, stop: dancing}
  - {at: soon, start: asthma}
until: 20 min
record: [heart_rat]
"""
    )
    assert "hemorrhage" in found["3 steps.0.start"]
    assert "0 to 3000" in found["6 steps.1.rate"]
    assert "site, rate, severity" in found["7 steps.2.colour"]
    assert "mg" in found["8 steps.3.dose"]
    assert "did you mean dose" in found["9 steps.4.doze"]
    assert "start: …" in found["10 steps.5"]
    assert "non_rebreather" in found["11 steps.6.device"]
    assert "until" in found["12 steps.7.at"]
    assert "either target or by" in found["13 steps.8"]
    assert "nothing is steered" in found["14 steps.9.release"]
    assert "dancing" in found["15 steps.10.stop"]
    assert "steps.11.at" in " ".join(found)
    assert "heart_rate" in found["18 record.0"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("until: 0 s", "1 until"),
        ("until: 8 days", "1 until"),
        ("steps: []", "1 until"),
        ("until: 6 days\nhz: 200\nrecord: [heart_rate, spo2]", "2 hz"),
        ("until: 1 min\nhz: 1000", "2 hz"),
        ("until: 1 min\nrecord: []", "2 record"),
        ("until: 1 min\nseed: -1", "2 seed"),
        ("until: 1 min\nrhythm: waltz", "2 rhythm"),
        ("until: 1 min\nvitals: {heart_rate: 900}", "2 vitals.heart_rate"),
        ("until: 1 min\nvitals: {mood: 3}", "2 vitals.mood"),
        ("until: 1 min\nperson: {age: 200 years}", "2 person.age"),
        ("until: 1 min\nperson: {conditions: [gout_of_the_moon]}", "2 person"),
        ("until: 1 min\nperson: {conditions: [asthma_attack]}", "2 person"),
        ("until: 1 min\nperson: {pregnant: 210 days, sex: male}", "2 person"),
        (f"until: 1 min\nsteps: [{','.join(['{stop: asthma}'] * (MOST_STEPS + 1))}]", "2 steps"),
    ],
)
def test_limits_are_kept(text: str, where: str) -> None:
    assert where in problems(text)


def test_a_script_is_lived_through_and_recorded() -> None:
    text = """\
steps:
  - {at: 20 s, start: hemorrhage, rate: 600 mL/min}
  - {at: 80 s, stop: hemorrhage}
until: 2 min
record: [blood_volume, heart_rate]
"""
    passed = []
    ran = run_script(read_script(text), lambda done, total: passed.append((done, total)))
    assert passed[-1] == (120_000, 120_000)
    assert ran.recording.times[0] == 0
    blood = dict(zip(ran.recording.times, ran.recording.table[:, 0], strict=True))
    assert blood[80] < blood[20] - 500
    assert abs(blood[119] - blood[82]) < 60
    again = run_script(read_script(text))
    assert (again.recording.table == ran.recording.table).all()


def test_a_step_that_the_body_refuses_on_the_way_is_named_by_its_line() -> None:
    with pytest.raises(ScenarioError, match=r"my\.yaml:2: stop: nothing called 'asthma' is running"):
        run_script(read_script("until: 1 min\nsteps: [{at: 2 s, stop: asthma}]", "my.yaml"))
