import { beforeEach, expect, test } from "vitest";
import { Outbox, type Shelf } from "../../src/net/outbox";

let shelf: Shelf & { kept: Map<string, string> };

beforeEach(() => {
  const kept = new Map<string, string>();
  shelf = {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
});

const ask = (id: string) => ({ id, verb: "ask", args: { text: "Where does it hurt?" } });

test("what was not answered waits in the order given, under its own id, also after a reload", () => {
  const outbox = new Outbox(shelf, "box");
  outbox.add(ask("a"));
  outbox.add(ask("b"));
  outbox.settle("a");
  outbox.add(ask("c"));
  expect(new Outbox(shelf, "box").commands.map((command) => command.id)).toEqual(["b", "c"]);
});

test("the same command is kept once", () => {
  const outbox = new Outbox(shelf, "box");
  outbox.add(ask("a"));
  outbox.add(ask("a"));
  expect(outbox.commands).toHaveLength(1);
});

test("nothing is left on the shelf once all is answered", () => {
  const outbox = new Outbox(shelf, "box");
  outbox.add(ask("a"));
  outbox.settle("a");
  expect(shelf.kept.size).toBe(0);
});

test("a spoilt shelf is as an empty one", () => {
  shelf.setItem("box", "{not json");
  expect(new Outbox(shelf, "box").commands).toEqual([]);
  shelf.setItem("box", '[1, {"id": "a"}, {"id": "b", "verb": "ask", "args": {}}]');
  expect(new Outbox(shelf, "box").commands.map((command) => command.id)).toEqual(["b"]);
});

test("a full shelf does not stop the command", () => {
  shelf.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const outbox = new Outbox(shelf, "box");
  outbox.add(ask("a"));
  expect(outbox.commands).toHaveLength(1);
});
