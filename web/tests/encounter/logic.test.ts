import { expect, test } from "vitest";
import type { ActionArgument, Order } from "../../src/net/messages";
import { added, moved, sameRanking, withConfidence, without } from "../../src/pages/encounter/differential";
import { joinedHandover } from "../../src/pages/encounter/handover";
import { byKind, minutesToNextResult, progressOf } from "../../src/pages/encounter/orders";
import {
  doseUnit,
  missingArgument,
  suggestions,
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

const aspirin = { route: "oral", usual: "300 mg", min: "75 mg", max: "600 mg", child: null, infusion: false };

test("the usual dose is suggested with its range, and a bare number is meant in its unit", () => {
  expect(suggestions(aspirin, 58)).toEqual([{ field: "dose", text: "300 mg", range: "75 mg to 600 mg" }]);
  expect(doseUnit(aspirin, 58)).toBe("mg");
  expect(writtenDose(" 75 ", "mg")).toBe("75 mg");
  expect(writtenDose("0,5", "mg")).toBe("0.5 mg");
  expect(writtenDose("1 g", "mg")).toBe("1 g");
});

test("a child is offered the dose by weight, and what flows is offered as a rate", () => {
  const child = { ...aspirin, child: "10 microgram/kg" };
  expect(suggestions(child, 4).map(({ text }) => text)).toEqual(["10 microgram/kg"]);
  expect(suggestions(child, 40).map(({ text }) => text)).toEqual(["300 mg"]);
  const infusion = {
    ...aspirin,
    usual: "0.1 microgram/kg/min",
    min: "0.02 microgram/kg/min",
    max: "1 microgram/kg/min",
  };
  expect(suggestions(infusion, 40)[0]?.field).toBe("rate");
  expect(doseUnit(infusion, 40)).toBe("");
  expect(doseUnit(child, 4)).toBe("");
  expect(doseUnit(child, 40)).toBe("mg");
});

const argument = (name: string, changes: Partial<ActionArgument> = {}): ActionArgument => ({
  name,
  unit: null,
  min: null,
  max: null,
  usual: null,
  choices: [],
  default: null,
  text: false,
  flag: false,
  required: false,
  ...changes,
});

test("an action's arguments are sent as numbers, words and yes or no, and what is empty stays out", () => {
  const wanted = [
    argument("device", { choices: ["nasal_cannula"], required: true }),
    argument("flow", { unit: "L/min", min: 0, max: 70 }),
    argument("on", { flag: true }),
    argument("reason", { text: true }),
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
