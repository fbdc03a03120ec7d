// Made from the Python types by `python -m bedside.server.typescript`. Do not edit.

/** An argument: a quantity, a word out of `choices`, `text` of one's own, or a `flag`. */
export interface ActionArgument {
  name: string;
  unit: string | null;
  min: number | null;
  max: number | null;
  usual: number | null;
  choices: string[];
  default: string | boolean | null;
  text: boolean;
  flag: boolean;
  required: boolean;
}

/** Something to do. */
export interface ActionChoice {
  id: string;
  name: string;
  aliases: string[];
  group: string;
  args: ActionArgument[];
}

/** The way in to an encounter. */
export interface Admission {
  encounter: string;
  participant: string;
  role: "facilitator" | "learner" | "observer" | "patient";
  token: string;
}

/** Something to try next time, and what it refers to. */
export interface Advice {
  title: string;
  text: string;
}

/** An alarm: whether its cause still holds, whether it stays until acknowledged, and whether it is silenced. */
export interface AlarmShown {
  id: string;
  priority: "high" | "low" | "medium";
  text: string;
  since: number;
  active: boolean;
  latching: boolean;
  silenced: boolean;
}

/** Something that calls for attention. */
export interface Alert {
  seq: number;
  at: number;
  text: string;
  level: "danger" | "warning";
}

/** How the patient looks. */
export interface Appearance {
  mood: string;
  face: FaceSigns;
  respiratory_rate: number;
  consciousness: "alert" | "confused" | "drowsy" | "unconscious";
  posture: string;
  scene: string;
}

/** A fact and whether it is out. */
export interface BehindFact {
  id: string;
  says: string;
  rule: string;
  state: string | null;
}

/** A line of the checklist as it stands. */
export interface BehindItem {
  id: string;
  text: string;
  domain: string;
  critical: boolean;
  earned: boolean;
}

/** Behind the scene: for facilitators only. */
export interface BehindSection {
  diagnosis: Record<string, unknown>;
  differential: Record<string, unknown>[];
  facts: BehindFact[];
  trust: number;
  mood: string;
  feelings: Record<string, number>;
  stages: BehindStage[];
  vitals: Partial<Record<"diastolic_pressure" | "etco2" | "gcs" | "glucose" | "heart_rate" | "mean_arterial_pressure" | "pain" | "respiratory_rate" | "spo2" | "systolic_pressure" | "temperature", number>>;
  checklist: BehindItem[];
  waiting: Record<string, unknown>[];
}

/** A stage of the course. */
export interface BehindStage {
  id: string;
  state: string;
  event: string | null;
}

/** A scenario in the library. */
export interface Brief {
  id: string;
  kind: string;
  title: string;
  summary: string;
  specialty: string;
  setting: string;
  level: "advanced" | "core" | "foundation";
  minutes: number;
  tags: string[];
  patient: BriefPatient;
  task: string;
  builtin: boolean;
}

/** Of the patient, what the library shows. */
export interface BriefPatient {
  name: string;
  age: string;
  age_years: number;
  sex: "female" | "male";
}

/** What the learner was told. */
export interface CaseSection {
  title: string;
  setting: string;
  task: string;
  minutes: number;
  specialty: string;
  level: string;
}

/** What can be examined, ordered, given and done. */
export interface Catalogue {
  manoeuvres: ManoeuvreChoice[];
  tests: TestChoice[];
  drugs: DrugChoice[];
  actions: ActionChoice[];
  dispositions: Labelled[];
  regions: Labelled[];
  manoeuvre_labels: Record<string, string>;
  monitor: MonitorChoices;
}

/** A column of a table; `kind` says how to show it. */
export interface Column {
  id: string;
  label: string;
  kind?: "flag" | "number" | "percent" | "text" | "tick" | "verdict";
}

/** What became of a command. */
export interface CommandReceipt {
  t: "receipt";
  id: string;
  accepted: boolean;
  reason: string;
  hint: string;
}

/** Somebody who came along, and whether they are in the room. */
export interface CompanionSection {
  name: string;
  relation: string;
  answers: "beside" | "for" | "interprets";
  present: boolean;
}

/** Something that a teacher can start in the body. */
export interface ConditionChoice {
  id: string;
  name: string;
  options: ConditionOption[];
}

/** An option of a condition: a number in its range, or one of `choices`. */
export interface ConditionOption {
  name: string;
  meaning: string;
  unit: string;
  low: number | null;
  high: number | null;
  usual: number | string | null;
  choices: string[];
}

/** A critical item: whether and when it was done. */
export interface CriticalAction {
  text: string;
  done: boolean;
  at: number | null;
  within_ms: number | null;
  why: string | null;
}

/** A measurement by the cuff, mmHg and /min. */
export interface CuffReadingShown {
  at: number;
  systolic: number;
  diastolic: number;
  mean: number;
  pulse: number;
}

/** The cuff: since when it measures, when it will again, why the last measurement failed, and the last ones. */
export interface CuffShown {
  measuring_since: number | null;
  next_at: number | null;
  every_min: number;
  message: string;
  readings: CuffReadingShown[];
}

/** A number over time: ticks and values. */
export interface Curve {
  name: string;
  unit: string;
  at: number[];
  values: number[];
}

/** Whether the debrief can be opened. */
export interface DebriefSection {
  ready: boolean;
}

/** The defibrillator: energy chosen, where it stands, and when it will be ready or dumps its charge. */
export interface DefibrillatorShown {
  joules: number;
  phase: "charging" | "idle" | "ready";
  ready_at: number | null;
  dumps_at: number | null;
  sync: boolean;
  shocks: number;
  message: string;
}

/** Where the patient goes. */
export interface DispositionSection {
  to: string;
  why?: string | null;
}

/** Points of one domain. */
export interface DomainScore {
  domain: string;
  earned: number;
  possible: number;
  percent: number;
}

/** A drug, fluid or blood product. */
export interface DrugChoice {
  id: string;
  name: string;
  aliases: string[];
  routes: RouteChoice[];
}

/** What the kernel tells of an encounter. */
export interface EncounterSection {
  id: string;
  kind: string;
  scenario: string;
  now: number;
  paused: boolean;
  pace: number;
  ended: boolean;
  me: Participant;
  participants: Participant[];
}

/** A finding. */
export interface Examined {
  seq: number;
  at: number;
  manoeuvre: string;
  site: string;
  label: string;
  region: string;
  finding: string;
  abnormal: boolean;
  says?: string | null;
}

/** Signs in the face, 0 to 1; valence -1 to 1. */
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

/** Something was wrong with the connection or a message. */
export interface Failure {
  t: "error";
  code: string;
  message: string;
}

/** Something that hurt or endangered the patient. */
export interface Harm {
  at: number;
  seq: number;
  what: string;
  why: string;
}

/** First message of a client: its token. */
export interface Hello {
  t: "hello";
  token: string;
}

/** For facilitators: the body as it truly is, and what they have set going. */
export interface InstructorSection {
  rhythm: string;
  values: Record<string, number>;
  steered: SteeringShown[];
  started: TroubleShown[];
}

/** An id and its name. */
export interface Labelled {
  id: string;
  label: string;
}

/** The alarm limits of one number, and the range in which they may be set. */
export interface LimitShown {
  label: string;
  unit: string;
  low: number | null;
  high: number | null;
  on: boolean;
  least: number;
  most: number;
  step: number;
}

/** Something said or seen. */
export interface Line {
  seq: number;
  at: number;
  who: "companion" | "learner" | "narrator" | "patient";
  text: string;
  status?: string | null;
}

/** An examination. */
export interface ManoeuvreChoice {
  manoeuvre: string;
  site: string;
  label: string;
  aliases: string[];
  region: string;
  regions: string[];
  intimate: boolean;
  technique: string;
}

/** A line of the checklist as marked: the turn that earned it, or the one that nearly did and a note why not. */
export interface Mark {
  id: string;
  text: string;
  domain: string;
  points: number;
  earned: number;
  critical: boolean;
  evidence: Quote | null;
  note: string | null;
  tip: string | null;
  source: string | null;
}

/** A vital sign when it was last measured. */
export interface MeasuredVital {
  value: number;
  at: number;
}

/** A line of the timeline. `lane` groups what belongs together (talk, examination, orders, treatment, patient). */
export interface Moment {
  at: number;
  seq: number;
  lane: string;
  text: string;
  level?: "danger" | "good" | "info" | "warning";
}

/** What the monitor and its devices can be set to, and what a teacher can do to the body. */
export interface MonitorChoices {
  probes: Labelled[];
  energies_j: number[];
  cuff_every_min: number[];
  rhythms: Labelled[];
  steerable: SteerChoice[];
  conditions: ConditionChoice[];
}

/** The monitor's settings and alarms: what changes when somebody does something, or something goes wrong. */
export interface MonitorSection {
  probes: Record<string, ProbeShown>;
  alarms: AlarmShown[];
  silenced_until: number | null;
  limits: Record<string, LimitShown>;
  cuff: CuffShown;
  defibrillator: DefibrillatorShown;
  pacer: PacerShown;
  tracings: TracingShown[];
  trend_columns: string[];
}

/** A note. */
export interface Note {
  seq: number;
  at: number;
  text: string;
}

/** The numbers on the screen at this second, and what the monitor remarks on them. What is not known is missing. */
export interface NumericsSection {
  values: Record<string, number>;
  notes: Record<string, string>;
}

/** An order; values and report only once it was read. */
export interface Order {
  order: string;
  test: string;
  name: string;
  kind: string;
  at: number;
  due: number;
  cost: number;
  state: "cancelled" | "pending" | "read" | "ready";
  values?: ResultValue[] | null;
  report?: string | null;
}

/** The pacer's dials and whether each pulse is followed by a beat. */
export interface PacerShown {
  on: boolean;
  mode: "demand" | "fixed";
  rate: number;
  current_ma: number;
  captured: boolean;
}

/** Somebody who takes part. The name is personal data and may later be erased; the id is not. */
export interface Participant {
  id: string;
  role: "learner" | "patient" | "facilitator" | "observer" | "program";
  name?: string;
}

/** Who the patient is, as far as the wristband tells. */
export interface PatientSection {
  name: string;
  age: string;
  age_years: number;
  sex: "female" | "male";
  speaker: SpeakerSection | null;
  companion: CompanionSection | null;
  appearance: Appearance;
}

/** Is anybody there? */
export interface Ping {
  t: "ping";
}

/** A statement with its source written out. */
export interface Point {
  text: string;
  source?: string | null;
}

/** Yes. */
export interface Pong {
  t: "pong";
}

/** A probe on the patient: on, come off, or disturbed by movement; `site` is the arm where it matters. */
export interface ProbeShown {
  state: "motion" | "off" | "on";
  site: string;
}

/** The event that proves something: its number and tick in the log, who, and the words or the deed. */
export interface Quote {
  seq: number;
  at: number;
  who: string;
  text: string;
}

/** A diagnosis of the learner's and how sure they are, 0 to 1. */
export interface RankedDiagnosis {
  diagnosis: string;
  confidence: number;
}

/** The whole debrief. Percentages are 0 to 100, ticks are milliseconds from the start. */
export interface Report {
  encounter: string;
  kind: string;
  scenario: string;
  title: string;
  duration_ms: number;
  score: number;
  passed: boolean;
  verdict: string;
  domains: DomainScore[];
  marks: Mark[];
  critical: CriticalAction[];
  harms: Harm[];
  timeline: Moment[];
  curves: Curve[];
  tables: Table[];
  expert: Point[];
  teaching: Point[];
  next_steps: Advice[];
  method: string;
  notice?: string;
  format?: number;
}

/** A line of a result; `text` is the value as printed, low and high the reference interval. */
export interface ResultValue {
  analyte: string;
  name: string;
  value: number | string;
  text: string;
  unit: string;
  low: number | null;
  high: number | null;
  flag: string | null;
}

/** A way to give a drug, with the adult range as written (`300 mg`); `infusion` where it is a rate. */
export interface RouteChoice {
  route: string;
  usual: string;
  min: string;
  max: string;
  child: string | null;
  infusion: boolean;
}

/** A command; sent again with the same id it acts once. */
export interface SendCommand {
  t: "command";
  id: string;
  verb: string;
  args?: Record<string, unknown>;
}

/** Who answers in the patient's place. */
export interface SpeakerSection {
  name: string;
  relation: string;
}

/** A number that a teacher can set, and its range. */
export interface SteerChoice {
  id: string;
  unit: string;
  low: number;
  high: number;
}

/** A number that a teacher has set. */
export interface SteeringShown {
  id: string;
  variable: string;
  target: number;
  at: number;
  over_s: number;
}

/** A fact, for the person who plays the patient. */
export interface StoryFactShown {
  id: string;
  says: string;
  rule: string;
}

/** What the patient knows of themselves. */
export interface StorySection {
  opening: string;
  background: string | null;
  facts: StoryFactShown[];
}

/** A past encounter. */
export interface Summary {
  encounter: string;
  scenario: string;
  title: string;
  role: string;
  started: string | null;
  now: number;
  ended: boolean;
  score: number | null;
  domains: Record<string, number>;
}

/** A part of the debrief that is a table, such as orders or facts. */
export interface Table {
  id: string;
  title: string;
  text: string;
  columns: Column[];
  rows: ((string | number | boolean | null)[])[];
}

/** Something to order. */
export interface TestChoice {
  id: string;
  name: string;
  aliases: string[];
  kind: string;
  turnaround_min: number;
  cost: number;
}

/** The time, each second. */
export interface TimePasses {
  t: "tick";
  now: number;
  paused: boolean;
  pace: number;
}

/** A 12-lead ECG that was printed: when, and what the machine wrote beneath it. */
export interface TracingShown {
  number: number;
  at: number;
  text: string;
}

/** A drug given or an action done. */
export interface TreatmentGiven {
  seq: number;
  at: number;
  what: "action" | "drug";
  id: string;
  name: string;
  text: string;
}

/** A condition that a teacher has started. */
export interface TroubleShown {
  id: string;
  name: string;
  at: number;
  options: Record<string, unknown>;
}

/** The whole view. */
export interface View {
  case: CaseSection;
  patient: PatientSection;
  conversation: Line[];
  vitals: VitalsSection;
  monitor: MonitorSection;
  numerics: NumericsSection;
  trend: ((number | null)[])[];
  examined: Examined[];
  orders: Order[];
  treatments: TreatmentGiven[];
  notes: Note[];
  differential: RankedDiagnosis[];
  disposition: DispositionSection | null;
  handover: string | null;
  alerts: Alert[];
  cost: number;
  debrief: DebriefSection | null;
  encounter: EncounterSection;
  behind?: BehindSection;
  instructor?: InstructorSection;
  story?: StorySection;
}

/** The sections that changed: `sections` whole, and of lists that only grew, such as the talk, what was `added`. */
export interface ViewChange {
  t: "view";
  now: number;
  sections: Partial<View>;
  added: Partial<View>;
}

/** Vital signs: measured ones, and live ones while the monitor is on. */
export interface VitalsSection {
  monitor: boolean;
  measured: Partial<Record<"diastolic_pressure" | "etco2" | "gcs" | "glucose" | "heart_rate" | "mean_arterial_pressure" | "pain" | "respiratory_rate" | "spo2" | "systolic_pressure" | "temperature", MeasuredVital>>;
  live: Partial<Record<"diastolic_pressure" | "etco2" | "gcs" | "glucose" | "heart_rate" | "mean_arterial_pressure" | "pain" | "respiratory_rate" | "spo2" | "systolic_pressure" | "temperature", number>> | null;
  units: Partial<Record<"diastolic_pressure" | "etco2" | "gcs" | "glucose" | "heart_rate" | "mean_arterial_pressure" | "pain" | "respiratory_rate" | "spo2" | "systolic_pressure" | "temperature", string>>;
}

/** Whether curves are to be sent. */
export interface WantWaves {
  t: "waves";
  on: boolean;
}

/** Curves: float32 little-endian, channel after channel, each with the same number of samples. */
export interface WaveFrame {
  t: "waves";
  from: number;
  rate: number;
  channels: string[];
  data: Uint8Array;
}

/** The answer to a valid token: who one is, and the whole view. */
export interface Welcome {
  t: "welcome";
  me: Participant;
  view: View;
}

export type ClientFrame = Hello | SendCommand | WantWaves | Ping;

export type ServerFrame = Welcome | ViewChange | CommandReceipt | TimePasses | WaveFrame | Failure | Pong;
