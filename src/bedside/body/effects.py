"""Everything that drugs, conditions and steering may change: one table of targets, each neutral at zero.

Once a second the engine sums all influences into a vector `fx`; the physiology reads it as `fx[FX.contractility]`.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any, NamedTuple


class Target(NamedTuple):
    """One target: its unit, how influences add up, and what it means.

    `rule` is "sum" for plain addition or "whole" for shares of a whole, which combine as 1 - (1 - a)(1 - b).
    """

    unit: str
    rule: str
    meaning: str


TARGETS: dict[str, Target] = {
    # heart
    "heart_rate": Target("1/min", "sum", "added to the rate that the sinus node is asked for"),
    "heart_rate_factor": Target("share", "sum", "added share of the sinus rate (beta-1, direct chronotropy)"),
    "contractility": Target("ln", "sum", "natural log of ventricular elastance, both sides"),
    "left_contractility": Target("ln", "sum", "natural log of left ventricular elastance (infarct, failure)"),
    "right_contractility": Target("ln", "sum", "natural log of right ventricular elastance"),
    "diastolic_stiffness": Target("ln", "sum", "natural log of the stiffness of the filling ventricles"),
    "vagal": Target("share", "sum", "added vagal outflow, 1 = strong (bradycardia)"),
    "vagal_block": Target("share", "whole", "muscarinic block at the heart (atropine)"),
    "sympathetic": Target("share", "sum", "added central sympathetic outflow, 1 = maximal"),
    "sympathetic_block": Target("share", "whole", "loss of sympathetic outflow (spinal block, cord injury)"),
    "beta_block": Target("share", "whole", "block of beta receptors: reflex and catecholamine effects on the heart"),
    "alpha_block": Target("share", "whole", "block of alpha receptors: reflex constriction"),
    "baroreflex_block": Target("share", "whole", "loss of baroreflex gain (anaesthesia)"),
    "baroreflex_set": Target("mmHg", "sum", "shift of the pressure that the baroreflex defends"),
    "av_block": Target("share", "whole", "slowed atrioventricular conduction; above 0.8 beats drop"),
    "ectopy": Target("share", "sum", "irritability of the ventricle, 0-1 and above: ectopic beats, then VT, then VF"),
    "antiarrhythmic": Target("share", "whole", "stabilises the ventricle and helps a shock to work"),
    "qrs_ms": Target("ms", "sum", "added QRS duration (sodium-channel block)"),
    "qt_ms": Target("ms", "sum", "added corrected QT"),
    "adrenergic": Target("share", "whole", "vasopressor effect that counts in cardiac arrest"),
    "mitral_leak": Target("share", "sum", "mitral regurgitation, 0-1"),
    "aortic_stenosis": Target("share", "sum", "aortic stenosis, 0-1 (1 = critical)"),
    "coronary_occlusion_lad": Target("share", "whole", "left anterior descending artery closed"),
    "coronary_occlusion_rca": Target("share", "whole", "right coronary artery closed"),
    "coronary_occlusion_cx": Target("share", "whole", "circumflex artery closed"),
    # vessels and blood
    "resistance": Target("ln", "sum", "natural log of systemic arteriolar resistance, all beds but brain and heart"),
    "resistance_brain": Target("ln", "sum", "cerebral arteriolar resistance"),
    "resistance_heart": Target("ln", "sum", "coronary resistance"),
    "resistance_kidney": Target("ln", "sum", "renal resistance (preglomerular)"),
    "resistance_splanchnic": Target("ln", "sum", "splanchnic resistance"),
    "resistance_muscle": Target("ln", "sum", "muscle resistance"),
    "resistance_skin": Target("ln", "sum", "skin resistance"),
    "pulmonary_resistance": Target("ln", "sum", "natural log of pulmonary arteriolar resistance"),
    "pulmonary_occlusion": Target("share", "whole", "share of the pulmonary bed closed by clot"),
    "venous_tone": Target("mL/kg", "sum", "blood squeezed out of (+) or pooled in (-) the systemic veins"),
    "arterial_stiffness": Target("ln", "sum", "natural log of large-artery elastance"),
    "capillary_leak": Target("share", "sum", "loss of the capillary barrier, 0-1 (sepsis, anaphylaxis, burns)"),
    "haemostasis": Target("share", "whole", "share by which bleeding is lessened (clotting, tranexamic acid)"),
    "coagulopathy": Target("share", "whole", "loss of clotting, shown in tests and in slower natural haemostasis"),
    # airways and lungs
    "respiratory_drive": Target("share", "sum", "added share of resting ventilation asked for"),
    "respiratory_depression": Target("share", "whole", "loss of drive and of the response to carbon dioxide"),
    "respiratory_rate_factor": Target("share", "sum", "added share of rate at the same ventilation (opioids < 0)"),
    "respiratory_rate": Target("1/min", "sum", "added to the rate"),
    "paralysis": Target("share", "whole", "neuromuscular block of all skeletal muscle; the diaphragm yields last"),
    "breath_size": Target("share", "whole", "share of each own breath that is lost, whatever the effort (apnoea)"),
    "breathing_weakness": Target("share", "whole", "weakness of the breathing muscles alone"),
    "upper_airway_obstruction": Target("share", "whole", "closure of the airway above the trachea; 1 = complete"),
    "bronchospasm": Target("share", "whole", "narrowing of the lower airways, before bronchodilation"),
    "bronchodilation": Target("share", "whole", "share of bronchospasm relieved"),
    "airway_secretions": Target("share", "sum", "secretions: resistance and crackles, 0-1"),
    "shunt_left": Target("share", "whole", "share of the left lung's blood that meets no gas"),
    "shunt_right": Target("share", "whole", "share of the right lung's blood that meets no gas"),
    "vq_mismatch": Target("share", "sum", "spread of ventilation to perfusion, 0-1"),
    "dead_space": Target("share", "sum", "added alveolar dead space as a share of tidal volume"),
    "diffusion_block": Target("share", "whole", "loss of diffusing capacity"),
    "stiff_lung_left": Target("share", "whole", "loss of left lung compliance"),
    "stiff_lung_right": Target("share", "whole", "loss of right lung compliance"),
    "emphysema": Target("share", "sum", "loss of recoil and of capillary bed, 0-1"),
    "stiff_chest": Target("share", "whole", "loss of chest-wall compliance (burn, opioid rigidity, position)"),
    "carbon_dioxide_set": Target("mmHg", "sum", "shift of the carbon dioxide that breathing defends"),
    "carbon_dioxide_gain": Target("ln", "sum", "natural log of the response to carbon dioxide"),
    "spo2": Target("%", "sum", "steering: shift of the resting saturation by venous admixture"),
    # gas carriage
    "carboxyhaemoglobin": Target("share", "whole", "haemoglobin held by carbon monoxide, beyond what is breathed in"),
    "methaemoglobin": Target("share", "whole", "haemoglobin oxidised"),
    "oxygen_use_block": Target("share", "whole", "cells cannot use oxygen (cyanide, severe carbon monoxide)"),
    # heat and metabolism
    "metabolism": Target("share", "sum", "added share of resting oxygen use"),
    "temperature_set": Target("degC", "sum", "shift of the temperature that the body defends (fever)"),
    "antipyresis": Target("share", "whole", "share of the fever taken away"),
    "heat_load": Target("W", "sum", "heat brought in or taken out directly"),
    "sweat_block": Target("share", "whole", "loss of sweating"),
    "shiver_block": Target("share", "whole", "loss of shivering"),
    "temperature": Target("degC", "sum", "steering: offset of core temperature"),
    "glucose": Target("mmol/L", "sum", "steering: shift of the glucose that the body defends"),
    "glucose_output": Target("mmol/L/min", "sum", "added release of glucose into the plasma"),
    "insulin": Target("mU/L", "sum", "insulin in plasma given from outside"),
    "insulin_deficiency": Target("share", "whole", "loss of the body's own insulin"),
    "insulin_resistance": Target("share", "whole", "loss of insulin's effect"),
    "insulin_release": Target("share", "sum", "added release of own insulin (sulfonylurea)"),
    "lactate_production": Target("mmol/L/min", "sum", "lactate made besides that of oxygen debt"),
    "lactate_clearance_block": Target("share", "whole", "loss of lactate clearance (liver)"),
    "ketone_production": Target("mmol/L/min", "sum", "ketoacids made besides those of insulin lack"),
    "acid_load": Target("mmol/min", "sum", "other fixed acid made (toxins, renal failure)"),
    "bicarbonate_loss": Target("mmol/min", "sum", "loss of bicarbonate, with sodium (diarrhoea)"),
    "potassium_shift": Target("mmol/L", "sum", "potassium moved out of (+) or into (-) cells"),
    "potassium_load": Target("mmol/min", "sum", "potassium added to the plasma"),
    "calcium": Target("mmol/L", "sum", "shift of ionised calcium"),
    "membrane_protection": Target("share", "whole", "calcium's protection of the heart from potassium"),
    "digitalis": Target("share", "whole", "digitalis effect on the ECG and on automaticity"),
    # kidney and fluids
    "diuresis": Target("x", "sum", "urine added, in multiples of the resting flow"),
    "natriuresis": Target("x", "sum", "sodium loss added, in multiples of the resting loss"),
    "kaliuresis": Target("x", "sum", "potassium loss added, in multiples of the resting loss"),
    "antidiuresis": Target("share", "whole", "vasopressin effect on the collecting duct beyond the body's own"),
    "kidney_failure": Target("share", "whole", "loss of glomerular filtration"),
    "fluid_loss": Target("mL/min", "sum", "salt water lost (vomit, diarrhoea, burn, drain)"),
    "water_loss": Target("mL/min", "sum", "pure water lost (fever, panting)"),
    # brain, nerves, feeling
    "sedation": Target("share", "whole", "depth: 0.5 sleeps but rouses, 0.8 surgical anaesthesia, 1 EEG silent"),
    "dissociation": Target("share", "whole", "ketamine's trance: eyes open, no response, breathing and tone kept"),
    "analgesia": Target("share", "whole", "share of pain taken away"),
    "pain": Target("points", "sum", "pain on the 0-10 scale before analgesia"),
    "stress": Target("share", "sum", "fear and stress, 0-1: adrenaline, rate, pressure"),
    "anxiolysis": Target("share", "whole", "share of stress taken away"),
    "seizure": Target("share", "sum", "seizure drive; above 0.4 a seizure"),
    "anticonvulsion": Target("share", "whole", "share of seizure drive taken away"),
    "gcs": Target("points", "sum", "steering or focal loss: shift of the Glasgow coma scale"),
    "brain_injury": Target("share", "whole", "injured share of the brain (consciousness, autoregulation)"),
    "intracranial_volume": Target("mL", "sum", "volume of a mass or swelling inside the skull"),
    "brain_swelling": Target("mL", "sum", "swelling that osmotherapy can shrink"),
    "brain_shrink": Target("mL", "sum", "volume taken off by osmotherapy"),
    "miosis": Target("share", "whole", "small pupils"),
    "mydriasis": Target("share", "whole", "wide pupils"),
    "pupil_left": Target("share", "sum", "one-sided widening, left (third nerve)"),
    "pupil_right": Target("share", "sum", "one-sided widening, right"),
    # signs that are seen
    "sweating": Target("share", "sum", "sweat on the skin besides that of heat and stress"),
    "flush": Target("share", "sum", "red, warm skin"),
    "urticaria": Target("share", "sum", "weals"),
    "salivation": Target("share", "sum", "saliva and tears"),
    "fasciculation": Target("share", "sum", "muscle twitching"),
    "nausea": Target("share", "sum", "nausea and vomiting"),
    "antiemesis": Target("share", "whole", "share of nausea taken away"),
    "oedema": Target("share", "sum", "swelling of face and airway"),
    "abdominal_guarding": Target("share", "sum", "tense, guarded abdomen"),
    "focal_left": Target("share", "sum", "weakness of the left side"),
    "focal_right": Target("share", "sum", "weakness of the right side"),
    "jaundice": Target("share", "sum", "yellow skin and eyes"),
    "pallor": Target("share", "sum", "pale skin besides that of anaemia and constriction"),
    "cyanosis": Target("share", "sum", "blue skin besides that of desaturation"),
    # steering of what the cases and the instructor set
    "mean_arterial_pressure": Target("mmHg", "sum", "steering: shift of the pressure at which the body rests"),
    "pulse_pressure": Target("mmHg", "sum", "steering: shift of the pulse pressure"),
    "lactate": Target("mmol/L", "sum", "steering: shift of lactate"),
    "potassium": Target("mmol/L", "sum", "steering: shift of potassium"),
    "bicarbonate": Target("mmol/L", "sum", "steering: shift of bicarbonate"),
}

FX: Any = namedtuple("FX", TARGETS)(*range(len(TARGETS)))
"""Index of each target in the vector: `fx[FX.contractility]`."""

WHOLE = tuple(target.rule == "whole" for target in TARGETS.values())
