export type SpeakingVerb = "greet" | "ask" | "tell";

const GREETING = /^(hello|hi|hey|good (morning|afternoon|evening)|my name is|i'?m (dr|doctor))\b/i;
const QUESTION =
  /^(who|what|when|where|why|which|whose|how|do|does|did|have|has|had|are|is|was|were|can|could|would|will|should|may|any|tell me|describe|talk me|and (what|how|when|where|do|did|have|any))\b/i;

/** What somebody means by words: a hint for the server, which understands them for itself. */
export function verbFor(text: string): SpeakingVerb {
  const words = text.trim();
  if (words.endsWith("?")) return "ask";
  if (GREETING.test(words)) return "greet";
  return QUESTION.test(words) ? "ask" : "tell";
}

/** What was said before, reached with the arrow keys as in a terminal. */
export class SaidBefore {
  private place: number | null = null;
  private unfinished = "";

  constructor(private readonly most = 100) {}
  private lines: string[] = [];

  add(line: string): void {
    if (this.lines.at(-1) !== line) this.lines = [...this.lines, line].slice(-this.most);
    this.place = null;
  }

  /** The line before the one shown, or null when there is none; what stands in the composer is kept. */
  older(present: string): string | null {
    if (this.lines.length === 0 || this.place === 0) return null;
    if (this.place === null) this.unfinished = present;
    this.place = (this.place ?? this.lines.length) - 1;
    return this.lines[this.place] ?? null;
  }

  /** The line after the one shown; past the newest, what had been begun. */
  newer(): string | null {
    if (this.place === null) return null;
    this.place += 1;
    if (this.place < this.lines.length) return this.lines[this.place] ?? null;
    this.place = null;
    return this.unfinished;
  }
}

/** Words to begin with, by what they are for. They land in the composer and can be changed before they are sent. */
export const STARTERS: readonly { label: string; text: string }[] = [
  {
    label: "Introduce yourself",
    text: "Hello, I'm one of the doctors. Can I check your name and date of birth?",
  },
  { label: "Open question", text: "What has brought you in today?" },
  { label: "Tell me more", text: "Can you tell me more about that?" },
  { label: "Anything else", text: "Is there anything else that has been troubling you?" },
  {
    label: "Ideas and worries",
    text: "Do you have any thoughts about what this might be, or anything that worries you?",
  },
  { label: "Past illnesses", text: "Do you have any medical conditions?" },
  { label: "Medicines", text: "Do you take any regular medicines?" },
  { label: "Allergies", text: "Are you allergic to anything?" },
  {
    label: "Ask to examine",
    text: "Would it be all right if I examine you now? Would you like a chaperone?",
  },
  { label: "Sum up", text: "Let me check that I have understood: " },
];
