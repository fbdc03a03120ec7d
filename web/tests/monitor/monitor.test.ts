import { expect, test } from "vitest";
import { shownVitals } from "../../src/monitor/numbers";
import { playhead, WaveRing } from "../../src/monitor/ring";
import { Trend, TREND_VITALS } from "../../src/monitor/trend";
import { NOTHING_MEASURED } from "../fixtures";

test("the ring keeps the newest samples and forgets the oldest", () => {
  const ring = new WaveRing(4);
  ring.write(100, Float32Array.of(1, 2, 3));
  ring.write(103, Float32Array.of(4, 5));
  expect([99, 100, 101, 102, 103, 104, 105].map((n) => ring.at(n))).toEqual([NaN, NaN, 2, 3, 4, 5, NaN]);
});

test("what was missed stays empty, and a leap in time begins anew", () => {
  const ring = new WaveRing(8);
  ring.write(0, Float32Array.of(1, 1));
  ring.write(5, Float32Array.of(9));
  expect([0, 1, 2, 3, 4, 5].map((n) => ring.at(n))).toEqual([1, 1, NaN, NaN, NaN, 9]);
  ring.write(5000, Float32Array.of(7));
  expect(ring.at(4)).toBeNaN();
  expect(ring.at(5000)).toBe(7);
});

test("the seam of two pieces is a straight line", () => {
  const ring = new WaveRing(8);
  ring.write(0, Float32Array.of(0, 2));
  ring.write(3, Float32Array.of(6));
  expect(ring.at(2)).toBe(4);
});

test("a piece that comes twice counts once", () => {
  const ring = new WaveRing(8);
  ring.write(0, Float32Array.of(1, 2, 3));
  ring.write(0, Float32Array.of(1, 2, 3));
  expect(ring.end).toBe(3);
  expect(ring.range(0, 3)).toEqual([1, 3]);
  expect(ring.range(3, 8)).toBeNull();
});

test("the sweep runs at the encounter's pace, never past the newest sample", () => {
  const rate = 125;
  expect(playhead(1000, 1050, rate, 0.1, 1)).toBeCloseTo(1012.5);
  expect(playhead(1000, 1005, rate, 1, 1)).toBe(1005);
  expect(playhead(1000, 1050, rate, 0.1, 0)).toBe(1000);
});

test("the sweep leaps when it has fallen far behind, as after time was skipped", () => {
  expect(playhead(1000, 90_000, 125, 0.1, 1)).toBeGreaterThan(89_000);
});

test("nothing measured is a dash, not a number", () => {
  const shown = shownVitals(NOTHING_MEASURED);
  expect(shown.map(({ text }) => text)).toEqual(["—", "—", "—", "—", "—"]);
});

test("live numbers show only while the monitor is on, else what was measured and when", () => {
  const vitals = {
    monitor: false,
    measured: {
      heart_rate: { value: 88, at: 60_000 },
      systolic_pressure: { value: 92, at: 60_000 },
    },
    live: { heart_rate: 120 },
    units: {},
  };
  const [rate, , pressure] = shownVitals(vitals);
  expect(rate).toMatchObject({ text: "88", live: false, at: 60_000 });
  expect(pressure).toMatchObject({ text: "92/—" });
  expect(shownVitals({ ...vitals, monitor: true })[0]).toMatchObject({ text: "120", live: true });
});

test("what a monitor cannot measure by itself stays hidden, though it be sent", () => {
  const shown = shownVitals({ monitor: true, measured: {}, live: { pain: 8, glucose: 4 }, units: {} });
  expect(shown.map(({ sign }) => sign.name)).not.toContain("pain");
  expect(shown.map(({ sign }) => sign.name)).not.toContain("glucose");
});

test("pressures are written together with their mean", () => {
  const live = { systolic_pressure: 119.6, diastolic_pressure: 70, mean_arterial_pressure: 87 };
  const pressure = shownVitals({ monitor: true, measured: {}, live, units: {} }).find(
    ({ sign }) => sign.name === "systolic_pressure",
  );
  expect(pressure).toMatchObject({ text: "120/70", detail: "(87)" });
});

test("the trend gathers measured and live values in order of time, a point at most every five seconds", () => {
  const trend = new Trend();
  const live = (heart_rate: number) => ({ monitor: true, measured: {}, live: { heart_rate }, units: {} });
  expect(trend.take(live(80), 10_000)).toBe(true);
  expect(trend.take(live(82), 12_000)).toBe(false);
  trend.take(
    { monitor: false, measured: { heart_rate: { value: 70, at: 4_000 } }, live: null, units: {} },
    13_000,
  );
  const columns = trend.columns();
  expect(columns[0]).toEqual([4_000 / 60_000, 10_000 / 60_000]);
  expect(columns[1 + TREND_VITALS.indexOf("heart_rate")]).toEqual([70, 80]);
});
