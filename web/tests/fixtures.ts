import type {
  Brief,
  FaceSigns,
  ManoeuvreChoice,
  PatientSection,
  View,
  VitalsSection,
} from "../src/net/messages";
import { NO_MONITOR } from "../src/net/view";

export const CALM: FaceSigns = {
  valence: 0.1,
  arousal: 0.2,
  pain: 0,
  pallor: 0,
  cyanosis: 0,
  sweat: 0,
  flush: 0,
  eyes_open: 1,
  breathless: 0,
};

export function patient(
  changes: Partial<Omit<PatientSection, "appearance">> = {},
  signs: Partial<FaceSigns> = {},
  looks: Partial<PatientSection["appearance"]> = {},
): PatientSection {
  return {
    name: "Grace Mensah",
    age: "58 years",
    age_years: 58,
    sex: "female",
    speaker: null,
    companion: null,
    appearance: {
      mood: "calm",
      face: { ...CALM, ...signs },
      respiratory_rate: 16,
      consciousness: "alert",
      posture: "as found",
      scene: "A cubicle",
      ...looks,
    },
    ...changes,
  };
}

export const NOTHING_MEASURED: VitalsSection = { monitor: false, measured: {}, live: null, units: {} };

export function view(changes: Partial<View> = {}): View {
  return {
    encounter: {
      id: "e1",
      kind: "clinic",
      scenario: "chest-pain",
      now: 0,
      paused: false,
      pace: 1,
      ended: false,
      me: { id: "p1", role: "learner", name: "Ada" },
      participants: [{ id: "p1", role: "learner", name: "Ada" }],
    },
    case: {
      title: "A builder with chest pain",
      setting: "Emergency department",
      task: "See this patient.",
      minutes: 15,
      specialty: "cardiology",
      level: "core",
    },
    patient: patient(),
    conversation: [],
    vitals: NOTHING_MEASURED,
    monitor: NO_MONITOR,
    numerics: { values: {}, notes: {} },
    trend: [],
    examined: [],
    orders: [],
    treatments: [],
    notes: [],
    differential: [],
    disposition: null,
    handover: null,
    alerts: [],
    cost: 0,
    debrief: null,
    ...changes,
  };
}

export function brief(changes: Partial<Brief> = {}): Brief {
  return {
    id: "chest-pain",
    kind: "clinic",
    title: "A builder with chest pain",
    summary: "He came by ambulance.",
    specialty: "cardiology",
    setting: "emergency department",
    level: "core",
    minutes: 15,
    tags: [],
    patient: { name: "Anthony Mensah", age: "58 years", age_years: 58, sex: "male" },
    task: "See this patient.",
    builtin: true,
    ...changes,
  };
}

export function manoeuvre(changes: Partial<ManoeuvreChoice> = {}): ManoeuvreChoice {
  return {
    manoeuvre: "auscultate",
    site: "heart",
    label: "Heart",
    aliases: ["heart sounds"],
    region: "heart",
    regions: ["heart"],
    intimate: false,
    technique: "",
    ...changes,
  };
}
