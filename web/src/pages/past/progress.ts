import type { Summary } from "../../net/messages";

/** Score and domains over the ended encounters, oldest first: columns for a chart, null where a domain was not asked. */
export function progress(summaries: readonly Summary[]): {
  names: string[];
  columns: [number[], ...(number | null)[][]];
} {
  const ended = summaries
    .filter((summary) => summary.ended && summary.score !== null && summary.role === "learner")
    .sort((a, b) => (a.started ?? "").localeCompare(b.started ?? ""));
  const names = [...new Set(ended.flatMap((summary) => Object.keys(summary.domains)))];
  return {
    names,
    columns: [
      ended.map((_, i) => i + 1),
      ended.map((summary) => summary.score),
      ...names.map((name) => ended.map((summary) => summary.domains[name] ?? null)),
    ],
  };
}
