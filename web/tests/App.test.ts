import { render, screen } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import App from "../src/App.svelte";
import { brief } from "./fixtures";

test("the library opens with its cases, and says that it is for education only", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json([brief()])));
  render(App);
  expect(await screen.findByRole("heading", { level: 2, name: brief().title })).toBeTruthy();
  expect(screen.getByText("For education and training. Not a medical device.")).toBeTruthy();
});
