import { expect, test } from "vitest";
import { appearanceWords, faceModel, lifeStage, skinNow } from "../../src/avatar/appearance";
import { brightness, mix } from "../../src/avatar/colour";
import { CALM, patient } from "../fixtures";

test.each([
  [0.1, "baby"],
  [2, "toddler"],
  [5, "child"],
  [15, "teen"],
  [30, "adult"],
  [60, "older"],
  [85, "old"],
])("at %d years somebody is drawn as %s", (years, stage) => {
  expect(lifeStage(years)).toBe(stage);
});

test("the same patient always looks the same, and the old are grey and lined", () => {
  expect(faceModel(patient())).toEqual(faceModel(patient()));
  const old = faceModel(patient({ age_years: 85 }));
  const young = faceModel(patient({ age_years: 30 }));
  expect(brightness(old.hair)).toBeGreaterThan(brightness(young.hair) + 0.3);
  expect([young.wrinkles, old.wrinkles]).toEqual([0, 2]);
});

test("a baby has a rounder face with larger eyes set lower than an adult", () => {
  const baby = faceModel(patient({ age_years: 0.5 }));
  const adult = faceModel(patient({ age_years: 30 }));
  expect(baby.eyes.ry).toBeGreaterThan(adult.eyes.ry);
  expect(baby.eyes.y).toBeGreaterThan(adult.eyes.y);
  expect(baby.head.jaw).toBeGreaterThan(adult.head.jaw);
});

test.each(["#f3d3bd", "#6f4530"])("pallor, cyanosis and fever show on skin of %s", (own) => {
  const pale = skinNow(own, { ...CALM, pallor: 1 });
  const blue = skinNow(own, { ...CALM, cyanosis: 1 });
  const red = skinNow(own, { ...CALM, flush: 1 });
  expect(new Set([own, pale, blue, red]).size).toBe(4);
  expect(brightness(pale)).toBeGreaterThan(brightness(own));
});

test("lips turn blue with cyanosis", () => {
  const blueOf = (hex: string) => Number.parseInt(hex.slice(5), 16) - Number.parseInt(hex.slice(1, 3), 16);
  const well = faceModel(patient());
  const blue = faceModel(patient({}, { cyanosis: 1 }));
  expect(blueOf(blue.lips)).toBeGreaterThan(blueOf(well.lips) + 40);
});

test("eyes are shut when unconscious and narrowed by pain", () => {
  const gone = faceModel(
    patient({}, { eyes_open: 0 }, { consciousness: "unconscious", mood: "unconscious" }),
  );
  expect(gone.eyes.open).toBe(0);
  expect(gone.unconscious).toBe(true);
  expect(faceModel(patient({}, { pain: 1 })).eyes.open).toBeLessThan(faceModel(patient()).eyes.open);
});

test("the mouth curves with mood and opens when breath is short", () => {
  expect(faceModel(patient({}, { valence: 0.6 })).mouth.curve).toBeGreaterThan(0);
  expect(faceModel(patient({}, { valence: -0.7 })).mouth.curve).toBeLessThan(0);
  expect(faceModel(patient({}, { breathless: 1 })).mouth.open).toBeGreaterThan(5);
});

test("worry lifts the inner brows and anger lowers them", () => {
  const anxious = faceModel(patient({}, { valence: -0.4, arousal: 0.8 }, { mood: "anxious" }));
  const angry = faceModel(patient({}, { valence: -0.7, arousal: 0.9 }, { mood: "angry" }));
  expect(anxious.brows.inner).toBeLessThan(0);
  expect(angry.brows.inner).toBeGreaterThan(0);
});

test("the chest keeps time with the breathing, and stands still when there is none", () => {
  expect(faceModel(patient({}, {}, { respiratory_rate: 30 })).breathSeconds).toBe(2);
  expect(faceModel(patient({}, {}, { respiratory_rate: 0 })).breathSeconds).toBe(0);
});

test("what is seen is also said in words", () => {
  const words = appearanceWords(
    patient({}, { pallor: 0.8, sweat: 0.6, breathless: 0.7 }, { mood: "anxious", posture: "sit_up" }),
  );
  expect(words).toEqual(["anxious", "very breathless", "pale", "sweating", "sitting up"]);
  expect(appearanceWords(patient({}, { eyes_open: 0 }, { consciousness: "unconscious" }))).toContain(
    "eyes closed, not responding",
  );
});

test("colours mix from one to the other", () => {
  expect(mix("#000000", "#ffffff", 0.5)).toBe("#808080");
  expect(mix("#102030", "#ffffff", 0)).toBe("#102030");
});
