/** The words spoken with the server: REST answers, view sections and socket frames. Times are whole ms since the start. */

export type Role = "learner" | "patient" | "facilitator" | "observer";
export type Ticks = number;

export type VitalName =
  | "heart_rate"
  | "systolic_pressure"
  | "diastolic_pressure"
  | "mean_arterial_pressure"
  | "respiratory_rate"
  | "spo2"
  | "temperature"
  | "etco2"
  | "glucose"
  | "gcs"
  | "pain";

export interface Participant {
  id: string;
  role: Role;
  name: string;
}

export interface EncounterSection {
  id: string;
  kind: string;
  scenario: string;
  now: Ticks;
  paused: boolean;
  pace: number;
  ended: boolean;
  me: Participant;
  participants: Participant[];
}

export interface CaseSection {
  title: string;
  setting: string;
  task: string;
  minutes: number;
  specialty: string;
  level: string;
}

export interface FaceSigns {
  valence: number;
  arousal: number;
  pain: number;
  pallor: number;
  cyanosis: number;
  sweat: number;
  flush: number;
  eyes_open: number;
  breathless: number;
}

export interface Appearance {
  mood: string;
  face: FaceSigns;
  respiratory_rate?: number;
  consciousness: string;
  posture: string;
  scene: string;
}

export interface PatientSection {
  name: string;
  age: string;
  age_years: number;
  sex: "female" | "male";
  speaker: { name: string; relation: string } | null;
  appearance: Appearance;
}

export interface Line {
  seq: number;
  at: Ticks;
  who: "learner" | "patient" | "companion" | "narrator";
  text: string;
  status?: string | null;
}

export interface MeasuredVital {
  value: number;
  at: Ticks;
  flag?: string | null;
}

export interface VitalsSection {
  monitor: boolean;
  measured: Partial<Record<VitalName, MeasuredVital>>;
  live: Partial<Record<VitalName, number | null>> | null;
}

export interface Examined {
  seq: number;
  at: Ticks;
  manoeuvre: string;
  site: string;
  label: string;
  region: string;
  finding: string;
  abnormal: boolean;
  says?: string | null;
}

export interface ResultValue {
  analyte: string;
  name: string;
  value: number | string;
  unit?: string | null;
  low?: number | null;
  high?: number | null;
  flag?: string | null;
}

export interface Order {
  order: string;
  test: string;
  name: string;
  kind: string;
  at: Ticks;
  due: Ticks;
  state: "pending" | "ready" | "read" | "cancelled";
  cost: number;
  values?: ResultValue[] | null;
  report?: string | null;
}

export interface Treatment {
  seq: number;
  at: Ticks;
  what: "drug" | "action";
  id: string;
  name: string;
  text: string;
  active?: boolean;
}

export interface Note {
  seq: number;
  at: Ticks;
  text: string;
}

export interface RankedDiagnosis {
  diagnosis: string;
  confidence: number;
}

export interface DispositionSection {
  to: string;
  why?: string | null;
}

export interface Alert {
  seq: number;
  at: Ticks;
  text: string;
  level: string;
}

/** What the patient knows of themselves, for a person who plays them. */
export interface StorySection {
  opening: string;
  background?: string | null;
  facts: { id: string; says: string; rule: string }[];
}

/** What only a facilitator sees. */
export interface BehindSection {
  diagnosis?: { name: string; why?: string };
  differential?: { name: string; likelihood?: string; must_not_miss?: boolean }[];
  facts?: { id: string; says: string; rule: string; state: string | null }[];
  trust?: number;
  mood?: string;
  stages?: { id: string; state?: string; event?: string | null }[];
  checklist?: { id: string; text: string; earned: boolean; critical?: boolean; domain?: string }[];
}

export interface View {
  encounter: EncounterSection;
  case: CaseSection;
  patient: PatientSection;
  conversation: Line[];
  vitals: VitalsSection;
  examined: Examined[];
  orders: Order[];
  treatments: Treatment[];
  notes: Note[];
  differential: RankedDiagnosis[];
  disposition: DispositionSection | null;
  handover: string | null;
  alerts: Alert[];
  cost: number;
  debrief: { ready: boolean } | null;
  behind?: BehindSection;
  story?: StorySection;
}

export interface Brief {
  id: string;
  kind: string;
  title: string;
  summary: string;
  specialty: string;
  setting: string;
  level: "foundation" | "core" | "advanced";
  minutes: number;
  tags: string[];
  patient: { name?: string; age: string; age_years?: number; sex: "female" | "male" };
  builtin: boolean;
  task?: string;
}

export interface ManoeuvreChoice {
  manoeuvre: string;
  site: string;
  label: string;
  aliases: string[];
  region: string;
  intimate: boolean;
  technique: string;
}

export interface TestChoice {
  id: string;
  name: string;
  aliases: string[];
  kind: string;
  turnaround_min: number;
  cost: number;
}

export interface RouteChoice {
  route: string;
  usual: number | string | null;
  min: number | null;
  max: number | null;
  unit: string;
}

export interface DrugChoice {
  id: string;
  name: string;
  aliases: string[];
  routes: RouteChoice[];
}

/** A quantity (`unit`, `min`, `max`), a word (`choices`), words of one's own (`text`) or a yes-or-no (`flag`). */
export interface ActionArgument {
  name: string;
  unit?: string | null;
  min?: number | null;
  usual?: number | null;
  max?: number | null;
  choices?: string[] | null;
  default?: string | number | boolean | null;
  text?: boolean;
  flag?: boolean;
  required?: boolean;
}

export interface ActionChoice {
  id: string;
  name: string;
  aliases: string[];
  args: ActionArgument[];
}

export interface Labelled {
  id: string;
  label: string;
}

export interface Catalogue {
  manoeuvres: ManoeuvreChoice[];
  tests: TestChoice[];
  drugs: DrugChoice[];
  actions: ActionChoice[];
  dispositions: Labelled[];
  regions: Labelled[];
}

export interface Admission {
  encounter: string;
  participant: string;
  role: Role;
  token: string;
}

export interface Command {
  id: string;
  verb: string;
  args: Record<string, unknown>;
}

export interface Receipt {
  id: string;
  accepted: boolean;
  reason?: string | null;
  hint?: string | null;
}

export interface WavesFrame {
  t: "waves";
  from: Ticks;
  rate: number;
  channels: string[];
  data: Uint8Array;
}

export type ClientFrame =
  { t: "hello"; token: string } | ({ t: "command" } & Command) | { t: "waves"; on: boolean } | { t: "ping" };

export type ServerFrame =
  | { t: "welcome"; me: Participant; view: View }
  | { t: "view"; now: Ticks; sections: Partial<View> }
  | ({ t: "receipt" } & Receipt)
  | { t: "tick"; now: Ticks; paused: boolean; pace: number }
  | { t: "error"; code: string; message: string }
  | { t: "pong" }
  | WavesFrame;
