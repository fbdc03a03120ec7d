"""What a machine would write on the paper: intervals, axis, ST by territory and findings, measured on a clean beat."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import numpy as np
from numba import njit
from numpy.typing import NDArray

from bedside.body.rhythms.conduction import new_conduction
from bedside.body.rhythms.ecg import intervals, leads, shape_of
from bedside.body.rhythms.shapes import DELTA, LBBB, LEADS, NORMAL, RBBB
from bedside.body.rhythms.table import EVERY, MOBITZ_2, RATIO, SINUS, Rhythm, find, id_at, index_of, rhythm_table

L1, L2, L3, AVR, AVL, AVF, V1, V2, V3, V4, V5, V6 = range(12)

TERRITORIES: dict[str, tuple[int, ...]] = {
    "septal": (V1, V2),
    "anterior": (V2, V3, V4),
    "lateral": (L1, AVL, V5, V6),
    "inferior": (L2, L3, AVF),
}
ELEVATION_MV = np.array([0.1] * 7 + [0.2, 0.2] + [0.1] * 3)
"""ST elevation at the J point that counts: 0.2 mV in V2-V3, 0.1 mV elsewhere (Thygesen 2018, men of 40 and over)."""
DEPRESSION_MV = -0.05  # Thygesen 2018


class EcgReading(msgspec.Struct, frozen=True):
    """One reading; None where there is nothing to measure. `st` is mV at J + 40 ms by lead."""

    name: str
    rate: float
    pr_ms: float | None = None
    qrs_ms: float | None = None
    qt_ms: float | None = None
    qtc_ms: float | None = None
    axis: float | None = None
    st: dict[str, float] = {}
    findings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The reading as it is printed above a tracing."""
        numbers = [f"Ventricular rate {self.rate:.0f}/min"]
        if self.pr_ms is not None:
            numbers.append(f"PR {self.pr_ms:.0f} ms")
        if self.qrs_ms is not None and self.qt_ms is not None:
            numbers.append(f"QRS {self.qrs_ms:.0f} ms, QT {self.qt_ms:.0f} ms, QTc {self.qtc_ms:.0f} ms")
        if self.axis is not None:
            numbers.append(f"axis {self.axis:.0f}°")
        return ". ".join([self.name, "; ".join(numbers), *self.findings]) + "."


@njit(cache=True)
def _one_beat(out, c, p, table, seed):  # type: ignore[no-untyped-def]
    """Leads of one beat, a row each ms from its start (float64[n, 12])."""
    for ms in range(out.shape[0]):
        c.since_ventricular = 0.001 * ms
        leads(out[ms], c, p, table, 0.0, seed)


def clean_beat(rhythm: int, p: np.ndarray[Any, Any], kind: int, interval_s: float, odd: bool = True) -> NDArray[Any]:
    """One ventricular beat of a rhythm without noise, P waves or neighbours: (12, ms) in mV."""
    c = new_conduction(id_at(rhythm))
    quiet = p.copy()
    for artefact in ("wander", "noise", "tremor", "compression"):
        quiet[artefact] = 0.0
    c["beats"], c["beat_kind"], c["interval"] = 1 if odd else 2, kind, interval_s
    c["since_atrial"], c["since_before"] = 9.0, 9.0
    c["site"] = 1
    out = np.zeros((900, 12))
    _one_beat(out, c[0], quiet[0], _without_chaos(), 1)
    return np.ascontiguousarray(out.T)


def _without_chaos() -> np.ndarray[Any, Any]:
    table = rhythm_table().copy()
    table["chaos"] = 0
    return table


def read_ecg(
    rhythm: str | int,
    p: np.ndarray[Any, Any],
    rate: float,
    *,
    kind: int = 0,
    pr_s: float = 0.0,
    av_block: float = 0.0,
    premature: float = 0.0,
    normal_rate: float = 72.0,
) -> EcgReading:
    """Read an ECG of `rhythm` (id or row) with `ECG_PARAMETERS` array `p` at a ventricular `rate` (1/min).

    `kind` is `beat_kind` of the usual beat, `pr_s` the PR interval of the conduction record, `av_block` as `conduct`
    got it, `premature` the share of premature ventricular beats. A machine does not feel the pulse: pulseless rhythms
    are read as what they look like.
    """
    known = find(rhythm if isinstance(rhythm, str) else id_at(rhythm))
    row = index_of(known.id)
    record = rhythm_table()[row]
    name = _printed_name(known, 72.0 if av_block >= 0.8 else rate * 72.0 / normal_rate)
    if not known.organised or rate <= 0.0 or known.chaos.kind == "torsades":
        return EcgReading(name, rate)
    interval = 60.0 / rate
    way, wide = shape_of(p[0], record, kind, 1)
    qrs, qt, _ = intervals(p[0], wide, interval)
    beat = clean_beat(row, p, kind, interval)
    if p[0]["alternans"] > 0.0:
        beat = 0.5 * (beat + clean_beat(row, p, kind, interval, odd=False))
    follows = int(record["atrium"]) == SINUS and int(record["node"]) in (EVERY, MOBITZ_2, RATIO) and kind in (0, 1)
    pr_ms = 1000.0 * pr_s if follows and pr_s > 0.0 and av_block < 0.98 else None
    st = beat[:, int(qrs) + 40]
    qtc = float(qt / min(interval, 1.6) ** (1.0 / 3.0))
    axis = _axis(beat[:, : int(qrs) + 10])
    findings = _conduction_findings(known, way, qrs, qtc, pr_ms, av_block, premature)
    if way in (NORMAL, RBBB):
        shapes = _shape_findings(beat, way, qrs, qt, axis, p[0])
        findings += [text for text, _ in shapes] + _injury_findings(
            st, beat, way, qrs, qt, p[0], any(explains for _, explains in shapes)
        )
    if p[0]["alternans"] > 0.3:
        findings.append("QRS size alternates from beat to beat: consider fluid around the heart")
    if not findings and name == "Sinus rhythm":
        findings.append("Normal ECG")
    levels = {lead: round(float(level), 2) for lead, level in zip(LEADS, st, strict=True)}
    rounded = None if pr_ms is None else round(pr_ms)
    return EcgReading(name, rate, rounded, round(qrs), round(qt), round(qtc), axis, levels, tuple(findings))


def _printed_name(rhythm: Rhythm, rate: float) -> str:
    """Name on the paper; `rate` (1/min) as it would be in an adult."""
    if rhythm.id in ("sinus", "sinus_bradycardia", "sinus_tachycardia", "pea"):
        return "Sinus tachycardia" if rate > 100.5 else ("Sinus bradycardia" if rate < 59.5 else "Sinus rhythm")
    if rhythm.id in ("af", "af_controlled", "af_rapid"):
        how = "rapid" if rate > 110 else ("slow" if rate < 60 else "")
        return f"Atrial fibrillation with a {how} ventricular response" if how else "Atrial fibrillation"
    return "Ventricular tachycardia" if rhythm.id in ("vt_unstable", "pulseless_vt") else rhythm.name


def _axis(qrs: NDArray[Any]) -> float:
    """Mean frontal axis in degrees from the areas of I and aVF (aVF is 1/1.15 of the vertical lead)."""
    return float(round(math.degrees(math.atan2(1.15 * qrs[AVF].sum(), qrs[L1].sum()))))


def _conduction_findings(
    rhythm: Rhythm, way: int, qrs: float, qtc: float, pr_ms: float | None, av_block: float, premature: float
) -> list[str]:
    found = []
    if rhythm.node.kind == "every" and rhythm.atrium.kind == "sinus" and not rhythm.node.bypass:
        if av_block >= 0.98:
            found.append("Complete AV block with an escape rhythm")
        elif av_block >= 0.8:
            found.append("Second degree AV block: beats are dropped")
        elif pr_ms is not None and pr_ms > 200 and rhythm.id != "first_degree_block":
            found.append("Prolonged PR interval (first degree AV block)")
    if premature > 0.0 and rhythm.focus.kind != "ventricular" and rhythm.id not in ("pvc", "bigeminy", "trigeminy"):
        found.append("Frequent premature ventricular beats" if premature > 0.15 else "Premature ventricular beats")
    if way == LBBB and rhythm.id != "lbbb":
        found.append("Left bundle branch block")
    elif way == RBBB and rhythm.id != "rbbb":
        found.append("Right bundle branch block")
    elif way == DELTA:
        found.append("Slurred upstroke of the QRS (delta wave)")
    elif way == NORMAL and qrs >= 120:
        found.append("Broad QRS without the shape of a bundle branch block")
    limit = 470 + 0.7 * max(qrs - 100, 0)
    if qtc > limit:
        found.append("Markedly prolonged QTc" if qtc > limit + 30 else "Prolonged QTc")
    elif qtc < 350 and rhythm.flags.perfusing:
        found.append("Short QTc")
    return found


def _shape_findings(beat: NDArray[Any], way: int, qrs: float, qt: float, axis: float, p: Any) -> list[tuple[str, bool]]:
    """Findings, each with whether it explains shifts of ST and T by itself."""
    found: list[tuple[str, bool]] = []
    end = int(qrs)
    early, t_wave = beat[:, : end + 5], beat[:, end + 40 : int(qt)]
    size, tall = np.ptp(early, axis=1), t_wave.max(axis=1)
    if axis < -30:
        found.append(("Left axis deviation" if axis >= -90 else "Extreme axis deviation", False))
    elif axis > 95:
        found.append(("Right axis deviation", False))
    if (size[:6] < 0.5).all():
        found.append(("Low voltage in the limb leads", False))
    if way == NORMAL and early[V5].max() - early[V1].min() > 3.5:  # Sokolow and Lyon 1949
        strained = beat[V6, end + 40] < DEPRESSION_MV
        found.append(("Voltage of left ventricular hypertrophy" + (" with strain" if strained else ""), strained))
    if early[L1].min() < -0.15 and early[L3, : end // 2].min() < -0.1 and t_wave[L3].min() < -0.05:
        found.append(("S in I, Q and inverted T in III: consider strain of the right ventricle", False))
    if way == NORMAL and qrs > 100 and early[AVR, end // 2 :].max() > 0.3:  # Liebelt 1995
        found.append(("Late R in aVR: consider sodium-channel block", False))
    u_wave = beat[:, int(qt) + 20 : int(qt) + 80].max(axis=1)
    if p["potassium"] > 8.3 and qrs > 160:
        found.append(("QRS and T melt into a sine wave: consider severe hyperkalaemia", True))
    elif tall[V3] > 0.6 and tall[V4] > 0.75 and not _injured(p):
        found.append(("Tall, pointed T waves: consider hyperkalaemia", False))
    elif u_wave[V2] > 0.12 and u_wave[V2] > 0.9 * tall[V2]:
        found.append(("Flat T waves with U waves: consider hypokalaemia", True))
    if beat[V4, end : end + 25].max() > 0.12 and p["temperature"] < 32:
        found.append(("Osborn waves at the J point: consider hypothermia", False))
    if p["digitalis"] > 0.4:
        found.append(("Sagging ST segments: digitalis effect", True))
    return found


def _injured(p: Any) -> bool:
    return any(p[f"st_{place}"] > 0.05 for place in ("anterior", "septal", "inferior", "lateral", "pericardial"))


def _injury_findings(
    st: NDArray[Any], beat: NDArray[Any], way: int, qrs: float, qt: float, p: Any, explained: bool
) -> list[str]:
    """ST, Q and T by territory; depression and inversion that something else `explained` are left out."""
    if explained and qrs > 160:
        return []
    raised = st >= ELEVATION_MV
    lowered = st <= DEPRESSION_MV
    if way == RBBB:  # its own secondary changes
        lowered[V1 : V3 + 1] = False
    places = {name: [i for i in where if raised[i]] for name, where in TERRITORIES.items()}
    places = {name: where for name, where in places.items() if len(where) >= 2}
    found = _elevation_findings(st, beat, raised, lowered, places, qrs, p)
    depressed = [i for i in np.flatnonzero(lowered) if i != AVR]
    if not places and not found and not explained and len(depressed) >= 2:
        back = {V1, V2, V3} <= set(depressed) and not lowered[V5]
        cause = "posterior infarction" if back else "subendocardial ischaemia"
        found.append(f"ST depression in {_names(depressed)}: consider {cause}")
    early = beat[:, : int(qrs) + 5]
    scars = {n: [i for i in w if _pathological_q(early[i])] for n, w in TERRITORIES.items() if n != "septal"}
    found += [f"Q waves in {_names(w)}: {n} infarction, age unknown" for n, w in scars.items() if len(w) >= 2]
    t_wave = beat[:, int(qrs) + 80 : int(qt) + 10]
    left_out = (AVR, V1, L3, V2, V3) if way == RBBB else (AVR, V1, L3)
    inverted = [i for i in range(12) if i not in left_out and t_wave[i].min() < -0.1 and t_wave[i].max() < 0.1]
    if len(inverted) >= 2 and not places and not explained and p["coved"] == 0:
        found.append(f"T inverted in {_names(inverted)}")
    return found


def _elevation_findings(
    st: NDArray[Any],
    beat: NDArray[Any],
    raised: NDArray[Any],
    lowered: NDArray[Any],
    places: dict[str, list[int]],
    qrs: float,
    p: Any,
) -> list[str]:
    if p["coved"] > 0 and st[V1] > 0.15 and beat[V1, int(qrs) + 40 : int(qrs) + 320].min() < -0.05:
        return ["Coved ST elevation in V1 and V2 with inverted T (Brugada pattern)"]
    if not places:
        return []
    where = _names(np.flatnonzero(raised))
    away = [i for i in np.flatnonzero(lowered) if i not in (AVR, V1)]
    if {"inferior", "lateral"} <= set(places) and not away:
        return [f"Widespread ST elevation ({where}): consider pericarditis"]
    found = []
    away = [i for i in np.flatnonzero(lowered) if i != AVR]
    reciprocal = f" with reciprocal depression in {_names(away)}" if away else ""
    right = ", with the right ventricle" if "inferior" in places and raised[V1] and "septal" not in places else ""
    found.append(f"ST elevation in {where}{reciprocal}: consider acute {_wall(places)} infarction{right}")
    return found


def _wall(places: dict[str, list[int]]) -> str:
    """How cardiologists name the walls together."""
    front = [name for name in ("septal", "anterior", "lateral") if name in places]
    named = {
        ("septal", "anterior", "lateral"): "extensive anterior",
        ("septal", "anterior"): "anteroseptal",
        ("anterior", "lateral"): "anterolateral",
    }.get(tuple(front), " and ".join(front))
    if "inferior" not in places:
        return named
    return "inferolateral" if front == ["lateral"] else " and ".join(filter(None, ["inferior", named]))


def _pathological_q(lead: NDArray[Any]) -> bool:
    """A first deflection downwards, at least 0.1 mV deep, a quarter of R and 30 ms wide (Thygesen 2018)."""
    moved = np.flatnonzero(np.abs(lead) > 0.06)
    if moved.size == 0 or lead[moved[0]] > 0:
        return False
    up = np.flatnonzero(lead > 0.06)
    first = lead[: up[0]] if up.size else lead
    return bool(first.min() < -0.1 and -first.min() > 0.25 * max(lead.max(), 0.0) and (first < -0.04).sum() >= 28)


def _names(where: Any) -> str:
    return ", ".join(LEADS[i] for i in where)
