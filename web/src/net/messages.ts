/** The words spoken with the server. All but the few below are made from the Python types; times are whole ms since the start. */
import type * as wire from "./generated";

export type {
  ActionArgument,
  ActionChoice,
  Admission,
  AlarmShown,
  Alert,
  Appearance,
  BehindSection,
  Brief,
  Catalogue,
  ClientFrame,
  ConditionChoice,
  DrugChoice,
  Examined,
  FaceSigns,
  InstructorSection,
  Labelled,
  LimitShown,
  Line,
  ManoeuvreChoice,
  MonitorChoices,
  MonitorSection,
  NumericsSection,
  Order,
  Participant,
  PatientSection,
  RankedDiagnosis,
  ResultValue,
  RouteChoice,
  ServerFrame,
  StorySection,
  Summary,
  TestChoice,
  VitalsSection,
} from "./generated";

export type Ticks = number;
export type Role = wire.Participant["role"];
export type VitalName = keyof wire.VitalsSection["measured"];
export type WavesFrame = wire.WaveFrame;
export type Receipt = Omit<wire.CommandReceipt, "t">;

export interface Command {
  id: string;
  verb: string;
  args: Record<string, unknown>;
}

/** A view as it reaches a browser: every role lacks some sections, and for a missing one stands its empty form. */
export type View = wire.View;
