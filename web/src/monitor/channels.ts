import type { VitalName } from "../net/messages";

/** How a trace finds its scale: a fixed gain about its middle, steps of round numbers, or the height of what is seen. */
export type Scaling = "gain" | "steps" | "fit";

/** How a waveform is drawn: colour on black, paper speed in mm/s, and its scale. */
export interface Channel {
  id: string;
  label: string;
  colour: string;
  speed: number;
  scaling: Scaling;
  /** For `steps` the least range, for `fit` the least height, in the channel's own unit. */
  least: number;
}

export const ECG = "#4be37a";
export const OXYGEN = "#4fd2ee";
export const ARTERIAL = "#ff6b64";
export const VENOUS = "#8fb4ff";
export const PULMONARY = "#ffb45c";
export const CARBON_DIOXIDE = "#f2f2ee";
export const BREATH = "#f5dc5a";
export const CUFF = "#e3c8ff";
export const WARMTH = "#f2a8e0";

export const LEADS = ["i", "ii", "iii", "avr", "avl", "avf", "v1", "v2", "v3", "v4", "v5", "v6"] as const;
export type Lead = (typeof LEADS)[number];
const LEAD_NAMES: Record<Lead, string> = {
  i: "I",
  ii: "II",
  iii: "III",
  avr: "aVR",
  avl: "aVL",
  avf: "aVF",
  v1: "V1",
  v2: "V2",
  v3: "V3",
  v4: "V4",
  v5: "V5",
  v6: "V6",
};
export const leadName = (lead: Lead) => LEAD_NAMES[lead];

const ecg = (id: string, label: string): Channel => ({
  id,
  label,
  colour: ECG,
  speed: 25,
  scaling: "gain",
  least: 1.6,
});

export const CHANNELS: readonly Channel[] = [
  ...LEADS.map((lead) => ecg(`ecg_${lead}`, leadName(lead))),
  ecg("ecg_pads", "Pads"),
  { id: "pleth", label: "Pleth", colour: OXYGEN, speed: 25, scaling: "fit", least: 0.5 },
  { id: "arterial_pressure", label: "ABP", colour: ARTERIAL, speed: 25, scaling: "steps", least: 60 },
  { id: "central_venous_pressure", label: "CVP", colour: VENOUS, speed: 25, scaling: "steps", least: 20 },
  { id: "pulmonary_pressure", label: "PAP", colour: PULMONARY, speed: 25, scaling: "steps", least: 40 },
  { id: "capnogram", label: "CO₂", colour: CARBON_DIOXIDE, speed: 12.5, scaling: "steps", least: 50 },
  { id: "respiration", label: "Resp", colour: BREATH, speed: 12.5, scaling: "fit", least: 150 },
];
const BY_ID = new Map(CHANNELS.map((channel) => [channel.id, channel]));
export const channelOf = (id: string): Channel | undefined => BY_ID.get(id);

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
  { name: "heart_rate", label: "HR", spoken: "Heart rate", unit: "/min", colour: ECG, digits: 0 },
  { name: "spo2", label: "SpO₂", spoken: "Oxygen saturation", unit: "%", colour: OXYGEN, digits: 0 },
  {
    name: "systolic_pressure",
    label: "BP",
    spoken: "Blood pressure",
    unit: "mmHg",
    colour: ARTERIAL,
    digits: 0,
  },
  {
    name: "respiratory_rate",
    label: "RR",
    spoken: "Respiratory rate",
    unit: "/min",
    colour: BREATH,
    digits: 0,
  },
  { name: "temperature", label: "Temp", spoken: "Temperature", unit: "°C", colour: WARMTH, digits: 1 },
  {
    name: "etco2",
    label: "etCO₂",
    spoken: "End-tidal carbon dioxide",
    unit: "mmHg",
    colour: CARBON_DIOXIDE,
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
