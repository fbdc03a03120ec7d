import type { AlarmShown, LimitShown, MonitorSection, NumericsSection } from "../net/messages";
import {
  ARTERIAL,
  BREATH,
  CARBON_DIOXIDE,
  CUFF,
  ECG,
  OXYGEN,
  PULMONARY,
  VENOUS,
  WARMTH,
  type Lead,
} from "./channels";
import type { Row } from "./sweep";

/** A number beside its curve, as a nurse reads it. */
export interface Tile {
  id: string;
  label: string;
  spoken: string;
  unit: string;
  colour: string;
  text: string;
  detail: string;
  note: string;
  limits: string;
  alarm: AlarmShown | null;
  /** Curves that stand beside it. */
  rows: Row[];
}

interface Kind {
  id: string;
  label: string;
  spoken: string;
  unit: string;
  colour: string;
  /** Whose limits are shown, and which alarms light it up by the beginning of their ids. */
  limit: string;
  alarms: readonly string[];
  digits?: number;
}

const HEART: Kind = {
  id: "heart_rate",
  label: "HR",
  spoken: "Heart rate",
  unit: "/min",
  colour: ECG,
  limit: "heart_rate",
  alarms: ["heart_rate", "extreme", "asystole", "vf", "vt"],
};
const SATURATION: Kind = {
  id: "spo2",
  label: "SpO₂",
  spoken: "Oxygen saturation",
  unit: "%",
  colour: OXYGEN,
  limit: "spo2",
  alarms: ["spo2_low", "spo2_high", "desaturation"],
};
const LINE: Kind = {
  id: "systolic_pressure",
  label: "ABP",
  spoken: "Arterial pressure by the line",
  unit: "mmHg",
  colour: ARTERIAL,
  limit: "systolic_pressure",
  alarms: ["systolic_pressure", "mean_arterial", "no_pulse"],
};
const CENTRAL: Kind = {
  id: "central_venous_pressure",
  label: "CVP",
  spoken: "Central venous pressure",
  unit: "mmHg",
  colour: VENOUS,
  limit: "central_venous_pressure",
  alarms: ["central_venous"],
};
const LUNG: Kind = {
  id: "mean_pulmonary_pressure",
  label: "PAP",
  spoken: "Pulmonary artery pressure",
  unit: "mmHg",
  colour: PULMONARY,
  limit: "mean_pulmonary_pressure",
  alarms: ["mean_pulmonary"],
};
const CO2: Kind = {
  id: "etco2",
  label: "etCO₂",
  spoken: "End-tidal carbon dioxide",
  unit: "mmHg",
  colour: CARBON_DIOXIDE,
  limit: "etco2",
  alarms: ["etco2"],
};
const BREATHS: Kind = {
  id: "respiratory_rate",
  label: "RR",
  spoken: "Respiratory rate",
  unit: "/min",
  colour: BREATH,
  limit: "respiratory_rate",
  alarms: ["respiratory_rate", "apnoea"],
};
const WARM: Kind = {
  id: "temperature",
  label: "Temp",
  spoken: "Temperature",
  unit: "°C",
  colour: WARMTH,
  limit: "temperature",
  alarms: ["temperature_low", "temperature_high"],
  digits: 1,
};
const ARM: Kind = {
  id: "cuff",
  label: "NIBP",
  spoken: "Blood pressure by the cuff",
  unit: "mmHg",
  colour: CUFF,
  limit: "cuff_systolic",
  alarms: ["cuff_systolic", "cuff_mean"],
};

/** Limits in short: `50–120`, `≥ 90`, `≤ 25`, or that the alarm is off. */
export function limitsText(limit: LimitShown | undefined): string {
  if (limit === undefined || (limit.low === null && limit.high === null)) return "";
  if (!limit.on) return "alarm off";
  if (limit.low === null) return `≤ ${String(limit.high)}`;
  return limit.high === null ? `≥ ${limit.low}` : `${limit.low}–${limit.high}`;
}

function tile(kind: Kind, monitor: MonitorSection, numerics: NumericsSection, rows: Row[]): Tile {
  const value = numerics.values[kind.id];
  const alarm = monitor.alarms.find((one) => kind.alarms.some((start) => one.id.startsWith(start))) ?? null;
  return {
    ...kind,
    text: value === undefined ? "---" : value.toFixed(kind.digits ?? 0),
    detail: "",
    note: numerics.notes[kind.id] ?? "",
    limits: limitsText(monitor.limits[kind.limit]),
    alarm,
    rows,
  };
}

function pair(values: Record<string, number>, high: string, low: string): string {
  const [top, bottom] = [values[high], values[low]];
  return top === undefined || bottom === undefined ? "---/---" : `${top.toFixed(0)}/${bottom.toFixed(0)}`;
}

function mean(value: number | undefined): string {
  return value === undefined ? "" : `(${value.toFixed(0)})`;
}

export interface Look {
  lead: Lead;
  second: Lead | null;
  /** mm a mV, or null for what fits. */
  gain: number | null;
}

/** The tiles of the screen from above to below, each with the curves beside it. */
export function tiles(monitor: MonitorSection, numerics: NumericsSection, look: Look): Tile[] {
  const { probes } = monitor;
  const { values } = numerics;
  const off = (name: string) => probes[name]?.state === "off";
  const made: Tile[] = [];
  if (probes.ecg !== undefined) {
    const leads = [look.lead, ...(look.second === null ? [] : [look.second])];
    const rows = leads.map((lead) => ({ id: `ecg_${lead}`, off: off("ecg"), gain: look.gain }));
    made.push(tile(HEART, monitor, numerics, rows));
  } else if (probes.pads !== undefined) {
    made.push(tile(HEART, monitor, numerics, [{ id: "ecg_pads", off: off("pads"), gain: look.gain }]));
  }
  if (probes.spo2 !== undefined) {
    const shown = tile(SATURATION, monitor, numerics, [{ id: "pleth", off: off("spo2") }]);
    const { perfusion_index: perfusion, pulse_rate: pulse } = values;
    if (pulse !== undefined) shown.detail = `pulse ${pulse.toFixed(0)}`;
    if (perfusion !== undefined) shown.detail += ` · PI ${perfusion.toFixed(1)}`;
    made.push(shown);
  }
  if (probes.arterial_line !== undefined) {
    const shown = tile(LINE, monitor, numerics, [{ id: "arterial_pressure", off: off("arterial_line") }]);
    shown.text = pair(values, "systolic_pressure", "diastolic_pressure");
    made.push({ ...shown, detail: mean(values.mean_arterial_pressure) });
  }
  if (probes.central_line !== undefined) {
    const rows = [{ id: "central_venous_pressure", off: off("central_line") }];
    made.push(tile(CENTRAL, monitor, numerics, rows));
  }
  if (probes.pulmonary_catheter !== undefined) {
    const shown = tile(LUNG, monitor, numerics, [
      { id: "pulmonary_pressure", off: off("pulmonary_catheter") },
    ]);
    shown.text = pair(values, "pulmonary_systolic_pressure", "pulmonary_diastolic_pressure");
    made.push({ ...shown, detail: mean(values.mean_pulmonary_pressure) });
  }
  if (probes.capnography !== undefined) {
    made.push(tile(CO2, monitor, numerics, [{ id: "capnogram", off: off("capnography") }]));
  }
  if (probes.ecg !== undefined || probes.capnography !== undefined) {
    const rows = probes.ecg === undefined ? [] : [{ id: "respiration", off: off("ecg") }];
    made.push(tile(BREATHS, monitor, numerics, rows));
  }
  return made;
}

/** The tiles without a curve: the cuff and the thermometer. */
export function quietTiles(monitor: MonitorSection, numerics: NumericsSection): { cuff: Tile; warmth: Tile } {
  const last = monitor.cuff.readings.at(-1);
  const cuff = tile(ARM, monitor, numerics, []);
  if (last !== undefined) {
    cuff.text = `${last.systolic}/${last.diastolic}`;
    cuff.detail = mean(last.mean);
  } else cuff.text = "---/---";
  return { cuff, warmth: tile(WARM, monitor, numerics, []) };
}

/** Curves that make room first on a low screen: breathing beside a capnogram, then the quieter pressures. */
const GIVE_WAY = ["respiratory_rate", "mean_pulmonary_pressure", "central_venous_pressure"] as const;
const LEAST_ROW_PX = 46;

/** Which tiles stand beside their curves in `height` CSS pixels, and which go below without one. */
export function fitting(shown: readonly Tile[], height: number): { beside: Tile[]; below: Tile[] } {
  const most = Math.max(2, Math.floor(height / LEAST_ROW_PX));
  const beside = [...shown];
  const below: Tile[] = [];
  const count = () => beside.reduce((sum, one) => sum + Math.max(1, one.rows.length), 0);
  for (const id of GIVE_WAY) {
    const place = beside.findIndex((one) => one.id === id);
    const [one] = count() > most && place !== -1 ? beside.splice(place, 1) : [];
    if (one !== undefined) below.push({ ...one, rows: [] });
  }
  return { beside, below };
}
