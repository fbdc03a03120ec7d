import type { ActionArgument, RouteChoice } from "../../net/messages";
import { plain } from "../../ui/format";

/** Whether a written amount is a rate: so much a minute or an hour. */
const isRate = (text: string) => /\/\s*(min|h|hour|hr|day)\b/i.test(text);

/** What may be suggested for a route: an amount for the dose, or a flow for the rate; for a child, the dose by weight. */
export interface Suggestion {
  field: "dose" | "rate";
  text: string;
  range: string;
}

export function suggestions(route: RouteChoice, ageYears: number): Suggestion[] {
  const found: Suggestion[] = [];
  const add = (text: string, range: string) => {
    if (text !== "") found.push({ field: isRate(text) ? "rate" : "dose", text, range });
  };
  if (ageYears < 18 && route.child !== null) add(route.child, "");
  if (ageYears >= 12 || route.child === null) {
    add(route.usual, route.min === route.max ? "" : `${route.min} to ${route.max}`);
  }
  return found;
}

const ROUTES: Readonly<Record<string, string>> = {
  iv: "Intravenous (IV)",
  im: "Intramuscular (IM)",
  sc: "Subcutaneous (SC)",
  io: "Intraosseous (IO)",
  pr: "Rectal",
  oral: "By mouth",
};

/** A route in words. */
export const routeName = (route: string) => ROUTES[route] ?? plain(route);

/** The unit that a bare number is meant in: that of the usual amount. A dose by weight leaves no number bare. */
export function doseUnit(route: RouteChoice, ageYears: number): string {
  if (ageYears < 18 && route.child !== null) return "";
  return isRate(route.usual) ? "" : route.usual.replace(/^[\d.,\s]+/, "").trim();
}

/** A dose as typed, with the route's unit when only a number was written. */
export function writtenDose(typed: string, unit: string): string {
  const text = typed.trim().replace(",", ".");
  return /^[\d.]+$/.test(text) ? `${text} ${unit}`.trim() : text;
}

/** The arguments of an action as they are sent: what was left empty stays out, numbers are numbers. */
export function writtenArguments(
  wanted: readonly ActionArgument[],
  typed: Readonly<Record<string, string | boolean>>,
): Record<string, string | number | boolean> {
  const args: Record<string, string | number | boolean> = {};
  for (const { name, unit, min, max } of wanted) {
    const value = typed[name];
    if (value === undefined || value === "") continue;
    const isNumber = (unit ?? min ?? max) !== null;
    args[name] = isNumber && typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  }
  return args;
}

/** The first required argument still missing, in words; null when all are there. */
export function missingArgument(
  wanted: readonly ActionArgument[],
  typed: Readonly<Record<string, string | boolean>>,
): string | null {
  const missing = wanted.find(({ name, required }) => required && (typed[name] ?? "") === "");
  return missing === undefined ? null : plain(missing.name);
}

/** The range of a quantity, or nothing. */
export function argumentRange({ min, max }: ActionArgument): string {
  return typeof min === "number" && typeof max === "number" ? `${min} to ${max}` : "";
}
