import type { RankedDiagnosis } from "../../net/messages";

/** The list with one entry moved to another place; places outside the list are its ends. */
export function moved(items: readonly RankedDiagnosis[], from: number, to: number): RankedDiagnosis[] {
  const item = items[from];
  if (item === undefined) return [...items];
  const rest = items.filter((_, place) => place !== from);
  const target = Math.min(rest.length, Math.max(0, to));
  return [...rest.slice(0, target), item, ...rest.slice(target)];
}

/** The list with a diagnosis added at its end; null when it is empty or already there. */
export function added(
  items: readonly RankedDiagnosis[],
  diagnosis: string,
  confidence = 0.5,
): RankedDiagnosis[] | null {
  const name = diagnosis.trim().replace(/\s+/g, " ");
  if (name === "" || items.some((item) => item.diagnosis.toLowerCase() === name.toLowerCase())) return null;
  return [...items, { diagnosis: name, confidence }];
}

export function withConfidence(
  items: readonly RankedDiagnosis[],
  place: number,
  confidence: number,
): RankedDiagnosis[] {
  const kept = Math.min(1, Math.max(0, confidence));
  return items.map((item, i) => (i === place ? { ...item, confidence: kept } : item));
}

export const without = (items: readonly RankedDiagnosis[], place: number): RankedDiagnosis[] =>
  items.filter((_, i) => i !== place);

export function sameRanking(a: readonly RankedDiagnosis[], b: readonly RankedDiagnosis[]): boolean {
  return (
    a.length === b.length &&
    a.every(
      (item, i) => item.diagnosis === b[i]?.diagnosis && Math.abs(item.confidence - b[i].confidence) < 0.005,
    )
  );
}
