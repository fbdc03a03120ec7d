type Rgb = readonly [number, number, number];

function parse(hex: string): Rgb {
  const n = Number.parseInt(hex.slice(1), 16);
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
}

/** The colour a share `t` (0 to 1) of the way from one `#rrggbb` to another. */
export function mix(from: string, to: string, t: number): string {
  const share = Math.min(1, Math.max(0, t));
  const [a, b] = [parse(from), parse(to)];
  const channel = (i: 0 | 1 | 2) =>
    Math.round(a[i] + (b[i] - a[i]) * share)
      .toString(16)
      .padStart(2, "0");
  return `#${channel(0)}${channel(1)}${channel(2)}`;
}

/** Brightness from 0 (black) to 1 (white), as the eye weighs the three colours (ITU-R BT.601). */
export function brightness(hex: string): number {
  const [r, g, b] = parse(hex);
  return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
}
