import type { Receipt } from "../net/messages";

/** Sends a command of the monitor; resolves with whether it was carried out, and shows why not. */
export type Act = (verb: string, args?: Record<string, unknown>) => Promise<boolean>;

/** What the monitor needs of whoever holds the line to the server. */
export interface Line {
  act: (verb: string, args?: Record<string, unknown>) => Promise<Receipt>;
}

export type Page = "waves" | "twelve" | "trends" | "limits";
export type Drawer = "defib" | "pacer" | "probes" | "cuff" | "display" | null;

/** The step of a scale next to `value`, `by` places on. */
export function stepped(scale: readonly number[], value: number, by: number): number {
  const place = scale.findIndex((one) => one >= value);
  const next = Math.max(0, Math.min(scale.length - 1, (place === -1 ? scale.length - 1 : place) + by));
  return scale[next] ?? value;
}
