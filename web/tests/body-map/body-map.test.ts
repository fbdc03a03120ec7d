import { render, screen } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import BodyMap from "../../src/body-map/BodyMap.svelte";
import {
  byManoeuvre,
  examinations,
  marksByRegion,
  regionName,
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
    label: "Calf (left)",
    regions: ["leg_left"],
    aliases: ["calves"],
  }),
  manoeuvre({
    manoeuvre: "palpate",
    site: "calf",
    label: "Calf",
    regions: ["leg_left", "leg_right"],
    aliases: [],
  }),
  manoeuvre({
    manoeuvre: "inspect",
    site: "general",
    label: "General appearance",
    regions: ["whole"],
    aliases: [],
  }),
]);

test("listening to the heart finds its auscultation first", () => {
  expect(searchExaminations("listen heart", all)[0]?.choice.site).toBe("heart");
  expect(searchExaminations("feel calf", all).map(({ choice }) => choice.site)).toContain("calf_left");
});

test("an area lists its own examinations, grouped by what is done", () => {
  const groups = byManoeuvre(all, "heart");
  expect(groups.map(({ manoeuvre: name }) => name)).toEqual(["auscultate", "palpate"]);
});

test("a sided examination belongs to its own side only, one of both sides to both", () => {
  const sites = (region: string) =>
    byManoeuvre(all, region).flatMap(({ entries }) => entries.map((e) => e.choice.site));
  expect(sites("leg_left")).toEqual(["calf_left", "calf"]);
  expect(sites("leg_right")).toEqual(["calf"]);
});

test("regions are named as one says them", () => {
  expect(regionName("arm_left", [])).toBe("Left arm");
  expect(regionName("abdomen", [{ id: "abdomen", label: "Belly" }])).toBe("Belly");
});

test("the patient's right is at the viewer's left on the front and at the right on the back", () => {
  const leftmost = (d: string) =>
    Math.min(...[...d.matchAll(/(-?[\d.]+) -?[\d.]+/g)].map((pair) => Number(pair[1])));
  const arm = (areas: typeof FRONT, side: string) => areas.find((a) => a.region === `arm_${side}`)?.d ?? "";
  expect(leftmost(arm(FRONT, "right"))).toBeLessThan(leftmost(arm(FRONT, "left")));
  expect(leftmost(arm(BACK, "left"))).toBeLessThan(leftmost(arm(BACK, "right")));
});

test("a mirrored path mirrored again is the path", () => {
  const d = "M 60 230 L 72 236 C 1 2 3 4 5 6 Z";
  expect(mirror(mirror(d))).toBe(d);
});

test("a finding of both sides marks both, one of a side only that", () => {
  const found = { at: 0, manoeuvre: "palpate", label: "Calf", region: "leg_left", finding: "", says: null };
  const marks = marksByRegion(
    [
      { ...found, seq: 1, site: "calf", abnormal: false },
      { ...found, seq: 2, site: "calf_left", abnormal: true },
    ],
    all,
  );
  expect(marks.get("leg_left")).toEqual({ done: 2, abnormal: 1 });
  expect(marks.get("leg_right")).toEqual({ done: 1, abnormal: 0 });
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
  expect(onselect).toHaveBeenCalledWith("abdomen");
});
