const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** How long to wait before the next try to connect: doubling, at most 15 s, spread by a fifth so that tabs do not come in step. */
export function waitBeforeTry(failures: number, chance: number = Math.random()): number {
  const plain = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(plain * (0.8 + 0.4 * chance));
}
