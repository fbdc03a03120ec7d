import { expect, test } from "vitest";
import { choicesOf, filtered, NO_FILTERS } from "../../src/pages/library/filters";
import { brief } from "../fixtures";

const cases = [
  brief(),
  brief({
    id: "fever",
    title: "A hot baby",
    specialty: "paediatrics",
    level: "advanced",
    minutes: 25,
    patient: { name: "Ivy Shah", age: "5 months", age_years: 5 / 12, sex: "female" },
  }),
  brief({
    id: "fall",
    title: "After a fall",
    specialty: "geriatrics",
    level: "foundation",
    minutes: 10,
    patient: { name: "Joan Hill", age: "84 years", age_years: 84, sex: "female" },
    tags: ["delirium"],
  }),
];
const ids = (filters: Partial<typeof NO_FILTERS>) =>
  filtered(cases, { ...NO_FILTERS, ...filters }).map(({ id }) => id);

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

test("settings told in sentences are sorted by the kind of place, so that one choice finds all of its cases", () => {
  const wards = [
    brief({
      id: "a",
      setting: "Resuscitation bay of an emergency department; a catheter laboratory is on site",
    }),
    brief({ id: "b", setting: "Majors cubicle of an emergency department" }),
    brief({ id: "c", setting: "Lighthouse, by telephone" }),
  ];
  expect(choicesOf(wards, "setting")).toEqual(["Emergency department", "Lighthouse"]);
  const found = filtered(wards, { ...NO_FILTERS, setting: "Emergency department" });
  expect(found.map(({ id }) => id)).toEqual(["a", "b"]);
});
