/** How an abnormal value is marked: words, an arrow and a tone together, never colour alone. */
export interface FlagMark {
  word: string;
  arrow: "↑" | "↑↑" | "↓" | "↓↓" | "!" | "";
  tone: "normal" | "abnormal" | "critical";
}

const NORMAL: FlagMark = { word: "", arrow: "", tone: "normal" };
const MARKS: Readonly<Record<string, FlagMark>> = {
  h: { word: "High", arrow: "↑", tone: "abnormal" },
  high: { word: "High", arrow: "↑", tone: "abnormal" },
  hh: { word: "Very high", arrow: "↑↑", tone: "critical" },
  very_high: { word: "Very high", arrow: "↑↑", tone: "critical" },
  critical_high: { word: "Very high", arrow: "↑↑", tone: "critical" },
  l: { word: "Low", arrow: "↓", tone: "abnormal" },
  low: { word: "Low", arrow: "↓", tone: "abnormal" },
  ll: { word: "Very low", arrow: "↓↓", tone: "critical" },
  very_low: { word: "Very low", arrow: "↓↓", tone: "critical" },
  critical_low: { word: "Very low", arrow: "↓↓", tone: "critical" },
  a: { word: "Abnormal", arrow: "!", tone: "abnormal" },
  abnormal: { word: "Abnormal", arrow: "!", tone: "abnormal" },
  positive: { word: "Positive", arrow: "!", tone: "abnormal" },
  critical: { word: "Critical", arrow: "!", tone: "critical" },
};

export function flagMark(flag: string | null | undefined): FlagMark {
  if (flag === null || flag === undefined) return NORMAL;
  const word = flag
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
  if (word === "" || word === "normal" || word === "n") return NORMAL;
  return MARKS[word] ?? { word: flag, arrow: "!", tone: "abnormal" };
}

/** A reference range in words: `3.5 – 5.3`, `< 14`, `> 60`, or nothing. */
export function rangeText(low: number | null | undefined, high: number | null | undefined): string {
  const hasLow = low !== null && low !== undefined;
  const hasHigh = high !== null && high !== undefined;
  if (hasLow && hasHigh) return `${low} – ${high}`;
  if (hasHigh) return `< ${high}`;
  return hasLow ? `> ${low}` : "";
}
