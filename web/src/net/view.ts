import type { Ticks, View } from "./messages";

/** The view with the changed sections replaced; sections that did not change stay the same objects. */
export function mergeSections(view: View, sections: Partial<View>): View {
  return { ...view, ...sections };
}

/** The encounter clock as last heard, and when (ms of `performance.now()`) it was heard. */
export interface HeardClock {
  now: Ticks;
  paused: boolean;
  pace: number;
  heard: number;
}

/** The encounter's time at a moment of the wall clock, running on between two ticks but never far past silence. */
export function clockAt(clock: HeardClock, wall: number): Ticks {
  if (clock.paused) return clock.now;
  const silence = Math.min(Math.max(0, wall - clock.heard), 1500);
  return Math.round(clock.now + silence * clock.pace);
}
