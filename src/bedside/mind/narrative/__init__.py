"""A narrative in the third person taken apart into what its patient can say: single claims, in plain words, filed.

told("He reports dyspnea.", Voice("male"))[0].says                # "I've had shortness of breath."
"""

from bedside.mind.narrative.claims import NEGATIVE, Claim, denials, noted, sentences, told
from bedside.mind.narrative.filing import attributes_of, symptoms, topics_of, understood, whole_symptom
from bedside.mind.narrative.glossary import in_plain_words, jargon, plain_names
from bedside.mind.narrative.questioning import questions
from bedside.mind.narrative.voice import Voice, finished, in_voice, small

__all__ = [
    "NEGATIVE",
    "Claim",
    "Voice",
    "attributes_of",
    "denials",
    "finished",
    "in_plain_words",
    "in_voice",
    "jargon",
    "noted",
    "plain_names",
    "questions",
    "sentences",
    "small",
    "symptoms",
    "told",
    "topics_of",
    "understood",
    "whole_symptom",
]
