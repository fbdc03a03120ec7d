import { render, screen } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import App from "../src/App.svelte";

test("the library opens with its cases, and says that it is for education only", async () => {
  const brief = {
    id: "chest-pain",
    kind: "clinic",
    title: "A builder with chest pain",
    summary: "He came by ambulance.",
    specialty: "cardiology",
    setting: "emergency department",
    level: "core",
    minutes: 15,
    tags: [],
    patient: { age: "58 years", sex: "male" },
    builtin: true,
  };
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json([brief])));
  render(App);
  expect(await screen.findByRole("heading", { level: 2, name: brief.title })).toBeTruthy();
  expect(screen.getByText("For education and training. Not a medical device.")).toBeTruthy();
});
