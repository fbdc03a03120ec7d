import { beforeEach, expect, test } from "vitest";
import { dropPass, invitationLink, keepPass, passes, passFor, tokenInFragment } from "../../src/net/tokens";

beforeEach(() => {
  localStorage.clear();
});

test("a pass is remembered for its encounter, the newest first, and forgotten when dropped", () => {
  keepPass({ encounter: "a", token: "1" });
  keepPass({ encounter: "b", token: "2" });
  keepPass({ encounter: "a", token: "3", title: "Chest pain" });
  expect(passes().map((pass) => pass.encounter)).toEqual(["a", "b"]);
  expect(passFor("a")?.token).toBe("3");
  dropPass("a");
  expect(passFor("a")).toBeUndefined();
});

test("an invitation carries its token in the fragment and is read back from there", () => {
  const link = new URL(invitationLink("https://x.org", "e 1", "a+b/c="));
  expect(link.search).toBe("");
  expect(link.pathname).toBe("/encounter/e%201");
  expect(tokenInFragment(link.hash)).toBe("a+b/c=");
  expect(tokenInFragment("#main")).toBeNull();
});
