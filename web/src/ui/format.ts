/** Encounter time in words for screens: `4:05`, past an hour `1:04:05`. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A length of time in words: `45 s`, `12 min`, `1 h 30 min`, `2 days`. */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) {
    const rest = minutes % 60;
    return `${Math.floor(minutes / 60)} h${rest === 0 ? "" : ` ${rest} min`}`;
  }
  return `${Math.round(minutes / 1440)} days`;
}

/** `chest_pain` or `chest-pain` as `Chest pain`. */
export function plain(id: string): string {
  const words = id.replace(/[_-]+/g, " ").trim();
  return words === "" ? "" : words[0]?.toUpperCase() + words.slice(1);
}

/** A number with at most `digits` places and no idle zeros. */
export function numberText(value: number, digits = 2): string {
  return Number.isFinite(value) ? String(Number(value.toFixed(digits))) : "—";
}

export const percent = (share: number) => `${Math.round(share * 100)} %`;

export const money = (amount: number) =>
  amount === 0 ? "free" : `£${amount % 1 === 0 ? amount : amount.toFixed(2)}`;

export const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
