"""From a person and start vitals to set-points at which the body rests exactly there."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bedside.body import circulation, gas
from bedside.body.person import OXYGEN_USE, URINE_PER_KG, Person, at_age
from bedside.body.refusals import BodyError, within
from bedside.body.rhythm import RHYTHMS, rate_at
from bedside.body.state import Calibration
from bedside.body.vitals import START_RANGES


def calibrate(person: Person, start: Mapping[str, float], rhythm: str) -> Calibration:
    """Set-points for `start` (names and units of `Vitals`); what is not given is normal for the person.

    `blood_volume` is a share of normal and `shunt` a share of cardiac output. In an arrest rhythm the set-points are
    those to which the body would return. Raises `BodyError` for unknown names, values out of range or contradictions.
    """
    for name, value in start.items():
        if name not in START_RANGES:
            raise BodyError(f"start value {name!r} is not known; choose from {', '.join(sorted(START_RANGES))}")
        within(name, value, *START_RANGES[name])
    normal = person.normal()
    rest = {**normal, **{name: float(value) for name, value in start.items()}}
    systolic, diastolic, mean = _pressures(start, normal)
    heart_rate = rest["heart_rate"]
    if "heart_rate" not in start and RHYTHMS[rhythm].perfusing:
        heart_rate = rate_at(rhythm, normal["heart_rate"])
    paco2, etco2 = _carbon_dioxide(start, normal)
    temperature = rest["temperature"]
    warmth = 1.0 + 0.1 * (temperature - 37.0)  # oxygen use rises about 10 % a degree (Du Bois 1921)
    oxygen_use = at_age(OXYGEN_USE, person.age_years) * person.body_surface * (1 + 0.15 * person.gestation) * warmth
    carbon_dioxide = gas.RESPIRATORY_QUOTIENT * oxygen_use
    p50_ratio = 0.75 + 0.25 * min(1.0, person.age_years / 0.5)  # fetal haemoglobin, P50 about 20 mmHg at birth
    spo2 = rest["spo2"] / 100.0
    if "pao2" in start:
        if "spo2" in start:
            p50_ratio = start["pao2"] / gas.tension(min(spo2, 0.995))
            if not 0.55 <= p50_ratio <= 1.8 and spo2 < 0.97:
                raise BodyError(f"pao2 {start['pao2']:g} mmHg does not fit spo2 {start['spo2']:g} %; leave one out")
            p50_ratio = min(max(p50_ratio, 0.55), 1.8)
        spo2 = gas.saturation(start["pao2"] / p50_ratio)
    haemoglobin = rest["haemoglobin"]
    flow = rest["cardiac_output"]
    if "cardiac_output" not in start:
        flow *= (heart_rate / normal["heart_rate"]) ** 0.3
        carried = gas.OXYGEN_PER_GRAM * haemoglobin * 0.1 * spo2
        flow = max(flow, 0.2 * oxygen_use / carried)  # a living body at rest extracts at most half
    alveolar_ventilation = gas.GAS_CONSTANT * carbon_dioxide / paco2
    alveolar = gas.inspired(rest["fio2"]) - paco2 / gas.RESPIRATORY_QUOTIENT
    if alveolar < 15:
        raise BodyError(f"paco2 {paco2:g} mmHg on fio2 {rest['fio2']:g} leaves the lung no oxygen; raise fio2")
    healthy = normal["spo2"] / 100.0
    shunt, gradient = gas.fit_lung(
        min(spo2, 0.9985), healthy, alveolar, start.get("shunt"), flow, oxygen_use, haemoglobin, p50_ratio
    )
    arterial = gas.mixed(alveolar, gradient, shunt, flow, oxygen_use, haemoglobin, p50_ratio)
    pao2 = gas.arterial_tension(arterial, haemoglobin, p50_ratio)
    reached = 100.0 * gas.saturation(pao2 / p50_ratio)
    dead_space = 2.0 * person.lean_weight  # ml/kg (resting tables: anatomic dead space)
    respiratory_rate = rest["respiratory_rate"]
    ph = rest["ph"] if "ph" in start else _usual_ph(paco2, normal["paco2"], normal["ph"], rest["lactate"])
    normal_mean = normal["diastolic_pressure"] + (normal["systolic_pressure"] - normal["diastolic_pressure"]) / 3
    reflex = _reflex(heart_rate, mean, person, normal, rhythm)
    blood = person.blood_volume
    glucose = rest["glucose"]
    urine = at_age(URINE_PER_KG, person.age_years) * person.weight
    if "urine" in start:
        urine = start["urine"] / max(circulation.kidney(mean, normal_mean), 0.05)
    return Calibration(
        heart_rate=heart_rate,
        normal_heart_rate=normal["heart_rate"],
        highest_heart_rate=max(person.highest_heart_rate, heart_rate),
        pressure=mean,
        normal_pressure=normal_mean,
        baroreflex_pressure=mean / (1.0 - math.atanh(reflex) / circulation.REFLEX_SLOPE),
        reflex=reflex,
        reflex_strength=0.9 if person.age_years < 16 else max(0.4, 0.62 - 0.003 * max(person.age_years - 30, 0)),
        pulse_pressure=systolic - diastolic,
        diastolic_share=(mean - diastolic) / (systolic - diastolic),
        flow=flow,
        filling=circulation.filling(blood * rest["blood_volume"], blood, reflex, person.weight),
        central_venous=min(4.0, 0.1 * mean),
        weight=person.weight,
        lean_weight=person.lean_weight,
        normal_blood=blood,
        start_blood=blood * rest["blood_volume"],
        haemoglobin=haemoglobin,
        pregnant=max(0.0, min(1.0, ((person.pregnant_weeks or 0.0) - 18) / 14)),
        respiratory_rate=respiratory_rate,
        tidal_volume=alveolar_ventilation / respiratory_rate + dead_space,
        dead_space=dead_space,
        alveolar_ventilation=alveolar_ventilation,
        lung_volume=30.0 * person.lean_weight * (1 - 0.2 * person.gestation),
        oxygen_use=oxygen_use,
        carbon_dioxide=carbon_dioxide,
        fio2=rest["fio2"],
        alveolar_po2=alveolar,
        pao2=pao2,
        spo2=100.0 * spo2,
        spo2_bias=100.0 * spo2 - reached,
        healthy_spo2=normal["spo2"],
        shunt=shunt,
        gradient=gradient,
        p50_ratio=p50_ratio,
        arterial_content=arterial,
        venous_content=arterial - oxygen_use / (10.0 * flow),
        paco2=paco2,
        etco2_ratio=etco2 / paco2,
        ph=ph,
        bicarbonate=gas.bicarbonate_of(ph, paco2),
        carbon_dioxide_gain=0.08 if "copd" in person.conditions else 0.22,
        temperature=temperature,
        glucose=glucose,
        insulin_sensitivity=0.22 if glucose > 14 else 1.0,
        own_insulin="diabetes" not in person.conditions and glucose < 11.1,
        lactate=rest["lactate"],
        potassium=rest["potassium"],
        gcs=rest["gcs"],
        gcs_explained=explained_loss(glucose, paco2, temperature),
        pain=rest["pain"],
        urine=urine,
        rhythm_kick=RHYTHMS[rhythm].kick or 1.0,
        beta_blocked="beta_blocked" in person.conditions,
    )


def explained_loss(glucose: float, paco2: float, temperature: float) -> float:
    """Points of the coma scale taken by low glucose, carbon dioxide and cold.

    Drowsiness from about 3 mmol/L, coma near 1 (International Hypoglycaemia Study Group 2017 for the levels);
    narcosis from a PaCO2 of about 75 mmHg; coma near 26 degC (Swiss staging, Durrer 2003); slopes are estimates.
    """
    loss = 0.0
    if glucose < 3.0:
        loss += 6.0 * (3.0 - glucose)
    if paco2 > 75.0:
        loss += 0.25 * (paco2 - 75.0)
    if temperature < 32.0:
        loss += 2.0 * (32.0 - temperature)
    return loss


def _pressures(start: Mapping[str, float], normal: Mapping[str, float]) -> tuple[float, float, float]:
    """Systolic, diastolic and mean pressure that agree with whatever of them was given."""
    normal_systolic, normal_diastolic = normal["systolic_pressure"], normal["diastolic_pressure"]
    normal_mean = normal_diastolic + (normal_systolic - normal_diastolic) / 3
    systolic, diastolic, mean = (
        start.get(f"{part}_pressure") for part in ("systolic", "diastolic", "mean_arterial")
    )  # fmt: skip
    if systolic is None and diastolic is None:
        scale = 1.0 if mean is None else mean / normal_mean
        systolic, diastolic = normal_systolic * scale, normal_diastolic * scale
    elif systolic is None:
        assert diastolic is not None
        ratio = normal_systolic / normal_diastolic
        systolic = diastolic * ratio if mean is None else diastolic + 3 * (mean - diastolic)
    elif diastolic is None:
        diastolic = systolic * normal_diastolic / normal_systolic if mean is None else (3 * mean - systolic) / 2
    if mean is None:
        mean = diastolic + (systolic - diastolic) / 3
    if not diastolic + 3 <= systolic or not diastolic < mean < systolic:
        raise BodyError(
            f"pressures {systolic:g}/{diastolic:g}, mean {mean:g} mmHg contradict; give diastolic < mean < systolic"
        )
    return float(systolic), float(diastolic), float(mean)


def _carbon_dioxide(start: Mapping[str, float], normal: Mapping[str, float]) -> tuple[float, float]:
    """Arterial and end-tidal pressures that agree with whatever was given."""
    ratio = normal["etco2"] / normal["paco2"]
    paco2 = start.get("paco2", start["etco2"] / ratio if "etco2" in start else normal["paco2"])
    etco2 = start.get("etco2", paco2 * ratio)
    if etco2 > 1.15 * paco2:
        raise BodyError(f"etco2 {etco2:g} mmHg is above paco2 {paco2:g} mmHg; leave one of them out")
    return float(paco2), float(etco2)


def _usual_ph(paco2: float, normal_paco2: float, normal_ph: float, lactate: float) -> float:
    """PH when none is given: acute change of PaCO2 (0.08 per 10 mmHg, Brackett 1965) and lactate above 1 mmol/L."""
    bicarbonate = gas.bicarbonate_of(normal_ph, normal_paco2) + 0.1 * (paco2 - normal_paco2) - (lactate - 1.0)
    return min(7.75, max(6.75, gas.acidity(max(bicarbonate, 3.0), paco2)))


def _reflex(heart_rate: float, mean: float, person: Person, normal: Mapping[str, float], rhythm: str) -> float:
    """How far the baroreflex is already working: as much as both the fast rate and the low pressure suggest."""
    if RHYTHMS[rhythm].reflex < 0.3:
        return 0.0
    normal_mean = normal["diastolic_pressure"] + (normal["systolic_pressure"] - normal["diastolic_pressure"]) / 3
    by_pressure = math.tanh(circulation.REFLEX_SLOPE * (1.0 - mean / normal_mean)) if mean < normal_mean else 0.0
    room = circulation.RATE_UP * (person.highest_heart_rate - normal["heart_rate"])
    by_rate = max(0.0, (heart_rate - normal["heart_rate"]) / room)
    return min(by_pressure, by_rate, 0.85)
