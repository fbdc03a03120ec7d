import { expect, test } from "vitest";
import type { Line, PatientSection } from "../../src/net/messages";
import { companyOf, farewellOf, speakersOf } from "../../src/pages/encounter/speakers";
import { laidOut } from "../../src/pages/encounter/support";
import { patient, view } from "../fixtures";

type CompanionSection = NonNullable<PatientSection["companion"]>;

const mother = (changes: Partial<CompanionSection> = {}): CompanionSection => ({
  name: "Julie Rowe",
  relation: "mother",
  answers: "beside",
  present: true,
  ...changes,
});

const HELP =
  "We are stepping out of the simulation for a moment. Help is there. UK and Ireland: Samaritans, 116 123. " +
  "Elsewhere: findahelpline.com. In danger, call your local emergency number (112, 999). Please tell somebody near you: a friend.";

test("who came along is named with what they are to the patient, also when they have gone out", () => {
  expect(companyOf(patient())).toBe("");
  expect(companyOf(patient({ companion: mother() }))).toBe("With Julie Rowe (mother)");
  expect(companyOf(patient({ companion: mother({ answers: "for" }) }))).toContain("who answers");
  expect(companyOf(patient({ companion: mother({ present: false }) }))).toBe(
    "Julie Rowe (mother) is outside",
  );
});

test("each voice has a name of its own, and interpreted words say through whom they come", () => {
  const beside = speakersOf(view({ patient: patient({ companion: mother() }) }));
  expect(beside).toMatchObject({ learner: "You", patient: "Grace Mensah", companion: "Julie Rowe (mother)" });
  const through = speakersOf(view({ patient: patient({ companion: mother({ answers: "interprets" }) }) }));
  expect(through.patient).toBe("Grace Mensah, through Julie Rowe");
});

test("the talk is over when the narrator says so, and not when the patient only speaks of leaving", () => {
  const said = (who: Line["who"], status: string | null): Line => ({ seq: 1, at: 0, who, text: "x", status });
  expect(farewellOf([said("patient", "leaves"), said("narrator", null)])).toBeUndefined();
  expect(farewellOf([said("patient", "leaves"), said("narrator", "left")])).toBeDefined();
});

test("help is laid out with a heading, places as a list and numbers that can be pressed", () => {
  const { heading, blocks } = laidOut(HELP);
  expect(heading).toBe("We are stepping out of the simulation for a moment.");
  expect(blocks.map((block) => block.kind)).toEqual(["text", "places", "text", "text"]);
  const places = blocks.flatMap((block) => (block.kind === "places" ? block.places : []));
  expect(places.map((pieces) => pieces.map((piece) => piece.text).join(""))).toEqual([
    "UK and Ireland: Samaritans, 116 123.",
    "Elsewhere: findahelpline.com.",
  ]);
  expect(places.flat().flatMap((piece) => piece.href ?? [])).toEqual([
    "tel:116123",
    "https://findahelpline.com",
  ]);
});

test("no word of help is lost in laying it out", () => {
  const { heading, blocks } = laidOut(HELP);
  const rest = blocks.flatMap((block) => (block.kind === "text" ? [block.pieces] : block.places));
  const sentences = [heading, ...rest.map((pieces) => pieces.map((piece) => piece.text).join(""))];
  expect(sentences.join(" ")).toBe(HELP);
});
