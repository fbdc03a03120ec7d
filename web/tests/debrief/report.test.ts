import { expect, test } from "vitest";
import { curveColumns, marksByDomain, toneOf, type Mark } from "../../src/pages/debrief/report";
import { progress, readSummaries } from "../../src/pages/past/progress";

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

test("summaries are read from either shape, and what is no summary is left out", () => {
  const entry = {
    encounter: "e1",
    title: "Chest pain",
    ended: true,
    score: 70,
    domains: [{ domain: "history", percent: 60 }],
  };
  expect(readSummaries({ encounters: [entry, 3, {}] })).toMatchObject([
    { encounter: "e1", domains: { history: 60 } },
  ]);
  expect(readSummaries([{ encounter: "e2", domains: { safety: 10 } }])).toMatchObject([
    { ended: false, domains: { safety: 10 } },
  ]);
  expect(readSummaries(null)).toEqual([]);
});

test("progress runs from the oldest ended encounter to the newest", () => {
  const [old, late, open] = readSummaries([
    { encounter: "1", ended: true, score: 40, started: "2026-01-01", domains: { history: 30 } },
    { encounter: "2", ended: true, score: 80, started: "2026-02-01", domains: { safety: 90 } },
    { encounter: "3", ended: false, score: null, started: "2026-03-01" },
  ]);
  if (old === undefined || late === undefined || open === undefined) throw new Error("three were given");
  const course = progress([open, late, old]);
  expect(course.names).toEqual(["history", "safety"]);
  expect(course.columns).toEqual([
    [1, 2],
    [40, 80],
    [30, null],
    [null, 90],
  ]);
});
