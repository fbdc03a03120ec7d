"""The record of one body: what is fixed at the start, what moves, what is being done to it."""

from __future__ import annotations

import msgspec

STEP_MS = 100
STEPS_A_SECOND = 1000 // STEP_MS


class Calibration(msgspec.Struct, frozen=True):
    """Set-points and sizes found once so that the body rests at its start vitals."""

    heart_rate: float  # /min
    normal_heart_rate: float  # /min
    highest_heart_rate: float  # /min
    pressure: float  # mean arterial, mmHg
    normal_pressure: float  # of the age, mmHg
    baroreflex_pressure: float  # mmHg that the reflex wants
    reflex: float  # reflex activity at rest, 0-0.9
    reflex_strength: float  # resistance gain by age
    pulse_pressure: float  # mmHg
    diastolic_share: float  # of pulse pressure below the mean
    flow: float  # cardiac output, l/min
    filling: float  # stressed volume relative to normal
    central_venous: float  # mmHg
    weight: float  # kg
    lean_weight: float  # kg
    normal_blood: float  # ml
    start_blood: float  # ml
    haemoglobin: float  # g/L
    pregnant: float  # 0-1
    respiratory_rate: float  # /min
    tidal_volume: float  # ml
    dead_space: float  # ml
    alveolar_ventilation: float  # ml/min
    lung_volume: float  # functional residual capacity, ml
    oxygen_use: float  # ml/min
    carbon_dioxide: float  # production, ml/min
    fio2: float
    alveolar_po2: float  # mmHg
    pao2: float  # mmHg
    spo2: float  # %
    spo2_bias: float  # % shown above what the lung model can reach
    healthy_spo2: float  # %
    shunt: float
    gradient: float  # mmHg
    p50_ratio: float
    arterial_content: float  # ml/dl
    venous_content: float  # ml/dl
    paco2: float  # mmHg
    etco2_ratio: float
    ph: float
    bicarbonate: float  # mmol/L
    carbon_dioxide_gain: float  # of breathing, per mmHg
    temperature: float  # degC
    glucose: float  # mmol/L
    insulin_sensitivity: float  # relative to healthy
    own_insulin: bool
    lactate: float  # mmol/L
    potassium: float  # mmol/L
    gcs: float
    gcs_explained: float  # points that glucose, carbon dioxide and cold already take at the start
    pain: float
    urine: float  # ml/h with full renal perfusion
    rhythm_kick: float
    beta_blocked: bool


class State(msgspec.Struct):
    """Everything that moves. Units as in `Calibration`; volumes ml."""

    step: int  # whole steps of 100 ms since the start
    pressure: float
    sensed_pressure: float
    reflex: float
    heart_rate: float
    stroke_volume: float
    flow: float
    central_venous: float
    pulse_pressure: float
    filling: float
    red_cells: float
    plasma: float
    crystalloid: float
    tissue_fluid: float
    urine: float
    alveolar_po2: float
    venous_content: float
    arterial_content: float
    pao2: float
    spo2: float
    paco2: float
    tissue_co2: float
    drive: float
    respiratory_rate: float
    tidal_volume: float
    glucose: float
    glucose_shift: float
    temperature: float
    lactate: float
    potassium: float
    bicarbonate_given: float
    myocardium: float
    brain: float
    pain: float
    seizure: float
    oxygen_met: float  # share of oxygen demand that is met
    gradient: float  # mmHg, with any shift of the saturation
    target_shift: float  # % the gradient was last fitted for
    target_pao2: float  # mmHg expected at rest for that saturation
    target_shunt: float
    rhythm: str
    rhythm_since: int  # ms
    rhythm_rate: float  # /min, for rhythms not led by the sinus node
    rhythm_kick: float  # share of stroke volume the rhythm allows
    no_flow_s: float  # s in arrest weighted by lack of flow
    recovering_s: float  # s that a heart fit to start again has been so
    dead: bool
    cardiac_phase: float
    beats: int
    beat_stretch: float  # of the present beat, 1 when regular
    breath_phase: float
    compressions_phase: float


class Controls(msgspec.Struct):
    """What people are doing to the body now."""

    fio2: float
    airway: str = "open"
    position: str = "supine"
    ventilator_rate: float = 0.0
    ventilator_tidal: float = 0.0
    cpr: bool = False
    bleeding: float = 0.0  # ml/min
    cooling: bool = False
    warming: bool = False
    ecg_pattern: str = "normal"


class Modulation(msgspec.Struct):
    """Sum of all shifts and drug effects at this second; zero everywhere in an undisturbed body."""

    heart_rate: float = 0.0  # /min, set-point
    heart_rate_factor: float = 0.0  # share of the set-point, drugs
    pressure: float = 0.0  # mmHg, set-point of the mean
    resistance: float = 0.0  # natural log
    contractility: float = 0.0  # natural log
    venous_pool: float = 0.0  # ml per kg taken out of filling
    intrathoracic_pressure: float = 0.0  # mmHg
    baroreflex_block: float = 0.0  # 0-1
    respiratory_rate: float = 0.0  # /min, set-point
    respiratory_drive: float = 0.0  # share added
    respiratory_depression: float = 0.0  # 0-1
    shunt: float = 0.0  # 0-0.7
    spo2: float = 0.0  # %, set-point
    bronchospasm: float = 0.0  # 0-1
    obstruction: float = 0.0  # 0-1
    paralysis: float = 0.0  # 0-1
    temperature: float = 0.0  # degC, set-point
    antipyresis: float = 0.0  # 0-1 of the fever
    metabolism: float = 0.0  # share added to oxygen use
    glucose: float = 0.0  # mmol/L, set-point
    glucose_output: float = 0.0  # mmol/L per min
    glucose_uptake: float = 0.0  # per min
    gcs: float = 0.0  # points
    sedation: float = 0.0  # 0-1
    pain: float = 0.0  # points
    analgesia: float = 0.0  # 0-1
    seizure: float = 0.0  # 0-1
    anticonvulsion: float = 0.0  # 0-1
    potassium: float = 0.0  # mmol/L
    calcium: float = 0.0  # 0-1 protection of the heart
    bicarbonate: float = 0.0  # mmol/L
    lactate: float = 0.0  # mmol/L per min produced
    diuresis: float = 0.0  # times baseline urine
    av_block: float = 0.0  # 0-1
    antiarrhythmic: float = 0.0  # 0-1
    adrenergic: float = 0.0  # 0-1, adrenaline in arrest


class Shift(msgspec.Struct):
    """A straight ramp of one set-point, and its way back once cancelled. Times are ms."""

    id: str
    variable: str
    delta: float
    start: int
    over: int
    cancelled: int = -1
    cancel_over: int = 0
    at_cancel: float = 0.0
    applied: float = 0.0  # ml already moved, for volume

    def value(self, now: int) -> float:
        """What the ramp adds at `now`."""
        if self.cancelled >= 0 and now >= self.cancelled:
            if self.cancel_over <= 0 or now >= self.cancelled + self.cancel_over:
                return 0.0
            return self.at_cancel * (1.0 - (now - self.cancelled) / self.cancel_over)
        if now >= self.start + self.over:
            return self.delta
        return self.delta * (now - self.start) / self.over if now > self.start else 0.0


class Dose(msgspec.Struct):
    """One drug in the body by one route; amounts in the drug's own unit per kg."""

    drug: str
    route: str
    depot: float = 0.0
    fast: float = 0.0
    slow: float = 0.0
    site: float = 0.0  # at the place of effect
    infusion: float = 0.0  # per kg and s
    infusion_left: float = 0.0  # per kg


class Fluid(msgspec.Struct):
    """A fluid running in."""

    kind: str
    rate: float  # ml/s
    left: float  # ml


class Beat(msgspec.Struct, array_like=True):
    """One electrical beat, or one fall of the chest in compressions. Times ms, pressures mmHg."""

    at: float
    interval: float
    rhythm: str
    pattern: str
    systolic: float
    diastolic: float
    pulse: float  # 0-1 strength felt at the finger, 0 when nothing is ejected


class Breath(msgspec.Struct, array_like=True):
    """One breath: start and length in ms, tidal volume ml, carbon dioxide mmHg, slope of its plateau."""

    at: float
    length: float
    tidal: float
    etco2: float
    slope: float


class Segment(msgspec.Struct, array_like=True):
    """A stretch of one rhythm from `at` ms on."""

    at: float
    rhythm: str
    rate: float


class History(msgspec.Struct):
    """The last half minute of beats and breaths, enough to draw 20 s of any wave."""

    beats: list[Beat]
    compressions: list[Beat]
    breaths: list[Breath]
    segments: list[Segment]


class Happened(msgspec.Struct, array_like=True):
    """Something worth telling: ms, kind and numbers."""

    at: int
    kind: str
    data: dict[str, str | float]
