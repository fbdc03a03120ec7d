"""Reports that follow the living body: the ECG as a machine reads it, bedside ultrasound, and the chest X-ray."""

from __future__ import annotations

from collections.abc import Callable

from bedside.activities.clinic.bodily import Seen
from bedside.body import Body
from bedside.body.rhythms import read_ecg

ECGS = ("ecg_12_lead", "rhythm_strip")
FASTER = 20.0
"""Beats a minute by which a rate must have changed for a written report to be out of date (estimate)."""
SIDES = ("left", "right")


def reading(body: Body) -> Seen:
    """The twelve leads now, as the machine prints it; its grade changes with the rhythm, the findings and the rate."""
    c, rate = body.conduction, float(body.vitals["electrical_rate"])
    read = read_ecg(body.rhythm, body.ecg, rate, kind=int(c["beat_kind"]), pr_s=float(c["pr"]))
    told = [one for one in read.findings if one != "Normal ECG"]
    healthy = not told and read.name == "Sinus rhythm"
    name = "Sinus" if read.name.startswith("Sinus ") else read.name
    grade = "normal" if healthy else "|".join([name, *(one.split(" in ")[0].split(":")[0] for one in told)])
    return Seen(grade, f"{read.text} Machine reading, unconfirmed.")


def strip(body: Body) -> Seen:
    """One lead on the monitor: rhythm and rate."""
    c, rate = body.conduction, float(body.vitals["electrical_rate"])
    read = read_ecg(body.rhythm, body.ecg, rate, kind=int(c["beat_kind"]), pr_s=float(c["pr"]))
    name = "Sinus" if read.name.startswith("Sinus ") else read.name
    return Seen("normal" if read.name == "Sinus rhythm" else name, f"{read.name}, {rate:.0f}/min.")


def _listed(parts: list[str], normal: str) -> Seen:
    if not parts:
        return Seen("normal", normal)
    text = " ".join(f"{part[0].upper()}{part[1:]}." for part in parts)
    return Seen("|".join(parts), text)


def _side(body: Body, name: str, place: int) -> float:
    return float(body.state[name][place]) / float(body.traits["frc"][place])


def fast_scan(body: Body) -> Seen:
    """Free fluid is seen from about 600 mL in the belly (Branney 1995, J Trauma 39:375)."""
    s = body.state
    chest = sum(float(s["fluid"][i]) for i in (0, 1))
    belly = (float(s["bled_inside"]) - chest - float(s["v_eff"])) * 70.0 / max(body.person.weight, 3.0)
    parts = (
        ["free fluid in the hepatorenal view" + (" and the pelvis" if belly > 1200.0 else "")] if belly > 500.0 else []
    )
    parts += ["fluid around the heart"] if float(s["v_eff"]) > 80.0 else []
    parts += [f"no lung sliding on the {side}" for i, side in enumerate(SIDES) if _side(body, "air", i) > 0.15]
    return _listed(parts, "No free fluid, no pericardial fluid, lung sliding on both sides.")


def heart_scan(body: Body) -> Seen:
    """Filling and squeeze by eye (ejection fraction under 40 % poor, 40 to 50 % reduced; ASE 2015)."""
    v, s = body.vitals, body.state
    if v["heart_rate"] < 1.0:
        moves = (
            "the heart twitches without order"
            if body.rhythm in ("vf", "vf_fine")
            else "no useful movement of the heart"
        )
        return _listed([moves], "")
    parts = []
    if s["v_eff"] > 80.0:
        parts.append(
            "fluid around the heart" + (", the right side collapses in diastole" if s["v_eff"] > 220.0 else "")
        )
    squeeze = float(v["ejection_fraction"])
    if squeeze < 40.0:
        parts.append("poor contraction of the left ventricle")
    elif v["central_venous_pressure"] < 0.0 and v["stroke_volume"] < 0.75 * body.traits["sv0"]:
        parts.append("small, empty ventricles that nearly touch")
    if v["mean_pulmonary_pressure"] > 28.0 and v["wedge_pressure"] < 14.0:
        parts.append("the right ventricle is as large as the left")
    cava = float(v["central_venous_pressure"])
    parts += (
        ["inferior vena cava flat"] if cava < -1.0 else ["inferior vena cava wide and still"] if cava > 11.0 else []
    )
    return _listed(parts, "Good contraction, no pericardial fluid, vena cava of normal width.")


def lung_scan(body: Body) -> Seen:
    """B-lines with water in the lung (Lichtenstein 2014), fluid from about 100 mL."""
    signs = body.signs()["chest"]
    parts = [f"no lung sliding on the {side}" for i, side in enumerate(SIDES) if _side(body, "air", i) > 0.1]
    parts += ["B-lines in all zones"] if float(body.state["lung_water"]) > 120.0 else []
    parts += [f"fluid at the {side} base" for i, side in enumerate(SIDES) if float(body.state["fluid"][i]) > 100.0]
    parts += [f"consolidation on the {side}" for side in SIDES if signs[side]["bronchial"]]
    return _listed(parts, "Lung sliding on both sides, A-lines, no effusion.")


def chest_film(body: Body) -> Seen:
    """What a film of the chest shows of air, fluid, water and tubes; fluid from about 200 mL (upright)."""
    signs = body.signs()["chest"]
    parts = []
    for i, side in enumerate(SIDES):
        air = _side(body, "air", i)
        if air > 0.08:
            push = ", the middle is pushed across" if signs["trachea"] != "central" else ""
            parts.append(f"{'large' if air > 0.5 else 'small'} pneumothorax on the {side}{push}")
        if float(body.state["fluid"][i]) > 200.0:
            parts.append(f"effusion on the {side}")
        if signs[side]["bronchial"]:
            parts.append(f"consolidation on the {side}")
    if float(body.state["lung_water"]) > 120.0:
        parts.append("bat-wing shadowing of both lungs, water in the septa")
    if int(body.controls["airway"]) == 4:
        parts.append("the tip of the tube lies in the right main bronchus; the left lung is not aired")
    return _listed(parts, "Clear lungs, normal heart, no free air.")


REPORTS: dict[str, Callable[[Body], Seen]] = {
    "ecg_12_lead": reading,
    "rhythm_strip": strip,
    "point_of_care_ultrasound_fast": fast_scan,
    "point_of_care_ultrasound_cardiac": heart_scan,
    "point_of_care_ultrasound_lung": lung_scan,
    "chest_xray": chest_film,
}
"""Tests of the catalogue whose report the body writes once it differs from what the case or health says."""


def grades(body: Body) -> dict[str, str]:
    """The grade of each of these reports now."""
    return {test: report(body).grade for test, report in REPORTS.items()}
