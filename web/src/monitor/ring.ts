/** Samples that may be missing where two pieces meet, as their starts are rounded to whole samples. */
const SEAM = 2;

/** The last seconds of one waveform, addressed by the number of the sample since the start of the encounter. */
export class WaveRing {
  private readonly values: Float32Array;
  /** Number of the sample after the newest. */
  end = 0;
  /** Number of the oldest sample ever written; before it there is nothing. */
  private begin = 0;

  constructor(readonly capacity: number) {
    this.values = new Float32Array(capacity).fill(NaN);
  }

  /** Writes samples beginning with number `first`. What was missed stays empty; what comes again overwrites. */
  write(first: number, samples: Float32Array): void {
    if (this.end === 0 || first > this.end + this.capacity || first + this.capacity < this.end) {
      this.values.fill(NaN);
      this.begin = first;
      this.end = first;
    }
    this.bridge(first, samples[0] ?? NaN);
    for (let i = 0; i < samples.length; i += 1) this.values[(first + i) % this.capacity] = samples[i] ?? NaN;
    this.end = Math.max(this.end, first + samples.length);
  }

  /** Fills what lies between the newest sample and number `first`: a seam with a straight line, a real gap with nothing. */
  private bridge(first: number, next: number): void {
    const missing = first - this.end;
    const last = this.at(this.end - 1);
    for (let i = 0; i < missing; i += 1) {
      const between = last + ((next - last) * (i + 1)) / (missing + 1);
      this.values[(this.end + i) % this.capacity] = missing <= SEAM ? between : NaN;
    }
  }

  /** The sample with this number, or NaN where none is kept. */
  at(n: number): number {
    if (n < this.begin || n >= this.end || n < this.end - this.capacity) return NaN;
    return this.values[n % this.capacity] ?? NaN;
  }

  /** Lowest and highest of the samples `from` ≤ n < `to`, or null when all are missing. */
  range(from: number, to: number): [number, number] | null {
    let low = Infinity;
    let high = -Infinity;
    for (let n = Math.max(from, 0); n < to; n += 1) {
      const value = this.at(n);
      if (Number.isNaN(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return low > high ? null : [low, high];
  }
}

/**
 * Where the sweep stands (in samples) after `dt` seconds: it runs at the encounter's pace, a little behind the newest
 * sample so that pieces arriving unevenly do not make it stutter, and leaps when it has fallen far behind.
 */
export function playhead(previous: number, newest: number, rate: number, dt: number, pace: number): number {
  const behind = newest - previous;
  const speed = rate * Math.max(pace, 0);
  if (previous === 0 || behind < 0 || behind > 1.5 * Math.max(speed, rate))
    return Math.max(0, newest - 0.3 * rate);
  const hurry = behind > 0.6 * Math.max(speed, rate) ? 1.15 : behind < 0.15 * rate ? 0.85 : 1;
  return Math.min(newest, previous + speed * hurry * dt);
}
