import { render, screen } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import { BeatFinder } from "../../src/monitor/beats";
import { channelOf } from "../../src/monitor/channels";
import DefibPanel from "../../src/monitor/DefibPanel.svelte";
import LimitsPage from "../../src/monitor/LimitsPage.svelte";
import { stepped } from "../../src/monitor/panels";
import { baseline, wrapped } from "../../src/monitor/paper";
import { fitting, limitsText, quietTiles, tiles, type Look } from "../../src/monitor/screen";
import { audible, beatPitch, burst, EVERY_S } from "../../src/monitor/sound";
import { Sweep, wanted } from "../../src/monitor/sweep";
import { columnsOf, tabled } from "../../src/monitor/trend";
import type { AlarmShown, MonitorSection, NumericsSection } from "../../src/net/messages";
import { NO_MONITOR } from "../../src/net/view";

const LOOK: Look = { lead: "ii", second: null, gain: null };
const on = { state: "on", site: "" } as const;

function alarm(changes: Partial<AlarmShown> = {}): AlarmShown {
  return {
    id: "heart_rate_high",
    priority: "medium",
    text: "HR 132 > 120",
    since: 0,
    active: true,
    latching: false,
    silenced: false,
    ...changes,
  };
}

function monitor(changes: Partial<MonitorSection> = {}): MonitorSection {
  return { ...NO_MONITOR, ...changes };
}

const numerics = (values: Record<string, number>, notes: Record<string, string> = {}): NumericsSection => ({
  values,
  notes,
});

test("only what is attached stands on the screen, in the order of a monitor", () => {
  const probes = { spo2: on, ecg: on, arterial_line: on, capnography: on };
  const shown = tiles(
    monitor({ probes }),
    numerics({ heart_rate: 88, systolic_pressure: 121, diastolic_pressure: 68 }),
    LOOK,
  );
  expect(shown.map(({ label }) => label)).toEqual(["HR", "SpO₂", "ABP", "etCO₂", "RR"]);
  expect(shown.map(({ text }) => text)).toEqual(["88", "---", "121/68", "---", "---"]);
  expect(tiles(monitor(), numerics({ heart_rate: 88 }), LOOK)).toEqual([]);
});

test("pads alone show the heart, and a lead that is off is said to be off", () => {
  const [heart] = tiles(
    monitor({ probes: { pads: { state: "off", site: "" } } }),
    numerics({}, { heart_rate: "No complexes" }),
    LOOK,
  );
  expect(heart).toMatchObject({
    id: "heart_rate",
    note: "No complexes",
    rows: [{ id: "ecg_pads", off: true }],
  });
});

test("an alarm lights up its own number and no other", () => {
  const probes = { spo2: on, ecg: on };
  const [heart, oxygen] = tiles(
    monitor({ probes, alarms: [alarm({ id: "vf", priority: "high" })] }),
    numerics({}),
    LOOK,
  );
  expect(heart?.alarm?.id).toBe("vf");
  expect(oxygen?.alarm).toBeNull();
});

test("the cuff shows its last reading and never an older probe's", () => {
  const reading = { at: 1000, systolic: 102, diastolic: 63, mean: 77, pulse: 70 };
  const cuff = { ...NO_MONITOR.cuff, readings: [{ ...reading, systolic: 90 }, reading] };
  expect(quietTiles(monitor({ cuff }), numerics({})).cuff).toMatchObject({ text: "102/63", detail: "(77)" });
  expect(quietTiles(monitor(), numerics({ systolic_pressure: 120 })).cuff.text).toBe("---/---");
});

test("on a low screen the breathing curve gives way first, and its number stays", () => {
  const probes = { spo2: on, ecg: on, arterial_line: on, capnography: on, central_line: on };
  const all = tiles(monitor({ probes }), numerics({ respiratory_rate: 18 }), LOOK);
  expect(fitting(all, 2000).below).toEqual([]);
  const { beside, below } = fitting(all, 46 * 5);
  expect(beside.map(({ id }) => id)).not.toContain("respiratory_rate");
  expect(below.map(({ id, text }) => [id, text])).toEqual([["respiratory_rate", "18"]]);
});

test("limits are written short", () => {
  const limit = { label: "HR", unit: "/min", least: 0, most: 1, step: 1, low: 50, high: 120, on: true };
  expect(limitsText(limit)).toBe("50–120");
  expect(limitsText({ ...limit, high: null })).toBe("≥ 50");
  expect(limitsText({ ...limit, low: null })).toBe("≤ 120");
  expect(limitsText({ ...limit, on: false })).toBe("alarm off");
  expect(limitsText(undefined)).toBe("");
});

test("bursts follow IEC 60601-1-8: ten, three and two pulses of the lengths and pitches it allows", () => {
  expect(burst("high")).toHaveLength(10);
  expect(burst("medium")).toHaveLength(3);
  expect(burst("low")).toHaveLength(2);
  for (const pulse of burst("high")) expect(pulse.lasts).toBeLessThanOrEqual(0.2);
  for (const priority of ["high", "medium", "low"] as const) {
    const pulses = burst(priority);
    pulses.forEach((pulse, n) => {
      expect(pulse.pitch).toBeGreaterThanOrEqual(150);
      expect(pulse.pitch).toBeLessThanOrEqual(1000);
      const next = pulses[n + 1];
      if (next !== undefined) expect(next.at).toBeGreaterThan(pulse.at + pulse.lasts);
    });
    const last = pulses.at(-1);
    expect(EVERY_S[priority] - (last?.at ?? 0)).toBeGreaterThanOrEqual(2.5);
  }
});

test("the gravest alarm that is not silenced is heard, latched ones too", () => {
  const grave = alarm({ id: "vf", priority: "high", active: false, latching: true });
  expect(audible([alarm(), grave])).toBe("high");
  expect(audible([alarm(), { ...grave, silenced: true }])).toBe("medium");
  expect(audible([alarm({ silenced: true })])).toBeNull();
  expect(audible([])).toBeNull();
});

test("the pulse tone falls as the saturation falls", () => {
  expect(beatPitch(98)).toBeGreaterThan(beatPitch(85));
  expect(beatPitch(20)).toBe(beatPitch(60));
});

function heartbeats(rate: number, beats: number, perMinute: number): Float32Array {
  const every = Math.round((60 * rate) / perMinute);
  return Float32Array.from({ length: every * beats }, (_, n) => {
    const since = ((n % every) - every / 2) / rate;
    return 1.1 * Math.exp(-0.5 * (since / 0.011) ** 2) + 0.25 * Math.exp(-0.5 * ((since - 0.28) / 0.05) ** 2);
  });
}

test.each([45, 80, 160])("every beat at %i a minute is found once, and T waves are not", (perMinute) => {
  const finder = new BeatFinder();
  const found = [...heartbeats(125, 20, perMinute)].filter((value) => finder.take(value, 125)).length;
  expect(found).toBe(20);
});

test("a flat line has no beats, whatever its noise", () => {
  const finder = new BeatFinder();
  const noise = Array.from({ length: 3000 }, (_, n) => 0.01 * Math.sin(n * 1.7));
  expect(noise.some((value) => finder.take(value, 125))).toBe(false);
});

test("a channel that no longer comes is gone from the screen", () => {
  const sweep = new Sweep();
  const piece = (...ids: string[]) => ({
    from: 0,
    rate: 125,
    samples: new Map(ids.map((id) => [id, Float32Array.of(1, 2, 3)])),
  });
  sweep.feed(piece("ecg_ii", "pleth"));
  expect(sweep.has("pleth")).toBe(true);
  sweep.feed(piece("ecg_ii"));
  expect(sweep.ids).toEqual(["ecg_ii"]);
});

test("two screens move the one pen once", () => {
  const sweep = new Sweep();
  const beat = vi.fn();
  sweep.onBeat = beat;
  sweep.feed({ from: 0, rate: 125, samples: new Map([["ecg_ii", heartbeats(125, 5, 60)]]) });
  for (let now = 0; now < 6000; now += 25) {
    sweep.tick(now);
    sweep.tick(now);
  }
  expect(beat.mock.calls.length).toBeLessThanOrEqual(5);
});

test("pressures stand on round steps", () => {
  const line = channelOf("arterial_pressure");
  if (line === undefined) throw new Error("there is no arterial channel");
  expect(wanted(line, [61, 118])).toEqual([40, 120]);
  const [low, high] = wanted(line, [9, 11]);
  expect(low).toBe(0);
  expect(high).toBeGreaterThanOrEqual(60);
});

test("the ten seconds for paper are the newest, gaps as gaps", () => {
  const sweep = new Sweep();
  sweep.feed({ from: 0, rate: 125, samples: new Map([["ecg_ii", Float32Array.of(1, 2, 3)]]) });
  const { rows } = sweep.last(["ecg_ii", "ecg_v1"], 10);
  expect([...(rows[0] ?? [])].slice(-3)).toEqual([1, 2, 3]);
  expect(rows[0]?.[0]).toBeNaN();
  expect(rows[1]?.every((value) => Number.isNaN(value))).toBe(true);
  expect(baseline(Float32Array.of(0, 0, NaN, 0, 5))).toBe(0);
});

test("a table of the trend loses no reading of the cuff", () => {
  const rows = [
    [10_000, 80, null],
    [20_000, 82, 101],
    [70_000, 90, null],
  ];
  expect(tabled(rows, 60_000)).toEqual([
    [10_000, 80, 101],
    [70_000, 90, null],
  ]);
  expect(columnsOf(rows, ["heart_rate", "cuff_systolic"], ["cuff_systolic", "unknown"])).toEqual([
    [10_000 / 60_000, 20_000 / 60_000, 70_000 / 60_000],
    [null, 101, null],
    [null, null, null],
  ]);
});

test("energy goes by the device's own steps", () => {
  expect(stepped([100, 120, 150], 120, 1)).toBe(150);
  expect(stepped([100, 120, 150], 150, 1)).toBe(150);
  expect(stepped([100, 120, 150], 100, -1)).toBe(100);
});

test("no shock can be pressed before it is charged and everybody is said to be clear", async () => {
  const act = vi.fn(() => Promise.resolve(true));
  const device = { ...NO_MONITOR.defibrillator, phase: "ready" as const, ready_at: 0, dumps_at: 60_000 };
  const props = { energies: [150], now: 5000, act, oncharge: vi.fn() };
  const { rerender } = render(DefibPanel, { ...props, monitor: monitor({ probes: { pads: on } }) });
  expect(screen.getByRole("button", { name: /Shock/ })).toHaveProperty("disabled", true);
  await rerender({ monitor: monitor({ probes: { pads: on }, defibrillator: device }) });
  expect(screen.getByRole("button", { name: /Shock/ })).toHaveProperty("disabled", true);
  screen.getByRole("button", { name: /All clear/ }).click();
  await vi.waitFor(() => {
    expect(screen.getByRole("button", { name: /Shock/ })).toHaveProperty("disabled", false);
  });
  screen.getByRole("button", { name: /Shock/ }).click();
  await vi.waitFor(() => {
    expect(act).toHaveBeenCalledWith("defib", { do: "shock", clear: true });
  });
});

test("a new limit is sent with the other one kept", () => {
  const act = vi.fn(() => Promise.resolve(true));
  const limit = { label: "HR", unit: "/min", least: 20, most: 250, step: 5, low: 50, high: 120, on: true };
  render(LimitsPage, { monitor: monitor({ limits: { heart_rate: limit } }), act });
  const field = screen.getByLabelText<HTMLInputElement>("HR, high limit");
  field.value = "140";
  field.dispatchEvent(new Event("change", { bubbles: true }));
  expect(act).toHaveBeenCalledWith("limits", { limits: { heart_rate: { low: 50, high: 140, on: true } } });
});

test("what the machine writes is cut between words and loses none", () => {
  const lines = wrapped("Sinus rhythm. Ventricular rate 70/min. Unconfirmed.", 24, (text) => text.length);
  expect(lines.every((line) => line.length <= 24)).toBe(true);
  expect(lines.join(" ")).toBe("Sinus rhythm. Ventricular rate 70/min. Unconfirmed.");
});
