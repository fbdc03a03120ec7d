from fakes import LineBody, lexicon

from bedside.body.validation.performing import live, rest_of
from bedside.body.validation.rows import Row
from bedside.body.validation.timeline import Run, described, plan
from bedside.body.validation.validating import validate_rows


def row(
    number: int, scenario: str, step: int, action: str, at: float | None, sample: float | None, **more: object
) -> Row:
    base = Row(
        number, scenario, step, action, "", "", at, sample, "MAP", "no_change", None, None, "qualitative", "mmHg"
    )
    return base._replace(**more)  # type: ignore[arg-type]


def runs_of(*rows: Row) -> list[Run]:
    return plan(list(rows), lexicon())


def lines(run: Run) -> list[str]:
    return list(described(run))


def test_steps_in_sequence_are_one_body() -> None:
    (run,) = runs_of(
        row(2, "Hemorrhage", 0, "Initiate 140 mL/min Hemorrhage", 30, 600),
        row(3, "Hemorrhage", 1, "Stop Hemorrhage", 620, 1000),
    )
    assert lines(run) == ["30 s: start hemorrhage rate=140 mL/min", "620 s: stop hemorrhage"]
    assert [(begin, end) for _, begin, end in run.checks] == [(30, 600), (620, 1000)]


def test_another_way_on_from_the_same_step_is_another_body_that_went_through_it_too() -> None:
    _, blood, saline = _ways_on()
    assert lines(blood)[:2] == lines(saline)[:2] == ["30 s: start hemorrhage rate=60 mL/min", "1405 s: stop hemorrhage"]
    assert "1410 s: infuse sodium_chloride_0_9 route=iv rate=100 mL/min" in lines(saline)
    assert [number.number for number, _, _ in saline.checks] == [4]


def _ways_on() -> list[Run]:
    return [
        Run(""),
        *runs_of(
            row(2, "Hemorrhage", 0, "Initiate 60 mL/min Hemorrhage", 30, 1405),
            row(3, "Hemorrhage", 1, "Start IV Fluids: Blood at 100 mL/min with a 500 mL bag", 1410, 1500),
            row(4, "Hemorrhage", 2, "Start IV Fluids: Saline at 100 mL/min with a 500 mL bag", 1410, 1500),
        ),
    ]


def test_a_sample_before_its_action_is_a_duration() -> None:
    (run,) = runs_of(row(2, "Airway Obstruction", 0, "Trigger airway obstruction; severity = 0.6", 510, 180))
    assert [end for _, _, end in run.checks] == [690]


def test_what_is_removed_was_there_before_with_a_severity_between_its_neighbours() -> None:
    (run,) = runs_of(
        row(2, "Apnea", 1, "Apnea: Severity = 0.0", 210, 500),
        row(3, "Apnea", 2, "Apnea: Severity = 0.6", 510, 690),
        row(4, "Apnea", 3, "Apnea: Severity = 0.0", 690, 990),
    )
    assert lines(run)[0] == "30 s: start apnea severity=0.3"


def test_a_rhythm_at_the_end_of_a_file_was_preceded_by_the_other_one() -> None:
    (run,) = runs_of(
        row(2, "Ventricular Fibrillation", 1, "Normal Sinus [Coarse Ventricular Fibrillation To NormalSinus]", 210, 300)
    )
    assert lines(run) == ["30 s: rhythm vf", "210 s: rhythm sinus"]


def test_compressions_need_an_arrest() -> None:
    (run,) = runs_of(row(2, "CPR", 1, "Chest Compressions", 40, 170))
    assert lines(run) == ["30 s: rhythm asystole", "40 s: do cpr"]


def test_a_disease_without_a_time_is_lived_with_and_compared_with_health() -> None:
    (run,) = runs_of(row(2, "Renal Stenosis - Condition", 0, "Renal Stenosis", None, 120))
    assert run.has == {"renal_artery_stenosis": {}}
    (ards,) = runs_of(row(2, "ARDS", 0, "Moderate ARDS Severity = 0.6", None, 120))
    assert ards.checks[0][1:] == (0, 1920)


def test_doses_in_a_list_are_spread_over_the_time_to_the_sample() -> None:
    (run,) = runs_of(row(2, "Intravenous Administration", 0, "Vasopressin 0.1, 0.2, and 0.3 ug", 30, 630))
    assert [at for at, _ in run.deeds] == [30, 230, 430]


def test_an_antidote_goes_on_from_the_drug_it_answers() -> None:
    found = runs_of(
        row(2, "Intravenous Administration", 1, "Administer Fentanyl - 300 ug", 30, 600),
        row(3, "Intravenous Administration", 2, "Administer Rocuronium - 50 mg", 30, 100),
        row(4, "Intravenous Administration", 3, "Administer Naloxone - 200 ug - in response to Fentanyl", None, None),
    )
    assert [lines(run) for run in found][-1] == ["30 s: give fentanyl dose=300 ug", "600 s: give naloxone dose=200 ug"]


def test_a_run_is_read_at_rest_at_the_action_and_at_the_sample() -> None:
    rows = [
        row(2, "Hemorrhage", 0, "Initiate 100 mL/min Hemorrhage", 30, 630, variable="blood_volume"),
        row(3, "Hemorrhage", 1, "Stop Hemorrhage", 640, 700, variable="blood_volume"),
    ]
    (run,) = plan(rows, lexicon())
    bled, stopped = sorted(live(run, LineBody, rest_of(LineBody)), key=lambda seen: seen.row.number)
    assert bled.read is not None
    assert bled.read.rest - bled.read.now == 1000
    assert stopped.read is not None
    assert stopped.read.before == stopped.read.now < bled.read.now


def test_a_still_heart_is_no_baseline() -> None:
    rows = [
        row(2, "CPR", 1, "Chest Compressions", 40, 170, variable="CO", kind="percent_of_baseline", low=17.0, high=27.0)
    ]
    (run,) = plan(rows, lexicon())
    (seen,) = live(run, LineBody, rest_of(LineBody))
    assert seen.read is not None
    assert seen.read.before == seen.read.rest == 5.6


def test_rows_are_counted_and_alternatives_make_one_cell() -> None:
    found = validate_rows(
        [
            row(2, "Hemorrhage", 0, "Initiate 100 mL/min Hemorrhage", 30, 1230, direction="decrease"),
            row(3, "Hemorrhage", 0, "Initiate 100 mL/min Hemorrhage", 30, 1230, direction="increase"),
            row(4, "Hemorrhage", 0, "Initiate 100 mL/min Hemorrhage", 30, 1230, variable="HR", direction="increase"),
            row(5, "Nonsense", 0, "Juggle three balls", 30, 1230),
        ],
        make=LineBody,
        lexicon=lexicon(),
    )
    count = found.count()
    assert (count.rows, count.passed, count.failed, count.cells, count.cells_passed) == (4, 1, 3, 3, 1)
    assert [one.row.number for one in found.failures()] == [4, 5]
    assert found.results[3].outcome == "unread"
