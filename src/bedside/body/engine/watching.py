"""What is worth telling as it happens: thresholds with some slack so that nothing is told twice; once a second."""

from __future__ import annotations

from numba import njit

from bedside.body.variables import V

KINDS = (
    "arrest", "apnoea", "hypoxia", "hypotension", "hypoglycaemia_severe", "unconscious", "seizure",
    "hyperkalaemia_severe", "death", "rhythm",
)  # fmt: skip
"""Kinds of happenings by number; each ends as well as begins, but death and a change of rhythm."""
ARREST, APNOEA, HYPOXIA, HYPOTENSION, HYPOGLYCAEMIA, UNCONSCIOUS, SEIZURE, HYPERKALAEMIA, DEATH, RHYTHM = range(10)


@njit(cache=True)
def low_systolic(age: float) -> float:
    """Systolic pressure, mmHg, called hypotension: 70 + 2 x age to 10 years (APLS), 60 at birth, 90 later."""
    if age < 0.1:
        return 60.0
    return min(70.0 + 2.0 * age, 90.0)


@njit(cache=True)
def tell(told, s, kind: int, begins: float, value: float) -> None:
    """Write one happening: second, kind, 1 begins or 0 ends, a number."""
    k = s.told
    if k < told.shape[0]:
        told[k, 0] = float(s.step * 5)
        told[k, 1] = float(kind)
        told[k, 2] = begins
        told[k, 3] = value
    s.told += 1


@njit(cache=True)
def flag(told, s, kind: int, value: float, begins: float, ends: float) -> None:
    """Tell when `value` falls below `begins`, and when it is back above `ends`."""
    on = (s.flags >> kind) & 1
    if on == 0 and value < begins:
        s.flags |= 1 << kind
        tell(told, s, kind, 1.0, value)
    elif on == 1 and value > ends:
        s.flags &= ~(1 << kind)
        tell(told, s, kind, 0.0, value)


@njit(cache=True)
def watch(told, out, s, t, c, table) -> None:
    """Compare the readings with all thresholds."""
    if c.rhythm != s.rhythm_told:
        tell(told, s, RHYTHM, float(s.rhythm_told), float(c.rhythm))
        s.rhythm_told = c.rhythm
    beating = 1.0 if table[c.rhythm].perfusing == 1 and s.flow_off < 8.0 else 0.0
    flag(told, s, ARREST, beating, 0.5, 0.5)
    flag(told, s, APNOEA, out[V.respiratory_rate], 1.0, 3.0)
    flag(told, s, HYPOXIA, out[V.spo2], 90.0, 91.5)
    flag(told, s, HYPOTENSION, out[V.systolic_pressure], low_systolic(t.age), low_systolic(t.age) + 4.0)
    flag(told, s, HYPOGLYCAEMIA, out[V.glucose], 3.0, 3.4)
    flag(told, s, UNCONSCIOUS, s.gcs_brain, 8.5, 9.5)
    flag(told, s, SEIZURE, 1.0 - s.seizure, 0.6, 0.8)
    flag(told, s, HYPERKALAEMIA, -out[V.potassium], -6.5, -6.2)
    if s.dead == 1 and s.died == 0:
        s.died = 1
        tell(told, s, DEATH, 1.0, s.no_flow)
