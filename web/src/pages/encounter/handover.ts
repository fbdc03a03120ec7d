/** The four parts of an SBAR handover. */
export const SBAR = [
  { id: "situation", label: "Situation", ask: "Who you are, who this is, what is going on" },
  { id: "background", label: "Background", ask: "History that matters" },
  { id: "assessment", label: "Assessment", ask: "What you found and think" },
  { id: "recommendation", label: "Recommendation", ask: "What you want and by when" },
] as const;

export type SbarPart = (typeof SBAR)[number]["id"];

/** The parts that were written, joined under their names. */
export function joinedHandover(parts: Readonly<Record<SbarPart, string>>): string {
  return SBAR.map(({ id, label }) => ({ label, text: parts[id].trim() }))
    .filter(({ text }) => text !== "")
    .map(({ label, text }) => `${label}: ${text}`)
    .join("\n");
}
