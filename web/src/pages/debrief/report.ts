import type { Curve, Mark, Moment, Report } from "../../net/generated";

export type { Column, Curve, DomainScore, Mark, Moment, Report, Table } from "../../net/generated";
export type Cell = string | number | boolean | null;

/** Marks by domain, in the order in which domains first appear. */
export function marksByDomain(marks: readonly Mark[]): { domain: string; marks: Mark[] }[] {
  const groups = new Map<string, Mark[]>();
  for (const mark of marks) groups.set(mark.domain, [...(groups.get(mark.domain) ?? []), mark]);
  return [...groups].map(([domain, members]) => ({ domain, marks: members }));
}

export type Tone = "good" | "warn" | "bad" | "plain";

const GOOD =
  /^(elicited|needed|named|correct|good|normal|done|yes|reasonable|key finding|well|strong|often)/i;
const BAD = /^(missed|harmful|dangerous|never|not done|wrong)/i;
const WARN =
  /^(wasteful|not needed|not called|late|abnormal|must not miss|weak|rare|too|seldom|poor|to try|added|improve)/i;

/** The tone of a verdict; the word itself is always shown beside it. */
export function toneOf(verdict: string): Tone {
  if (BAD.test(verdict)) return "bad";
  if (WARN.test(verdict)) return "warn";
  return GOOD.test(verdict) ? "good" : "plain";
}

/** Every curve on one axis of minutes, for a plot: null where a curve has no value. */
export function curveColumns(curves: readonly Curve[]): [number[], ...(number | null)[][]] {
  const ticks = [...new Set(curves.flatMap((curve) => curve.at))].sort((a, b) => a - b);
  const place = new Map(ticks.map((tick, i) => [tick, i]));
  const columns = curves.map((curve) => {
    const column: (number | null)[] = ticks.map(() => null);
    curve.at.forEach((tick, i) => {
      column[place.get(tick) ?? 0] = curve.values[i] ?? null;
    });
    return column;
  });
  return [ticks.map((tick) => tick / 60_000), ...columns];
}

/** What is marked on the curves: deeds that treat, turns of the illness, results, alarms. */
export function markers(report: Report): Moment[] {
  return report.timeline.filter(
    ({ lane, level, text }) =>
      lane === "treatment" ||
      (lane === "patient" && level !== "info") ||
      (lane === "orders" && text.endsWith("came back")),
  );
}

/** A row for each of several marks along a line so that none covers another: the lowest where it has `width` to itself. */
export function stacked(places: readonly number[], width: number): number[] {
  const ends: number[] = [];
  return places.map((place) => {
    let row = ends.findIndex((end) => place - end >= width);
    if (row === -1) row = ends.length;
    ends[row] = place;
    return row;
  });
}
