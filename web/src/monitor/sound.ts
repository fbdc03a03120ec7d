import type { AlarmShown } from "../net/messages";

export type Priority = AlarmShown["priority"];

/** One pulse of an alarm: when it begins and how long it lasts, in seconds, and its pitch in Hz. */
export interface Pulse {
  at: number;
  lasts: number;
  pitch: number;
}

/** Seconds from the beginning of one burst to the next. */
export const EVERY_S: Record<Priority, number> = { high: 7, medium: 12, low: 30 };

const C5 = 523.25;
const E5 = 659.25;

/**
 * The burst of a priority as IEC 60601-1-8 describes it: ten quick pulses (3 + 2, twice) ask for an answer at once,
 * three slower ones for a prompt one, two falling ones tell.
 */
export function burst(priority: Priority): Pulse[] {
  if (priority === "high") {
    const five = [0, 0.25, 0.5, 0.9, 1.15];
    return [...five, ...five.map((at) => at + 2.1)].map((at) => ({ at, lasts: 0.15, pitch: C5 }));
  }
  if (priority === "medium") return [0, 0.4, 0.8].map((at) => ({ at, lasts: 0.2, pitch: C5 }));
  return [
    { at: 0, lasts: 0.2, pitch: E5 },
    { at: 0.4, lasts: 0.2, pitch: C5 },
  ];
}

const ORDER: readonly Priority[] = ["high", "medium", "low"];

/** The gravest priority that is to be heard, or null. A latched alarm sounds on until it is acknowledged. */
export function audible(alarms: readonly AlarmShown[]): Priority | null {
  const heard = alarms.filter((alarm) => !alarm.silenced).map((alarm) => alarm.priority);
  return ORDER.find((priority) => heard.includes(priority)) ?? null;
}

/** Pitch of the pulse tone: lower as the saturation falls, a semitone for two per cent. */
export function beatPitch(spo2: number | undefined): number {
  return 880 * 2 ** ((Math.max(60, Math.min(100, spo2 ?? 98)) - 98) / 24);
}

/** Alarm and pulse tones by WebAudio. Silent until `start` is called from a press of a button. */
export class AlarmSound {
  private context: AudioContext | null = null;
  private playing: Priority | null = null;
  private nextAt = 0;
  private ending = 0;

  get on(): boolean {
    return this.context !== null;
  }

  start(): void {
    this.context ??= new AudioContext();
    void this.context.resume();
  }

  stop(): void {
    void this.context?.close();
    this.context = null;
    this.playing = null;
  }

  /** To be called a few times a second with what is to be heard now. */
  update(wanted: Priority | null): void {
    if (this.context === null) return;
    const now = this.context.currentTime;
    if (wanted === null) {
      this.playing = null;
      return;
    }
    const graver = this.playing === null || ORDER.indexOf(wanted) < ORDER.indexOf(this.playing);
    if (!graver && now < this.nextAt) return;
    if (now < this.ending) return;
    this.playing = wanted;
    const pulses = burst(wanted);
    for (const pulse of pulses) this.pulse(now + 0.05 + pulse.at, pulse, 0.16);
    const last = pulses.at(-1);
    this.ending = now + (last === undefined ? 0 : last.at + last.lasts);
    this.nextAt = now + EVERY_S[wanted];
  }

  beat(spo2: number | undefined): void {
    if (this.context === null) return;
    const pulse = { at: 0, lasts: 0.06, pitch: beatPitch(spo2) };
    this.pulse(this.context.currentTime, pulse, 0.05);
  }

  /** The rising tone while a defibrillator charges, or the steady one when it is ready. */
  charge(ready: boolean): void {
    if (this.context === null) return;
    this.pulse(
      this.context.currentTime,
      { at: 0, lasts: ready ? 0.5 : 0.12, pitch: ready ? 940 : 620 },
      0.08,
    );
  }

  /** A pitch with four harmonics, so that it can be found in a room. */
  private pulse(at: number, { lasts, pitch }: Pulse, volume: number): void {
    const context = this.context;
    if (context === null) return;
    const loudness = context.createGain();
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(volume, at + Math.min(0.02, lasts / 4));
    loudness.gain.setValueAtTime(volume, at + lasts * 0.75);
    loudness.gain.linearRampToValueAtTime(0, at + lasts);
    loudness.connect(context.destination);
    [1, 2, 3, 4, 5].forEach((harmonic) => {
      const tone = context.createOscillator();
      const share = context.createGain();
      tone.frequency.value = pitch * harmonic;
      share.gain.value = 0.6 / harmonic;
      tone.connect(share).connect(loudness);
      tone.start(at);
      tone.stop(at + lasts + 0.02);
    });
  }
}
