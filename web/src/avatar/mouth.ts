import type { FaceModel } from "./appearance";

export interface MouthPaths {
  upper: string;
  lower: string;
  line: string;
  /** The dark inside, and the teeth in it; empty while the mouth is shut. */
  inside: string;
  teeth: string;
}

const SHUT = 1.5;
const TEETH_FROM = 4;

/** Two lips about a line that bends with mood; they part as the mouth opens. */
export function mouthPaths({ y, width, curve, open, full }: FaceModel["mouth"]): MouthPaths {
  const [left, right] = [100 - width / 2, 100 + width / 2];
  const corner = y - curve / 2;
  const gap = open < SHUT ? 0 : open;
  const [top, bottom] = [y + curve - gap * 0.7, y + curve + gap * 1.5];
  const middle = (control: number) => (corner + control) / 2;
  const peak = middle(top) - 3.4 * full;
  const upper = `M ${left} ${corner} Q ${left + width * 0.3} ${peak - 0.6} ${98 - width * 0.05} ${peak} Q 100 ${peak + 1.8} ${102 + width * 0.05} ${peak} Q ${right - width * 0.3} ${peak - 0.6} ${right} ${corner} Q 100 ${top} ${left} ${corner} Z`;
  const lower = `M ${left + 1} ${corner} Q 100 ${bottom} ${right - 1} ${corner} Q 100 ${bottom + 10 * full} ${left + 1} ${corner} Z`;
  const inside =
    gap === 0
      ? ""
      : `M ${left} ${corner} Q 100 ${top} ${right} ${corner} Q 100 ${bottom} ${left} ${corner} Z`;
  const teeth =
    gap < TEETH_FROM
      ? ""
      : `M ${left + width * 0.16} ${middle((corner + top) / 2)} Q 100 ${top} ${right - width * 0.16} ${middle((corner + top) / 2)} Q 100 ${top + 5} ${left + width * 0.16} ${middle((corner + top) / 2)} Z`;
  return { upper, lower, line: `M ${left} ${corner} Q 100 ${top} ${right} ${corner}`, inside, teeth };
}
