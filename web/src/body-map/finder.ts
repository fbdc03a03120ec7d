import type { Examined, Labelled, ManoeuvreChoice } from "../net/messages";
import { plain } from "../ui/format";
import { find, type Searchable } from "../ui/search";

/** A manoeuvre at a site as a line of the list. */
export interface Examination extends Searchable {
  key: string;
  choice: ManoeuvreChoice;
}

const NAMES: Readonly<Record<string, string>> = {
  chest_front: "Front of the chest",
  chest_back: "Back of the chest",
  whole: "Whole patient",
  skin: "Skin all over",
};

/** A region in words: `arm_left` is the left arm. */
export function regionName(id: string, regions: readonly Labelled[]): string {
  const sided = /^(.*)_(left|right)$/.exec(id);
  if (sided !== null) return `${plain(sided[2] ?? "")} ${(sided[1] ?? "").replaceAll("_", " ")}`;
  return NAMES[id] ?? regions.find((region) => region.id === id)?.label ?? plain(id);
}

export const keyOf = (entry: Pick<Examined, "manoeuvre" | "site">) => `${entry.manoeuvre}.${entry.site}`;

/** Every manoeuvre at every site, named `Auscultate: heart`. */
export function examinations(
  choices: readonly ManoeuvreChoice[],
  labels: Readonly<Record<string, string>> = {},
): Examination[] {
  return choices.map((choice) => ({
    key: keyOf(choice),
    choice,
    name: `${labels[choice.manoeuvre] ?? plain(choice.manoeuvre)}: ${choice.label}`,
    aliases: [...choice.aliases, plain(choice.manoeuvre), plain(choice.site), ...choice.regions.map(plain)],
  }));
}

/** The examinations of a region, grouped by manoeuvre in the catalogue's order. */
export function byManoeuvre(all: readonly Examination[], region: string) {
  const groups = new Map<string, Examination[]>();
  for (const entry of all) {
    if (!entry.choice.regions.includes(region)) continue;
    groups.set(entry.choice.manoeuvre, [...(groups.get(entry.choice.manoeuvre) ?? []), entry]);
  }
  return [...groups].map(([manoeuvre, entries]) => ({ manoeuvre, entries }));
}

export const searchExaminations = (query: string, all: readonly Examination[]) => find(query, all, 40);

export type Marks = ReadonlyMap<string, { done: number; abnormal: number }>;

/** What has been found so far in each region, for the marks on the figure. */
export function marksByRegion(examined: readonly Examined[], all: readonly Examination[]): Marks {
  const regionsOf = new Map(all.map((entry) => [entry.key, entry.choice.regions]));
  const marks = new Map<string, { done: number; abnormal: number }>();
  for (const entry of examined) {
    for (const region of regionsOf.get(keyOf(entry)) ?? [entry.region]) {
      const mark = marks.get(region) ?? { done: 0, abnormal: 0 };
      marks.set(region, { done: mark.done + 1, abnormal: mark.abnormal + (entry.abnormal ? 1 : 0) });
    }
  }
  return marks;
}
