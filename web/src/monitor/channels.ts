import type { VitalName } from "../net/messages";

/** How a waveform is drawn: colour on black, the seconds across the screen, the least height in its own unit. */
export interface Channel {
  id: string;
  label: string;
  colour: string;
  seconds: number;
  leastSpan: number;
}

export const CHANNELS: readonly Channel[] = [
  { id: "ecg", label: "II", colour: "#4be37a", seconds: 6, leastSpan: 1.2 },
  { id: "pleth", label: "Pleth", colour: "#4fd2ee", seconds: 6, leastSpan: 0.4 },
  { id: "abp", label: "ABP", colour: "#ff6b64", seconds: 6, leastSpan: 30 },
  { id: "co2", label: "CO₂", colour: "#f2f2ee", seconds: 14, leastSpan: 30 },
  { id: "resp", label: "Resp", colour: "#f5dc5a", seconds: 14, leastSpan: 0.5 },
];

/** A number on the monitor. */
export interface VitalSign {
  name: VitalName;
  label: string;
  spoken: string;
  unit: string;
  colour: string;
  digits: number;
}

export const VITAL_SIGNS: readonly VitalSign[] = [
  { name: "heart_rate", label: "HR", spoken: "Heart rate", unit: "/min", colour: "#4be37a", digits: 0 },
  { name: "spo2", label: "SpO₂", spoken: "Oxygen saturation", unit: "%", colour: "#4fd2ee", digits: 0 },
  {
    name: "systolic_pressure",
    label: "BP",
    spoken: "Blood pressure",
    unit: "mmHg",
    colour: "#ff6b64",
    digits: 0,
  },
  {
    name: "respiratory_rate",
    label: "RR",
    spoken: "Respiratory rate",
    unit: "/min",
    colour: "#f5dc5a",
    digits: 0,
  },
  { name: "temperature", label: "Temp", spoken: "Temperature", unit: "°C", colour: "#f2a8e0", digits: 1 },
  {
    name: "etco2",
    label: "etCO₂",
    spoken: "End-tidal carbon dioxide",
    unit: "mmHg",
    colour: "#f2f2ee",
    digits: 0,
  },
  { name: "glucose", label: "Glucose", spoken: "Glucose", unit: "mmol/L", colour: "#b9c8ff", digits: 1 },
  { name: "gcs", label: "GCS", spoken: "Glasgow coma scale", unit: "/15", colour: "#d6dde2", digits: 0 },
  { name: "pain", label: "Pain", spoken: "Pain", unit: "/10", colour: "#d6dde2", digits: 0 },
];

/** What an attached monitor measures by itself; all else is known only when somebody measures it. */
export const MONITORED: ReadonlySet<VitalName> = new Set<VitalName>([
  "heart_rate",
  "spo2",
  "systolic_pressure",
  "diastolic_pressure",
  "mean_arterial_pressure",
  "respiratory_rate",
  "temperature",
  "etco2",
]);

/** Always on the screen, with a dash until measured; the others appear once there is a number. */
export const ALWAYS_SHOWN: ReadonlySet<VitalName> = new Set<VitalName>([
  "heart_rate",
  "spo2",
  "systolic_pressure",
  "respiratory_rate",
  "temperature",
]);
