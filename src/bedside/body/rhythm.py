"""Rhythms as data: how fast, how much they pump, whether the reflexes still lead them."""

from __future__ import annotations

import msgspec


class Rhythm(msgspec.Struct, frozen=True):
    """One rhythm. `rate` is a multiple of the normal sinus rate of the age when the start does not say.

    `kick`: share of the sinus stroke volume at the same rate (loss of atrial contraction costs 15-20 %, ventricular
    origin more: Goldman 1960s teaching values, estimate). `reflex`: how much the baroreflex moves the rate.
    """

    rate: float
    kick: float
    reflex: float
    organised: bool  # one complex a beat on the ECG
    perfusing: bool
    irregular: float = 0.0  # +- share of the interval
    shockable: bool = False


RHYTHMS: dict[str, Rhythm] = {
    "sinus": Rhythm(1.0, 1.0, 1.0, True, True),
    "sinus_bradycardia": Rhythm(0.65, 1.0, 0.3, True, True),
    "sinus_tachycardia": Rhythm(1.6, 1.0, 0.3, True, True),
    "af": Rhythm(1.7, 0.84, 0.4, True, True, 0.33),
    "svt": Rhythm(2.5, 0.85, 0.05, True, True),
    "vt": Rhythm(2.35, 0.6, 0.0, True, True, 0.0, True),
    "pulseless_vt": Rhythm(2.6, 0.0, 0.0, True, False, 0.0, True),
    "vf": Rhythm(0.0, 0.0, 0.0, False, False, 0.0, True),
    "asystole": Rhythm(0.0, 0.0, 0.0, False, False),
    "pea": Rhythm(0.75, 0.0, 0.0, True, False),
    "complete_heart_block": Rhythm(0.5, 0.9, 0.08, True, True),
}

ECG_PATTERNS = (
    "normal",
    "st_elevation_inferior",
    "st_elevation_anterior",
    "st_elevation_lateral",
    "hyperkalaemia",
    "lbbb",
)


def rate_at(name: str, normal_heart_rate: float) -> float:
    """Usual rate of a rhythm, /min; fast ones stay under 300, as atrioventricular conduction does."""
    return min(RHYTHMS[name].rate * normal_heart_rate, 300.0)


def stretch(beat: int, irregular: float) -> float:
    """Length of the `beat`-th interval over the mean: fixed for each beat, spread evenly over +-`irregular`."""
    if irregular == 0.0:
        return 1.0
    mixed = (beat * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    mixed ^= mixed >> 31
    return 1.0 + irregular * (2.0 * (mixed >> 11) / 9007199254740992.0 - 1.0)
