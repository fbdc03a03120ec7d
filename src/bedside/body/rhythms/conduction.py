"""The electrical clock of the heart: when atria and ventricles beat, from where, and how strongly they answer.

Sinus node or another atrial leader -> AV node -> ventricles, with a lower pacemaker that fires when nothing came first
(slow = escape, fast = tachycardia), premature beats and pacemakers. All chance is a hash of seed and beat number.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from numba import njit

from bedside.body.rhythms.table import (
    AAI,
    ABERRANT,
    CONDUCTED,
    DDD,
    ESCAPE,
    EVERY,
    FLUTTER_WAVES,
    IRREGULAR,
    MOBITZ_2,
    NO_BUNDLE,
    NO_FOCUS,
    NO_NODE,
    OWN,
    PACED,
    RATIO,
    RETROGRADE,
    SINUS,
    VENTRICULAR,
    VF_WAVES,
    VVI,
    WENCKEBACH,
    index_of,
)

_WHOLE = {
    # told to the engine
    "rhythm": "row of the table; set it to change the rhythm",
    "atrial_beat": "1 in the step in which the atria start to contract",
    "ventricular_beat": "1 in the step in which the ventricles are depolarised",
    "beat_kind": "of the last beat: 0 conducted, 1 aberrant, 2 ventricular, 3 escape, 4 paced, 5 junctional",
    "atrial_kind": "of the last atrial beat: 0 sinus, 1 retrograde, 2 ectopic, 3 paced, 4 flutter",
    "beats": "ventricular beats so far",
    "atrial_beats": "atrial beats so far",
    # set by the engine: a pacemaker from outside, ventricular
    "pacer_capture": "1 when the current captures",
    "pacer_sense": "1 when it waits for the heart's own beats",
    # kept between steps
    "rhythm_was": "row of the last step",
    "before_kind": "kind of the ventricular beat before the last",
    "site": "place of the last ventricular ectopic, 0-2",
    "before_site": "of the beat before",
    "cycle": "place in the group of AV conduction",
    "group": "length of that group; 0 = none begun",
    "since_premature": "ventricular beats since the last premature one",
    "pending_kind": "kind of the beat on its way through the node",
}
_REAL = {
    # told to the engine, s or share
    "rhythm_since": "s since the rhythm began; set 0 on a change",
    "since_atrial": "s since the last atrial beat",
    "since_ventricular": "s since the last ventricular beat",
    "interval": "s between the last two ventricular beats",
    "atrial_kick": "0-1 strength of the atrial contraction of this beat",
    "strength": "0-1 mechanical strength of the last ventricular beat",
    "pr": "s from the last conducted atrial beat to its ventricular beat",
    "since_before": "s since the ventricular beat before the last",
    "before_interval": "s, interval that ended with the beat before the last",
    "since_atrial_spike": "s since the last atrial pacing spike",
    "since_ventricular_spike": "s since the last ventricular pacing spike",
    "atrial_phase": "0-1 share of the running atrial cycle",
    # set by the engine
    "normal_rate": "1/min, resting sinus rate of this person (72 in an adult)",
    "rate_scale": "factor on every rate that is not the sinus node's (steering, drugs); 1 = as in the table",
    "respiration": "-1 breathed out to 1 breathed in, for sinus arrhythmia",
    "pause": "s during which nothing of the heart's own fires (after a shock or adenosine); counts down",
    "pacer_rate": "1/min of a pacemaker from outside; 0 = off",
    # kept between steps
    "atrial_stretch": "length of the running atrial cycle over its mean",
    "atrial_end": "phase at which it ends: 1, less for a premature beat",
    "focus_stretch": "length of the running interval of focus or fibrillation over its mean",
    "pending": "s until the beat on its way arrives; negative = none",
    "retrograde": "s until the atria are reached from below; negative = none",
    "premature_at": "s after the last beat at which a premature one falls; negative = none",
    "tracked": "s until a dual-chamber pacemaker paces the ventricle; negative = not waiting",
    "pacer_wait": "s since the last beat or spike that the pacemaker counts from",
}
CONDUCTION = np.dtype([*((name, np.int64) for name in _WHOLE), *((name, np.float64) for name in _REAL)])
"""State of the electrical clock; the meaning of each field is in `CONDUCTION_FIELDS`."""

CONDUCTION_FIELDS = {**_WHOLE, **_REAL}

AV_DELAY_S = 0.16  # usual setting of dual-chamber pacemakers (Kusumoto 2018)
REFRACTORY_S = 0.20  # of the ventricle at fast rates (Surawicz 2008)
NODE_REFRACTORY_S = 0.32  # after a ventricular beat that invaded the node from below (estimate)


def new_conduction(rhythm: str = "sinus", normal_rate: float = 72.0) -> np.ndarray[Any, Any]:
    """An array of one `CONDUCTION`, half a beat into a rhythm, so that the first beat comes soon."""
    state = np.zeros(1, dtype=CONDUCTION)
    begin(state[0], index_of(rhythm), normal_rate)
    return state


def begin(c: Any, rhythm: int, normal_rate: float = 72.0) -> None:
    """Set a `CONDUCTION` record to the start of the rhythm in row `rhythm`."""
    values = {
        "rhythm": rhythm,
        "rhythm_was": -1,
        "normal_rate": normal_rate,
        "rate_scale": 1.0,
        "atrial_stretch": 1.0,
        "atrial_end": 1.0,
        "focus_stretch": 1.0,
        "interval": 60.0 / normal_rate,
        "before_interval": 60.0 / normal_rate,
        "since_atrial": 0.3,
        "since_ventricular": 0.3,
        "since_before": 0.3 + 60.0 / normal_rate,
        "atrial_phase": 0.5,
        "since_atrial_spike": 9.0,
        "since_ventricular_spike": 9.0,
        "pending": -1.0,
        "retrograde": -1.0,
        "premature_at": -1.0,
        "tracked": -1.0,
        "pacer_sense": 1,
    }
    for field in CONDUCTION_FIELDS:
        c[field] = values.get(field, 0)


@functools.cache
def rate_at(rhythm: int | str, normal_rate: float = 72.0, sinus_rate: float = -1.0) -> float:
    """Usual ventricular rate (1/min) of a rhythm in a person, at rest unless the asked sinus rate is given."""
    from bedside.body.rhythms.table import rhythm_table

    row = rhythm_table()[index_of(rhythm) if isinstance(rhythm, str) else rhythm]
    demand = (normal_rate if sinus_rate < 0 else sinus_rate) / normal_rate - 1.0
    age = normal_rate / 72.0
    own = float(row["focus_rate"] * age ** row["focus_age"] * (1.0 + row["focus_reflex"] * demand))
    own = own if row["focus"] != NO_FOCUS else 0.0
    if row["node"] == IRREGULAR:
        return float(row["node_rate"] * age**0.5 * (1.0 + row["node_reflex"] * demand))
    if row["pacer"] != 0:
        own = max(own, float(row["pacer_rate"]))
    if row["node"] == NO_NODE or row["atrium"] not in (SINUS, OWN):
        return own
    atrial = float(row["atrial_rate"] * age ** row["atrial_age"] * (1.0 + row["atrial_reflex"] * demand))
    share = {WENCKEBACH: 0.75, MOBITZ_2: 0.7, RATIO: 1.0 / (row["ratio"] or 3)}.get(int(row["node"]), 1.0)
    return max(own, atrial * share)


@njit(cache=True)
def chance(seed, number, key):  # type: ignore[no-untyped-def]
    """Uniform number in [0, 1) that belongs to (seed, number, key): SplitMix64 (Steele 2014)."""
    mixed = np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(number) * np.uint64(0xD1B54A32D192ED03)
    mixed = mixed + np.uint64(key) * np.uint64(0x8CB92BA72F3D8DD7) + np.uint64(0x632BE59BD9B4E019)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed = mixed ^ (mixed >> np.uint64(31))
    return np.float64(mixed >> np.uint64(11)) / 9007199254740992.0


@njit(cache=True)
def _enter(c, r):  # type: ignore[no-untyped-def]
    """Forget what was on its way in the old rhythm."""
    c.rhythm_was = c.rhythm
    c.cycle = 0
    c.group = 0
    c.pending = -1.0
    c.retrograde = -1.0
    c.premature_at = -1.0
    c.tracked = -1.0
    c.atrial_stretch = 1.0
    c.atrial_end = 1.0
    c.focus_stretch = 1.0
    c.atrial_kick = r.kick


@njit(cache=True)
def _beat(c, r, kind, late, ectopy, seed):  # type: ignore[no-untyped-def]
    """A ventricular beat of `kind` that began `late` s before the end of this step; plans what may follow it."""
    c.before_kind = c.beat_kind
    c.before_site = c.site
    c.before_interval = c.interval
    c.since_before = c.since_ventricular
    c.interval = c.since_ventricular - late
    c.since_ventricular = late
    c.beat_kind = kind
    c.ventricular_beat = 1
    c.beats += 1
    c.pending = -1.0
    c.tracked = -1.0
    if c.pacer_sense == 1 or r.pacer != 0:
        c.pacer_wait = late
    premature = kind == VENTRICULAR and r.focus != VENTRICULAR
    c.strength = r.strength * (1.0 - r.spread * chance(seed, c.beats, 1))
    if kind == PACED:
        c.strength = r.paced_strength
    elif premature:
        c.strength = 0.75 * r.strength
    if r.atrium == RETROGRADE and (kind == r.focus):
        c.retrograde = r.retrograde_s - late
    luck = chance(seed, c.beats, 2)
    if r.node == IRREGULAR:  # skewed, independent intervals (Surawicz 2008; variation about 24 %)
        normal = chance(seed, c.beats, 3) + chance(seed, c.beats, 4) + chance(seed, c.beats, 5) - 1.5
        c.focus_stretch = min(max(np.exp(0.50 * normal - 0.03), 0.55), 1.9)
    else:
        c.focus_stretch = 1.0 + r.focus_irregular * (2.0 * luck - 1.0)
    c.since_premature = 0 if premature else c.since_premature + 1
    c.premature_at = -1.0
    if r.focus == VENTRICULAR:
        c.site = 1
        return
    e = ectopy + r.ectopy
    if premature:
        if e > 0.5 and chance(seed, c.beats, 6) < min(0.3 * (e - 0.5) / 0.1 * 0.5, 0.85):
            c.premature_at = 60.0 / (155.0 + 30.0 * luck)  # a run
        return
    follows = min(0.95 * (max(e - 0.08, 0.0) / 0.5) ** 3, 0.95)
    if r.every > 0:
        follows = 1.0 if c.since_premature >= r.every - 1 else 0.0
    if chance(seed, c.beats, 7) < follows:
        basis = max(min(c.interval, 1.2), 0.3)
        c.premature_at = max(min(0.60 * basis, 0.50) * (0.97 + 0.06 * luck), 0.26)
        c.site = int(3.0 * chance(seed, c.beats, 8)) if e > 0.75 else 0


@njit(cache=True)
def _through_node(c, r, av_block, late, seed):  # type: ignore[no-untyped-def]
    """An atrial beat reaches the AV node: held up, passed on after the PR interval, or dropped."""
    block = 0.0 if r.bypass == 1 else av_block
    node = r.node
    size = 1
    if node == EVERY and block >= 0.8:  # sinus rhythm slows in the node, then drops beats (table in the tests)
        node = WENCKEBACH if block < 0.9 else RATIO
        size = int(5.0 - (block - 0.8) * 30.0) if block < 0.9 else 2
        size = 3 if block >= 0.955 else size
    elif node == RATIO:
        size = r.ratio + (2 if block > 0.35 else 0) + (2 if block > 0.7 else 0)
        if r.ratio == 0:
            size = 2 + int(3.0 * chance(seed, c.beats, 9)) + (1 if block > 0.35 else 0)
    elif node == WENCKEBACH:
        size = 3 + int(3.0 * chance(seed, c.beats // 3, 10))
    elif node == MOBITZ_2:
        size = 3 + int(2.0 * chance(seed, c.beats // 3, 11))
    c.cycle += 1
    if c.cycle >= c.group:
        c.cycle = 0
        c.group = size
    from_below = c.beat_kind == VENTRICULAR or c.beat_kind == ESCAPE or c.beat_kind == PACED
    refractory = c.since_ventricular < (NODE_REFRACTORY_S if from_below else 0.10)
    if block >= 0.98 or refractory or c.pending >= 0.0:
        return
    if node == RATIO and c.cycle > 0:
        return
    if node in (WENCKEBACH, MOBITZ_2) and c.cycle == c.group - 1 and c.group > 1:
        return
    delay = r.pr_s * (1.0 + 1.1 * block)
    if r.atrium == SINUS:  # PR shortens by some 10 ms for each 20/min (Surawicz 2008)
        delay *= 1.0 - 0.12 * min(60.0 / (c.normal_rate * max(c.interval, 0.2)) - 1.0, 1.0)
    if node == WENCKEBACH:  # the first increment is the greatest, so that R-R shortens
        delay += 0.25 * (1.0 - 0.6**c.cycle)
    c.pr = min(delay, 0.6)
    c.pending = max(c.pr - late, 0.0)
    c.pending_kind = CONDUCTED if r.bundle == NO_BUNDLE else ABERRANT


@njit(cache=True)
def _atria(c, r, dt_s, demand, sinus_rate, av_block, seed):  # type: ignore[no-untyped-def]
    """One step of what leads the atria; a beat goes on to the node or to the pacemaker that tracks it."""
    late = -1.0
    if c.retrograde >= 0.0:
        c.retrograde -= dt_s
        if c.retrograde < 0.0:
            late = -c.retrograde
            c.retrograde = -1.0
            c.atrial_kind = 1
    elif r.atrium == SINUS or r.atrium == OWN:
        rate = r.atrial_rate * (c.normal_rate / 72.0) ** r.atrial_age * (1.0 + r.atrial_reflex * demand)
        if r.atrium == OWN:
            rate *= c.rate_scale
        if rate > 1.0:
            step = rate / 60.0 / c.atrial_stretch
            if r.atrium == SINUS:
                step *= 1.0 + r.atrial_breath * c.respiration
            c.atrial_phase += step * dt_s
            if c.atrial_phase >= c.atrial_end:
                late = min((c.atrial_phase - c.atrial_end) / step, dt_s)
                c.atrial_kind = 2 if c.atrial_end < 1.0 or r.atrium == OWN else 0
                c.atrial_kind = 4 if r.chaos == FLUTTER_WAVES else c.atrial_kind
    if late < 0.0 and (r.pacer == AAI or r.pacer == DDD) and c.since_atrial >= 60.0 / r.pacer_rate:
        late = 0.0
        c.atrial_kind = 3
        c.since_atrial_spike = 0.0
    if late < 0.0:
        return
    c.atrial_beat = 1
    c.atrial_beats += 1
    c.since_atrial = late
    c.atrial_phase = 0.0 if c.atrial_kind != 0 and r.atrium == SINUS else max(c.atrial_phase - c.atrial_end, 0.0)
    c.atrial_kick = r.kick
    c.atrial_stretch = 1.0 + r.atrial_irregular * (2.0 * chance(seed, c.atrial_beats, 12) - 1.0)
    c.atrial_end = 1.0
    if c.atrial_kind == 0 and chance(seed, c.atrial_beats, 13) < r.atrial_premature:
        c.atrial_end = 0.60 + 0.08 * chance(seed, c.atrial_beats, 14)
    if r.pacer == DDD:
        if c.since_ventricular > 0.25 and c.tracked < 0.0:
            c.tracked = AV_DELAY_S - late
    elif r.node != NO_NODE and r.node != IRREGULAR and c.atrial_kind != 1:
        _through_node(c, r, av_block, late, seed)


@njit(cache=True)
def _pacemaker(c, r, dt_s, ectopy, seed):  # type: ignore[no-untyped-def]
    """Ventricular pacing from outside (`pacer_rate`) or inside the body: spikes, and beats where they capture."""
    c.pacer_wait += dt_s
    rate = c.pacer_rate
    captures = c.pacer_capture == 1
    if r.pacer == VVI and r.pacer_rate >= rate:
        rate = r.pacer_rate
        captures = True
    due = False
    if c.tracked >= 0.0:
        c.tracked -= dt_s
        if c.tracked < 0.0:
            c.tracked = -1.0
            due = True
            captures = True
    if rate > 0.0 and c.pacer_wait >= 60.0 / rate:
        due = True
        c.pacer_wait = min(c.pacer_wait - 60.0 / rate, dt_s)
    if due:
        wait = c.pacer_wait
        c.since_ventricular_spike = 0.0
        if captures and r.chaos != VF_WAVES and c.since_ventricular > 0.25:
            _beat(c, r, PACED, 0.0, ectopy, seed)
        c.pacer_wait = wait


@njit(cache=True)
def conduct(c, table, dt_s, sinus_rate, av_block, ectopy, seed):  # type: ignore[no-untyped-def]
    """One step of `dt_s` s (up to 0.02) of a `CONDUCTION` record `c` under the rhythm in row `c.rhythm` of `table`.

    `sinus_rate` 1/min asked of the sinus node; `av_block` 0-1 (from 0.8 Wenckebach, 0.9 2:1, 0.955 3:1, 0.98 complete);
    `ectopy` 0 and above (0.3 occasional, 0.6 bigeminy and runs); `seed` whole number. Changes only `c`.
    """
    r = table[c.rhythm]
    c.atrial_beat = 0
    c.ventricular_beat = 0
    if c.rhythm != c.rhythm_was:
        _enter(c, r)
    c.rhythm_since += dt_s
    c.since_atrial += dt_s
    c.since_ventricular += dt_s
    c.since_before += dt_s
    c.since_atrial_spike += dt_s
    c.since_ventricular_spike += dt_s
    demand = sinus_rate / c.normal_rate - 1.0
    if c.pause > 0.0:
        c.pause -= dt_s
        c.pending = -1.0
        c.premature_at = -1.0
        _pacemaker(c, r, dt_s, ectopy, seed)
        return
    if r.nodal == 1 and av_block > 0.8:  # adenosine, vagal manoeuvre: a circuit through the node ends
        c.rhythm = 0
        c.rhythm_since = 0.0
        c.pause = 1.2
        return
    _atria(c, r, dt_s, demand, sinus_rate, av_block, seed)
    since = c.since_ventricular
    if c.premature_at >= 0.0 and since >= c.premature_at:
        _beat(c, r, VENTRICULAR, min(since - c.premature_at, dt_s), ectopy, seed)
    elif c.pending >= 0.0:
        c.pending -= dt_s
        if c.pending < 0.0:
            if since > REFRACTORY_S:
                _beat(c, r, c.pending_kind, min(-c.pending, dt_s), ectopy, seed)
            c.pending = -1.0
    if c.ventricular_beat == 0 and r.node == IRREGULAR and (av_block < 0.98 or r.bypass == 1):
        slowed = 1.0 if r.bypass == 1 else 1.0 - 0.62 * av_block
        rate = r.node_rate * (c.normal_rate / 72.0) ** 0.5 * (1.0 + r.node_reflex * demand) * slowed * c.rate_scale
        due = 60.0 / max(rate, 12.0) * c.focus_stretch
        due = max(due, REFRACTORY_S if r.bypass == 1 else 0.28)
        if since >= due:
            kind = CONDUCTED if r.bundle == NO_BUNDLE else ABERRANT
            if kind == CONDUCTED and c.interval > 1.75 * due and due < 0.55:
                kind = ABERRANT  # a short interval after a long one (Gouaux and Ashman 1947)
            _beat(c, r, kind, min(since - due, dt_s), ectopy, seed)
    if c.ventricular_beat == 0 and r.focus != NO_FOCUS:
        rate = r.focus_rate * (c.normal_rate / 72.0) ** r.focus_age * max(1.0 + r.focus_reflex * demand, 0.6)
        if r.node == NO_NODE:  # it leads; elsewhere it is only an escape
            rate *= c.rate_scale
        else:
            rate *= 1.0 - 0.18 * av_block  # what blocks the node slows its escape too (estimate)
        due = 60.0 / max(rate, 4.0)
        if r.node != IRREGULAR:
            due *= c.focus_stretch
        if since >= max(due, REFRACTORY_S):
            _beat(c, r, r.focus, min(since - due, dt_s), ectopy, seed)
    if c.pacer_rate > 0.0 or r.pacer != 0:
        _pacemaker(c, r, dt_s, ectopy, seed)
