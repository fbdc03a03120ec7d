"""The bedside monitor: takes its verbs, looks at the body once a second, and shows what its probes pick up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from bedside.activities.clinic.monitoring import alarms, cuff, reading, teaching, therapy
from bedside.activities.clinic.monitoring.artefacts import spoil
from bedside.activities.clinic.monitoring.commands import Attach, Detach, Limits, Pace, Silence
from bedside.activities.clinic.monitoring.reading import LEADS, Signs
from bedside.activities.clinic.monitoring.state import Limit, Monitoring, Probe, Tracing
from bedside.encounter import Happening, Refused, Tick

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity

Happenings = Iterator[Happening]
STANDARD = ("ecg", "spo2", "nibp")
"""What "attach the monitor" puts on."""
PROBE_NAMES = {
    "ecg": "ECG electrodes",
    "spo2": "SpO2 probe",
    "nibp": "NIBP cuff",
    "capnography": "CO2 sampling line",
    "temperature": "temperature probe",
    "arterial_line": "arterial line",
    "central_line": "central venous line",
    "pulmonary_catheter": "pulmonary artery catheter",
    "pads": "defibrillator pads",
}
PLACED_BY = {"arterial_line": "arterial_line", "central_line": "central_line"}
"""Lines that somebody has to place before they can be read: the action of the catalogue."""
USUAL_SITE = {"nibp": "left", "spo2": "right", "arterial_line": "right"}
CHANNELS = {
    "ecg": (*(f"ecg_{lead}" for lead in LEADS), "respiration"),
    "pads": ("ecg_pads",),
    "spo2": ("pleth",),
    "arterial_line": ("arterial_pressure",),
    "central_line": ("central_venous_pressure",),
    "pulmonary_catheter": ("pulmonary_pressure",),
    "capnography": ("capnogram",),
}
AVERAGED_S = 6.0
"""Over how long an oximeter averages, s (usual setting 8, shortened by its delay; estimate)."""
TREND = (
    "heart_rate",
    "spo2",
    "respiratory_rate",
    "systolic_pressure",
    "diastolic_pressure",
    "mean_arterial_pressure",
    "cuff_systolic",
    "cuff_diastolic",
    "cuff_mean",
    "etco2",
    "temperature",
    "central_venous_pressure",
)
"""Columns of the trend after its first, the tick."""
MOST_TREND = 720
POOR_PERFUSION, NO_PERFUSION = 0.4, 0.15
"""Perfusion index (%) below which an oximeter doubts and gives up (estimate)."""


class Monitor:
    """The monitor of one consultation. All that it remembers stands in the clinic's state."""

    def __init__(self, clinic: ClinicActivity) -> None:
        self.clinic = clinic

    @property
    def state(self) -> Monitoring:
        """What it remembers."""
        return self.clinic.state.monitoring

    def prepare(self) -> None:
        """Set the limits and the energy for this patient."""
        age, weight = self.clinic.scenario.patient.age_years, self.clinic.body.person.weight_kg
        self.state.limits = alarms.usual_limits(age)
        self.state.defibrillator.joules = therapy.first_energy(age, weight)

    def handlers(self, at: Tick) -> dict[str, Callable[[Any], Happenings]]:
        """What each verb does."""
        state, clinic = self.state, self.clinic
        return {
            "attach": lambda a: self._attach(a, at),
            "detach": lambda a: self._detach(a),
            "cuff": lambda a: cuff.command(state, a, at, clinic.chance),
            "limits": lambda a: self._set_limits(a),
            "silence": lambda a: self._silence(a, at),
            "acknowledge": lambda a: self._acknowledge(at),
            "print_ecg": lambda a: self._print(at),
            "defib": lambda a: therapy.press(clinic, state, a, at),
            "pacer": lambda a: therapy.turn(clinic, state, a, at),
            "set_vital": lambda a: teaching.set_vital(clinic, state, a, at),
            "release": lambda a: teaching.release(clinic, state, a),
            "start_condition": lambda a: teaching.start_condition(clinic, state, a, at),
            "stop_condition": lambda a: teaching.stop_condition(clinic, state, a),
            "set_rhythm": lambda a: teaching.set_rhythm(clinic, state, a),
            "disturb": lambda a: teaching.disturb(state, a),
        }

    def _attach(self, asked: Attach, at: Tick) -> Happenings:
        name = asked.probe
        placed = PLACED_BY.get(name)
        if placed is not None and not any(d.kind == "done" and d.key == placed for d in self.clinic.ledger.deeds):
            raise Refused(f"There is no {PROBE_NAMES[name]} yet.", "Place it first, under Treat.")
        yield self._put_on(name, at, asked.site)

    def _put_on(self, name: str, at: Tick, site: str | None = None) -> Happening:
        if name in ("ecg", "capnography") and name not in self.state.probes:
            self.state.breath_at = at
        old = self.state.probes.get(name)
        where = site or (old.site if old else USUAL_SITE.get(name, ""))
        self.state.probes[name] = Probe(at, where)
        self.clinic.state.monitor = True
        return Happening("probe", {"probe": name, "state": "on", "site": where})

    def _detach(self, asked: Detach) -> Happenings:
        if asked.probe not in self.state.probes:
            raise Refused(f"The {PROBE_NAMES[asked.probe]} is not attached.", "Attach it first.")
        del self.state.probes[asked.probe]
        if asked.probe == "nibp":
            self.state.cuff.message, self.state.cuff.every_min = "", 0.0
        if asked.probe == "pads":
            yield from therapy.unplug(self.clinic, self.state)
        yield Happening("probe", {"probe": asked.probe, "state": "detached", "site": ""})

    def _set_limits(self, asked: Limits) -> Happenings:
        for name, bounds in asked.limits.items():
            watched = alarms.WATCHED.get(name)
            if watched is None:
                raise Refused(f"'{name}' has no alarm limits.", f"Limits are for: {', '.join(alarms.WATCHED)}.")
            for value in (bounds.low, bounds.high):
                if value is not None and not watched.least <= value <= watched.most:
                    raise Refused(
                        f"{watched.label}: a limit of {value:g} is out of range.",
                        f"Choose {watched.least:g} to {watched.most:g} {watched.unit}.",
                    )
            if bounds.low is not None and bounds.high is not None and bounds.low >= bounds.high:
                raise Refused(f"{watched.label}: the low limit must be below the high one.", "Change one of them.")
        if asked.usual:
            self.state.limits = alarms.usual_limits(self.clinic.scenario.patient.age_years)
        for name, bounds in asked.limits.items():
            self.state.limits[name] = Limit(bounds.low, bounds.high, bounds.on)
        yield Happening("limits", {"limits": msgspec.to_builtins(asked.limits), "usual": asked.usual})

    def _silence(self, asked: Silence, at: Tick) -> Happenings:
        alarms.silence(self.state, at, asked.on)
        yield Happening("silenced", {"on": asked.on, "until": self.state.silenced_until})

    def _acknowledge(self, at: Tick) -> Happenings:
        yield Happening("acknowledged", {"cleared": alarms.acknowledge(self.state, at)})

    def _print(self, at: Tick) -> Happenings:
        if "ecg" not in self.state.probes or self.state.probes["ecg"].trouble == "off":
            raise Refused("There is no ECG to print.", "Attach the ECG electrodes first.")
        text = reading.interpretation(self.clinic)
        tracing = Tracing(len(self.state.tracings) + 1, at, text)
        self.state.tracings.append(tracing)
        yield Happening("ecg_printed", {"number": tracing.number, "text": text})

    def after_action(self, action: str, at: Tick) -> Happenings:
        """What an action of the catalogue means for the monitor."""
        match action:
            case "monitor":
                for name in STANDARD:
                    if name not in self.state.probes:
                        yield self._put_on(name, at)
                if not self.state.cuff.readings and not cuff.inflated(self.state):
                    yield cuff.begin(self.state.cuff, at, self.clinic.chance)
            case "arterial_line" | "central_line" | "pulmonary_catheter":
                yield self._put_on(action, at)
            case "defibrillate" | "cardiovert":
                if "pads" not in self.state.probes:
                    yield self._put_on("pads", at)

    def pace_by_action(self, args: dict[str, Any], at: Tick) -> Happenings:
        """Pacing as an action of the catalogue: pads on, fixed rate, this current."""
        if "pads" not in self.state.probes:
            yield self._put_on("pads", at)
        rate, current = float(args.get("rate", 70)), float(args.get("current", 70))
        yield from therapy.set_pacer(self.clinic, self.state, Pace(True, "fixed", rate, current))

    def second(self, at: Tick) -> Happenings:
        """What the monitor sees, measures and alarms about at this whole second."""
        state = self.state
        for steering in state.steered:
            reading.follow(self.clinic.body, steering, at)
        if not state.probes:
            return
        if state.pacer.on:
            yield from therapy.pace_second(self.clinic, state, at)
        signs = reading.signs(self.clinic)
        for happening in cuff.second(state, signs, at, self.clinic.chance):
            if happening.kind == "measured":
                for name, value in happening.data["values"].items():
                    self.clinic.state.measured[name] = {"value": value, "at": at}
            yield happening
        self._read(signs, at)
        yield from therapy.second(state, at)
        yield from alarms.judge(state, signs, at)
        if at % state.trend_every == 0:
            self._keep_trend(at)

    def _read(self, signs: Signs, at: Tick) -> None:
        """Take the numbers that the probes give at this second."""
        state = self.state
        before = state.shown
        shown: dict[str, float] = {}
        notes: dict[str, str] = {}
        sound = {name for name, probe in state.probes.items() if probe.trouble != "off"}
        self._oximeter(signs, before, shown, notes, at)
        if alarms.sees_the_heart(state):
            organised = signs.rhythm not in reading.FIBRILLATION
            if signs.compressions and signs.rhythm in reading.ASYSTOLE | reading.FIBRILLATION:
                notes["heart_rate"] = "Compressions"
            elif organised:
                shown["heart_rate"] = signs.electrical_rate
            else:
                notes["heart_rate"] = "No complexes"
        elif "pulse_rate" in shown:
            shown["heart_rate"], notes["heart_rate"] = shown["pulse_rate"], "from the pulse"
        if signs.respiratory_rate > 0:
            state.breath_at = at
        if "capnography" in sound:
            shown["etco2"], shown["respiratory_rate"] = signs.etco2, signs.respiratory_rate
        elif "ecg" in sound and not signs.compressions:
            shown["respiratory_rate"] = signs.respiratory_rate
        if "temperature" in sound:
            shown["temperature"] = signs.temperature
        self._lines(sound, signs, shown)
        state.shown, state.notes = {name: float(value) for name, value in shown.items()}, notes

    def _oximeter(
        self, signs: Signs, before: dict[str, float], shown: dict[str, float], notes: dict[str, str], at: Tick
    ) -> None:
        state, probe = self.state, self.state.probes.get("spo2")
        if probe is None:
            return
        nibp = state.probes.get("nibp")
        if probe.trouble == "off":
            notes["spo2"] = "Probe off"
        elif cuff.inflated(state) and nibp is not None and nibp.site == probe.site:
            notes["spo2"] = "Cuff on this arm"
        elif signs.perfusion < NO_PERFUSION or signs.heart_rate <= 0:
            notes["spo2"] = "Low perfusion"
        else:
            value = signs.spo2
            if probe.trouble == "motion" or signs.moving:
                value -= 8.0 * self.clinic.chance.uniform("motion", at // 4000)
                notes["spo2"] = "Motion"
            elif signs.perfusion < POOR_PERFUSION:
                notes["spo2"] = "Weak pulse"
            last = before.get("spo2")
            shown["spo2"] = value if last is None else last + (value - last) / AVERAGED_S
            shown["pulse_rate"], shown["perfusion_index"] = signs.heart_rate, signs.perfusion

    @staticmethod
    def _lines(sound: set[str], signs: Signs, shown: dict[str, float]) -> None:
        if "arterial_line" in sound:
            shown["systolic_pressure"], shown["diastolic_pressure"] = signs.systolic, signs.diastolic
            shown["mean_arterial_pressure"] = signs.mean
        if "central_line" in sound and signs.central_venous is not None:
            shown["central_venous_pressure"] = signs.central_venous
        if "pulmonary_catheter" in sound and signs.pulmonary_mean is not None:
            shown["pulmonary_systolic_pressure"] = signs.pulmonary_systolic or 0.0
            shown["pulmonary_diastolic_pressure"] = signs.pulmonary_diastolic or 0.0
            shown["mean_pulmonary_pressure"] = signs.pulmonary_mean

    def _keep_trend(self, at: Tick) -> None:
        """One row of what is shown; when there are too many, every second one goes and rows come half as often."""
        state = self.state
        values: dict[str, float] = dict(state.shown)
        last = state.cuff.readings[-1] if state.cuff.readings else None
        if last is not None and at - last.at < state.trend_every:
            values |= {"cuff_systolic": last.systolic, "cuff_diastolic": last.diastolic, "cuff_mean": last.mean}
        row = [float(at), *(_trended(values.get(name)) for name in TREND)]
        state.trend.append(row)
        if len(state.trend) > MOST_TREND:
            state.trend_every *= 2
            state.trend = [row for row in state.trend if row[0] is not None and row[0] % state.trend_every == 0]

    def waves(self, start: Tick, end: Tick, rate_hz: int) -> tuple[list[str], bytes] | None:
        """Curves between two ticks as float32 rows by channel; NaN before a probe was put on; None without."""
        state, body = self.state, self.clinic.body
        drawn: list[tuple[str, str]] = []
        can = reading.can_draw()
        for probe, channels in CHANNELS.items():
            if probe in state.probes and state.probes[probe].trouble != "off":
                drawn += [(probe, name) for name in channels if name in can or name == "ecg_pads"]
        if not drawn:
            return None
        names = tuple(name for _, name in drawn)
        rows = reading.waves(body, tuple("ecg_ii" if n == "ecg_pads" else n for n in names), start, end, rate_hz)
        ticks = start + (np.arange(rows.shape[1], dtype=np.int64) * 1000) // rate_hz
        out = np.empty_like(rows)
        for place, ((probe, name), row) in enumerate(zip(drawn, rows, strict=True)):
            put_on = state.probes[probe]
            out[place] = spoil(name, row, ticks, put_on.trouble, self._squeezed(probe), self.clinic.chance.seed % 97)
            out[place, ticks < put_on.at] = np.nan
        return list(names), out.astype(np.float32).tobytes()

    def _squeezed(self, probe: str) -> bool:
        state = self.state
        nibp = state.probes.get("nibp")
        return cuff.inflated(state) and nibp is not None and nibp.site == state.probes[probe].site


def _trended(value: float | None) -> float | None:
    return None if value is None else round(float(value), 1)
