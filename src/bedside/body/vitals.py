"""What a monitor and a blood gas would show."""

from __future__ import annotations

import msgspec


class Vitals(msgspec.Struct, frozen=True):
    """Numbers at one moment. Rates /min, pressures mmHg, spo2 %, temperature degC, glucose and lactate mmol/L.

    `heart_rate` counts beats that the pulse would feel (0 in arrest); `electrical_rate` is what the ECG shows.
    `gcs` 3-15, `pain` 0-10, `cardiac_output` l/min, `urine` ml/h, `fio2` 0.21-1, `tidal_volume` ml, `potassium`
    mmol/L, `haemoglobin` g/L, `blood_volume` ml.
    """

    heart_rate: float
    systolic_pressure: float
    diastolic_pressure: float
    mean_arterial_pressure: float
    respiratory_rate: float
    spo2: float
    temperature: float
    etco2: float
    glucose: float
    gcs: int
    pain: float
    lactate: float
    paco2: float
    pao2: float
    ph: float
    cardiac_output: float
    urine: float
    fio2: float
    electrical_rate: float
    tidal_volume: float
    potassium: float
    haemoglobin: float
    blood_volume: float
    rhythm: str


# What `Body(start=...)` accepts and the range it is refused outside of.
START_RANGES: dict[str, tuple[float, float, str]] = {
    "heart_rate": (20, 260, "/min"),
    "systolic_pressure": (30, 280, "mmHg"),
    "diastolic_pressure": (10, 180, "mmHg"),
    "mean_arterial_pressure": (20, 210, "mmHg"),
    "respiratory_rate": (3, 90, "/min"),
    "spo2": (40, 100, "%"),
    "temperature": (24, 43, "degC"),
    "etco2": (8, 110, "mmHg"),
    "glucose": (0.8, 70, "mmol/L"),
    "gcs": (3, 15, "points"),
    "pain": (0, 10, "points"),
    "lactate": (0.2, 20, "mmol/L"),
    "paco2": (10, 130, "mmHg"),
    "pao2": (20, 650, "mmHg"),
    "ph": (6.7, 7.8, ""),
    "cardiac_output": (0.1, 20, "l/min"),
    "urine": (0, 1000, "ml/h"),
    "fio2": (0.21, 1.0, ""),
    "haemoglobin": (25, 240, "g/L"),
    "potassium": (1.5, 9.0, "mmol/L"),
    "blood_volume": (0.5, 1.5, "of normal"),
    "shunt": (0.0, 0.7, "of cardiac output"),
}
