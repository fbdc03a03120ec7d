import type { MonitorSection, Ticks, View } from "./messages";

/** A monitor that nobody has attached. */
export const NO_MONITOR: MonitorSection = {
  probes: {},
  alarms: [],
  silenced_until: null,
  limits: {},
  cuff: { measuring_since: null, next_at: null, every_min: 0, message: "", readings: [] },
  defibrillator: {
    joules: 150,
    phase: "idle",
    ready_at: null,
    dumps_at: null,
    sync: false,
    shocks: 0,
    message: "",
  },
  pacer: { on: false, mode: "demand", rate: 70, current_ma: 0, captured: false },
  tracings: [],
  trend_columns: [],
};

const NOTHING: Omit<View, "encounter" | "case" | "patient"> = {
  conversation: [],
  vitals: { monitor: false, measured: {}, live: null, units: {} },
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
};

/** A view with an empty form for each section that this role is not sent. */
export function completed(view: View): View {
  return { ...NOTHING, ...view };
}

/** The view with the changed sections replaced and the lists that grew made longer; all others stay the same objects. */
export function mergeSections(view: View, sections: Partial<View>, added: Partial<View> = {}): View {
  const longer = Object.entries(added).map(([name, items]) => [
    name,
    [...(view[name as keyof View] as unknown[]), ...(items as unknown[])],
  ]);
  return { ...view, ...sections, ...(Object.fromEntries(longer) as Partial<View>) };
}

/** The encounter clock as last heard, and when (ms of `performance.now()`) it was heard. */
export interface HeardClock {
  now: Ticks;
  paused: boolean;
  pace: number;
  heard: number;
}

/** The encounter's time at a moment of the wall clock, running on between two ticks but never far past silence. */
export function clockAt(clock: HeardClock, wall: number): Ticks {
  if (clock.paused) return clock.now;
  const silence = Math.min(Math.max(0, wall - clock.heard), 1500);
  return Math.round(clock.now + silence * clock.pace);
}
