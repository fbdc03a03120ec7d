import { expect, test } from "vitest";
import type { Summary } from "../../src/net/messages";
import { curveColumns, marksByDomain, stacked, toneOf, type Mark } from "../../src/pages/debrief/report";
import { progress } from "../../src/pages/past/progress";

test("curves share one axis of minutes, with gaps where a curve has no value", () => {
  const curve = (name: string, at: number[], values: number[]) => ({ name, unit: "/min", at, values });
  expect(curveColumns([curve("heart_rate", [0, 60_000], [80, 90]), curve("spo2", [60_000], [97])])).toEqual([
    [0, 1],
    [80, 90],
    [null, 97],
  ]);
});

test("marks are grouped by domain in the order of the checklist", () => {
  const mark = (id: string, domain: string): Mark => ({
    id,
    text: id,
    domain,
    points: 1,
    earned: 0,
    critical: false,
    evidence: null,
    note: null,
    tip: null,
    source: null,
  });
  const groups = marksByDomain([mark("a", "history"), mark("b", "safety"), mark("c", "history")]);
  expect(groups.map(({ domain, marks }) => [domain, marks.length])).toEqual([
    ["history", 2],
    ["safety", 1],
  ]);
});

test.each([
  ["needed", "good"],
  ["elicited", "good"],
  ["missed", "bad"],
  ["harmful", "bad"],
  ["wasteful", "warn"],
  ["not needed", "warn"],
  ["volunteered", "plain"],
])("the verdict %s is shown as %s", (verdict, tone) => {
  expect(toneOf(verdict)).toBe(tone);
});

const summary = (
  encounter: string,
  started: string,
  score: number | null,
  domains: Record<string, number>,
): Summary => ({
  encounter,
  scenario: "chest-pain",
  title: "Chest pain",
  role: "learner",
  started,
  now: 0,
  ended: score !== null,
  score,
  domains,
});

test("progress runs from the oldest ended encounter to the newest", () => {
  const course = progress([
    summary("3", "2026-03-01", null, {}),
    summary("2", "2026-02-01", 80, { safety: 90 }),
    summary("1", "2026-01-01", 40, { history: 30 }),
  ]);
  expect(course.names).toEqual(["history", "safety"]);
  expect(course.columns).toEqual([
    [1, 2],
    [40, 80],
    [30, null],
    [null, 90],
  ]);
});

test("marks at nearly the same time are stacked, those apart share the lowest row", () => {
  expect(stacked([0, 5, 8, 100, 101], 17)).toEqual([0, 1, 2, 0, 1]);
});
