import type { LifeStage } from "./appearance";

export type HairStyle =
  "wisp" | "short" | "fringe" | "long" | "bob" | "bun" | "plaits" | "curls" | "receding" | "thin";

export interface HairPaths {
  back: string;
  front: string;
}

const CHOICES: Readonly<Record<LifeStage, Readonly<Record<"female" | "male", readonly HairStyle[]>>>> = {
  baby: { female: ["wisp"], male: ["wisp"] },
  toddler: { female: ["plaits", "bob"], male: ["fringe", "short"] },
  child: { female: ["plaits", "long", "bob"], male: ["fringe", "short", "curls"] },
  teen: { female: ["long", "bun", "curls"], male: ["short", "fringe", "curls"] },
  adult: { female: ["long", "bob", "bun", "curls"], male: ["short", "fringe", "short", "receding"] },
  older: { female: ["bob", "bun", "curls"], male: ["receding", "short"] },
  old: { female: ["curls", "bun", "bob"], male: ["thin", "receding"] },
};

export function hairStyleFor(stage: LifeStage, sex: "female" | "male", seed: number): HairStyle {
  const styles = CHOICES[stage][sex];
  return styles[seed % styles.length] ?? "short";
}

/** Scallops along the crown, each an arc of the same radius, then a way back along the hairline. */
function curls(l: number, r: number, t: number, low: number): string {
  const steps = 9;
  let d = `M ${l - 3} ${low}`;
  for (let i = 1; i <= steps; i += 1) {
    const angle = Math.PI * (1 - i / steps);
    const x = 100 + Math.cos(angle) * ((r - l) / 2 + 5);
    const y = low - Math.sin(angle) * (low - t + 9);
    d += ` A 13 13 0 0 1 ${x.toFixed(1)} ${y.toFixed(1)}`;
  }
  return `${d} C ${r - 2} ${low - 14} ${r - 12} ${t + 30} 100 ${t + 25} C ${l + 12} ${t + 30} ${l + 2} ${low - 14} ${l - 3} ${low} Z`;
}

/** Hair around a head from `l` to `r` whose crown is at `t`; behind the head, and before it. */
export function hairPaths(style: HairStyle, l: number, r: number, t: number): HairPaths {
  const cap = (line: string) =>
    `M ${l - 3} 96 C ${l - 9} ${t + 22} ${l + 12} ${t - 12} 100 ${t - 12} C ${r - 12} ${t - 12} ${r + 9} ${t + 22} ${r + 3} 96 ${line} Z`;
  const parted = cap(
    `C ${r + 1} 82 ${r - 5} 70 ${r - 14} 62 C ${r - 30} 60 112 ${t + 22} 104 ${t + 6} C 96 ${t + 22} ${l + 24} 62 ${l + 12} 68 C ${l + 5} 74 ${l} 84 ${l - 3} 96`,
  );
  const round = cap(
    `C ${r + 1} 84 ${r - 3} 74 ${r - 9} 66 C 116 ${t + 26} 84 ${t + 26} ${l + 9} 66 C ${l + 3} 74 ${l - 1} 84 ${l - 3} 96`,
  );
  switch (style) {
    case "wisp":
      return {
        back: "",
        front: `M 100 ${t - 3} C 84 ${t - 4} ${l + 20} ${t + 6} ${l + 14} ${t + 22} C ${l + 30} ${t + 8} 92 ${t + 8} 106 ${t + 12} C 118 ${t + 8} ${r - 26} ${t + 12} ${r - 14} ${t + 22} C ${r - 20} ${t + 4} 118 ${t - 4} 104 ${t - 4} C 108 ${t - 10} 116 ${t - 8} 116 ${t - 12} C 108 ${t - 16} 100 ${t - 12} 100 ${t - 3} Z`,
      };
    case "fringe":
      return {
        back: "",
        front: cap(
          `C ${r + 1} 86 ${r - 1} 80 ${r - 5} 74 L ${r - 16} ${t + 42} L ${r - 24} ${t + 36} L 110 ${t + 41} L 98 ${t + 34} L 86 ${t + 41} L ${l + 22} ${t + 36} L ${l + 12} ${t + 43} C ${l + 3} 78 ${l} 86 ${l - 3} 96`,
        ),
      };
    case "long":
      return {
        back: `M ${l - 8} 96 C ${l - 18} ${t + 10} ${l + 6} ${t - 16} 100 ${t - 16} C ${r - 6} ${t - 16} ${r + 18} ${t + 10} ${r + 8} 96 C ${r + 10} 130 ${r + 18} 150 ${r + 14} 186 C ${r - 4} 194 ${l + 4} 194 ${l - 14} 186 C ${l - 18} 150 ${l - 10} 130 ${l - 8} 96 Z`,
        front: parted,
      };
    case "bob":
      return {
        back: `M ${l - 8} 92 C ${l - 16} ${t + 8} ${l + 8} ${t - 16} 100 ${t - 16} C ${r - 8} ${t - 16} ${r + 16} ${t + 8} ${r + 8} 92 C ${r + 12} 116 ${r + 14} 132 ${r + 6} 148 C ${r - 8} 154 ${l + 8} 154 ${l - 6} 148 C ${l - 14} 132 ${l - 12} 116 ${l - 8} 92 Z`,
        front: parted,
      };
    case "bun":
      return { back: `M 78 ${t - 8} A 22 18 0 1 1 122 ${t - 8} Z`, front: round };
    case "plaits":
      return {
        back: `M ${l} 92 C ${l - 16} 98 ${l - 22} 112 ${l - 14} 122 C ${l - 22} 132 ${l - 18} 146 ${l - 8} 152 C ${l} 146 ${l + 2} 132 ${l - 4} 122 C ${l + 4} 112 ${l + 4} 100 ${l} 92 Z M ${r} 92 C ${r + 16} 98 ${r + 22} 112 ${r + 14} 122 C ${r + 22} 132 ${r + 18} 146 ${r + 8} 152 C ${r} 146 ${r - 2} 132 ${r + 4} 122 C ${r - 4} 112 ${r - 4} 100 ${r} 92 Z`,
        front: parted,
      };
    case "curls":
      return { back: "", front: curls(l, r, t, 96) };
    case "receding":
      return {
        back: "",
        front: cap(
          `C ${r + 1} 84 ${r - 1} 72 ${r - 8} 58 C ${r - 16} ${t + 8} 116 ${t + 10} 100 ${t + 14} C 84 ${t + 10} ${l + 16} ${t + 8} ${l + 8} 58 C ${l + 1} 72 ${l - 1} 84 ${l - 3} 96`,
        ),
      };
    case "thin":
      return {
        back: "",
        front: `M ${l - 4} 100 C ${l - 10} 82 ${l - 6} 66 ${l + 6} 54 C ${l + 4} 70 ${l + 2} 84 ${l - 4} 100 Z M ${r + 4} 100 C ${r + 10} 82 ${r + 6} 66 ${r - 6} 54 C ${r - 4} 70 ${r - 2} 84 ${r + 4} 100 Z`,
      };
    case "short":
      return { back: "", front: round };
  }
}
