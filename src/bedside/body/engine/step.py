"""The three clocks.

5 ms circulation, lungs and heart rhythm; 50 ms gas and reflexes; 1 s drugs, fluids, heat and chemistry.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from bedside.body.conditions.course import step_drives
from bedside.body.conditions.inputs import IN
from bedside.body.drugs.kinetics import step_doses
from bedside.body.effects import FX
from bedside.body.engine import slow
from bedside.body.engine.arrest import fate
from bedside.body.engine.brain import mind, skull
from bedside.body.engine.breathing import breathe, dead_space
from bedside.body.engine.circulation import circulate
from bedside.body.engine.electric import paint
from bedside.body.engine.gas import exchange, o2_content, shift_of
from bedside.body.engine.readings import oximeter, read
from bedside.body.engine.reflexes import breathing_drive, local_control, reflexes
from bedside.body.engine.watching import watch
from bedside.body.rhythms.conduction import conduct
from bedside.body.rhythms.ecg import leads

FAST_MS = 5
GAS_EVERY = 10  # fast steps
SECOND = 200  # fast steps


@njit(cache=True)
def steer(steers, fx, now_s: float) -> None:
    """Add the ramps by which an instructor or a case moves a value."""
    for i in range(steers.shape[0]):
        r = steers[i]
        if r.active == 0:
            continue
        share = 1.0
        if r.over > 0.0:
            share = min(max((now_s - r.begun) / r.over, 0.0), 1.0)
        value = r.delta * share
        if r.released >= 0.0:
            back = 1.0 if r.release_over <= 0.0 else min((now_s - r.released) / r.release_over, 1.0)
            value = r.at_release * (1.0 - back)
            if back >= 1.0:
                r.active = 0
        r.now = value
        fx[r.target] += value


@njit(cache=True)
def every_second(
    s, t, u, c, ecg, extra, fx, inputs, drives, doses, fluids, steers, table, codes, out, told, seed: int
) -> None:
    """Everything of the slow clock."""
    for i in range(fx.shape[0]):
        fx[i] = 0.0
    neutral(inputs, u)
    step_drives(drives, fx, inputs)
    take_inputs(u, inputs)
    steer(steers, fx, float(s.second))
    flow = min(1.0, s.co / max(0.4 * t.co0, 0.1))
    liver = min(1.0, s.q_bed[2] / (0.8 * t.q0_bed[2])) * (1.0 - 0.7 * fx[FX.lactate_clearance_block])
    breathing = min(s.mv / max(t.tv0 * t.rr0 / 1000.0, 0.1), 4.0)
    step_doses(doses, fx, flow, breathing, min(s.gfr / t.gfr0, 1.5), liver)
    steer_saturation(s, t, fx)
    s.mv += 0.08 * (s.rate * s.tidal / 1000.0 - s.mv)
    space = dead_space(t, u)
    s.va = s.rate * max(s.tidal - space, 0.0) / 1000.0
    slow.bleed(s, t, u, fx)
    slow.infuse(s, t, fluids)
    slow.fluids_and_kidney(s, t, u, fx)
    slow.myocardium(s, t, c, fx)
    slow.chemistry(s, t, fx, fx[FX.insulin])
    slow.carbon_monoxide(s, t, u, fx)
    slow.heat_and_work(s, t, u, fx)
    skull(s, t, fx)
    mind(s, t, fx)
    fate(s, t, u, c, fx, table, codes, seed)
    paint(ecg, extra, s, t, u, fx)
    read(out, s, t, u, c, fx, table)
    watch(told, out, s, t, c, table)
    s.second += 1


@njit(cache=True)
def neutral(inputs, u) -> None:
    """Structural inputs before any condition speaks: the surroundings and the work that interventions set."""
    for i in range(inputs.shape[0]):
        inputs[i] = 0.0
    inputs[IN.inspired_o2] = u.base_o2
    inputs[IN.barometric_mmhg] = u.base_mmhg
    inputs[IN.ambient_temperature_c] = u.base_ambient_c
    inputs[IN.water_immersion] = u.base_immersion
    inputs[IN.co_ppm] = u.base_co_ppm
    inputs[IN.exercise_watts] = u.base_watts


@njit(cache=True)
def take_inputs(u, inputs) -> None:
    """Copy what the conditions ask for into the controls."""
    u.bleeding_external = inputs[IN.bleeding_external]
    u.bleeding_abdomen = inputs[IN.bleeding_abdomen]
    u.hemothorax_left = inputs[IN.hemothorax_left]
    u.hemothorax_right = inputs[IN.hemothorax_right]
    u.pericardial_bleed = inputs[IN.pericardial_bleed]
    u.pneumothorax_open_left = inputs[IN.pneumothorax_open_left]
    u.pneumothorax_open_right = inputs[IN.pneumothorax_open_right]
    u.pneumothorax_leak_left = inputs[IN.pneumothorax_leak_left]
    u.pneumothorax_leak_right = inputs[IN.pneumothorax_leak_right]
    u.drowned = inputs[IN.drowned]
    u.co_ppm = inputs[IN.co_ppm]
    u.inspired_o2 = inputs[IN.inspired_o2]
    u.barometric_mmhg = inputs[IN.barometric_mmhg]
    u.ambient_temperature_c = inputs[IN.ambient_temperature_c]
    u.water_immersion = inputs[IN.water_immersion]
    u.burn_area = inputs[IN.burn_area]
    u.exercise_watts = inputs[IN.exercise_watts]
    u.kidney_artery_stenosis = inputs[IN.kidney_artery_stenosis]


@njit(cache=True)
def steer_saturation(s, t, fx) -> None:
    """Turn a wanted shift of the resting saturation into the shunt that brings it about at rest."""
    want = fx[FX.spo2]
    if want > 0.05:  # a teacher who wants it better takes disease of the lung away
        keep = max(0.0, 1.0 - want / 12.0)
        fx[FX.shunt_left] *= keep
        fx[FX.shunt_right] *= keep
        fx[FX.vq_mismatch] *= keep
        fx[FX.diffusion_block] *= keep
        return
    if want >= -0.05:
        return
    hb = t.hb0 / 1000.0
    factor = shift_of(7.40, t.paco2, 37.0, t.p50)
    top = o2_content(t.spo20_po2, hb, factor, 0.0)
    goal = max(t.spo20 + want, 35.0) / 100.0
    need = t.vo20 / (t.co0 * 1000.0)
    reached = 1.39 * hb * goal + 0.0015
    venous = max(reached - need, 0.2 * reached)
    share = min(max((top - reached) / max(top - venous, 1e-4), 0.0), 0.85)
    fx[FX.shunt_left] = 1.0 - (1.0 - fx[FX.shunt_left]) * (1.0 - share)
    fx[FX.shunt_right] = 1.0 - (1.0 - fx[FX.shunt_right]) * (1.0 - share)


@njit(cache=True)
def middle(s, t, u, c, fx, dt: float, held: int) -> None:
    """Gas, reflexes and local control; `held` keeps every reflex at rest while a person is being settled."""
    exchange(s, t, u, fx, dt)
    oximeter(s, t, dt)
    blood = s.rbc / max(s.blood, 1.0)
    s.thick = 0.55 + 0.45 * blood / (t.hb0 / 335.0)
    if held == 1:
        s.sym = s.sym_h = s.sym_r = s.sym_v = t.sym0
        s.vag = t.vag0
        s.baro += dt / 1.2 * (0.5 * (s.p_sa + s.mao) - s.baro)
        s.drive = s.neural = 1.0
        s.sinus = t.hr0
        return
    s.sinus = reflexes(s, t, u, c, fx, dt)
    local_control(s, t, u, fx, dt)
    breathing_drive(s, t, u, fx, dt)


@njit(cache=True)
def fast(s, t, u, c, fx, table, dt: float, seed: int) -> None:
    """One fast step: rhythm, blood, breath."""
    c.respiration += dt / 0.4 * ((1.0 if s.inspiring == 1 else -1.0) - c.respiration)
    c.pacer_rate = u.pacer_rate
    c.pacer_capture = 1 if u.pacer_ma >= t.pacer_threshold else 0
    conduct(c, table, dt, s.sinus, fx[FX.av_block], fx[FX.ectopy] * (1.0 - 0.8 * fx[FX.antiarrhythmic]), seed)
    circulate(s, t, u, c, fx, dt)
    breathe(s, t, u, fx, dt)
    tone = min(max(s.q_bed[5] / max(t.q0_bed[5], 0.1), 0.1), 1.6)
    s.pleth += dt / 0.08 * ((s.p_sa - s.dbp) / t.pp0 * tone - s.pleth)


@njit(cache=True)
def sample(waves, lead, s, t, u, c, ecg, table, seed: int) -> None:
    """Write one column of all waves, in the order of `WAVES`."""
    k = s.step % waves.shape[1]
    ecg.compression_phase = s.cpr_phase % 1.0
    leads(lead, c, ecg, table, 0.005 * s.step, seed)
    for i in range(12):
        waves[i, k] = lead[i]
    waves[12, k] = s.p_sa
    waves[13, k] = s.p_ra
    waves[14, k] = s.p_pa
    waves[15, k] = max(s.pleth, -0.2)
    waves[16, k] = max(s.d_co2_now, 0.0)
    waves[17, k] = s.p_mouth
    waves[18, k] = 0.001 * s.flow
    waves[19, k] = s.vol[0] + s.vol[1]
    waves[20, k] = s.icp + 0.03 * (s.p_sa - s.map) * min(s.icp / 10.0, 3.0)


@njit(cache=True, nogil=True)
def advance(
    s_,
    t_,
    u_,
    c_,
    ecg_,
    extra_,
    fx,
    inputs,
    drives,
    doses,
    fluids,
    steers,
    table,
    codes,
    out,
    told,
    history,
    waves,
    seed: int,
    steps: int,
    split: int,
    held: int,
) -> None:
    """Move one body by `steps` fast steps; each is cut into `split` parts to test that the step does not matter.

    `history` takes a row of readings for each whole second (ring), `waves` a column of samples for each step (ring);
    both may be empty. `told` takes what happened.
    """
    s, t, u, c, ecg, extra = s_[0], t_[0], u_[0], c_[0], ecg_[0], extra_[0]
    lead = np.zeros(12)
    dt = 0.005 / split
    rows = history.shape[0]
    for _ in range(steps):
        if s.step % SECOND == 0:
            every_second(
                s, t, u, c, ecg, extra, fx, inputs, drives, doses, fluids, steers, table, codes, out, told, seed
            )
            if rows > 0:
                k = (s.second - 1) % rows
                for i in range(out.shape[0]):
                    history[k, i] = out[i]
        for _part in range(split):
            fast(s, t, u, c, fx, table, dt, seed)
        s.step += 1
        if s.step % GAS_EVERY == 0:
            middle(s, t, u, c, fx, 0.05, held)
        if waves.shape[0] > 0:
            sample(waves, lead, s, t, u, c, ecg, table, seed)
