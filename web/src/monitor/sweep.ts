import type { WavePiece } from "../net/waves";
import { CHANNELS, type Channel } from "./channels";
import { playhead, WaveRing } from "./ring";

const ERASE = 0.05;

interface Trace {
  channel: Channel;
  ring: WaveRing;
  rate: number;
  head: number;
  low: number;
  high: number;
}

/** Draws the curves as a monitor does: the pen sweeps from left to right and wipes the old trace before it. */
export class Sweep {
  private readonly traces = new Map<string, Trace>();
  pace = 1;

  feed(piece: WavePiece): void {
    const first = Math.round((piece.from * piece.rate) / 1000);
    for (const [id, samples] of piece.samples) {
      const channel = CHANNELS.find((entry) => entry.id === id);
      if (channel === undefined) continue;
      let trace = this.traces.get(id);
      if (trace?.rate !== piece.rate) {
        trace = {
          channel,
          ring: new WaveRing(Math.ceil(piece.rate * 30)),
          rate: piece.rate,
          head: 0,
          low: 0,
          high: 0,
        };
        this.traces.set(id, trace);
      }
      trace.ring.write(first, samples);
    }
  }

  /** Channels with a trace, in the order of the screen. */
  get shown(): Channel[] {
    return CHANNELS.filter((channel) => this.traces.has(channel.id));
  }

  clear(): void {
    this.traces.clear();
  }

  /** Moves the pens on by `dt` seconds and draws the first `most` rows, each `rowHeight` CSS pixels high. */
  draw(context: CanvasRenderingContext2D, width: number, rowHeight: number, most: number, dt: number): void {
    const traces = this.shown
      .map((channel) => this.traces.get(channel.id))
      .filter((trace) => trace !== undefined);
    context.clearRect(0, 0, width, rowHeight * most);
    traces.forEach((trace, row) => {
      trace.head = playhead(trace.head, trace.ring.end, trace.rate, dt, this.pace);
      this.scale(trace);
      if (row < most) this.drawTrace(context, trace, row * rowHeight, rowHeight, width);
    });
  }

  private scale(trace: Trace): void {
    const window = trace.channel.seconds * trace.rate;
    const range = trace.ring.range(Math.floor(trace.head - window), Math.floor(trace.head));
    if (range === null) return;
    const middle = (range[0] + range[1]) / 2;
    const half = Math.max(range[1] - range[0], trace.channel.leastSpan) / 2;
    const fresh = trace.low === trace.high;
    const follow = fresh ? 1 : 0.08;
    trace.low += (middle - half - trace.low) * follow;
    trace.high += (middle + half - trace.high) * follow;
  }

  private drawTrace(
    context: CanvasRenderingContext2D,
    trace: Trace,
    top: number,
    height: number,
    width: number,
  ): void {
    const window = Math.round(trace.channel.seconds * trace.rate);
    const head = Math.floor(trace.head);
    const oldest = head - Math.floor(window * (1 - ERASE));
    const pad = height * 0.14;
    const span = trace.high - trace.low || 1;
    context.strokeStyle = trace.channel.colour;
    context.lineWidth = 1.7;
    context.lineJoin = "round";
    context.beginPath();
    let down = false;
    let column = -1;
    for (let n = Math.max(0, oldest); n < head; n += 1) {
      const value = trace.ring.at(n);
      const x = ((n % window) / window) * width;
      if (Number.isNaN(value) || x < column) down = false;
      column = x;
      if (Number.isNaN(value)) continue;
      const y = top + pad + (1 - (value - trace.low) / span) * (height - 2 * pad);
      if (down) context.lineTo(x, y);
      else context.moveTo(x, y);
      down = true;
    }
    context.stroke();
    this.drawPen(context, trace, ((head % window) / window) * width, top + pad, height - 2 * pad, span);
  }

  private drawPen(
    context: CanvasRenderingContext2D,
    trace: Trace,
    x: number,
    top: number,
    height: number,
    span: number,
  ): void {
    const value = trace.ring.at(Math.floor(trace.head) - 1);
    if (Number.isNaN(value)) return;
    context.fillStyle = trace.channel.colour;
    context.beginPath();
    context.arc(x, top + (1 - (value - trace.low) / span) * height, 2.4, 0, Math.PI * 2);
    context.fill();
  }
}
