import type { Examined, ManoeuvreChoice } from "../net/messages";
import { plain } from "../ui/format";
import { find, type Searchable } from "../ui/search";
import type { Area } from "./figure";

/** A manoeuvre at a site as a line of the list. */
export interface Examination extends Searchable {
  choice: ManoeuvreChoice;
}

/** `Auscultate: aortic area`; a label that already names its manoeuvre is left alone. */
export function examinationName(choice: ManoeuvreChoice): string {
  const verb = plain(choice.manoeuvre);
  if (choice.label.toLowerCase().startsWith(verb.toLowerCase())) return choice.label;
  return `${verb}: ${choice.label}`;
}

export function examinations(choices: readonly ManoeuvreChoice[]): Examination[] {
  return choices.map((choice) => ({
    choice,
    name: examinationName(choice),
    aliases: [...choice.aliases, plain(choice.site), plain(choice.region)],
  }));
}

const sideOf = (id: string) => /_(left|right)$/.exec(id)?.[1];

/** Whether an examination belongs to an area of the figure; a sided one only to its own side. */
export function belongs(choice: ManoeuvreChoice, area: Pick<Area, "region" | "side">): boolean {
  const region = choice.region.replace(/_(left|right)$/, "");
  if (region !== area.region) return false;
  const side = sideOf(choice.region) ?? sideOf(choice.site);
  return area.side === undefined || side === undefined || side === area.side;
}

/** The examinations of an area, grouped by manoeuvre in the catalogue's order. */
export function byManoeuvre(all: readonly Examination[], area: Pick<Area, "region" | "side">) {
  const groups = new Map<string, Examination[]>();
  for (const entry of all) {
    if (!belongs(entry.choice, area)) continue;
    groups.set(entry.choice.manoeuvre, [...(groups.get(entry.choice.manoeuvre) ?? []), entry]);
  }
  return [...groups].map(([manoeuvre, entries]) => ({ manoeuvre, entries }));
}

export const searchExaminations = (query: string, all: readonly Examination[]) => find(query, all, 40);

/** What has been found so far in each region, for the marks on the figure. */
export function marksByRegion(
  examined: readonly Examined[],
): Map<string, { done: number; abnormal: number }> {
  const marks = new Map<string, { done: number; abnormal: number }>();
  for (const { region, abnormal } of examined) {
    const key = region.replace(/_(left|right)$/, "");
    const mark = marks.get(key) ?? { done: 0, abnormal: 0 };
    marks.set(key, { done: mark.done + 1, abnormal: mark.abnormal + (abnormal ? 1 : 0) });
  }
  return marks;
}
