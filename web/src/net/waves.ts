import type { WavesFrame } from "./messages";

/** A piece of each waveform: sample i was taken at `from` + i × 1000 / `rate` ms. */
export interface WavePiece {
  from: number;
  rate: number;
  samples: Map<string, Float32Array>;
}

/** Cuts a frame's float32 LE block (channels × n) into channels. Throws RangeError when the block does not divide evenly. */
export function cutWaves(frame: WavesFrame): WavePiece {
  const bytes = frame.data;
  const count = frame.channels.length;
  if (count === 0 || bytes.byteLength % (4 * count) !== 0) {
    throw new RangeError(`${bytes.byteLength} bytes do not divide into ${count} channels of float32`);
  }
  const perChannel = bytes.byteLength / 4 / count;
  const reader = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Map<string, Float32Array>();
  frame.channels.forEach((channel, row) => {
    const values = new Float32Array(perChannel);
    for (let i = 0; i < perChannel; i += 1) values[i] = reader.getFloat32((row * perChannel + i) * 4, true);
    samples.set(channel, values);
  });
  return { from: frame.from, rate: frame.rate, samples };
}
