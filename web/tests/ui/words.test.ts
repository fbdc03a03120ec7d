import { expect, test } from "vitest";
import { flagMark, rangeText } from "../../src/ui/flags";
import { clockText, numberText, plain, spanText } from "../../src/ui/format";
import { mayConfirm, refusalOf, wantsConsent } from "../../src/ui/problem";
import { find } from "../../src/ui/search";

test("times read as a clock and as spans", () => {
  expect(clockText(245_900)).toBe("4:05");
  expect(clockText(3_845_000)).toBe("1:04:05");
  expect(spanText(42_000)).toBe("42 s");
  expect(spanText(5_400_000)).toBe("1 h 30 min");
  expect(spanText(-5)).toBe("0 s");
});

test("ids read as words and numbers without idle zeros", () => {
  expect(plain("chest_pain")).toBe("Chest pain");
  expect(numberText(4.1, 2)).toBe("4.1");
});

test.each([
  ["high", "High", "↑", "abnormal"],
  ["H", "High", "↑", "abnormal"],
  ["HH", "Very high", "↑↑", "critical"],
  ["critical_low", "Very low", "↓↓", "critical"],
  ["abnormal", "Abnormal", "!", "abnormal"],
])("the flag %s is marked by word, arrow and tone", (flag, word, arrow, tone) => {
  expect(flagMark(flag)).toEqual({ word, arrow, tone });
});

test("a normal value carries no mark, and an unknown flag is shown in its own words", () => {
  expect(flagMark("normal").word).toBe("");
  expect(flagMark(null).word).toBe("");
  expect(flagMark("trace")).toMatchObject({ word: "trace", tone: "abnormal" });
});

test("ranges may be open at either end", () => {
  expect(rangeText(3.5, 5.3)).toBe("3.5 – 5.3");
  expect(rangeText(null, 14)).toBe("< 14");
  expect(rangeText(60, undefined)).toBe("> 60");
  expect(rangeText(null, null)).toBe("");
});

test("a refusal may be confirmed only where the server offers it", () => {
  const stop = refusalOf({
    id: "1",
    accepted: false,
    reason: "Stop.",
    hint: "Give it again with confirmation.",
  });
  const never = refusalOf({ id: "1", accepted: false, reason: "Not by mouth.", hint: "Use a vein." });
  expect(refusalOf({ id: "1", accepted: true, reason: "", hint: "" })).toBeNull();
  expect(stop !== null && mayConfirm(stop)).toBe(true);
  expect(never !== null && mayConfirm(never)).toBe(false);
  expect(wantsConsent({ reason: "The patient has not agreed.", hint: "Ask for consent." })).toBe(true);
});

const entries = [
  { name: "Full blood count", aliases: ["fbc", "blood count"] },
  { name: "Troponin", aliases: ["trop", "high sensitivity troponin"] },
  { name: "Exercise ECG", aliases: ["treadmill test"] },
  { name: "12-lead ECG", aliases: ["ECG", "electrocardiogram"] },
  { name: "Auscultate: Heart", aliases: ["heart sounds"] },
  { name: "Palpate: Abdomen", aliases: ["belly"] },
];

test.each([
  ["trop", "Troponin"],
  ["troponni", "Troponin"],
  ["FBC", "Full blood count"],
  ["ecg", "12-lead ECG"],
  ["listen to the heart", "Auscultate: Heart"],
  ["feel tummy", "Palpate: Abdomen"],
])("“%s” finds %s first", (query, name) => {
  expect(find(query, entries)[0]?.name).toBe(name);
});

test("every word must fit, and nothing typed lists all", () => {
  expect(find("heart abdomen", entries)).toEqual([]);
  expect(find("  ", entries)).toHaveLength(6);
});
