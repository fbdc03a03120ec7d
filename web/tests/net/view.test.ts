import { expect, test } from "vitest";
import { clockAt, completed, mergeSections } from "../../src/net/view";
import { cutWaves } from "../../src/net/waves";
import type { View } from "../../src/net/messages";
import { view } from "../fixtures";

test("only the sections that changed are new objects", () => {
  const before = view();
  const after = mergeSections(before, { cost: 12, notes: [{ seq: 1, at: 0, text: "pale" }] });
  expect(after.cost).toBe(12);
  expect(after.notes).toHaveLength(1);
  expect(after.orders).toBe(before.orders);
});

test("a list that grew keeps what it had and gets what is new", () => {
  const before = view({ notes: [{ seq: 1, at: 0, text: "pale" }] });
  const after = mergeSections(before, { cost: 12 }, { notes: [{ seq: 2, at: 5, text: "clammy" }] });
  expect(after.notes.map((note) => note.text)).toEqual(["pale", "clammy"]);
  expect(after.conversation).toBe(before.conversation);
  expect(before.notes).toHaveLength(1);
});

test("what a role is not sent stands empty in its view", () => {
  const { encounter, case: told, patient, conversation } = view();
  const sent = { encounter, case: told, patient, conversation } as View;
  expect(completed(sent).vitals.monitor).toBe(false);
  expect(completed(sent).orders).toEqual([]);
});

test("the clock runs on between ticks at its pace, stands when paused, and does not run away in silence", () => {
  const clock = { now: 60_000, paused: false, pace: 5, heard: 1000 };
  expect(clockAt(clock, 1400)).toBe(62_000);
  expect(clockAt({ ...clock, paused: true }, 1400)).toBe(60_000);
  expect(clockAt(clock, 100_000)).toBe(67_500);
});

test("a frame of waves is cut into its channels, wherever it lies in memory", () => {
  const block = new Uint8Array(3 + 16);
  const writer = new DataView(block.buffer);
  [1, 2, 30, 40].forEach((value, i) => {
    writer.setFloat32(3 + i * 4, value, true);
  });
  const piece = cutWaves({
    t: "waves",
    from: 0,
    rate: 125,
    channels: ["ecg", "abp"],
    data: block.subarray(3),
  });
  expect([...(piece.samples.get("ecg") ?? [])]).toEqual([1, 2]);
  expect([...(piece.samples.get("abp") ?? [])]).toEqual([30, 40]);
});

test("a frame that does not divide into its channels is refused", () => {
  const frame = {
    t: "waves",
    from: 0,
    rate: 125,
    channels: ["ecg", "abp"],
    data: new Uint8Array(12),
  } as const;
  expect(() => cutWaves({ ...frame, channels: [...frame.channels] })).toThrow(RangeError);
});
