/** What can be searched for: words of its name count most, then its other names. */
export interface Searchable {
  name: string;
  aliases: readonly string[];
}

/** What people call doing something to a patient, and what the catalogue calls it. */
const SAID_AS: Readonly<Record<string, string>> = {
  listen: "auscultate",
  hear: "auscultate",
  stethoscope: "auscultate",
  feel: "palpate",
  press: "palpate",
  touch: "palpate",
  tap: "percuss",
  observe: "inspect",
  see: "inspect",
  belly: "abdomen",
  tummy: "abdomen",
  lungs: "chest",
};
const EMPTY_WORDS = new Set([
  "the",
  "a",
  "an",
  "to",
  "of",
  "at",
  "for",
  "and",
  "his",
  "her",
  "in",
  "on",
  "with",
]);

/** What it counts for that a name was typed in full, so that `ECG` is the ECG before the exercise ECG. */
const WHOLE_NAME = 6;

export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .split(/[^a-z0-9+]+/)
    .filter((word) => word !== "" && !EMPTY_WORDS.has(word));
}

function fit(wanted: string, words: readonly string[]): number {
  let best = 0;
  for (const word of words) {
    if (word === wanted) return 3;
    if (word.startsWith(wanted)) best = Math.max(best, 2);
    else if (wanted.length >= 4 && word.length >= 4 && nearly(wanted, word)) best = Math.max(best, 1);
  }
  return best;
}

/** One letter wrong, missing, added or swapped. */
function nearly(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const restA = a.slice(start);
  const restB = b.slice(start);
  if (restA.slice(1) === restB || restA === restB.slice(1) || restA.slice(1) === restB.slice(1)) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}

/** How well an entry answers the words, 0 when one of them is found nowhere. */
export function score(wanted: readonly string[], entry: Searchable): number {
  const name = wordsOf(entry.name);
  const others = entry.aliases.map(wordsOf);
  const whole = [name, ...others].some((words) => words.join(" ") === wanted.join(" "));
  let total = 0;
  for (const word of wanted) {
    const said = SAID_AS[word];
    const inName = Math.max(fit(word, name), said === undefined ? 0 : fit(said, name));
    const inOthers = Math.max(0, ...others.map((words) => fit(word, words)));
    const best = Math.max(inName * 2, inOthers * 1.5);
    if (best === 0) return 0;
    total += best;
  }
  return total + (whole ? WHOLE_NAME : 0) - name.length * 0.05;
}

/** The entries that have all the words, best first; all of them, in their order, when nothing is typed. */
export function find<T extends Searchable>(query: string, entries: readonly T[], most = 60): T[] {
  const wanted = wordsOf(query);
  if (wanted.length === 0) return entries.slice(0, most);
  return entries
    .map((entry, place) => ({ entry, place, score: score(wanted, entry) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, most)
    .map((hit) => hit.entry);
}
