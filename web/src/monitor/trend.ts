import type { Ticks, VitalName, VitalsSection } from "../net/messages";

export const TREND_VITALS: readonly VitalName[] = [
  "heart_rate",
  "systolic_pressure",
  "respiratory_rate",
  "spo2",
  "temperature",
];
const EVERY_MS = 5_000;
const MOST_POINTS = 720;

/** What has been seen of the vital signs, for the small trend: columns over minutes, null where nothing was known. */
export class Trend {
  private points: { at: Ticks; values: Partial<Record<VitalName, number>> }[] = [];

  /** Takes in a view's vital signs at `now`; returns whether a point was added or completed. */
  take(vitals: VitalsSection, now: Ticks): boolean {
    let changed = false;
    for (const name of TREND_VITALS) {
      const measured = vitals.measured[name];
      if (measured !== undefined && this.put(measured.at, name, measured.value)) changed = true;
    }
    const last = this.points.at(-1);
    if (vitals.monitor && vitals.live !== null && (last === undefined || now - last.at >= EVERY_MS)) {
      for (const name of TREND_VITALS) {
        const live = vitals.live[name];
        if (live !== null && live !== undefined && this.put(now, name, live)) changed = true;
      }
    }
    return changed;
  }

  private put(at: Ticks, name: VitalName, value: number): boolean {
    let place = this.points.findIndex((point) => point.at >= at);
    if (place === -1) place = this.points.length;
    const found = this.points[place];
    if (found?.at === at) {
      if (found.values[name] === value) return false;
      found.values[name] = value;
      return true;
    }
    this.points.splice(place, 0, { at, values: { [name]: value } });
    if (this.points.length > MOST_POINTS) this.points.shift();
    return true;
  }

  get size(): number {
    return this.points.length;
  }

  /** Minutes, then one column a vital sign in the order of `TREND_VITALS`. */
  columns(): [number[], ...(number | null)[][]] {
    const minutes = this.points.map((point) => point.at / 60_000);
    return [minutes, ...TREND_VITALS.map((name) => this.points.map((point) => point.values[name] ?? null))];
  }
}

/** Rows of the monitor's own trend as the server keeps it: the tick, then the values of its columns. */
export type TrendRows = readonly (readonly (number | null)[])[];

/** Minutes, then these columns, for a plot. */
export function columnsOf(
  rows: TrendRows,
  columns: readonly string[],
  names: readonly string[],
): [number[], ...(number | null)[][]] {
  const minutes = rows.map((row) => (row[0] ?? 0) / 60_000);
  return [
    minutes,
    ...names.map((name) => {
      const place = columns.indexOf(name) + 1;
      return rows.map((row) => (place > 0 ? (row[place] ?? null) : null));
    }),
  ];
}

/** One row for each `every` ms: the first of it, its gaps filled by later ones so that no cuff reading is lost. */
export function tabled(rows: TrendRows, every: Ticks): (number | null)[][] {
  const kept = new Map<number, (number | null)[]>();
  for (const row of rows) {
    const slot = Math.floor((row[0] ?? 0) / every);
    const found = kept.get(slot);
    if (found === undefined) kept.set(slot, [...row]);
    else row.forEach((value, place) => (found[place] ??= value));
  }
  return [...kept.values()];
}
