import { expect, test } from "vitest";
import type { Order } from "../../src/net/messages";
import { added, moved, sameRanking, withConfidence, without } from "../../src/pages/encounter/differential";
import { joinedHandover } from "../../src/pages/encounter/handover";
import { byKind, minutesToNextResult, progressOf } from "../../src/pages/encounter/orders";
import {
  doseRange,
  missingArgument,
  usualDose,
  writtenArguments,
  writtenDose,
} from "../../src/pages/encounter/treating";
import { SaidBefore, verbFor } from "../../src/pages/encounter/utterance";
import { parseRoute } from "../../src/router.svelte";

const list = ["a", "b", "c"].map((diagnosis) => ({ diagnosis, confidence: 0.5 }));
const names = (items: { diagnosis: string }[]) => items.map((item) => item.diagnosis).join("");

test("a diagnosis moves up, down and to the ends, and the others keep their order", () => {
  expect(names(moved(list, 2, 0))).toBe("cab");
  expect(names(moved(list, 0, 1))).toBe("bac");
  expect(names(moved(list, 0, 99))).toBe("bca");
  expect(names(moved(list, 7, 0))).toBe("abc");
});

test("a diagnosis is listed once, whatever its case, and not without a name", () => {
  expect(added(list, " D  x ")?.at(-1)?.diagnosis).toBe("D x");
  expect(added(list, "B")).toBeNull();
  expect(added(list, "  ")).toBeNull();
});

test("confidence stays between none and all, and removal leaves the rest", () => {
  expect(withConfidence(list, 1, 1.4)[1]?.confidence).toBe(1);
  expect(names(without(list, 1))).toBe("ac");
  expect(sameRanking(list, moved(list, 0, 1))).toBe(false);
  expect(sameRanking(list, [...list])).toBe(true);
});

test.each([
  ["Hello, I'm Dr Lee.", "greet"],
  ["Where does it hurt?", "ask"],
  ["when did it start", "ask"],
  ["Tell me more about the pain", "ask"],
  ["I think this is your heart.", "tell"],
  ["Hello, can I check your name?", "ask"],
])("“%s” is sent as %s", (text, verb) => {
  expect(verbFor(text)).toBe(verb);
});

test("the arrows walk through what was said and back to what was begun", () => {
  const said = new SaidBefore();
  expect(said.older("draft")).toBeNull();
  said.add("one");
  said.add("two");
  expect(said.older("draft")).toBe("two");
  expect(said.older("two")).toBe("one");
  expect(said.older("one")).toBeNull();
  expect(said.newer()).toBe("two");
  expect(said.newer()).toBe("draft");
  expect(said.newer()).toBeNull();
});

const order = (changes: Partial<Order>): Order => ({
  order: "o1",
  test: "troponin",
  name: "Troponin",
  kind: "blood",
  at: 0,
  due: 3_600_000,
  state: "pending",
  cost: 10,
  ...changes,
});

test("skipping to the next result goes to the earliest that is pending", () => {
  const orders = [order({}), order({ due: 1_230_000 }), order({ due: 60_000, state: "ready" })];
  expect(minutesToNextResult(orders, 0)).toBe(21);
  expect(minutesToNextResult(orders, 1_229_000)).toBe(1);
  expect(minutesToNextResult([order({ state: "read" })], 0)).toBeNull();
});

test("an order's progress runs from its start to its due time", () => {
  expect(progressOf(order({}), 1_800_000)).toBe(0.5);
  expect(progressOf(order({ due: 0 }), 5)).toBe(1);
});

test("tests are grouped by kind in the catalogue's order", () => {
  const choice = (id: string, kind: string) => ({
    id,
    kind,
    name: id,
    aliases: [],
    turnaround_min: 1,
    cost: 0,
  });
  const groups = byKind([choice("fbc", "blood"), choice("cxr", "imaging"), choice("crp", "blood")]);
  expect(groups.map(({ kind, tests }) => [kind, tests.length])).toEqual([
    ["blood", 2],
    ["imaging", 1],
  ]);
});

test("doses are written with their unit", () => {
  const oral = { route: "oral", usual: 300, min: 150, max: 300, unit: "mg" };
  expect(usualDose(oral)).toBe("300 mg");
  expect(usualDose({ ...oral, usual: "0.5 mg/kg" })).toBe("0.5 mg/kg");
  expect(usualDose({ ...oral, usual: null })).toBe("");
  expect(doseRange(oral)).toBe("150 to 300 mg");
  expect(writtenDose(" 75 ", "mg")).toBe("75 mg");
  expect(writtenDose("0,5", "mg")).toBe("0.5 mg");
  expect(writtenDose("1 g", "mg")).toBe("1 g");
});

test("an action's arguments are sent as numbers, words and yes or no, and what is empty stays out", () => {
  const wanted = [
    { name: "device", choices: ["nasal_cannula"], required: true },
    { name: "flow", unit: "L/min", min: 0, max: 70 },
    { name: "on", flag: true },
    { name: "reason", text: true },
  ];
  expect(writtenArguments(wanted, { device: "nasal_cannula", flow: "2", on: false, reason: "" })).toEqual({
    device: "nasal_cannula",
    flow: 2,
    on: false,
  });
  expect(missingArgument(wanted, { device: "" })).toBe("Device");
  expect(missingArgument(wanted, { device: "nasal_cannula" })).toBeNull();
});

test("a handover joins the parts that were written under their names", () => {
  const parts = {
    situation: "58-year-old with chest pain. ",
    background: "",
    assessment: "Heart attack.",
    recommendation: "Cath lab.",
  };
  expect(joinedHandover(parts)).toBe(
    "Situation: 58-year-old with chest pain.\nAssessment: Heart attack.\nRecommendation: Cath lab.",
  );
});

test("addresses lead to pages", () => {
  expect(parseRoute("/")).toEqual({ page: "library" });
  expect(parseRoute("/past")).toEqual({ page: "past" });
  expect(parseRoute("/encounter/a%20b")).toEqual({ page: "encounter", id: "a b" });
  expect(parseRoute("/encounter/x/debrief")).toEqual({ page: "debrief", id: "x" });
  expect(parseRoute("/nowhere").page).toBe("missing");
});
