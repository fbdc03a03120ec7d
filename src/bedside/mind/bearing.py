"""How an answer is borne: voice, eyes and hands, from what is felt; for whoever draws and speaks. Estimates."""

from __future__ import annotations

from bedside.mind.expression import face, pick
from bedside.mind.feelings import Feelings
from bedside.mind.personas import Persona
from bedside.mind.story import Circumstances, Expression, Mood, Status

TONES: dict[Mood, tuple[str, float, float]] = {
    "calm": ("even", 1.0, 0.7),
    "cheerful": ("warm", 1.08, 0.8),
    "relieved": ("warm", 0.98, 0.7),
    "anxious": ("tense", 1.12, 0.7),
    "sad": ("flat", 0.82, 0.5),
    "tearful": ("tearful", 0.75, 0.45),
    "angry": ("irritated", 1.12, 0.95),
    "irritable": ("irritated", 1.06, 0.8),
    "withdrawn": ("flat", 0.78, 0.4),
    "stoic": ("even", 0.92, 0.65),
    "confused": ("uncertain", 0.85, 0.55),
    "in_pain": ("strained", 0.92, 0.6),
}
"""Tone, rate and volume of each mood: faster and louder with arousal, slower and softer with sadness, as in
Scherer 2003 (Speech Communication 40:227–256); the numbers are estimates."""
SLOWEST, FASTEST = 0.6, 1.3
TREMBLES_FROM, WINCES_FROM, ASHAMED_FROM, WARM_FROM, PAUSES_FROM = 0.8, 0.55, 0.4, 0.75, 0.3
PARTS: dict[str, tuple[str, ...]] = {
    "abdomen": (
        "abdom",
        "stomach",
    ),
    "chest": (
        "chest",
        "heartburn",
        "palpitation",
        "breathless",
    ),
    "head": ("head",),
    "back": ("back",),
    "flank": ("flank",),
    "knee": ("knee",),
    "shoulder": ("shoulder",),
    "throat": ("throat",),
    "ear": ("ear",),
    "eye": ("eye",),
    "jaw": (
        "jaw",
        "tooth",
    ),
    "hip": ("hip",),
    "calf": ("calf",),
    "neck": ("neck",),
    "pelvis": ("pelvi",),
    "leg": ("leg",),
    "arm": ("arm",),
    "hand": ("hand",),
    "foot": ("foot",),
    "wrist": ("wrist",),
    "ankle": ("ankle",),
    "groin": (
        "groin",
        "testic",
    ),
    "face": (
        "face",
        "facial",
    ),
}
"""Beginnings of the words in a symptom's name that tell of a part of the body."""
SHAKES, NODS = ("no,", "no.", "never", "not "), ("yes", "yeah", "mm-hm", "ok", "i see", "all right", "right")


def part_of(topic: str | None) -> str | None:
    """The part of the body a topic is about, if any."""
    for part, stems in PARTS.items():
        if topic and any(topic.startswith(stem) or f"_{stem}" in topic for stem in stems):
            return part
    return None


def bearing(
    text: str, status: Status, topic: str | None, feelings: Feelings, persona: Persona, body: Circumstances,
    *, before_company: bool = False, insulted: bool = False, key: str = "",
) -> Expression:  # fmt: skip
    """How a reply is said; `topic` is the symptom that it is about, `key` varies what is left to chance."""
    look = face(feelings.valence, feelings.arousal, persona.shows, body)
    if body.gcs < 9:
        return Expression("silent", SLOWEST, 0.0, 1.0, body.breathless, "closed", "none", None, look)
    tone, rate, volume = TONES[feelings.mood]
    if feelings.now["fear"] >= TREMBLES_FROM:
        tone = "trembling"
    elif feelings.trust >= WARM_FROM and feelings.mood in ("calm", "relieved"):
        tone = "warm"
    rate *= persona.slower * (1 - 0.25 * body.breathless) * (1 - 0.2 * feelings.now["fatigue"])
    hurt = feelings.now["pain"]
    pauses = max(0.1, body.breathless, 0.6 * hurt, 0.5 * feelings.now["sadness"], 0.6 * feelings.now["shame"])
    gesture, part = _gesture(text, topic, feelings, insulted=insulted, hurt=hurt, key=key)
    return Expression(
        tone,
        round(max(SLOWEST, min(FASTEST, rate)), 2),
        round(max(0.1, min(1.0, volume * (1 - 0.4 * body.breathless))), 2),
        round(min(1.0, pauses), 2),
        round(body.breathless, 2),
        _gaze(feelings, status, before_company=before_company, insulted=insulted),
        gesture,
        part,
        look,
    )


def _gaze(feelings: Feelings, status: Status, *, before_company: bool, insulted: bool) -> str:
    if before_company:
        return "at_companion"
    if status == "leaves":
        return "away"
    if feelings.now["shame"] >= ASHAMED_FROM or feelings.mood in ("sad", "tearful", "withdrawn"):
        return "down"
    return "at_clinician" if insulted or feelings.trust >= PAUSES_FROM else "away"


def _gesture(
    text: str, topic: str | None, feelings: Feelings, *, insulted: bool, hurt: float, key: str
) -> tuple[str, str | None]:
    said, part = text.lower(), part_of(topic)
    if insulted:
        return "leans_back", None
    if said.startswith(SHAKES):
        return "shakes_head", None
    if part and hurt >= PAUSES_FROM:
        return ("holds_part", part) if hurt < WINCES_FROM or pick(f"{key}|hold", 2) else ("winces", part)
    if said.startswith(NODS):
        return "nods", None
    if "not sure" in said or "don't know" in said or "couldn't say" in said or "hard to say" in said:
        return "shrugs", None
    if feelings.now["fear"] >= PAUSES_FROM + 0.2 and pick(f"{key}|fidget", 2):
        return "fidgets", None
    return ("leans_forward", None) if feelings.trust >= WARM_FROM else ("none", None)
