import type { WavePiece } from "../net/waves";
import { BeatFinder } from "./beats";
import { channelOf, type Channel } from "./channels";
import { playhead, WaveRing } from "./ring";

/** CSS pixels in a millimetre of paper. */
export const PX_PER_MM = 96 / 25.4;
/** Millimetres of the gap that the pen wipes before it. */
const WIPED_MM = 6;
const KEPT_S = 30;
const LABEL_PX = 14;
/** Height from which a row can spare room for its label. */
const TALL_PX = 64;
const GAINS = [10, 5, 2.5] as const;

interface Trace {
  ring: WaveRing;
  low: number;
  high: number;
}

/** One row of a screen: a channel, or its flat line while the probe is off. */
export interface Row {
  id: string;
  off?: boolean;
  /** mm a mV for an ECG; without it the largest usual one that fits. */
  gain?: number | null;
  /** Whether only the name stands beside it. */
  terse?: boolean;
  speed?: number;
  /** Whether the beats that were found are marked, as a defibrillator does while it synchronises. */
  marks?: boolean;
}

/** The waves of the last half minute and where the pen stands; several screens may draw the same sweep. */
export class Sweep {
  private readonly traces = new Map<string, Trace>();
  private readonly beats = new BeatFinder();
  private beatsAt: number[] = [];
  private rate = 125;
  private head = 0;
  private lastTick: number | null = null;
  pace = 1;
  /** Called at each heartbeat that the pen passes. */
  onBeat: (() => void) | null = null;

  feed(piece: WavePiece): void {
    if (piece.rate !== this.rate) {
      this.traces.clear();
      this.rate = piece.rate;
    }
    const first = Math.round((piece.from * piece.rate) / 1000);
    for (const id of this.traces.keys()) if (!piece.samples.has(id)) this.traces.delete(id);
    for (const [id, samples] of piece.samples) {
      const trace = this.traces.get(id) ?? {
        ring: new WaveRing(Math.ceil(piece.rate * KEPT_S)),
        low: 0,
        high: 0,
      };
      this.traces.set(id, trace);
      trace.ring.write(first, samples);
    }
  }

  /** Channels with a trace, in the order of arrival. */
  get ids(): string[] {
    return [...this.traces.keys()];
  }

  has(id: string): boolean {
    return this.traces.has(id);
  }

  clear(): void {
    this.traces.clear();
  }

  /** The last `seconds` up to the newest sample of each of these channels, for paper. */
  last(ids: readonly string[], seconds: number): { rate: number; rows: Float32Array[] } {
    const count = Math.round(seconds * this.rate);
    const rows = ids.map((id) => {
      const ring = this.traces.get(id)?.ring;
      return Float32Array.from({ length: count }, (_, i) => ring?.at(ring.end - count + i) ?? NaN);
    });
    return { rate: this.rate, rows };
  }

  /** Moves the pen on to the time `now` (ms of `performance.now()`); once for each picture, whoever asks. */
  tick(now: number): void {
    if (this.lastTick === null || now <= this.lastTick) {
      this.lastTick ??= now;
      return;
    }
    const dt = Math.min(0.5, (now - this.lastTick) / 1000);
    this.lastTick = now;
    let newest = 0;
    for (const { ring } of this.traces.values()) newest = Math.max(newest, ring.end);
    const before = Math.floor(this.head);
    this.head = playhead(this.head, newest, this.rate, dt, this.pace);
    this.listen(before, Math.floor(this.head));
    for (const [id, trace] of this.traces) this.scale(id, trace);
  }

  private listen(from: number, to: number): void {
    const ring = (this.traces.get("ecg_ii") ?? this.traces.get("ecg_pads"))?.ring;
    if (ring === undefined || to - from > this.rate) return;
    for (let n = from; n < to; n += 1) {
      if (!this.beats.take(ring.at(n), this.rate)) continue;
      this.beatsAt = [...this.beatsAt.slice(-40), n];
      this.onBeat?.();
    }
  }

  private drawMarks(context: CanvasRenderingContext2D, width: number, perSample: number, top: number): void {
    const window = Math.max(2, Math.round(width / perSample));
    context.fillStyle = "#ffffff";
    for (const beat of this.beatsAt.filter((n) => n > this.head - window && n < this.head)) {
      const x = (beat % window) * perSample;
      context.beginPath();
      context.moveTo(x - 5, top + 16);
      context.lineTo(x + 5, top + 16);
      context.lineTo(x, top + 24);
      context.fill();
    }
  }

  private scale(id: string, trace: Trace): void {
    const channel = channelOf(id);
    if (channel === undefined) return;
    const range = trace.ring.range(Math.floor(this.head - 7 * this.rate), Math.floor(this.head));
    if (range === null) return;
    const [low, high] = wanted(channel, range);
    const fresh = trace.low === trace.high;
    const follow = fresh || channel.scaling === "steps" ? 1 : 0.06;
    if (channel.scaling === "steps" && !fresh && fits(range, trace, high - low)) return;
    trace.low += (low - trace.low) * follow;
    trace.high += (high - trace.high) * follow;
  }

  /** Draws the rows one below the other, each `height` CSS pixels high; the canvas is cleared first. */
  draw(context: CanvasRenderingContext2D, width: number, height: number, rows: readonly Row[]): void {
    context.clearRect(0, 0, width, height * rows.length);
    rows.forEach((row, place) => {
      const channel = channelOf(row.id);
      if (channel !== undefined) this.drawRow(context, row, channel, place * height, height, width);
    });
  }

  private drawRow(
    context: CanvasRenderingContext2D,
    row: Row,
    channel: Channel,
    top: number,
    height: number,
    width: number,
  ): void {
    const trace = this.traces.get(row.id);
    const gain = channel.scaling === "gain" ? gainOf(row, trace, height) : null;
    const size = gain === null || row.terse === true ? "" : `  ${gain} mm/mV`;
    const label = row.off === true ? `${channel.label}  probe off` : channel.label + size;
    if (row.off === true || trace === undefined) {
      context.strokeStyle = channel.colour;
      context.setLineDash([6, 8]);
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(0, top + height * 0.6);
      context.lineTo(width, top + height * 0.6);
      context.stroke();
      context.setLineDash([]);
      drawLabel(context, label, channel.colour, top);
      return;
    }
    const speed = row.speed ?? channel.speed;
    const room = height > TALL_PX ? LABEL_PX : 0;
    const scale = this.scaleOf(gain, trace, top + room, height - room);
    if (channel.scaling === "steps") drawSteps(context, trace, scale, width, height > TALL_PX);
    const perSample = (speed * PX_PER_MM) / this.rate;
    this.drawTrace(context, trace.ring, channel.colour, scale, width, perSample, top, height);
    drawLabel(context, label, channel.colour, top);
    if (row.marks === true) this.drawMarks(context, width, perSample, top);
  }

  /** From a value to its place on the screen. */
  private scaleOf(gain: number | null, trace: Trace, top: number, height: number): (value: number) => number {
    const pad = height * 0.08;
    if (gain !== null) {
      const middle = (trace.low + trace.high) / 2;
      const perMillivolt = gain * PX_PER_MM;
      return (value) => top + height / 2 - (value - middle) * perMillivolt;
    }
    const span = trace.high - trace.low || 1;
    return (value) => top + pad + (1 - (value - trace.low) / span) * (height - 2 * pad);
  }

  private drawTrace(
    context: CanvasRenderingContext2D,
    ring: WaveRing,
    colour: string,
    scale: (value: number) => number,
    width: number,
    perSample: number,
    top: number,
    height: number,
  ): void {
    const window = Math.max(2, Math.round(width / perSample));
    const head = Math.floor(this.head);
    const oldest = head - window + Math.ceil((WIPED_MM * PX_PER_MM) / perSample);
    context.save();
    context.beginPath();
    context.rect(0, top, width, height);
    context.clip();
    context.strokeStyle = colour;
    context.lineWidth = 1.8;
    context.lineJoin = "round";
    context.beginPath();
    let down = false;
    let column = -1;
    for (let n = Math.max(0, oldest); n < head; n += 1) {
      const value = ring.at(n);
      const x = (n % window) * perSample;
      if (Number.isNaN(value) || x < column) down = false;
      column = x;
      if (Number.isNaN(value)) continue;
      if (down) context.lineTo(x, scale(value));
      else context.moveTo(x, scale(value));
      down = true;
    }
    context.stroke();
    const value = ring.at(head - 1);
    if (!Number.isNaN(value)) {
      context.fillStyle = colour;
      context.beginPath();
      context.arc(((head - 1) % window) * perSample, scale(value), 2.6, 0, Math.PI * 2);
      context.fill();
    }
    context.restore();
  }
}

function drawLabel(context: CanvasRenderingContext2D, text: string, colour: string, top: number): void {
  context.font = "600 12px system-ui, sans-serif";
  context.textAlign = "left";
  context.fillStyle = "#070c0fc0";
  context.fillRect(2, top + 1, context.measureText(text).width + 8, 16);
  context.fillStyle = colour;
  context.fillText(text, 6, top + 13);
}

/** The gain that was chosen, or the largest usual one with which the trace fits into its row. */
function gainOf(row: Row, trace: Trace | undefined, height: number): number {
  if (row.gain !== undefined && row.gain !== null) return row.gain;
  const span = trace === undefined ? 1 : trace.high - trace.low;
  return GAINS.find((gain) => gain * PX_PER_MM * span <= height * 0.96) ?? 2.5;
}

/** The range that a trace would like to show. */
export function wanted(channel: Channel, [low, high]: readonly [number, number]): [number, number] {
  if (channel.scaling === "steps") {
    const step = channel.least >= 40 ? 20 : 5;
    const bottom =
      low < step * 1.5 ? Math.min(0, Math.floor(low / step) * step) : Math.floor((low - 2) / step) * step;
    const top = Math.max(Math.ceil((high + 2) / step) * step, bottom + channel.least);
    return [bottom, top];
  }
  const middle = (low + high) / 2;
  const half = Math.max(high - low, channel.least) / 2;
  return [middle - half, middle + half];
}

/** Whether what is seen still stands well in the scale, so that it need not jump. */
function fits(range: readonly [number, number], scale: { low: number; high: number }, span: number): boolean {
  return range[0] >= scale.low && range[1] <= scale.high && scale.high - scale.low <= span * 1.5;
}

function drawSteps(
  context: CanvasRenderingContext2D,
  trace: { low: number; high: number },
  scale: (value: number) => number,
  width: number,
  all: boolean,
): void {
  context.font = "11px system-ui, sans-serif";
  context.textAlign = "right";
  context.fillStyle = "#9db0ba";
  context.strokeStyle = "#1d2a31";
  context.lineWidth = 1;
  const middle = Math.round((trace.low + trace.high) / 2);
  for (const value of all ? [trace.low, middle, trace.high] : [trace.low, trace.high]) {
    const y = Math.round(scale(value)) + 0.5;
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(width, y);
    context.stroke();
    context.fillText(String(Math.round(value)), width - 4, y + (value === trace.high ? 10 : -3));
  }
}
