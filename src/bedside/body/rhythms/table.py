"""Rhythms as data: the YAML beside this file, read once into structs for people and one numpy table for numba."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any, Literal

import msgspec
import numpy as np

from bedside.body.refusals import BodyError

STILL, SINUS, OWN, FIBRILLATING, RETROGRADE = range(5)
"""What the atria do."""
NO_NODE, EVERY, WENCKEBACH, MOBITZ_2, RATIO, IRREGULAR = range(6)
"""What the atrioventricular node lets through."""
NO_FOCUS, CONDUCTED, ABERRANT, VENTRICULAR, ESCAPE, PACED, JUNCTIONAL = range(-1, 6)
"""Kinds of ventricular beat (`beat_kind`) from 0: conducted narrow, conducted aberrant, ventricular, escape …"""
NO_BUNDLE, LEFT_BUNDLE, RIGHT_BUNDLE, PREEXCITED = range(4)
"""How the ventricles are reached by a conducted beat."""
NO_CHAOS, AF_WAVES, FLUTTER_WAVES, VF_WAVES, TORSADES_WAVES = range(5)
"""Waves of the ECG that do not come from single beats."""
NO_PACER, AAI, VVI, DDD = range(4)
"""Pacemaker inside the body."""


class Atrium(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The atria: `rate` (1/min) follows the sinus rate by `reflex`, the normal rate of the age by the power `age`."""

    kind: Literal["still", "sinus", "own", "fibrillating", "retrograde"] = "sinus"
    rate: float = 72.0
    reflex: float = 1.0
    age: float = 1.0
    kick: float = 1.0
    irregular: float = 0.015
    breath: float = 0.03
    premature: float = 0.0
    after_ms: float = 80.0  # of a retrograde P wave behind the start of the QRS
    multifocal: bool = False


class Node(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The atrioventricular node; `bypass` = an accessory pathway that block of the node leaves open."""

    kind: Literal["none", "every", "wenckebach", "mobitz_2", "ratio", "fibrillation"] = "every"
    pr_ms: float = 160.0
    ratio: int = 1
    rate: float = 0.0
    reflex: float = 0.0
    bypass: bool = False


class Focus(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pacemaker below the atria; at first the junctional escape of a healthy heart, 40-60/min (Kusumoto 2018)."""

    kind: Literal["none", "conducted", "junctional", "escape", "ventricular"] = "junctional"
    rate: float = 41.0
    reflex: float = 0.25
    age: float = 1.0
    irregular: float = 0.02
    nodal: bool = False  # a circuit through the node: block of the node ends it


class Premature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ventricular ectopics of the rhythm itself."""

    every: int = 0
    ectopy: float = 0.0


class Ventricle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The ventricles: width and path of a beat, and how strongly they answer it."""

    qrs_ms: float = 92.0
    bundle: Literal["none", "left", "right", "preexcited"] = "none"
    strength: float = 1.0
    paced_strength: float = 0.88
    spread: float = 0.0


class Chaos(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Waves that are not beats: size in mV, dominant frequency in Hz, time in which they fade (0 = never)."""

    kind: Literal["none", "af", "flutter", "vf", "torsades"] = "none"
    mv: float = 0.0
    hz: float = 0.0
    fades_s: float = 0.0


class Pacer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pacemaker inside the body."""

    mode: Literal["none", "aai", "vvi", "ddd"] = "none"
    rate: float = 0.0


class Flags(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What resuscitation asks of a rhythm."""

    organised: bool = True
    perfusing: bool = True
    shockable: bool = False


class Rhythm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rhythm: what leads the atria and the ventricles, how regularly, and how strongly the heart answers."""

    id: str
    name: str
    sources: str
    aliases: tuple[str, ...] = ()
    atrium: Atrium = Atrium()
    node: Node = Node()
    focus: Focus = Focus()
    premature: Premature = Premature()
    ventricle: Ventricle = Ventricle()
    chaos: Chaos = Chaos()
    pacer: Pacer = Pacer()
    flags: Flags = Flags()

    @property
    def organised(self) -> bool:
        """Whether there are complexes to see on the ECG."""
        return self.flags.organised

    @property
    def perfusing(self) -> bool:
        """Whether beats eject."""
        return self.flags.perfusing

    @property
    def shockable(self) -> bool:
        """Whether an unsynchronised shock is the treatment of arrest in it."""
        return self.flags.shockable


@functools.cache
def rhythms() -> dict[str, Rhythm]:
    """All rhythms by id, in the order of the file; a broken entry raises `BodyError` naming it."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.files(__package__).joinpath("rhythms.yaml").read_text(encoding="utf-8")
    read: dict[str, Rhythm] = {}
    for name, entry in yaml.load(text, Loader=loader).items():
        try:
            read[name] = msgspec.convert({"id": name, **entry}, Rhythm)
        except msgspec.ValidationError as error:
            raise BodyError(f"rhythm {name!r} in rhythms.yaml: {error}") from error
    return read


@functools.cache
def _by_any_name() -> dict[str, str]:
    names = {name: name for name in rhythms()}
    for rhythm in rhythms().values():
        for alias in rhythm.aliases:
            if alias in names:
                raise BodyError(f"rhythm {rhythm.id!r} in rhythms.yaml: alias {alias!r} is taken by {names[alias]!r}")
            names[alias] = rhythm.id
    return names


def find(name: str) -> Rhythm:
    """The rhythm with this id or alias, however it is spaced or capitalised; raises `BodyError` with the choices."""
    spelled = name.strip().lower().replace(" ", "_").replace("-", "_")
    found = _by_any_name().get(spelled)
    if found is None:
        raise BodyError(f"rhythm {name!r} is not known; choose one of {', '.join(sorted(rhythms()))}")
    return rhythms()[found]


def index_of(name: str) -> int:
    """Row of a rhythm in `rhythm_table()`; names as in `find`."""
    return list(rhythms()).index(find(name).id)


def id_at(index: int) -> str:
    """Id of the rhythm in row `index` of `rhythm_table()`."""
    return list(rhythms())[index]


RHYTHM = np.dtype(
    [
        *((name, np.int64) for name in ("atrium", "node", "ratio", "bypass", "focus", "nodal", "every", "bundle")),
        *((name, np.int64) for name in ("chaos", "pacer", "multifocal", "organised", "perfusing", "shockable")),
        *((f"atrial_{name}", np.float64) for name in ("rate", "reflex", "age", "irregular", "breath", "premature")),
        *((name, np.float64) for name in ("kick", "retrograde_s", "pr_s", "node_rate", "node_reflex")),
        *((f"focus_{name}", np.float64) for name in ("rate", "reflex", "age", "irregular")),
        *((name, np.float64) for name in ("ectopy", "qrs_ms", "strength", "paced_strength", "spread")),
        *((name, np.float64) for name in ("chaos_mv", "chaos_hz", "fades_s", "pacer_rate")),
    ]
)
"""One row of the table that numba reads; rates in 1/min, times in s (QRS in ms), shares 0-1, codes as above."""


@functools.cache
def rhythm_table() -> np.ndarray[Any, Any]:
    """All rhythms as a read-only array of `RHYTHM`, in the order of the YAML."""
    table = np.zeros(len(rhythms()), dtype=RHYTHM)
    for row, rhythm in zip(table, rhythms().values(), strict=True):
        for field, value in _row(rhythm).items():
            row[field] = value
    return table


_ATRIA = ("still", "sinus", "own", "fibrillating", "retrograde")
_NODES = ("none", "every", "wenckebach", "mobitz_2", "ratio", "fibrillation")
_FOCI = {
    "none": NO_FOCUS,
    "conducted": CONDUCTED,
    "junctional": JUNCTIONAL,
    "escape": ESCAPE,
    "ventricular": VENTRICULAR,
}
_BUNDLES = ("none", "left", "right", "preexcited")
_CHAOS = ("none", "af", "flutter", "vf", "torsades")
_PACERS = ("none", "aai", "vvi", "ddd")


def _row(rhythm: Rhythm) -> dict[str, float]:
    atrium, node, focus, ventricle = rhythm.atrium, rhythm.node, rhythm.focus, rhythm.ventricle
    return {
        "atrium": _ATRIA.index(atrium.kind),
        "atrial_rate": atrium.rate,
        "atrial_reflex": atrium.reflex,
        "atrial_age": atrium.age,
        "atrial_irregular": atrium.irregular,
        "atrial_breath": atrium.breath,
        "atrial_premature": atrium.premature,
        "multifocal": atrium.multifocal,
        "kick": atrium.kick,
        "retrograde_s": atrium.after_ms / 1000.0,
        "node": _NODES.index(node.kind),
        "ratio": node.ratio,
        "bypass": node.bypass,
        "pr_s": node.pr_ms / 1000.0,
        "node_rate": node.rate,
        "node_reflex": node.reflex,
        "focus": _FOCI[focus.kind],
        "nodal": focus.nodal,
        "focus_rate": focus.rate,
        "focus_reflex": focus.reflex,
        "focus_age": focus.age,
        "focus_irregular": focus.irregular,
        "every": rhythm.premature.every,
        "ectopy": rhythm.premature.ectopy,
        "qrs_ms": ventricle.qrs_ms,
        "bundle": _BUNDLES.index(ventricle.bundle),
        "strength": ventricle.strength,
        "paced_strength": ventricle.paced_strength,
        "spread": ventricle.spread,
        "chaos": _CHAOS.index(rhythm.chaos.kind),
        "chaos_mv": rhythm.chaos.mv,
        "chaos_hz": rhythm.chaos.hz,
        "fades_s": rhythm.chaos.fades_s,
        "pacer": _PACERS.index(rhythm.pacer.mode),
        "pacer_rate": rhythm.pacer.rate,
        "organised": rhythm.organised,
        "perfusing": rhythm.perfusing,
        "shockable": rhythm.shockable,
    }
