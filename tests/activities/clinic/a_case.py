"""A small case with one of everything, for tests of the clinic itself."""

from __future__ import annotations

from bedside.activities.clinic import ClinicScenario
from bedside.scenario import read

TEXT = """
bedside: 1
kind: clinic
id: a-small-case
title: A small case
summary: Somebody is unwell.
specialty: Cardiology
setting: emergency department
level: core
minutes: 10
sources:
  esc: {title: Guidelines for acute coronary syndromes, author: European Society of Cardiology, year: 2023}
patient: {name: Ann Lee, age: 54 years, sex: female, weight: 70 kg, height: 165 cm, allergies: [penicillin]}
persona: {personality: plain, temperament: anxious, trust: 0.5}
opening: My chest hurts, doctor.
task: See Mrs Lee and decide what to do.
history:
  chest_pain:
    presence: {says: "Yes, I have this pain.", rule: volunteered}
    onset: It started an hour ago.
    site: Right in the middle of my chest.
    severity: {says: Eight out of ten., value: 8}
    radiation: {says: It goes down my left arm., rule: direct}
  social:
    smoking: I smoke ten a day.
    recreational_drugs:
      {says: "I took cocaine last night.", rule: hidden, instead: "No, I don't take drugs.", unlock: 0.9}
  allergy:
    drugs: Penicillin brings me out in a rash.
  family:
    heart_disease: {says: My brother had a heart attack at fifty., rule: rapport, unlock: 0.55}
reactions:
  - {when: {given: morphine}, says: "Oh, that is easing off.", trust: 0.1, mood: relieved}
examination:
  auscultate:
    heart: {finding: A soft systolic murmur at the apex., key: true}
    chest: Clear on both sides.
  palpate:
    abdomen: {finding: Soft., abnormal: false, hurts: 0}
tests:
  ecg_12_lead: {report: ST elevation in II III and aVF., worth: must, why: It decides on reperfusion., key: true}
  troponin: {values: {troponin_t: 420 ng/L}, repeat: [{troponin_t: 980 ng/L}], worth: may, why: It confirms.}
  ct_head: {worth: wasteful, why: Nothing points to the head.}
  exercise_test: {worth: harmful, why: Exercise in acute infarction can kill.}
treatments:
  aspirin: {worth: must, dose: 150..300 mg, route: [oral], within: 10 min, why: It saves lives., source: esc}
  morphine: {worth: may, dose: 2..10 mg, route: [iv], why: For pain., change: {pain: -4, over: 2 min}}
  glyceryl_trinitrate:
    {worth: harmful, why: The right ventricle is involved., change: {systolic_pressure: -35, over: 1 min}}
physiology:
  start: {heart_rate: 54, systolic_pressure: 104, diastolic_pressure: 62, respiratory_rate: 18, spo2: 96, pain: 8}
  ecg: st_elevation_inferior
  course:
    - id: worse
      after: 15 min
      unless: {given: aspirin}
      change: {systolic_pressure: -20, over: 2 min}
      event: She has gone grey and clammy.
      says: I feel terrible.
      harm: Reperfusion was delayed.
    - {id: nausea, when: {given: morphine}, after: 3 min, says: I feel sick.}
diagnosis: {name: Inferior myocardial infarction, aliases: [STEMI, inferior STEMI]}
differential:
  - {name: Aortic dissection, must_not_miss: true, why: Chest pain with a murmur.}
  - {name: Pericarditis}
disposition: {cath_lab: must, discharge: harmful}
checklist:
  - {id: onset, text: Asks when it began, domain: history, earned_by: {fact: chest_pain.onset}, tip: When did it start?}
  - {id: radiation, text: Asks where it goes, domain: history, earned_by: {fact: chest_pain.radiation}}
  - {id: listens, text: Listens to the heart, domain: examination, earned_by: {examined: auscultate.heart}}
  - {id: empathy, text: Shows empathy, domain: communication, earned_by: {said: empathy}}
  - id: ecg
    text: Orders an ECG within ten minutes
    domain: investigation
    critical: true
    earned_by: {ordered: ecg_12_lead, within: 10 min}
  - id: aspirin
    text: Gives aspirin
    domain: management
    critical: true
    points: 2
    earned_by: {given: aspirin, dose: 150..300 mg, route: [oral], within: 10 min}
    source: esc
  - {id: names, text: Names the diagnosis, domain: reasoning, earned_by: {differential: correct, top: 1}}
  - {id: lab, text: Sends her to the catheter laboratory, domain: management, earned_by: {disposition: expected}}
expert: [Take a focused history., Record an ECG., Give aspirin., Call the catheter laboratory.]
teaching:
  - {point: Time is muscle., source: esc}
"""


def a_case() -> ClinicScenario:
    """The case, read as any file is."""
    _, scenario = read(TEXT, "a-small-case.yaml")
    assert isinstance(scenario, ClinicScenario)
    return scenario
