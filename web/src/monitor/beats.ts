const REFRACTORY_S = 0.24;
const FORGETS_S = 1.6;
/** Share of the usual steepness of a QRS complex at which a beat is counted. */
const THRESHOLD = 0.45;
const LEAST_SLOPE = 4;

/** Finds QRS complexes by their steepness (mV/s), as a simple rate meter does. */
export class BeatFinder {
  private last = NaN;
  private peak = 0;
  private since = Infinity;

  /** Takes the next sample; whether a beat was found here. */
  take(value: number, rate: number): boolean {
    const slope = Number.isNaN(this.last) ? 0 : Math.abs(value - this.last) * rate;
    this.last = value;
    if (Number.isNaN(slope)) return false;
    this.since += 1 / rate;
    const found = this.since > REFRACTORY_S && slope > LEAST_SLOPE && slope > THRESHOLD * this.peak;
    if (slope > this.peak) this.peak = slope;
    else this.peak *= 1 - 1 / (FORGETS_S * rate * 2);
    if (found) this.since = 0;
    return found;
  }
}
