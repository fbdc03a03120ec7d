import { decode, encode } from "@msgpack/msgpack";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ClientFrame, ServerFrame } from "../../src/net/messages";
import { Outbox } from "../../src/net/outbox";
import { EncounterSocket, socketUrl, type Connection, type Wire } from "../../src/net/socket";
import { view } from "../fixtures";

class FakeWire implements Wire {
  binaryType: BinaryType = "blob";
  readyState = 0;
  onopen: Wire["onopen"] = null;
  onmessage: Wire["onmessage"] = null;
  onclose: Wire["onclose"] = null;
  readonly sent: ClientFrame[] = [];

  send(data: Uint8Array<ArrayBuffer>): void {
    this.sent.push(decode(data) as ClientFrame);
  }

  close(): void {
    this.readyState = 3;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.(new Event("open"));
  }

  say(frame: ServerFrame): void {
    const bytes = encode(frame);
    this.onmessage?.(new MessageEvent("message", { data: bytes.slice().buffer }));
  }

  fail(code = 1006, reason = ""): void {
    this.readyState = 3;
    this.onclose?.(Object.assign(new Event("close"), { code, reason, wasClean: false }) as CloseEvent);
  }
}

let wires: FakeWire[];
let frames: ServerFrame[];
let connections: Connection[];
let socket: EncounterSocket;
let outbox: Outbox;

const wire = () => {
  const last = wires.at(-1);
  if (last === undefined) throw new Error("no connection was tried");
  return last;
};
const welcome = (): ServerFrame => ({
  t: "welcome",
  me: { id: "p1", role: "learner", name: "" },
  view: view(),
});
const commandsSent = (at: FakeWire) => at.sent.filter((frame) => frame.t === "command");

beforeEach(() => {
  vi.useFakeTimers();
  [wires, frames, connections] = [[], [], []];
  sessionStorage.clear();
  outbox = new Outbox(sessionStorage, "box");
  socket = new EncounterSocket({
    url: "ws://here/socket",
    token: "secret",
    outbox,
    onFrame: (frame) => frames.push(frame),
    onConnection: (connection) => connections.push(connection),
    connect: () => {
      const made = new FakeWire();
      wires.push(made);
      return made;
    },
  });
});

afterEach(() => {
  socket.close();
  vi.useRealTimers();
});

test("the address follows the page's own scheme and host", () => {
  expect(socketUrl("a b", { protocol: "https:", host: "x.org" })).toBe(
    "wss://x.org/api/encounters/a%20b/socket",
  );
  expect(socketUrl("e", { protocol: "http:", host: "localhost:8000" })).toBe(
    "ws://localhost:8000/api/encounters/e/socket",
  );
});

test("it says hello first, with the token, and is open once welcomed", () => {
  wire().open();
  expect(wire().sent).toEqual([{ t: "hello", token: "secret" }]);
  expect(connections).toEqual([]);
  wire().say(welcome());
  expect(connections).toEqual(["open"]);
});

test("a command given before the welcome goes out after it, and its receipt comes back to whoever gave it", async () => {
  const answer = socket.command("ask", { text: "Hello" });
  wire().open();
  expect(commandsSent(wire())).toEqual([]);
  wire().say(welcome());
  const [sent] = commandsSent(wire());
  expect(sent).toMatchObject({ verb: "ask", args: { text: "Hello" } });
  wire().say({
    t: "receipt",
    id: sent?.t === "command" ? sent.id : "",
    accepted: false,
    reason: "No.",
    hint: "Wait.",
  });
  await expect(answer).resolves.toMatchObject({ accepted: false, reason: "No.", hint: "Wait." });
  expect(outbox.commands).toEqual([]);
});

test("what was not answered when the line broke is sent again with the same id", async () => {
  wire().open();
  wire().say(welcome());
  const answer = socket.command("order", { test: "troponin" });
  const id = outbox.commands[0]?.id ?? "";
  wire().fail();
  expect(connections.at(-1)).toBe("lost");
  await vi.advanceTimersByTimeAsync(1000);
  expect(wires).toHaveLength(2);
  wire().open();
  wire().say(welcome());
  expect(commandsSent(wire())).toMatchObject([{ id, verb: "order" }]);
  wire().say({ t: "receipt", id, accepted: true, reason: "", hint: "" });
  await expect(answer).resolves.toMatchObject({ accepted: true });
});

test("tries are spaced ever wider, up to a bound", async () => {
  const gaps: number[] = [];
  for (let i = 0; i < 8; i += 1) {
    const before = wires.length;
    const start = Date.now();
    wire().fail();
    while (wires.length === before) await vi.advanceTimersByTimeAsync(50);
    gaps.push(Date.now() - start);
  }
  expect(gaps[0]).toBeLessThan(800);
  expect(gaps[3]).toBeGreaterThan(gaps[0] ?? 0);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(18_100);
});

test("being told no ends the tries", async () => {
  wire().open();
  wire().fail(4401, "The token is not valid.");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(wires).toHaveLength(1);
  expect(connections).toEqual(["refused"]);
});

test("a line that has gone silent counts as lost", async () => {
  wire().open();
  wire().say(welcome());
  await vi.advanceTimersByTimeAsync(20_000);
  expect(connections).toContain("lost");
  expect(wires.length).toBeGreaterThan(1);
});

test("waves that were on are asked for again after a break", async () => {
  wire().open();
  wire().say(welcome());
  socket.waves(true);
  wire().fail();
  await vi.advanceTimersByTimeAsync(1000);
  wire().open();
  wire().say(welcome());
  expect(wire().sent).toContainEqual({ t: "waves", on: true });
});

test("nothing is sent or tried after it was closed", async () => {
  wire().open();
  wire().say(welcome());
  socket.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(wires).toHaveLength(1);
});
