"""What the living body shows at each manoeuvre and site, in words: an examiner's eyes and hands over `Body.signs`.

A case's words describe how the patient was found. Once the sign behind them has changed grade, the body speaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from bedside.body import Body

Signs = dict[str, Any]


class Seen(NamedTuple):
    """A finding of the body: a grade to compare two moments by (`normal` where healthy), and what is said."""

    grade: str
    text: str

    @property
    def abnormal(self) -> bool:
        """Whether a healthy person would not show it."""
        return self.grade != "normal"


class Look(NamedTuple):
    """How one manoeuvre at one site is answered; `whole` when the body says all that there is to say of it."""

    see: Callable[[Signs], Seen]
    whole: bool = True


def shown(body: Body, name: str) -> Seen | None:
    """What the body shows at `manoeuvre.site`; None where it has no say."""
    look = LOOKS.get(name)
    return None if look is None else look.see(_signs(body))


def grades(body: Body) -> dict[str, str]:
    """The grade of every finding that the body has a say in."""
    signs = _signs(body)
    return {name: look.see(signs).grade for name, look in LOOKS.items()}


def _signs(body: Body) -> Signs:
    urine = float(body.vitals["urine_output"]) / body.person.weight
    return {**body.signs(), "numbers": {"pain": float(body.vitals["pain"]), "urine_ml_per_kg_h": urine}}


def says_all(name: str) -> bool:
    """Whether the body's words take the place of the case's once they have changed, or follow them."""
    return name not in LOOKS or LOOKS[name].whole


def _said(parts: list[str], normal: str, grade: str = "") -> Seen:
    """Sentences from parts; the normal sentence where there are none."""
    if not parts:
        return Seen("normal", normal)
    text = "; ".join(parts)
    return Seen(grade or "|".join(parts), f"{text[0].upper()}{text[1:]}.")


# breathing and chest
WORK = {
    "none": "Breathing quietly, no use of accessory muscles",
    "mild": "Breathing a little harder than at rest",
    "moderate": "Uses the neck muscles; skin draws in between the ribs",
    "severe": "Fights for each breath with all muscles; skin draws in between and under the ribs",
    "exhausted": "Tired: breaths are weak, the head nods with each one",
    "absent": "No breathing movements",
}
SPEECH = {"sentences": "speaks whole sentences", "phrases": "speaks in phrases", "words": "manages single words",
          "none": "cannot speak for breath"}  # fmt: skip


def _work(g: Signs) -> Seen:
    b = g["breathing"]
    if b["work"] == "none" and b["speech"] == "sentences" and b["pattern"] in ("regular", "fast"):
        return Seen("normal", f"{WORK['none']}, {SPEECH['sentences']}, {b['rate']} breaths a minute.")
    text = f"{WORK[b['work']]}, {b['rate']} breaths a minute"
    if b["pattern"] not in ("regular", "none", "fast"):
        text += f", {b['pattern']}"
    if b["work"] != "absent" and g["consciousness"]["total"] >= 9:
        text += f"; {SPEECH[b['speech']]}"
    return Seen(f"{b['work']}|{b['pattern'] if 'slow' in b['pattern'] or 'gasp' in b['pattern'] else ''}", f"{text}.")


def _chest_seen(g: Signs) -> Seen:
    parts = []
    for side in ("left", "right"):
        if g["chest"][side]["movement"] == "hardly moves":
            parts.append(f"the {side} side hardly moves")
    if all(g["chest"][side]["movement"] == "reduced" for side in ("left", "right")):
        parts.append("moves little, equally on both sides")
    elif not parts:
        parts += [f"the {s} side moves less" for s in ("left", "right") if g["chest"][s]["movement"] == "reduced"]
    if g["chest"]["overinflated"]:
        parts.insert(0, "over-expanded")
    if g["chest"]["left"]["movement"] == "none":
        parts = ["the chest does not move"]
    return _said(parts, "Normal shape, moves equally on both sides.")


def _expansion(g: Signs) -> Seen:
    left, right = (g["chest"][side]["movement"] for side in ("left", "right"))
    if left == right == "normal":
        return Seen("normal", "Equal and normal on both sides.")
    if left == right:
        return Seen(
            left,
            {"none": "None.", "hardly moves": "Hardly any on either side."}.get(left, "Reduced, equal on both sides."),
        )
    parts = [f"{_less(word)} on the {side}" for side, word in (("left", left), ("right", right)) if word != "normal"]
    return _said(parts, "")


def _less(word: str) -> str:
    return "almost none" if word in ("hardly moves", "none") else "reduced"


def _trachea(g: Signs) -> Seen:
    where = g["chest"]["trachea"]
    return Seen("normal", "Central.") if where == "central" else Seen(where, f"{where.capitalize()}.")


SOUNDS = {
    "normal": "normal breath sounds",
    "reduced": "reduced breath sounds",
    "nearly absent": "hardly any breath sounds",
    "absent": "no breath sounds",
}


def _side_words(one: Signs) -> list[str]:
    words = [] if one["sounds"] == "normal" else [SOUNDS[one["sounds"]]]
    if one["bronchial"] and one["sounds"] in ("normal", "reduced"):
        words = ["bronchial breathing"]
    if one["wheeze"] == "silent":
        words.append("no wheeze, because hardly any air moves")
    elif one["wheeze"] != "none":
        words.append({"soft": "a soft wheeze at the end of the breath out", "loud": "wheeze throughout the breath out",
                      "very loud": "loud wheeze on breathing in and out"}[one["wheeze"]])  # fmt: skip
    if one["crackles"] != "none":
        words.append(f"{one['crackles']} crackles" if " " not in one["crackles"] else _crackles(one["crackles"]))
    return words


def _crackles(word: str) -> str:
    first, _, rest = word.partition(" ")
    return f"{first} crackles {rest}" if not rest.startswith("and") else f"{first} {rest} crackles"


def _lungs(g: Signs) -> Seen:
    left, right = (_side_words(g["chest"][side]) for side in ("left", "right"))
    if not left and not right:
        return Seen("normal", "Normal breath sounds, equal on both sides, nothing added.")
    if left == right:
        return _said([*left, "equal on both sides"], "", "|".join(left))
    told = [f"{side}: {', '.join(words) if words else 'normal'}" for side, words in (("left", left), ("right", right))]
    return _said(told, "")


def _lung(side: str) -> Callable[[Signs], Seen]:
    return lambda g: _said(_side_words(g["chest"][side]), "Normal breath sounds, nothing added.")


def _percussed(g: Signs) -> Seen:
    left, right = (g["chest"][side]["percussion"] for side in ("left", "right"))
    if left == right:
        return Seen("normal" if left == "resonant" else left, f"{left.capitalize()}, equal on both sides.")
    return Seen(f"{left}|{right}", f"Left: {left}; right: {right}.")


def _upper(g: Signs) -> Seen:
    u = g["upper_airway"]
    parts = []
    if u["stridor"] == "silent":
        parts.append("no air passes")
    elif u["stridor"] != "none":
        parts.append({"loud": "loud stridor"}.get(u["stridor"], f"stridor {u['stridor']}"))
    if u["gurgling"]:
        parts.append("gurgling")
    elif u["snoring"]:
        parts.append("snoring: the tongue falls back")
    return _said(parts, "No stridor, clear.")


# heart, pulse, skin
def _heart(g: Signs) -> Seen:
    h = g["heart"]
    if h["sounds"] == "absent":
        return Seen("absent", "No heart sounds.")
    parts = ["muffled"] if h["sounds"] == "muffled" else []
    if h["rhythm"] not in ("regular", "none"):
        parts.append(h["rhythm"])
    parts += ["a third sound (gallop)"] if h["third_sound"] else []
    parts += [f"a murmur, {one}" for one in h["murmurs"]]
    return _said(parts, "Two normal sounds, nothing added.")


def _pulse_at(where: str) -> Callable[[Signs], Seen]:
    def see(g: Signs) -> Seen:
        p = g["pulse"]
        if not p[where]:
            return Seen("not felt", "No pulse to be felt.")
        volume = p["volume"] if p["volume"] not in ("not felt at the wrist", "none") else "thready"
        rhythm = "regular" if p["rhythm"] == "none" else p["rhythm"]
        speed = "slow" if p["rate"] < 50 else "fast" if p["rate"] > 100 else ""
        usual = rhythm == "regular" and volume == "normal"
        grade = "normal" if usual and not speed else f"{volume if volume != 'weak' else 'thready'}|{rhythm}|{speed}"
        said = "normal volume" if volume == "normal" else volume
        return Seen(grade, f"{p['rate']} a minute, {rhythm}, {said}.")

    return see


def _refill(g: Signs) -> Seen:
    seconds = g["capillary_refill_s"]
    words = f"{max(1, round(seconds))} second{'s' if round(seconds) > 1 else ''}."
    if seconds <= 2.4:  # two seconds, and what a counting finger adds (estimate)
        return Seen("normal", "Under 2 seconds.")
    return Seen("slow" if seconds < 4.5 else "very slow", words)


def _jvp(g: Signs) -> Seen:
    """More than 3 cm above the sternal angle is raised (McGee 2018)."""
    height = g["jugular_cm"]
    if height > 3.0:
        return Seen("raised" if height < 8 else "very high", f"Raised, {round(height)} cm above the sternal angle.")
    return Seen("normal", "Not raised.")


def _paradox(g: Signs) -> Seen:
    fall = g["pulse"]["paradox_mmhg"]
    text = f"Systolic pressure falls by {fall} mmHg on breathing in."
    return Seen("normal", text) if fall <= 10 else Seen("over 10" if fall < 22 else "over 20", text)


def _colour(g: Signs) -> list[str]:
    k = g["skin"]
    parts = [
        {"dusky": "dusky lips", "blue": "blue lips and tongue", "deep blue": "deep blue all over"}.get(
            k["cyanosis"], ""
        )
    ]
    parts += [k["pallor"] if k["pallor"] != "none" and k["cyanosis"] != "deep blue" else ""]
    parts += ["flushed"] if k["flush"] else []
    parts += ["yellow"] if k["jaundice"] else []
    parts += ["mottled over the knees"] if k["mottled"] else []
    return [part for part in parts if part]


def _skin(g: Signs) -> Seen:
    k = g["skin"]
    parts = _colour(g)
    parts += [k["touch"]] if k["touch"] != "warm" else []
    parts += [k["sweat"]] if k["sweat"] != "none" else []
    parts += (
        [f"{'a few' if k['weals'] == 'a few' else 'widespread'} raised, itching weals"] if k["weals"] != "none" else []
    )
    return _said(parts, "Warm and dry, normal colour, no weals.")


def _touch(g: Signs) -> Seen:
    touch = g["skin"]["touch"]
    return Seen("normal", "Warm hands and feet.") if touch in ("warm", "hot") else Seen(touch, f"{touch.capitalize()}.")


def _face(g: Signs) -> Seen:
    k, swelling = g["skin"], g["oedema"]["face"]
    parts = _colour(g)[:2]
    parts += [k["sweat"]] if k["sweat"] != "none" else []
    parts += (
        ["lips and tongue are swollen" if swelling == "lips and tongue" else "slight swelling"]
        if swelling != "none"
        else []
    )
    return _said(parts, "Normal colour, no swelling.")


def _mouth(g: Signs) -> Seen:
    parts = ["dry"] if g["hydration"]["mouth"] == "dry" else []
    parts += ["blue tongue"] if g["skin"]["cyanosis"] in ("blue", "deep blue") else []
    parts += ["swollen tongue"] if g["oedema"]["face"] == "lips and tongue" else []
    return _said(parts, "Moist, pink, no swelling.")


def _hydration(g: Signs) -> Seen:
    h = g["hydration"]
    parts = (
        ["skin stays up in a fold" if h["turgor"] == "tents" else "skin springs back slowly"]
        if h["turgor"] != "normal"
        else []
    )
    parts += ["dry tongue"] if h["mouth"] == "dry" else []
    return _said(parts, "Moist tongue, skin springs back at once.")


def _turgor(g: Signs) -> Seen:
    turgor = g["hydration"]["turgor"]
    words = {"reduced": "Springs back slowly.", "tents": "Stays up in a fold for seconds."}
    return Seen("normal", "Springs back at once.") if turgor == "normal" else Seen(turgor, words[turgor])


def _eyes(g: Signs) -> Seen:
    parts = ["pale lining of the lids"] if g["bleeding"]["pale_lining"] else []
    parts += ["yellow whites"] if g["skin"]["jaundice"] else []
    return _said(parts, "White sclerae, pink lining of the lids.")


def _legs(g: Signs) -> Seen:
    legs = g["oedema"]["legs"]
    return Seen("normal", "None.") if legs == "none" else Seen(legs, f"Pits {legs}.")


def _lower_limbs(g: Signs) -> Seen:
    parts = [f"swollen {g['oedema']['legs']}"] if g["oedema"]["legs"] != "none" else []
    parts += ["mottled knees"] if g["skin"]["mottled"] else []
    return _said(parts, "No swelling, normal colour.")


# abdomen, brain, blood
def _belly_felt(g: Signs) -> Seen:
    a = g["abdomen"]
    words = {"none": "", "tender": "tender", "guarding": "tender and guarded", "rigid": "rigid as a board"}[
        a["guarding"]
    ]
    return _said([w for w in (words, "distended" if a["distended"] else "") if w], "Soft, not tender.")


def _belly_seen(g: Signs) -> Seen:
    return _said(["distended"] if g["abdomen"]["distended"] else [], "Flat, moves with breathing.")


def _neck(g: Signs) -> Seen:
    parts = ["neck veins stand out"] if g["jugular_cm"] > 5.0 else []
    parts += ["neck muscles work with each breath"] if g["breathing"]["work"] in ("moderate", "severe") else []
    return _said(parts, "Veins not raised.")


EYES = {4: "open by themselves", 3: "open to speech", 2: "open to pain", 1: "do not open"}
VOICE = {5: "oriented", 4: "confused", 3: "single words", 2: "sounds", 1: "no voice"}
MOVES = {
    6: "obeys",
    5: "finds the pain",
    4: "pulls away",
    3: "bends arms stiffly",
    2: "stretches arms stiffly",
    1: "no movement",
}


def _awake(g: Signs) -> Seen:
    c = g["consciousness"]
    parts = f"eyes {c['eyes']} ({EYES[c['eyes']]}), voice {c['voice']}"
    parts += " (tube)" if c["tube"] else f" ({VOICE[c['voice']]})"
    text = (
        f"{c['avpu'].capitalize()}: {parts}, movement {c['movement']} ({MOVES[c['movement']]}); {c['total']} out of 15."
    )
    if c["seizure"]:
        return Seen("seizure", "Jerks rhythmically all over and does not respond: a seizure.")
    if c["avpu"] == "paralysed":
        return Seen("paralysed", "Cannot be judged: all muscles are paralysed.")
    return Seen("normal" if c["total"] == 15 else c["avpu"] if c["total"] > 8 else f"coma {c['total'] // 3}", text)


def _pupils(g: Signs) -> Seen:
    p = g["pupils"]
    left, right = p["left_mm"], p["right_mm"]
    size = "pinpoint" if max(left, right) < 2.0 else "wide" if min(left, right) > 6.0 else "mid"
    if not p["equal"]:
        wider = "left" if left > right else "right"
        return Seen(
            f"{wider} wide|{p['reaction']}",
            f"Left {left:.0f} mm, right {right:.0f} mm; the {wider} is wider; {p['reaction']}.",
        )
    told = "reacting" if p["reaction"] == "brisk" else p["reaction"]
    grade = "normal" if size == "mid" and told == "reacting" else f"{size}|{told}"
    return Seen(grade, f"Equal, {left:.0f} mm, {told}.")


def _power(g: Signs) -> Seen:
    left, right = g["movement"]["power_left"], g["movement"]["power_right"]
    if left == right == 5:
        return Seen("normal", "5 of 5 on both sides.")
    return Seen(f"{left}|{right}", f"Left {left} of 5, right {right} of 5.")


def _drift(g: Signs) -> Seen:
    weak = [side for side in ("left", "right") if g["movement"][f"power_{side}"] < 5]
    return _said([f"the {side} arm sinks" for side in weak], "None.")


def _general(g: Signs) -> Seen:
    c, b = g["consciousness"], g["breathing"]
    parts = []
    if c["seizure"]:
        parts.append("jerks all over")
    elif c["total"] < 9:
        parts.append("does not respond to voice")
    elif c["total"] < 14:
        parts.append("drowsy")
    if b["work"] in ("severe", "exhausted", "absent"):
        words = {"severe": "fights for breath", "exhausted": "too tired to breathe well", "absent": "not breathing"}
        parts.append(words[b["work"]])
    elif b["work"] == "moderate":
        parts.append("short of breath")
    parts += [part for part in _colour(g) if part != "flushed"]
    parts += [g["skin"]["sweat"]] if g["skin"]["sweat"] != "none" else []
    parts += ["shivers"] if g["movement"]["shivering"] else []
    parts += ["retching"] if g["hydration"]["nausea"] == "retching" else []
    return _said(parts, "Looks comfortable, good colour.")


def _wound(g: Signs) -> Seen:
    flow = g["bleeding"]["outside"]
    words = {"oozing": "blood oozes", "brisk": "bleeds briskly", "pouring": "blood pours out"}
    return _said([words[flow]] if flow != "none" else [], "No bleeding.")


def _twitches(g: Signs) -> Seen:
    m = g["movement"]
    words = {"twitching": "muscles twitch under the skin", "tremor": "a fine, fast shake of the hands"}
    return _said([word for name, word in (*words.items(), ("shivering", "shivers")) if m[name]], "None.")


def _pain(g: Signs) -> Seen:
    score = round(g["numbers"]["pain"])
    return Seen("normal" if score == 0 else str(score), f"{score} out of 10.")


def _urine(g: Signs) -> Seen:
    """Under 0.5 ml/kg in an hour is too little (KDIGO 2012)."""
    flow = g["numbers"]["urine_ml_per_kg_h"]
    grade = "low" if flow < 0.5 else "high" if flow > 3.5 else "normal"
    return Seen(grade, f"{flow:.1f} ml/kg an hour.")


_RADIAL = Look(_pulse_at("radial"))
LOOKS: dict[str, Look] = {
    "inspect.general": Look(_general, whole=False),
    "inspect.child_behaviour": Look(_general, whole=False),
    "inspect.work_of_breathing": Look(_work),
    "inspect.chest": Look(_chest_seen),
    "inspect.skin": Look(_skin, whole=False),
    "inspect.skin_face": Look(_face, whole=False),
    "inspect.face": Look(_face, whole=False),
    "inspect.mouth": Look(_mouth, whole=False),
    "inspect.hydration": Look(_hydration),
    "inspect.eyes": Look(_eyes, whole=False),
    "inspect.neck": Look(_neck, whole=False),
    "inspect.abdomen": Look(_belly_seen, whole=False),
    "inspect.lower_limbs": Look(_lower_limbs, whole=False),
    "inspect.wound": Look(_wound, whole=False),
    "palpate.trachea": Look(_trachea),
    "palpate.chest_expansion": Look(_expansion),
    "palpate.radial_pulse": _RADIAL,
    "palpate.radial_pulse_left": _RADIAL,
    "palpate.radial_pulse_right": _RADIAL,
    "palpate.brachial_pulse": _RADIAL,
    "palpate.femoral_pulse": Look(_pulse_at("femoral")),
    "palpate.carotid_pulse": Look(_pulse_at("carotid")),
    "palpate.peripheral_temperature": Look(_touch),
    "palpate.skin_turgor": Look(_turgor),
    "palpate.oedema": Look(_legs),
    "palpate.abdomen": Look(_belly_felt, whole=False),
    "percuss.chest": Look(_percussed),
    "percuss.lung_bases": Look(_percussed),
    "auscultate.chest": Look(_lungs),
    "auscultate.lung_apices": Look(_lungs),
    "auscultate.lung_mid_zones": Look(_lungs),
    "auscultate.lung_bases": Look(_lungs),
    "auscultate.lung_left": Look(_lung("left")),
    "auscultate.lung_right": Look(_lung("right")),
    "auscultate.lung_left_base": Look(_lung("left")),
    "auscultate.lung_right_base": Look(_lung("right")),
    "auscultate.upper_airway": Look(_upper),
    "auscultate.heart": Look(_heart, whole=False),
    "measure.capillary_refill": Look(_refill),
    "measure.jvp": Look(_jvp),
    "measure.pain_score": Look(_pain),
    "measure.urine_output": Look(_urine),
    "test.pulsus_paradoxus": Look(_paradox),
    "neuro.consciousness": Look(_awake),
    "neuro.pupils": Look(_pupils),
    "neuro.power": Look(_power),
    "neuro.pronator_drift": Look(_drift),
    "neuro.tremor": Look(_twitches, whole=False),
}
"""Manoeuvre and site to how the body answers it."""


def pressures(said: str, systolic: float, diastolic: float) -> Seen | None:
    """A case's pressures (`right 176/96, left 174/94`), each moved by the change since (mmHg); None while small."""
    if abs(systolic) < 12.0 and abs(diastolic) < 10.0:
        return None

    def moved(found: re.Match[str]) -> str:
        return f"{max(round(int(found[1]) + systolic), 0)}/{max(round(int(found[2]) + diastolic), 0)}"

    text, count = re.subn(r"(\d{2,3})/(\d{2,3})", moved, said)
    return Seen(f"{systolic:.0f}", text) if count else None


def peak_flow(said: str, then: float, now: float) -> Seen | None:
    """A case's peak flow, moved by what the airways have changed since; None where it names no number."""
    found = re.search(r"(\d+)\s*(?:litres|l)\b", said, re.IGNORECASE)
    if found is None or then <= 0.0:
        return None
    ratio = now / then
    if abs(ratio - 1.0) < 0.06:
        return None
    litres = max(round(float(found[1]) * ratio / 5) * 5, 30)
    text = f"{litres} litres a minute, best of three"
    share = re.search(r"(\d+)\s*%", said)
    return Seen(
        f"{round(ratio * 10)}",
        f"{text}: {min(round(float(share[1]) * litres / float(found[1])), 130)} %." if share else f"{text}.",
    )
