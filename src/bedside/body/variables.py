"""Every number that can be read from a body: one table of names, units, possible ranges and meanings."""

from __future__ import annotations

from collections import namedtuple
from typing import NamedTuple


class Variable(NamedTuple):
    """One readable number; `low` and `high` bound what the engine can ever show."""

    unit: str
    low: float
    high: float
    meaning: str


VARIABLES: dict[str, Variable] = {
    # heart and circulation
    "heart_rate": Variable("1/min", 0, 350, "beats that a finger on the pulse would count, mean of the last beats"),
    "electrical_rate": Variable("1/min", 0, 500, "ventricular complexes on the ECG"),
    "systolic_pressure": Variable("mmHg", 0, 350, "arterial, highest of the last beat"),
    "diastolic_pressure": Variable("mmHg", 0, 250, "arterial, lowest of the last beat"),
    "mean_arterial_pressure": Variable("mmHg", 0, 300, "arterial, mean of the last beats"),
    "pulse_pressure": Variable("mmHg", 0, 250, "systolic less diastolic"),
    "central_venous_pressure": Variable("mmHg", -15, 60, "mean right atrial pressure"),
    "pulmonary_systolic_pressure": Variable("mmHg", 0, 150, "pulmonary artery, highest of the last beat"),
    "pulmonary_diastolic_pressure": Variable("mmHg", 0, 120, "pulmonary artery, lowest of the last beat"),
    "mean_pulmonary_pressure": Variable("mmHg", 0, 130, "pulmonary artery, mean"),
    "wedge_pressure": Variable("mmHg", -15, 80, "mean left atrial pressure"),
    "left_end_diastolic_pressure": Variable("mmHg", -15, 90, "left ventricle as it begins to contract"),
    "right_end_diastolic_pressure": Variable("mmHg", -15, 60, "right ventricle as it begins to contract"),
    "right_systolic_pressure": Variable("mmHg", 0, 160, "right ventricle, highest of the last beat"),
    "cardiac_output": Variable("L/min", 0, 40, "flow from the left ventricle"),
    "cardiac_index": Variable("L/min/m2", 0, 20, "output over body surface"),
    "stroke_volume": Variable("mL", 0, 300, "ejected by the left ventricle in a beat"),
    "ejection_fraction": Variable("%", 0, 95, "stroke over end-diastolic volume, left"),
    "systemic_vascular_resistance": Variable("mmHg s/mL", 0, 50, "(mean arterial - central venous) / output"),
    "pulmonary_vascular_resistance": Variable("mmHg s/mL", 0, 20, "(mean pulmonary - wedge) / output"),
    "blood_volume": Variable("mL", 0, 15000, "all blood in vessels and heart"),
    "plasma_volume": Variable("mL", 0, 12000, "plasma in the vessels"),
    "red_cell_volume": Variable("mL", 0, 8000, "red cells in the vessels"),
    "haematocrit": Variable("share", 0, 0.9, "red cells over blood"),
    "haemoglobin": Variable("g/L", 0, 300, "in blood"),
    "blood_lost": Variable("mL", 0, 30000, "blood lost since the start, inside and outside"),
    "cerebral_blood_flow": Variable("mL/min", 0, 3000, "flow to the brain"),
    "coronary_flow": Variable("mL/min", 0, 3000, "flow to the heart muscle"),
    "renal_blood_flow": Variable("mL/min", 0, 4000, "flow to the kidneys"),
    "splanchnic_flow": Variable("mL/min", 0, 6000, "flow to gut and liver"),
    "muscle_flow": Variable("mL/min", 0, 25000, "flow to skeletal muscle"),
    "skin_flow": Variable("mL/min", 0, 8000, "flow to the skin"),
    "coronary_perfusion_pressure": Variable("mmHg", -40, 250, "aortic diastolic less right atrial"),
    "cerebral_perfusion_pressure": Variable("mmHg", -60, 300, "mean arterial less intracranial"),
    "intracranial_pressure": Variable("mmHg", -5, 150, "pressure inside the skull"),
    "capillary_refill": Variable("s", 0.5, 12, "time for a pressed fingertip to pink up"),
    "perfusion_index": Variable("%", 0, 20, "pulse strength at the finger"),
    "myocardial_oxygen_balance": Variable("share", 0, 1, "oxygen need of the heart muscle that is met"),
    # breathing and lungs
    "respiratory_rate": Variable("1/min", 0, 120, "breaths, own or given, that move gas"),
    "tidal_volume": Variable("mL", 0, 5000, "breathed out in a breath"),
    "minute_ventilation": Variable("L/min", 0, 200, "breathed out in a minute"),
    "alveolar_ventilation": Variable("L/min", 0, 150, "of it reaching gas exchange"),
    "inspiratory_expiratory_ratio": Variable("share", 0, 5, "time of breathing in over out"),
    "dead_space": Variable("mL", 0, 1500, "anatomic and alveolar"),
    "dead_space_fraction": Variable("share", 0, 1, "dead space over tidal volume"),
    "lung_volume": Variable("mL", 0, 12000, "gas in the lungs at end of breathing out"),
    "respiratory_compliance": Variable("L/cmH2O", 0, 1, "lungs and chest wall together"),
    "airway_resistance": Variable("cmH2O s/L", 0, 1000, "upper and lower airways"),
    "peak_airway_pressure": Variable("cmH2O", -100, 150, "at the mouth or tube, highest of the last breath"),
    "plateau_pressure": Variable("cmH2O", -100, 150, "alveolar at the end of breathing in"),
    "end_expiratory_pressure": Variable("cmH2O", -50, 80, "alveolar at the end of breathing out, own or set"),
    "peak_expiratory_flow": Variable("L/s", 0, 15, "highest flow of the last breath out"),
    "peak_inspiratory_flow": Variable("L/s", 0, 15, "highest flow of the last breath in"),
    "forced_expiratory_flow": Variable("L/min", 0, 900, "peak flow that a forced breath would reach"),
    "pleural_pressure": Variable("cmH2O", -100, 100, "mean of both sides"),
    "respiratory_effort": Variable("share", 0, 20, "drive to breathe over rest"),
    "fio2": Variable("share", 0, 1, "oxygen in the breathed gas"),
    # gases and acids
    "spo2": Variable("%", 0, 100, "shown by a pulse oximeter (carbon monoxide fools it)"),
    "arterial_saturation": Variable("%", 0, 100, "haemoglobin that truly carries oxygen"),
    "pao2": Variable("mmHg", 0, 750, "arterial oxygen"),
    "paco2": Variable("mmHg", 0, 250, "arterial carbon dioxide"),
    "etco2": Variable("mmHg", 0, 250, "at the end of a breath out"),
    "ph": Variable("1", 6.3, 8.1, "arterial"),
    "bicarbonate": Variable("mmol/L", 0, 80, "arterial plasma, from pH and carbon dioxide"),
    "base_excess": Variable("mmol/L", -50, 50, "of extracellular fluid"),
    "strong_ion_difference": Variable("mmol/L", -20, 100, "strong cations less strong anions in plasma"),
    "anion_gap": Variable("mmol/L", -20, 80, "sodium - chloride - bicarbonate"),
    "alveolar_po2": Variable("mmHg", 0, 750, "ideal alveolar oxygen"),
    "end_capillary_po2": Variable("mmHg", 0, 750, "blood leaving the ventilated lung"),
    "a_a_gradient": Variable("mmHg", -20, 700, "alveolar less arterial oxygen"),
    "pf_ratio": Variable("mmHg", 0, 800, "arterial oxygen over inspired share"),
    "shunt_fraction": Variable("%", 0, 100, "blood that meets no gas"),
    "venous_saturation": Variable("%", 0, 100, "mixed venous"),
    "venous_po2": Variable("mmHg", 0, 750, "mixed venous oxygen"),
    "venous_pco2": Variable("mmHg", 0, 300, "mixed venous carbon dioxide"),
    "oxygen_consumption": Variable("mL/min", 0, 8000, "oxygen used"),
    "carbon_dioxide_production": Variable("mL/min", 0, 8000, "carbon dioxide made"),
    "oxygen_delivery": Variable("mL/min", 0, 10000, "output times arterial content"),
    "carboxyhaemoglobin": Variable("%", 0, 100, "haemoglobin held by carbon monoxide"),
    "methaemoglobin": Variable("%", 0, 100, "haemoglobin oxidised"),
    "lactate": Variable("mmol/L", 0, 40, "in plasma"),
    # blood chemistry
    "glucose": Variable("mmol/L", 0, 100, "in plasma"),
    "insulin": Variable("mU/L", 0, 5000, "in plasma"),
    "ketones": Variable("mmol/L", 0, 40, "beta-hydroxybutyrate in plasma"),
    "sodium": Variable("mmol/L", 80, 220, "in plasma"),
    "potassium": Variable("mmol/L", 0.5, 14, "in plasma"),
    "chloride": Variable("mmol/L", 50, 200, "in plasma"),
    "calcium": Variable("mmol/L", 0.2, 4, "ionised, in plasma"),
    "albumin": Variable("g/L", 0, 80, "in plasma"),
    "urea": Variable("mmol/L", 0, 120, "in plasma"),
    "creatinine": Variable("umol/L", 0, 3000, "in plasma"),
    "osmolality": Variable("mOsm/kg", 150, 600, "of plasma"),
    "epinephrine": Variable("ug/L", 0, 1000, "in plasma, own"),
    "norepinephrine": Variable("ug/L", 0, 1000, "in plasma, own"),
    # kidneys and water
    "glomerular_filtration_rate": Variable("mL/min", 0, 300, "both kidneys"),
    "filtration_fraction": Variable("share", 0, 1, "filtrate over renal plasma flow"),
    "urine_output": Variable("mL/h", 0, 5000, "flow of urine"),
    "urine_osmolality": Variable("mOsm/kg", 0, 1500, "of urine"),
    "urine_total": Variable("mL", 0, 100000, "urine made since the start"),
    "interstitial_volume": Variable("mL", 0, 60000, "water between the cells"),
    "intracellular_volume": Variable("mL", 0, 100000, "water in the cells"),
    "lung_water": Variable("mL", 0, 3000, "water that has leaked into the lungs"),
    # heat and work
    "temperature": Variable("degC", 10, 46, "core"),
    "skin_temperature": Variable("degC", -5, 60, "mean of the skin"),
    "metabolic_rate": Variable("kcal/d", 0, 40000, "heat and work made"),
    "sweat_rate": Variable("mL/h", 0, 3000, "sweat"),
    "shivering": Variable("share", 0, 1, "strength of shivering"),
    # brain, nerves and feelings
    "gcs": Variable("points", 3, 15, "Glasgow coma scale"),
    "eeg_index": Variable("1", 0, 100, "depth of anaesthesia from the EEG; 98 awake, 40-60 asleep, 0 silent"),
    "pain": Variable("points", 0, 10, "as felt, after analgesia"),
    "stress": Variable("share", 0, 1, "fear and stress"),
    "fatigue": Variable("share", 0, 1, "of the breathing muscles"),
    "breathlessness": Variable("points", 0, 10, "as felt"),
    "nausea": Variable("share", 0, 1, "as felt"),
    "seizure": Variable("share", 0, 1, "0 none, 1 generalised"),
    "train_of_four": Variable("%", 0, 100, "fourth over first twitch"),
    "pupil_left": Variable("mm", 1, 9, "width"),
    "pupil_right": Variable("mm", 1, 9, "width"),
    "pupil_reaction": Variable("share", 0, 1, "reaction to light"),
}

V = namedtuple("V", VARIABLES)(*range(len(VARIABLES)))  # type: ignore[misc]
"""Index of each variable in the vector of readings: `out[V.heart_rate]`."""

WAVES: dict[str, str] = {
    **{f"ecg_{lead}": "mV" for lead in ("i", "ii", "iii", "avr", "avl", "avf", "v1", "v2", "v3", "v4", "v5", "v6")},
    "arterial_pressure": "mmHg",
    "central_venous_pressure": "mmHg",
    "pulmonary_pressure": "mmHg",
    "pleth": "share",
    "capnogram": "mmHg",
    "airway_pressure": "cmH2O",
    "airway_flow": "L/s",
    "lung_volume": "mL",
    "intracranial_pressure": "mmHg",
}
"""Waves that are drawn, with their units; each follows the same cardiac and breathing phase as the pressures."""
