import { expect, test } from "vitest";
import { choicesOf, filtered, NO_FILTERS, yearsOf } from "../../src/pages/library/filters";
import { brief } from "../fixtures";

const cases = [
  brief(),
  brief({
    id: "fever",
    title: "A hot baby",
    specialty: "paediatrics",
    level: "advanced",
    minutes: 25,
    patient: { age: "5 months", sex: "female" },
  }),
  brief({
    id: "fall",
    title: "After a fall",
    specialty: "geriatrics",
    level: "foundation",
    minutes: 10,
    patient: { age: "84 years", sex: "female" },
    tags: ["delirium"],
  }),
];
const ids = (filters: Partial<typeof NO_FILTERS>) =>
  filtered(cases, { ...NO_FILTERS, ...filters }).map(({ id }) => id);

test("ages are read in days, weeks, months and years", () => {
  expect(yearsOf("58 years")).toBe(58);
  expect(yearsOf("6 months")).toBeCloseTo(0.5);
  expect(yearsOf("10 days")).toBeCloseTo(0.027, 2);
  expect(yearsOf("unknown")).toBeNull();
});

test("filters join: every one that is set must be met", () => {
  expect(ids({})).toEqual(["chest-pain", "fever", "fall"]);
  expect(ids({ age: "infant" })).toEqual(["fever"]);
  expect(ids({ age: "older", minutes: "15" })).toEqual(["fall"]);
  expect(ids({ level: "core", specialty: "paediatrics" })).toEqual([]);
});

test("words are looked for in titles, summaries and tags", () => {
  expect(ids({ text: "delirium" })).toEqual(["fall"]);
  expect(ids({ text: "baby" })).toEqual(["fever"]);
});

test("choices are listed once, levels from the first to the last", () => {
  expect(choicesOf([...cases, brief()], "specialty")).toEqual(["cardiology", "geriatrics", "paediatrics"]);
  expect(choicesOf(cases, "level")).toEqual(["foundation", "core", "advanced"]);
});
