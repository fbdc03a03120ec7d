import { render, screen } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import BodyMap from "../../src/body-map/BodyMap.svelte";
import {
  belongs,
  byManoeuvre,
  examinations,
  marksByRegion,
  searchExaminations,
} from "../../src/body-map/finder";
import { BACK, FRONT, mirror } from "../../src/body-map/figure";
import { manoeuvre } from "../fixtures";

const all = examinations([
  manoeuvre(),
  manoeuvre({ manoeuvre: "palpate", site: "apex_beat", label: "Apex beat", aliases: [] }),
  manoeuvre({
    manoeuvre: "palpate",
    site: "calf_left",
    label: "Calf, left",
    region: "leg",
    aliases: ["calves"],
  }),
  manoeuvre({ manoeuvre: "palpate", site: "calf", label: "Calves", region: "leg", aliases: [] }),
  manoeuvre({
    manoeuvre: "inspect",
    site: "general",
    label: "General appearance",
    region: "whole",
    aliases: [],
  }),
]);

test("listening to the heart finds its auscultation first", () => {
  expect(searchExaminations("listen heart", all)[0]?.choice.site).toBe("heart");
  expect(searchExaminations("feel calf", all).map(({ choice }) => choice.site)).toContain("calf_left");
});

test("an area lists its own examinations, grouped by what is done", () => {
  const groups = byManoeuvre(all, { region: "heart" });
  expect(groups.map(({ manoeuvre: name }) => name)).toEqual(["auscultate", "palpate"]);
});

test("a sided examination belongs to its own side only", () => {
  const left = manoeuvre({ site: "calf_left", region: "leg" });
  expect(belongs(left, { region: "leg", side: "left" })).toBe(true);
  expect(belongs(left, { region: "leg", side: "right" })).toBe(false);
  expect(belongs(manoeuvre({ site: "calf", region: "leg" }), { region: "leg", side: "right" })).toBe(true);
});

test("the patient's right is at the viewer's left on the front and at the right on the back", () => {
  const leftmost = (d: string) =>
    Math.min(...[...d.matchAll(/(-?[\d.]+) -?[\d.]+/g)].map((pair) => Number(pair[1])));
  const arm = (areas: typeof FRONT, side: string) =>
    areas.find((a) => a.region === "arm" && a.side === side)?.d ?? "";
  expect(leftmost(arm(FRONT, "right"))).toBeLessThan(leftmost(arm(FRONT, "left")));
  expect(leftmost(arm(BACK, "left"))).toBeLessThan(leftmost(arm(BACK, "right")));
});

test("a mirrored path mirrored again is the path", () => {
  const d = "M 60 230 L 72 236 C 1 2 3 4 5 6 Z";
  expect(mirror(mirror(d))).toBe(d);
});

test("findings are counted by region, whatever the side", () => {
  const found = {
    seq: 1,
    at: 0,
    manoeuvre: "palpate",
    site: "calf",
    label: "Calf",
    finding: "",
    abnormal: false,
  };
  const marks = marksByRegion([
    { ...found, region: "leg_left", abnormal: true },
    { ...found, seq: 2, region: "leg" },
  ]);
  expect(marks.get("leg")).toEqual({ done: 2, abnormal: 1 });
});

test("every area can be reached and chosen with the keyboard, and says what was found there", () => {
  const onselect = vi.fn();
  render(BodyMap, {
    regions: [{ id: "abdomen", label: "Abdomen" }],
    marks: new Map([["abdomen", { done: 2, abnormal: 1 }]]),
    selected: null,
    onselect,
  });
  const abdomen = screen.getByRole("button", { name: "Abdomen: 2 findings, 1 abnormal" });
  expect(abdomen.getAttribute("tabindex")).toBe("0");
  abdomen.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  expect(onselect).toHaveBeenCalledWith(expect.objectContaining({ region: "abdomen" }));
});
