import type { Brief } from "../../net/messages";
import { find } from "../../ui/search";

export type AgeGroup = "infant" | "child" | "young" | "adult" | "older";

export const AGE_GROUPS: readonly { id: AgeGroup; label: string; from: number; below: number }[] = [
  { id: "infant", label: "Under 1 year", from: 0, below: 1 },
  { id: "child", label: "1 to 11 years", from: 1, below: 12 },
  { id: "young", label: "12 to 17 years", from: 12, below: 18 },
  { id: "adult", label: "18 to 64 years", from: 18, below: 65 },
  { id: "older", label: "65 and over", from: 65, below: Infinity },
];

export interface Filters {
  text: string;
  specialty: string;
  setting: string;
  level: string;
  age: string;
  minutes: string;
}

export const NO_FILTERS: Readonly<Filters> = {
  text: "",
  specialty: "",
  setting: "",
  level: "",
  age: "",
  minutes: "",
};

const PLACES: readonly (readonly [RegExp, string])[] = [
  [/\bemergency department\b/i, "Emergency department"],
  [/\b(general|family) practice\b|\bprimary care\b/i, "General practice"],
  [/\b(maternity|labour|obstetric)/i, "Maternity"],
  [/\bward\b|\bacute medical unit\b/i, "Ward"],
  [/\bclinic\b|\boutpatient/i, "Outpatient clinic"],
  [/\bhome\b/i, "Home"],
];

/** The kind of place that a setting's sentence is about, so that a filter has few choices; else its first words. */
export function placeOf(setting: string): string {
  const known = PLACES.find(([words]) => words.test(setting));
  return known?.[1] ?? setting.split(/[;,]/, 1)[0]?.trim() ?? setting;
}

const inAge = (brief: Brief, group: string) => {
  const bounds = AGE_GROUPS.find(({ id }) => id === group);
  const years = brief.patient.age_years;
  return bounds === undefined || (years >= bounds.from && years < bounds.below);
};

/** The cases that meet every filter, best match of the words first. */
export function filtered(briefs: readonly Brief[], filters: Filters): Brief[] {
  const fitting = briefs.filter(
    (brief) =>
      (filters.specialty === "" || brief.specialty === filters.specialty) &&
      (filters.setting === "" || placeOf(brief.setting) === filters.setting) &&
      (filters.level === "" || brief.level === filters.level) &&
      (filters.minutes === "" || brief.minutes <= Number(filters.minutes)) &&
      (filters.age === "" || inAge(brief, filters.age)),
  );
  const entries = fitting.map((brief) => ({
    brief,
    name: brief.title,
    aliases: [brief.summary, brief.specialty, brief.setting, ...brief.tags],
  }));
  return find(filters.text, entries, entries.length).map(({ brief }) => brief);
}

/** What a filter can be set to, each once, by name. */
export function choicesOf(briefs: readonly Brief[], field: "specialty" | "setting" | "level"): string[] {
  const valueOf = (brief: Brief) => (field === "setting" ? placeOf(brief.setting) : brief[field]);
  const values = [...new Set(briefs.map(valueOf))];
  const levels = ["foundation", "core", "advanced"];
  return field === "level"
    ? values.sort((a, b) => levels.indexOf(a) - levels.indexOf(b))
    : values.sort((a, b) => a.localeCompare(b));
}
