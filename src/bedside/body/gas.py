"""Oxygen and carbon dioxide in blood: algebra without state."""

from __future__ import annotations

import math

OXYGEN_PER_GRAM = 1.34  # ml O2 per g haemoglobin (Huefner number in clinical use)
OXYGEN_SOLUBILITY = 0.0031  # ml O2 per dl and mmHg
WATER_VAPOUR = 47.0  # mmHg at 37 degC
BAROMETER = 760.0  # mmHg, sea level
GAS_CONSTANT = 863.0  # mmHg, turns ml/min STPD over ml/min BTPS into a pressure (alveolar gas equation)
RESPIRATORY_QUOTIENT = 0.8
HALF_SATURATION = 26.86  # mmHg, the P50 of Severinghaus' curve
CARBONIC_SOLUBILITY = 0.0307  # mmol per L and mmHg


def saturation(po2: float) -> float:
    """Fraction of haemoglobin carrying oxygen at `po2` mmHg, standard conditions (Severinghaus 1979)."""
    if po2 <= 0.0:
        return 0.0
    return 1.0 / (23400.0 / (po2 * po2 * po2 + 150.0 * po2) + 1.0)


def tension(fraction: float) -> float:
    """The `po2` in mmHg at which `saturation` gives `fraction`, by bisection; its inverse."""
    low, high = 0.1, 700.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if saturation(middle) < fraction:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def content(po2: float, haemoglobin: float, p50_ratio: float) -> float:
    """Oxygen content, ml/dl, of blood with `haemoglobin` g/L whose P50 is `p50_ratio` times the standard."""
    return OXYGEN_PER_GRAM * haemoglobin * 0.1 * saturation(po2 / p50_ratio) + OXYGEN_SOLUBILITY * po2


def arterial_tension(oxygen: float, haemoglobin: float, p50_ratio: float) -> float:
    """The `po2` in mmHg of blood holding `oxygen` ml/dl, by bisection."""
    low, high = 0.1, 750.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if content(middle, haemoglobin, p50_ratio) < oxygen:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def inspired(fio2: float) -> float:
    """Inspired oxygen pressure in mmHg, wet, at sea level."""
    return fio2 * (BAROMETER - WATER_VAPOUR)


def acidity(bicarbonate: float, paco2: float) -> float:
    """PH by Henderson and Hasselbalch; `bicarbonate` mmol/L, `paco2` mmHg."""
    return 6.1 + math.log10(max(bicarbonate, 0.5) / (CARBONIC_SOLUBILITY * max(paco2, 1.0)))


def bicarbonate_of(ph: float, paco2: float) -> float:
    """Bicarbonate in mmol/L from pH and `paco2` mmHg, the inverse of `acidity`."""
    return CARBONIC_SOLUBILITY * paco2 * math.pow(10.0, ph - 6.1)


def end_capillary(alveolar: float, normal_alveolar: float, gradient: float) -> float:
    """Oxygen pressure leaving ventilated lung, mmHg: the alveolar one less the ventilation-perfusion gradient.

    The gradient shrinks with the alveolar pressure below normal so that it never takes more than there is.
    """
    share = alveolar / normal_alveolar if alveolar < normal_alveolar else 1.0
    return alveolar - gradient * share


def mixed(
    alveolar: float, gradient: float, shunt: float, flow: float, oxygen_use: float, haemoglobin: float, p50_ratio: float
) -> float:
    """Arterial oxygen content in ml/dl of a steady state; `flow` l/min, `oxygen_use` ml/min."""
    leaving = content(max(alveolar - gradient, 0.5), haemoglobin, p50_ratio)
    return leaving - shunt / (1.0 - shunt) * oxygen_use / (10.0 * flow)


def fit_lung(
    spo2: float, healthy_spo2: float, alveolar: float, shunt: float | None, flow: float, oxygen_use: float,
    haemoglobin: float, p50_ratio: float,
) -> tuple[float, float]:  # fmt: skip
    """Shunt and gradient that give saturation `spo2` (fraction) at rest.

    A healthy lung shunts 2 % (Levitzky 2013 gives 2-5 %). Of a saturation below `healthy_spo2` half is put down to
    shunt, which oxygen hardly mends, and half to ventilation-perfusion gradient, which it does: estimate.
    """

    def reached(trial_shunt: float, trial_gradient: float) -> float:
        oxygen = mixed(alveolar, trial_gradient, trial_shunt, flow, oxygen_use, haemoglobin, p50_ratio)
        return saturation(arterial_tension(oxygen, haemoglobin, p50_ratio) / p50_ratio)

    def gradient_for(target: float, at_shunt: float) -> float:
        low, high = -60.0, alveolar - 8.0
        for _ in range(50):
            middle = 0.5 * (low + high)
            if reached(at_shunt, middle) > target:
                low = middle
            else:
                high = middle
        return 0.5 * (low + high)

    if shunt is None:
        shunt = 0.02
        if spo2 < healthy_spo2 - 0.01:
            healthy = gradient_for(healthy_spo2, shunt)
            half = 0.5 * (spo2 + healthy_spo2)
            low, high = 0.02, 0.6
            for _ in range(40):
                middle = 0.5 * (low + high)
                if reached(middle, healthy) > half:
                    low = middle
                else:
                    high = middle
            shunt = 0.5 * (low + high)
    return shunt, gradient_for(spo2, shunt)
