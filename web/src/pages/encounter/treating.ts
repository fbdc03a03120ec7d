import type { ActionArgument, RouteChoice } from "../../net/messages";
import { numberText, plain } from "../../ui/format";

function withUnit(amount: number | string, unit: string): string {
  if (typeof amount === "string") return /[a-z%]/i.test(amount) ? amount : `${amount} ${unit}`.trim();
  return `${numberText(amount, 4)} ${unit}`.trim();
}

/** The usual dose as it is written, `300 mg`, or nothing. */
export function usualDose(route: RouteChoice): string {
  return route.usual === null ? "" : withUnit(route.usual, route.unit);
}

/** The usual range in words, or nothing. */
export function doseRange(route: RouteChoice): string {
  if (route.min === null || route.max === null || route.min === route.max) return "";
  return `${numberText(route.min, 4)} to ${withUnit(route.max, route.unit)}`;
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
    const isNumber = (unit ?? min ?? max ?? null) !== null;
    args[name] = isNumber && typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  }
  return args;
}

/** The first required argument still missing, in words; null when all are there. */
export function missingArgument(
  wanted: readonly ActionArgument[],
  typed: Readonly<Record<string, string | boolean>>,
): string | null {
  const missing = wanted.find(({ name, required }) => required === true && (typed[name] ?? "") === "");
  return missing === undefined ? null : plain(missing.name);
}

/** The range of a quantity, or nothing. */
export function argumentRange({ min, max }: ActionArgument): string {
  return typeof min === "number" && typeof max === "number" ? `${min} to ${max}` : "";
}
