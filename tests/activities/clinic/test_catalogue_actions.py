import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.activities.clinic.catalogue.actions import ActionError, Actions
from bedside.activities.clinic.catalogue.names import Names
from bedside.scenario.quantities import parse_quantity

ACTIONS = Actions.load()
ALL = list(ACTIONS)


def test_there_are_enough_actions_and_all_names_differ():
    assert len(ACTIONS) >= 60
    Names({action.id: (action.name, *action.aliases) for action in ALL})
    for action in ALL:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", action.id)
        for name in (action.id, action.name, *action.aliases):
            assert ACTIONS.find(name) is action, name


def test_every_action_takes_time_and_says_where_its_rule_is_from():
    for action in ALL:
        assert 5 <= action.duration_s <= 3600, action.id
        assert action.source


def test_every_argument_has_a_kind_and_a_range_that_runs_upwards():
    for action in ALL:
        for argument in action.args:
            kinds = [bool(argument.unit), bool(argument.choices), argument.text, argument.flag]
            assert kinds.count(True) == 1, (action.id, argument.name)
            if argument.unit:
                assert argument.min is not None
                assert argument.max is not None
                assert argument.min <= (argument.usual or argument.min) <= argument.max, action.id
                if argument.unit not in ("french",):
                    parse_quantity(f"1 {argument.unit}")
            if argument.choices and argument.default is not None:
                assert argument.default in argument.choices


def example(argument):
    return argument.choices[0] if argument.choices else argument.usual or argument.min or "words"


def test_every_action_can_be_done_with_what_it_needs_and_only_then():
    for action in ALL:
        needed = {a.name: example(a) for a in action.args if a.required}
        checked = ACTIONS.check_args(action.id, needed)
        assert set(needed) <= set(checked)
        assert ACTIONS.check_args(action.id, checked) == checked, "checked arguments are good arguments"
        for name in needed:
            with pytest.raises(ActionError, match=name):
                ACTIONS.check_args(action.id, {k: v for k, v in needed.items() if k != name})


@pytest.mark.parametrize(
    ("args", "fraction"),
    [
        ({"device": "nasal cannula"}, 0.28),
        ({"device": "nasal_cannula", "flow": "4 L/min"}, 0.36),
        ({"device": "non-rebreathe mask", "flow": "15 L"}, 0.85),
        ({"device": "venturi", "flow": 2}, 0.24),
        ({"device": "venturi", "flow": 8}, 0.35),
        ({"device": "simple mask", "flow": "9 L/min"}, 0.565),
        ({"device": "CPAP", "fio2": "60 %"}, 0.6),
        ({"device": "room air"}, 0.21),
    ],
)
def test_device_and_flow_give_the_inspired_fraction(args, fraction):
    assert ACTIONS.inspired_oxygen("oxygen", ACTIONS.check_args("oxygen", args)) == pytest.approx(fraction)


@given(st.sampled_from(sorted(ACTIONS.devices)), st.floats(0, 1), st.floats(0, 1))
def test_more_flow_never_gives_less_oxygen(name, one, other):
    flow = ACTIONS.devices[name].flow
    low, high = sorted(flow.min + share * (flow.max - flow.min) for share in (one, other))
    less, more = (ACTIONS.devices[name].fraction(litres) for litres in (low, high))
    assert 0.21 <= less <= more <= 1.0


@pytest.mark.parametrize(
    ("action", "args", "right"),
    [
        ("oxygen", {"device": "nasal_cannula", "flow": "15 L/min"}, "1 to 6"),
        ("oxygen", {"device": "venturi", "fio2": "40 %"}, "flow"),
        ("oxygen", {"device": "snorkel"}, "non_rebreather"),
        ("defibrillate", {"joules": "5000 J"}, "4 to 360"),
        ("defibrillate", {"joules": "20 kg"}, "4 to 360"),
        ("chest_drain", {"side": "middle"}, "left, right"),
        ("sling", {"side": "left", "colour": "blue"}, "side"),
        ("cpr", {"on": "perhaps"}, "yes or no"),
        ("nowhere", {}, "Did you mean|See the list"),
    ],
)
def test_wrong_arguments_say_what_would_be_right(action, args, right):
    with pytest.raises(ActionError) as raised:
        ACTIONS.check_args(action, args)
    assert re.search(right, str(raised.value))


@pytest.mark.parametrize(
    ("action", "args", "name", "value"),
    [
        ("defibrillate", {"joules": "200 J"}, "joules", 200.0),
        ("cardiovert", {}, "joules", 120.0),
        ("position", {"position": "sitting up"}, "position", "sit_up"),
        ("position", {"position": "Recovery position"}, "position", "recovery"),
        ("cpr", {}, "on", True),
        ("cpr", {"on": "stop"}, "on", False),
        ("follow_up", {"in": "2 weeks"}, "in", 14.0),
        ("urinary_catheter", {"size": "16 Fr"}, "size", 16.0),
        ("pace", {"current": "80 mA"}, "current", 80.0),
        ("ventilate", {"rate": "10/min"}, "rate", 10.0),
        ("needle_decompression", {"side": "R"}, "side", "right"),
        ("refer", {"to": "the breast clinic", "urgency": "two week"}, "urgency", "two_week"),
    ],
)
def test_arguments_come_in_one_plain_form(action, args, name, value):
    assert ACTIONS.check_args(action, args)[name] == value


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("wash your hands", "wash_hands"),
        ("oxigen", "oxygen"),
        ("put in a cannula", "iv_cannula"),
        ("Guedel", "oropharyngeal_airway"),
        ("2222", "call_crash_team"),
        ("offer tissues", "offer_pause"),
        ("jaw thrust", "airway_manoeuvre"),
        ("start CPR", "cpr"),
        ("apply a tourniquet", "tourniquet"),
    ],
)
def test_a_clinicians_words_find_the_action(said, meant):
    found = ACTIONS.find(said)
    assert found is not None
    assert found.id == meant


def test_unknown_actions_are_answered_with_something_near():
    assert ACTIONS.find("dance") is None
    assert "defibrillate" in {action.id for action in ACTIONS.nearest("defibrilator pads")} | {
        action.id for action in ACTIONS.search("defib")
    }


@given(st.text(max_size=30))
def test_whatever_is_typed_is_answered(text):
    ACTIONS.find(text)
    ACTIONS.search(text)
    with pytest.raises(ActionError) as raised:
        ACTIONS.check_args("oxygen", {"device": f"{text} balloon", "flow": text})
    assert str(raised.value)
