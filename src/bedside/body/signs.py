"""What an examination would find now: signs that follow from the state, each with its threshold.

Every sign is a word (a grade) or a number, so that two moments can be compared. Thresholds name their source; what has
no single source is marked estimate. McGee is McGee, Evidence-Based Physical Diagnosis, 4th ed. 2018.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bedside.body.effects import TARGETS

if TYPE_CHECKING:
    from bedside.body.body import Body

FX = {name: place for place, name in enumerate(TARGETS)}
SIDES = ("left", "right")
SKIN = 5
Signs = dict[str, Any]

RADIAL, FEMORAL, CAROTID = 70.0, 60.0, 45.0
"""Systolic pressure, mmHg, from which each pulse is felt (after Deakin and Low 2000, BMJ 321:673; rounded)."""
IRREGULAR = {
    "af": "irregularly irregular",
    "atrial_flutter_variable": "irregularly irregular",
    "multifocal_atrial_tachycardia": "irregularly irregular",
    "wenckebach": "with dropped beats",
    "mobitz_2": "with dropped beats",
    "pac": "with extra beats",
    "pvc": "with extra beats",
    "bigeminy": "with extra beats",
    "trigeminy": "with extra beats",
}
COMA = {15: (4, 5, 6), 14: (4, 4, 6), 13: (3, 4, 6), 12: (3, 4, 5), 11: (3, 3, 5), 10: (2, 3, 5), 9: (2, 2, 5),
        8: (2, 2, 4), 7: (1, 2, 4), 6: (1, 1, 4), 5: (1, 1, 3), 4: (1, 1, 2), 3: (1, 1, 1)}  # fmt: skip
"""Eyes, voice and movement that usually make up a sum of the Glasgow coma scale (estimate)."""
CARDIAC_ASTHMA_ML = 150.0


def signs_of(body: Body) -> Signs:
    """All findings of an examination of `body` now; words are grades, numbers have their unit in the name."""
    return {
        "breathing": _breathing(body),
        "chest": _chest(body),
        "upper_airway": _upper_airway(body),
        "heart": _heart(body),
        "pulse": _pulse(body),
        "capillary_refill_s": round(_read(body, "capillary_refill"), 1),
        "skin": _skin(body),
        "hydration": _hydration(body),
        "pupils": _pupils(body),
        "consciousness": _consciousness(body),
        "movement": _movement(body),
        "jugular_cm": round(1.36 * _read(body, "central_venous_pressure") - 5.0, 1),
        "abdomen": _abdomen(body),
        "oedema": _oedema(body),
        "bleeding": _bleeding(body),
    }


def grade(value: float, steps: Sequence[tuple[float, str]], none: str = "none") -> str:
    """The word of the highest step that `value` reaches; the steps go upwards."""
    found = none
    for least, word in steps:
        if value >= least:
            found = word
    return found


def _read(body: Body, name: str) -> float:
    return float(body.vitals[name])


def _effect(body: Body, name: str) -> float:
    return float(body.effects[FX[name]])


def _tight(body: Body) -> float:
    """Narrowing of the lower airways that is left, 0 to 1."""
    return _effect(body, "bronchospasm") * (1.0 - _effect(body, "bronchodilation"))


def _airflow(body: Body) -> float:
    """Flow and depth of the breath in over those of rest, the lesser of the two."""
    s, t = body.state, body.traits
    usual = 1.36 * float(t["tv0"]) * float(t["rr0"]) / 60.0 / 0.325 / 1000.0
    if _read(body, "respiratory_rate") < 1.0:
        return 0.0
    return min(float(s["pif"]) / usual, float(s["tidal"]) / float(t["tv0"]), 2.0)


def _breathing(body: Body) -> Signs:
    """Rate, work and speech. Work by the effort of the breathing muscles over the 5 cmH2O of rest (estimate)."""
    s, rate = body.state, _read(body, "respiratory_rate")
    effort = float(s["pmus_top"]) / 5.3
    usual = float(body.traits["rr0"])
    fast = rate / usual
    depth = float(s["tidal"]) / float(body.traits["tv0"])
    work = grade(max(effort, 1.0 + 0.9 * (fast - 1.25), 0.75 * float(s["drive"])),
                 ((1.35, "mild"), (1.8, "moderate"), (2.5, "severe")))  # fmt: skip
    tired = float(s["fatigue"]) > 0.55 or (work in ("moderate", "severe") and _read(body, "gcs") < 13)
    if rate < 1.0:
        work = "absent"
    elif tired and work != "none":
        work = "exhausted"
    pattern = "regular"
    if rate < 1.0:
        pattern = "none"
    elif body.rhythm == "agonal" or (rate < 0.4 * usual and depth > 1.4):
        pattern = "gasping"
    elif rate < 0.6 * usual and depth < 0.9:
        pattern = "slow and shallow"
    elif rate < 0.6 * usual:
        pattern = "slow"
    elif depth > 1.5 and float(s["drive"]) > 1.7:
        pattern = "deep and sighing"
    elif depth < 0.55:
        pattern = "fast and shallow" if fast > 1.3 else "shallow"
    elif fast > 1.5:
        pattern = "fast"
    hunger = _read(body, "breathlessness")
    speech = grade(hunger, ((4.0, "phrases"), (7.0, "words"), (9.5, "none")), "sentences")
    return {"rate": round(rate), "work": work, "pattern": pattern, "speech": speech}


def _chest(body: Body) -> Signs:
    """Sounds, percussion, movement by side, and the trachea."""
    lost = {side: _lost_sound(body, place) for place, side in enumerate(SIDES)}
    flow = _airflow(body)
    wheeze = _wheeze(body, flow)
    found: Signs = {
        side: {
            "sounds": grade(
                flow * (1.0 - lost[side]), ((0.10, "nearly absent"), (0.22, "reduced"), (0.62, "normal")), "absent"
            ),
            "wheeze": wheeze if lost[side] < 0.85 else "none",
            "crackles": _crackles(body, place),
            "percussion": _percussion(body, place),
            "movement": _side_movement(body, place),
            "bronchial": _consolidated(body, side) > 0.3 and lost[side] < 0.6,
        }
        for place, side in enumerate(SIDES)
    }
    found["trachea"] = _trachea(body)
    found["overinflated"] = float(body.state["frc"]) > 1.22 * float(sum(body.traits["frc"]))
    found["paradox"] = _effect(body, "stiff_chest") < -0.01
    return found


def _lost_sound(body: Body, place: int) -> float:
    """Share of one lung's sound that air, fluid or a blocked bronchus keeps from the stethoscope (estimate)."""
    s, t = body.state, body.traits
    room = float(t["frc"][place])
    air, fluid = float(s["air"][place]) / room, float(s["fluid"][place]) / room
    blocked = 0.95 if place == 0 and int(body.controls["airway"]) == 4 else 0.0
    return 1.0 - (1.0 - min(1.1 * air, 0.97)) * (1.0 - min(0.6 * fluid, 0.9)) * (1.0 - blocked)


def _wheeze(body: Body, flow: float) -> str:
    """Wheeze by how narrow the airways are and what moves through them; a very tight chest that moves no air is silent.

    A silent chest is one of the life-threatening signs of BTS/SIGN 158 (2019); numbers are estimates.
    """
    tight = max(_tight(body), 0.5 * _effect(body, "emphysema"))
    if float(body.state["lung_water"]) > CARDIAC_ASTHMA_ML:
        tight = max(tight, 0.18)
    if tight > 0.5 and flow < 0.28:
        return "silent"
    return grade(tight, ((0.14, "soft"), (0.3, "loud"), (0.55, "very loud")))


def _consolidated(body: Body, side: str) -> float:
    return min(_effect(body, f"shunt_{side}"), 2.0 * _effect(body, f"stiff_lung_{side}"))


def _crackles(body: Body, place: int) -> str:
    """Water in the lungs (it doubles between the cells before it is heard, Staub 1974), and secretions; estimate."""
    wet, side = float(body.state["lung_water"]), SIDES[place]
    both = min(_effect(body, "stiff_lung_left"), _effect(body, "stiff_lung_right"))
    if wet >= 500.0:
        return "coarse throughout"
    if _effect(body, "airway_secretions") > 0.45 or _read(body, "gcs") < 6:
        return "coarse and bubbling" if _effect(body, "airway_secretions") > 0.3 else "none"
    if _consolidated(body, side) > 0.12:
        return "coarse"
    if wet >= 90.0:
        return grade(wet, ((90.0, "fine at the base"), (250.0, "fine to the mid-zone")))
    return "fine at the base" if _effect(body, "diffusion_block") > 0.15 and both > 0.12 else "none"


def _percussion(body: Body, place: int) -> str:
    """Fluid is found dull from about 300 to 500 mL (McGee); air from about 15 % of a side (estimate)."""
    s, t = body.state, body.traits
    air, fluid = float(s["air"][place]) / float(t["frc"][place]), float(s["fluid"][place]) * 6000.0 / float(t["tlc"])
    if air > 0.15:
        return "hyper-resonant"
    if fluid > 400.0:
        return "stony dull"
    if _consolidated(body, SIDES[place]) > 0.2:
        return "dull"
    stretched = float(s["frc"]) > 1.22 * float(sum(t["frc"])) or _tight(body) > 0.5 or _effect(body, "emphysema") > 0.35
    return "hyper-resonant" if stretched else "resonant"


def _side_movement(body: Body, place: int) -> str:
    s, room = body.state, float(body.traits["frc"][place])
    held = (float(s["air"][place]) + float(s["fluid"][place])) / room
    stiff = _effect(body, f"stiff_lung_{SIDES[place]}")
    if place == 0 and int(body.controls["airway"]) == 4:
        held = 1.0
    if _read(body, "respiratory_rate") < 1.0:
        return "none"
    if held > 0.9:
        return "hardly moves"
    return "reduced" if held > 0.25 or stiff > 0.3 or _tight(body) > 0.4 or _airflow(body) < 0.4 else "normal"


def _trachea(body: Body) -> str:
    """Pushed away from a side that holds a lung's worth of air or fluid more than the other (estimate)."""
    s, t = body.state, body.traits
    held = [(float(s["air"][i]) + float(s["fluid"][i])) / float(t["frc"][i]) for i in (0, 1)]
    if held[0] - held[1] > 1.1:
        return "pushed to the right"
    if held[1] - held[0] > 1.1:
        return "pushed to the left"
    return "central"


def _upper_airway(body: Body) -> Signs:
    """Stridor is heard once about half of the airway is closed; a closed one is silent (estimate)."""
    shut, airway = _effect(body, "upper_airway_obstruction"), int(body.controls["airway"])
    stridor = grade(shut, ((0.3, "on crying or exertion"), (0.45, "at rest"), (0.65, "loud"), (0.95, "silent")))
    snores = _read(body, "gcs") < 8.5 and airway == 0 and _read(body, "respiratory_rate") > 0
    wet = _effect(body, "airway_secretions") > 0.6 or _effect(body, "salivation") > 0.5
    return {"stridor": "none" if airway >= 2 else stridor, "snoring": bool(snores), "gurgling": bool(wet and snores)}


def _heart(body: Body) -> Signs:
    """Heart sounds. A third sound goes with filling pressures above about 15 mmHg and a failing muscle (McGee)."""
    s = body.state
    output = _read(body, "heart_rate")
    held = float(s["v_eff"])
    air = float(max(s["air"])) / float(body.traits["frc"][0])
    loudness = "absent" if output < 1.0 else "muffled" if held > 180.0 or air > 1.3 else "normal"
    murmurs = []
    if _effect(body, "mitral_leak") > 0.15:
        murmurs.append("pansystolic at the apex")
    if _effect(body, "aortic_stenosis") > 0.2:
        murmurs.append("ejection systolic, to the neck")
    if _effect(body, "aortic_leak") > 0.15 if "aortic_leak" in FX else False:
        murmurs.append("early diastolic")
    failing = _read(body, "ejection_fraction") < 45.0 and _read(body, "wedge_pressure") > 15.0
    return {
        "sounds": loudness,
        "third_sound": bool(failing and output > 1.0),
        "murmurs": murmurs,
        "rhythm": _beat(body),
        "loud_second_sound": _read(body, "mean_pulmonary_pressure") > 30.0,
    }


def _beat(body: Body) -> str:
    if _read(body, "heart_rate") < 1.0:
        return "none"
    name = body.rhythm
    if name.startswith("af"):
        name = "af"
    return IRREGULAR.get(name, "regular")


def _pulse(body: Body) -> Signs:
    """Pulses by pressure, volume by pulse pressure and output, and the fall with a breath in (pulsus paradoxus)."""
    systolic, wide = _read(body, "systolic_pressure"), _read(body, "pulse_pressure")
    rate = _read(body, "heart_rate")
    flow = _read(body, "cardiac_output") / max(float(body.traits["co0"]), 0.1)
    young = 0.7 if body.person.age_years < 5 else 1.0
    felt = {"radial": systolic >= RADIAL * young, "femoral": systolic >= FEMORAL * young}
    felt["carotid"] = systolic >= CAROTID * young
    felt = {name: bool(there and rate > 0.0) for name, there in felt.items()}
    share = wide / max(systolic, 1.0)
    if rate <= 0.0:
        volume = "none"
    elif not felt["radial"]:
        volume = "not felt at the wrist"
    elif wide < 22.0 * young or share < 0.22:
        volume = "thready"
    elif wide < 30.0 * young:
        volume = "weak"
    elif share > 0.52 or (wide > 60.0 and flow > 1.25):
        volume = "bounding"
    else:
        volume = "normal"
    if _effect(body, "aortic_stenosis") > 0.45 and volume in ("normal", "weak"):
        volume = "slow-rising"
    return {**felt, "rate": round(rate), "volume": volume, "rhythm": _beat(body), "paradox_mmhg": round(_paradox(body))}


def _paradox(body: Body) -> float:
    """Fall of systolic pressure on breathing in, mmHg: the effort of the breath, and a heart hemmed in by fluid.

    Over 10 mmHg is abnormal; tamponade and severe asthma show 12 and more (McGee). The slopes are estimates.
    """
    if _read(body, "heart_rate") <= 0.0 or int(body.controls["vent_mode"]) > 0:
        return 0.0
    swing = 0.62 * float(body.state["pmus_top"]) + 10.0 * _tight(body)
    hemmed = 0.055 * max(float(body.state["v_eff"]) - 120.0, 0.0)
    return min(max(swing + hemmed, 2.0), 45.0)


def _skin(body: Body) -> Signs:
    """Colour, warmth, sweat and weals."""
    s, t = body.state, body.traits
    flow = float(s["q_bed"][SKIN]) / max(float(t["q0_bed"][SKIN]), 0.1)
    bound = 1.0 - 0.01 * _read(body, "carboxyhaemoglobin") - 0.01 * _read(body, "methaemoglobin")
    haemoglobin = _read(body, "haemoglobin")
    between = 0.5 * (float(s["sao2"]) + float(s["svo2"]))
    blue = haemoglobin * bound * (1.0 - between) + 30.0 * _effect(body, "cyanosis")
    blue = max(blue, 50.0 if 0.01 * _read(body, "methaemoglobin") * haemoglobin > 15.0 else 0.0)
    lips = grade(blue, ((42.0, "dusky"), (50.0, "blue"), (70.0, "deep blue")), "none")
    pale = _effect(body, "pallor") + max(0.0, (100.0 - haemoglobin) / 50.0) + max(0.0, 1.1 * (0.72 - flow))
    core, warmth = _read(body, "temperature"), _read(body, "skin_temperature")
    touch = "warm"
    if core < 34.0:
        touch = "cold all over"
    elif flow < 0.4 or warmth < 29.5:
        touch = "cold hands and feet"
    elif flow < 0.7 or warmth < 31.0:
        touch = "cool hands and feet"
    elif core >= 38.0 and flow > 0.75:
        touch = "hot"
    wet = _read(body, "sweat_rate") + 700.0 * _effect(body, "sweating")
    wet += 450.0 * max(float(s["sym"]) - 0.55, 0.0) + 250.0 * max(3.2 - _read(body, "glucose"), 0.0)
    mottled = flow < 0.38 and (
        _read(body, "lactate") > 2.0 or _read(body, "mean_arterial_pressure") < 0.72 * float(t["map0"])
    )
    return {
        # Lundsgaard 1923: 50 g/L of reduced haemoglobin in the capillaries; methaemoglobin from 15 g/L (Finch 1948)
        "cyanosis": lips,
        # pale from a haemoglobin of about 90 g/L (McGee) or when the skin is shut off
        "pallor": grade(pale, ((0.25, "pale"), (0.6, "very pale"))),
        "flush": bool(_effect(body, "flush") > 0.25 or (core > 38.6 and flow > 1.25)),
        "cherry": _read(body, "carboxyhaemoglobin") > 40.0,
        # Ait-Oufella 2011, Intensive Care Med: mottling over the knees goes with lactate and death
        "mottled": bool(mottled),
        "jaundice": _effect(body, "jaundice") > 0.25,
        "touch": touch,
        "sweat": grade(wet, ((160.0, "clammy"), (520.0, "drenched"))),
        "weals": grade(_effect(body, "urticaria"), ((0.15, "a few"), (0.45, "widespread"))),
    }


def _hydration(body: Body) -> Signs:
    """Turgor and mouth: signs begin at about 5 % of the weight (Gorelick 1997), a sixth of the water between cells."""
    share = float(body.state["isf"]) / float(body.traits["isf0"])
    return {"turgor": grade(1.0 - share, ((0.14, "reduced"), (0.27, "tents")), "normal"),
            "mouth": "dry" if share < 0.88 or _read(body, "respiratory_rate") > 30 else "moist",
            "nausea": grade(_read(body, "nausea"), ((0.3, "feels sick"), (0.65, "retching")))}  # fmt: skip


def _pupils(body: Body) -> Signs:
    """Width in mm and reaction; up to 1 mm of difference is normal (McGee)."""
    left, right = _read(body, "pupil_left"), _read(body, "pupil_right")
    reaction = grade(_read(body, "pupil_reaction"), ((0.12, "sluggish"), (0.5, "brisk")), "fixed")
    return {"left_mm": round(left, 1), "right_mm": round(right, 1), "reaction": reaction,
            "equal": abs(left - right) < 1.0}  # fmt: skip


def _consciousness(body: Body) -> Signs:
    """Glasgow coma scale with its parts, and AVPU (medians of McNarry and Goldhill 2004: A 15, V 13, P 8, U 6)."""
    total = int(max(3, min(15, round(_read(body, "gcs")))))
    eyes, voice, movement = COMA[total]
    avpu = "alert" if total == 15 else "new confusion" if total == 14 else grade(
        total, ((7, "pain"), (11, "voice")), "unresponsive")  # fmt: skip
    if _effect(body, "dissociation") > 0.5:
        eyes, voice, movement, avpu = 4, 1, 4, "trance"
    if _effect(body, "paralysis") > 0.85:
        avpu = "paralysed"
    return {"total": total, "eyes": eyes, "voice": voice, "movement": movement, "avpu": avpu,
            "seizure": _read(body, "seizure") > 0.5, "tube": int(body.controls["airway"]) >= 2}  # fmt: skip


def _movement(body: Body) -> Signs:
    """Power by side on the MRC scale, and what muscles do by themselves."""

    def power(side: str) -> int:
        weak = min(max(_effect(body, f"focal_{side}"), _effect(body, "paralysis"), 0.0), 1.0)
        return round(5.0 - 5.0 * weak)

    return {"power_left": power("left"), "power_right": power("right"),
            "shivering": _read(body, "shivering") > 0.25, "twitching": _effect(body, "fasciculation") > 0.25,
            "tremor": bool(_effect(body, "heart_rate_factor") > 0.35 or float(body.state["sym"]) > 0.75)}  # fmt: skip


def _abdomen(body: Body) -> Signs:
    """Guarding, and swelling by blood from about a litre and a half (estimate)."""
    pleural = sum(float(body.state["fluid"][i]) for i in (0, 1)) + float(body.state["v_eff"])
    inside = max(float(body.state["bled_inside"]) - pleural, 0.0) * 70.0 / max(body.person.weight, 3.0)
    guard = grade(_effect(body, "abdominal_guarding"), ((0.2, "tender"), (0.35, "guarding"), (0.7, "rigid")))
    return {"guarding": guard, "distended": inside > 1500.0}


def _oedema(body: Body) -> Signs:
    """Pitting from about a fifth more water between cells (2-3 L in an adult, McGee); swelling of face and tongue."""
    share = float(body.state["isf"]) / float(body.traits["isf0"])
    return {"legs": grade(share, ((1.22, "to the ankle"), (1.45, "to the knee"), (1.8, "to the thigh"))),
            "face": grade(_effect(body, "oedema"), ((0.15, "slight"), (0.45, "lips and tongue")))}  # fmt: skip


def _bleeding(body: Body) -> Signs:
    """Blood that is seen, by its flow in mL/min (estimate)."""
    rate = float(body.controls["bleeding_external"])
    push = max(_read(body, "mean_arterial_pressure") / float(body.traits["map0"]), 0.0)
    return {"outside": grade(rate * min(push, 1.2), ((3.0, "oozing"), (40.0, "brisk"), (150.0, "pouring"))),
            "pale_lining": _read(body, "haemoglobin") < 90.0}  # fmt: skip
