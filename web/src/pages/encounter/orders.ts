import type { Order, TestChoice, Ticks } from "../../net/messages";

/** Whole minutes (at least one) until the next pending result, or null when none is awaited. */
export function minutesToNextResult(orders: readonly Order[], now: Ticks): number | null {
  const dues = orders.filter((order) => order.state === "pending").map((order) => order.due);
  if (dues.length === 0) return null;
  return Math.max(1, Math.ceil((Math.min(...dues) - now) / 60_000));
}

/** How far a pending order has come, 0 to 1. */
export function progressOf(order: Order, now: Ticks): number {
  const span = order.due - order.at;
  return span <= 0 ? 1 : Math.min(1, Math.max(0, (now - order.at) / span));
}

/** Tests by kind, in the order in which the catalogue first names each kind. */
export function byKind(tests: readonly TestChoice[]): { kind: string; tests: TestChoice[] }[] {
  const groups = new Map<string, TestChoice[]>();
  for (const test of tests) groups.set(test.kind, [...(groups.get(test.kind) ?? []), test]);
  return [...groups].map(([kind, members]) => ({ kind, tests: members }));
}

export const totalCost = (tests: readonly TestChoice[]) => tests.reduce((sum, test) => sum + test.cost, 0);
