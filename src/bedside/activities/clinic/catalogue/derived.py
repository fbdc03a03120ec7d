"""Analytes that follow from others, so that a printed panel agrees with itself whatever a case sets."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

MEAN_CELL_HAEMOGLOBIN_CONCENTRATION: Final = 334.0
"""Grams of haemoglobin in a litre of packed red cells (Dacie and Lewis 2017: 315–345 g/L)."""
INFANT_CELL_HAEMOGLOBIN_CONCENTRATION: Final = 325.0
"""The same before three months of age, g/L (estimate within Dacie and Lewis 2017)."""
CARBON_DIOXIDE_SOLUBILITY: Final = 0.225
"""mmol of carbon dioxide a litre of plasma a kPa at 37 °C (0.030 mmol/L/mmHg)."""
CARBONIC_ACID_PK: Final = 6.1
MMHG_PER_KPA: Final = 7.50062
WHITE_CELLS: Final = ("neutrophils", "lymphocytes", "monocytes", "eosinophils", "basophils")


class Sample:
    """One person's analytes: what a case sets, what follows from it, and normal draws for the rest.

    given: analyte → number in the catalogue's unit. draw: a normal value by analyte, already rounded.
    """

    def __init__(
        self,
        draw: Callable[[str], float],
        given: Mapping[str, float],
        *,
        age_years: float,
        sex: str,
        places: Callable[[str], int],
    ) -> None:
        self.draw, self.given, self.age_years, self.sex = draw, given, age_years, sex
        self._places = places

    def has(self, *analytes: str) -> bool:
        """Whether the case sets any of these."""
        return any(analyte in self.given for analyte in analytes)

    def value(self, analyte: str) -> float:
        """The number of `analyte`, as it is printed."""
        if analyte in self.given:
            return self.given[analyte]
        formula = FORMULAS.get(analyte)
        return self.draw(analyte) if formula is None else round(formula(self), self._places(analyte))


def _cell_concentration(s: Sample) -> float:
    return INFANT_CELL_HAEMOGLOBIN_CONCENTRATION if s.age_years < 0.25 else MEAN_CELL_HAEMOGLOBIN_CONCENTRATION


def _haemoglobin(s: Sample) -> float:
    return s.given["haematocrit"] * _cell_concentration(s) if s.has("haematocrit") else s.draw("haemoglobin")


def _haematocrit(s: Sample) -> float:
    return s.value("haemoglobin") / _cell_concentration(s)


def _mean_cell_volume(s: Sample) -> float:
    if s.has("mean_cell_haemoglobin"):
        return s.given["mean_cell_haemoglobin"] * 1000 / _cell_concentration(s)
    if s.has("red_cells") and s.has("haemoglobin", "haematocrit"):
        return s.value("haematocrit") * 1000 / max(s.given["red_cells"], 0.1)
    return s.draw("mean_cell_volume")


def _red_cells(s: Sample) -> float:
    return s.value("haematocrit") * 1000 / max(s.value("mean_cell_volume"), 1.0)


def _mean_cell_haemoglobin(s: Sample) -> float:
    return s.value("haemoglobin") / max(s.value("red_cells"), 0.1)


def _white_cells(s: Sample) -> float:
    return sum(s.value(cell) for cell in WHITE_CELLS)


def _white_cell(cell: str) -> Callable[[Sample], float]:
    """One kind of white cell; a total set by the case is shared out, neutrophils taking up the difference first."""

    def formula(s: Sample) -> float:
        if not s.has("white_cells"):
            return s.draw(cell)
        free = [kind for kind in WHITE_CELLS if not s.has(kind)]
        left = max(0.0, s.given["white_cells"] - sum(s.given[kind] for kind in WHITE_CELLS if s.has(kind)))
        others = sum(s.draw(kind) for kind in free[1:])
        if left - others >= 0.3 * left:
            return left - others if cell == free[0] else s.draw(cell)
        return left * s.draw(cell) / max(sum(s.draw(kind) for kind in free), 1e-9)

    return formula


def _egfr(s: Sample) -> float:
    """CKD-EPI 2009 without the ethnicity factor (Levey 2009); creatinine in µmol/L, mL/min/1.73 m²."""
    female = s.sex == "female"
    ratio = max(s.value("creatinine"), 1.0) / (61.9 if female else 79.6)
    exponent = (-0.329 if female else -0.411) if ratio < 1 else -1.209
    return float(141.0 * ratio**exponent * 0.993**s.age_years * (1.018 if female else 1.0))


def _chloride(s: Sample) -> float:
    """Follows sodium; a bicarbonate set by the case leaves chloride and opens the anion gap, unless that is set."""
    if s.has("anion_gap"):
        return s.value("sodium") - s.value("bicarbonate") - s.given["anion_gap"]
    return s.value("sodium") - s.draw("bicarbonate") - s.draw("anion_gap")


def _anion_gap(s: Sample) -> float:
    return s.value("sodium") - s.value("chloride") - s.value("bicarbonate")


def _osmolality(s: Sample) -> float:
    """Twice sodium, glucose and urea, all mmol/L; ethanol (mg/dL, molar mass 46) adds what it weighs."""
    return 2 * s.value("sodium") + s.value("random_glucose") + s.value("urea") + s.value("ethanol") / 4.6


def _bicarbonate(s: Sample) -> float:
    for ph, pressure in (
        ("arterial_ph", "arterial_pco2"),
        ("venous_ph", "venous_pco2"),
        ("capillary_ph", "capillary_pco2"),
    ):
        if s.has(ph) and s.has(pressure):
            return _bicarbonate_of(s.given[ph], s.given[pressure])
    return s.draw("bicarbonate")


def _bicarbonate_of(ph: float, pressure: float) -> float:
    """Henderson–Hasselbalch, pressure in kPa."""
    return float(CARBON_DIOXIDE_SOLUBILITY * pressure * 10 ** (ph - CARBONIC_ACID_PK))


def _ph_of(bicarbonate: float, pressure: float) -> float:
    return CARBONIC_ACID_PK + math.log10(max(bicarbonate, 0.5) / (CARBON_DIOXIDE_SOLUBILITY * max(pressure, 0.5)))


def _pressure_of(bicarbonate: float, ph: float) -> float:
    return float(bicarbonate / (CARBON_DIOXIDE_SOLUBILITY * 10 ** (ph - CARBONIC_ACID_PK)))


def _arterial_pco2(s: Sample) -> float:
    if s.has("arterial_ph") and s.has("bicarbonate"):
        return _pressure_of(s.given["bicarbonate"], s.given["arterial_ph"])
    return s.draw("arterial_pco2")


def _elsewhere_pco2(site: str, above: float) -> Callable[[Sample], float]:
    """Carbon dioxide at another site, `above` kPa over arterial blood where the case speaks of that (estimate)."""

    def formula(s: Sample) -> float:
        if s.has(f"{site}_ph") and s.has("bicarbonate"):
            return _pressure_of(s.given["bicarbonate"], s.given[f"{site}_ph"])
        if s.has("arterial_pco2", "arterial_ph") or site == "capillary":
            return s.value("arterial_pco2") + above
        return s.draw(f"{site}_pco2")

    return formula


def _ph(site: str) -> Callable[[Sample], float]:
    return lambda s: _ph_of(s.value("bicarbonate"), s.value(f"{site}_pco2"))


def _base_excess(s: Sample) -> float:
    """Van Slyke equation, short form (Siggaard-Andersen 1977), mmol/L."""
    ph = "venous_ph" if s.has("venous_ph") and not s.has("arterial_ph") else "arterial_ph"
    return 0.93 * (s.value("bicarbonate") - 24.4 + 14.8 * (s.value(ph) - 7.4))


def _oxygen_saturation(s: Sample) -> float:
    """Severinghaus 1979: percent from the oxygen pressure."""
    pressure = max(s.value("arterial_po2") * MMHG_PER_KPA, 1.0)
    return 100.0 / (23400.0 / (pressure**3 + 150.0 * pressure) + 1.0)


def _total_calcium(s: Sample) -> float:
    if s.has("adjusted_calcium"):
        return s.given["adjusted_calcium"] - 0.02 * (40 - s.value("albumin"))
    return s.draw("total_calcium")


def _adjusted_calcium(s: Sample) -> float:
    """0.02 mmol/L for each g/L of albumin below 40 (Payne 1973)."""
    return s.value("total_calcium") + 0.02 * (40 - s.value("albumin"))


def _total_cholesterol(s: Sample) -> float:
    if s.has("ldl_cholesterol"):
        return s.given["ldl_cholesterol"] + s.value("hdl_cholesterol") + s.value("triglycerides") / 2.2
    if s.has("non_hdl_cholesterol"):
        return s.given["non_hdl_cholesterol"] + s.value("hdl_cholesterol")
    return s.draw("total_cholesterol")


def _non_hdl(s: Sample) -> float:
    return s.value("total_cholesterol") - s.value("hdl_cholesterol")


def _ldl(s: Sample) -> float:
    """Friedewald 1972, mmol/L."""
    return max(0.1, s.value("non_hdl_cholesterol") - s.value("triglycerides") / 2.2)


def _transferrin_saturation(s: Sample) -> float:
    """Percent; one gram of transferrin binds 25.1 µmol of iron."""
    return 100 * s.value("iron") / (25.1 * max(s.value("transferrin"), 0.1))


def _prothrombin_time(s: Sample) -> float:
    """Seconds; the INR is the ratio to 12.6 s with a sensitivity index of 1 (estimate)."""
    return 12.6 * s.given["inr"] if s.has("inr") else s.draw("prothrombin_time")


def _inr(s: Sample) -> float:
    return s.value("prothrombin_time") / 12.6


def _csf_glucose(s: Sample) -> float:
    share = s.given["csf_glucose_ratio"] if s.has("csf_glucose_ratio") else s.draw("csf_glucose_ratio")
    return share * s.value("random_glucose")


def _csf_glucose_ratio(s: Sample) -> float:
    return s.value("csf_glucose") / max(s.value("random_glucose"), 0.1)


def _fev1_fvc_ratio(s: Sample) -> float:
    return s.draw("fev1_fvc_ratio") * s.value("fev1_percent_predicted") / max(s.value("fvc_percent_predicted"), 1.0)


def _troponin_repeat(s: Sample) -> float:
    return s.value("troponin_t")


FORMULAS: Final[dict[str, Callable[[Sample], float]]] = {
    "haemoglobin": _haemoglobin,
    "haematocrit": _haematocrit,
    "mean_cell_volume": _mean_cell_volume,
    "red_cells": _red_cells,
    "mean_cell_haemoglobin": _mean_cell_haemoglobin,
    "white_cells": _white_cells,
    **{cell: _white_cell(cell) for cell in WHITE_CELLS},
    "egfr": _egfr,
    "chloride": _chloride,
    "anion_gap": _anion_gap,
    "osmolality": _osmolality,
    "bicarbonate": _bicarbonate,
    "arterial_pco2": _arterial_pco2,
    "arterial_ph": _ph("arterial"),
    "venous_pco2": _elsewhere_pco2("venous", 0.7),
    "venous_ph": _ph("venous"),
    "capillary_pco2": _elsewhere_pco2("capillary", 0.1),
    "capillary_ph": _ph("capillary"),
    "base_excess": _base_excess,
    "oxygen_saturation_arterial": _oxygen_saturation,
    "total_calcium": _total_calcium,
    "adjusted_calcium": _adjusted_calcium,
    "total_cholesterol": _total_cholesterol,
    "non_hdl_cholesterol": _non_hdl,
    "ldl_cholesterol": _ldl,
    "transferrin_saturation": _transferrin_saturation,
    "prothrombin_time": _prothrombin_time,
    "inr": _inr,
    "csf_glucose": _csf_glucose,
    "csf_glucose_ratio": _csf_glucose_ratio,
    "fev1_fvc_ratio": _fev1_fvc_ratio,
    "troponin_t_repeat": _troponin_repeat,
}
"""Analyte → its number from the sample. What the case gives always wins over its formula."""
