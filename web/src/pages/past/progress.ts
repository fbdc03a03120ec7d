import type { Summary } from "../../net/rest";

/** Summaries as the server sends them, in one shape; entries that cannot be read are left out. */
export function readSummaries(answer: unknown): Summary[] {
  const list = Array.isArray(answer)
    ? answer
    : ((answer as { encounters?: unknown } | null)?.encounters ?? []);
  if (!Array.isArray(list)) return [];
  return list.map(readSummary).filter((summary) => summary !== null);
}

function readSummary(value: unknown): Summary | null {
  if (typeof value !== "object" || value === null) return null;
  const entry = value as Record<string, unknown>;
  if (typeof entry.encounter !== "string") return null;
  const text = (name: string) => (typeof entry[name] === "string" ? entry[name] : "");
  const number = (name: string) => (typeof entry[name] === "number" ? entry[name] : null);
  return {
    encounter: entry.encounter,
    scenario: text("scenario"),
    title: text("title"),
    role: (text("role") || "learner") as Summary["role"],
    started: typeof entry.started === "string" ? entry.started : null,
    now: number("now") ?? 0,
    ended: entry.ended === true,
    score: number("score"),
    domains: readDomains(entry.domains),
  };
}

/** Percent by domain, whether sent as a mapping or as the report's list of scores. */
function readDomains(value: unknown): Record<string, number> {
  const domains: Record<string, number> = {};
  if (Array.isArray(value)) {
    for (const item of value as { domain?: unknown; percent?: unknown }[]) {
      if (typeof item.domain === "string" && typeof item.percent === "number")
        domains[item.domain] = item.percent;
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [name, share] of Object.entries(value)) if (typeof share === "number") domains[name] = share;
  }
  return domains;
}

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
