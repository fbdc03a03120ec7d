/** One focusable area of the drawn body; sides are the patient's own, as in `arm_left`. */
export interface Area {
  region: string;
  d: string;
}

/** A path flipped about the middle line (x = 100); it must hold only absolute commands with coordinate pairs. */
export function mirror(d: string): string {
  return d.replace(/(-?[\d.]+) (-?[\d.]+)/g, (_pair, x: string, y: string) => `${200 - Number(x)} ${y}`);
}

function ellipse(cx: number, cy: number, rx: number, ry: number): string {
  const k = 0.5523;
  const [l, r, t, b] = [cx - rx, cx + rx, cy - ry, cy + ry];
  const [dx, dy] = [rx * k, ry * k];
  return `M ${l} ${cy} C ${l} ${cy - dy} ${cx - dx} ${t} ${cx} ${t} C ${cx + dx} ${t} ${r} ${cy - dy} ${r} ${cy} C ${r} ${cy + dy} ${cx + dx} ${b} ${cx} ${b} C ${cx - dx} ${b} ${l} ${cy + dy} ${l} ${cy} Z`;
}

/** On the front the patient's right is at the viewer's left; on the back it is the other way about. */
function both(region: string, d: string, view: "front" | "back"): Area[] {
  const near = view === "front" ? "right" : "left";
  const far = near === "right" ? "left" : "right";
  return [
    { region: `${region}_${near}`, d },
    { region: `${region}_${far}`, d: mirror(d) },
  ];
}

const HEAD = "M 100 8 C 119 8 127 23 126 39 C 125 56 114 68 100 68 C 86 68 75 56 74 39 C 73 23 81 8 100 8 Z";
const NECK = "M 89 64 C 95 69 105 69 111 64 L 112 80 C 106 85 94 85 88 80 Z";
const CHEST =
  "M 88 80 C 80 88 62 86 55 95 C 60 112 65 130 66 150 L 134 150 C 135 130 140 112 145 95 C 138 86 120 88 112 80 C 106 85 94 85 88 80 Z";
const ABDOMEN = "M 66 150 L 134 150 C 132 168 132 186 136 204 L 64 204 C 68 186 68 168 66 150 Z";
const PELVIS = "M 64 204 L 136 204 C 139 212 140 220 140 230 L 60 230 C 60 220 61 212 64 204 Z";
const ARM =
  "M 55 95 C 45 99 41 109 40 122 C 38 142 34 158 31 174 C 29 188 27 200 25 212 L 38 216 C 41 202 45 190 48 178 C 52 160 58 146 61 126 C 60 114 58 104 55 95 Z";
const HAND = "M 25 212 L 38 216 C 40 228 39 240 33 247 C 26 249 20 242 20 232 C 20 225 22 218 25 212 Z";
const LEG =
  "M 60 230 L 72 236 L 97 252 C 99 280 97 300 95 320 C 97 345 94 375 91 402 L 76 402 C 72 375 68 345 70 320 C 63 292 58 260 60 230 Z";
const FOOT = "M 76 402 L 91 402 C 93 410 94 416 93 422 C 86 428 70 428 63 424 C 64 416 72 412 76 402 Z";
const GROIN = "M 60 230 L 88 230 L 96 250 L 72 236 Z";

export const FRONT: readonly Area[] = [
  { region: "head", d: HEAD },
  { region: "face", d: ellipse(100, 44, 20, 21) },
  { region: "eyes", d: `${ellipse(91, 39, 6, 4)} ${ellipse(109, 39, 6, 4)}` },
  { region: "mouth", d: ellipse(100, 56, 9, 4.5) },
  { region: "ears", d: `${ellipse(72.5, 41, 4.5, 8)} ${ellipse(127.5, 41, 4.5, 8)}` },
  { region: "neck", d: NECK },
  { region: "chest_front", d: CHEST },
  { region: "heart", d: ellipse(112, 121, 14, 15) },
  { region: "abdomen", d: ABDOMEN },
  { region: "pelvis", d: PELVIS },
  ...both("arm", ARM, "front"),
  ...both("hand", HAND, "front"),
  ...both("leg", LEG, "front"),
  ...both("foot", FOOT, "front"),
  { region: "groin", d: `${GROIN} ${mirror(GROIN)}` },
  { region: "genitals", d: "M 89 231 L 111 231 C 109 242 106 250 100 254 C 94 250 91 242 89 231 Z" },
];

export const BACK: readonly Area[] = [
  { region: "head", d: HEAD },
  { region: "neck", d: NECK },
  { region: "chest_back", d: CHEST },
  { region: "back", d: ABDOMEN },
  {
    region: "pelvis",
    d: "M 64 204 L 136 204 C 139 212 140 220 140 232 C 130 250 108 256 100 250 C 92 256 70 250 60 232 C 60 220 61 212 64 204 Z",
  },
  ...both("arm", ARM, "back"),
  ...both("hand", HAND, "back"),
  ...both("leg", LEG, "back"),
  ...both("foot", FOOT, "back"),
  { region: "rectum", d: ellipse(100, 238, 8, 11) },
];
