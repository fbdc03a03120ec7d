import type { Line, PatientSection, View } from "../../net/messages";

/** What stands above the words of each voice. */
export function speakersOf(view: View): Record<Line["who"], string> {
  const { patient, encounter } = view;
  const through =
    patient.companion?.answers === "interprets" && patient.companion.present
      ? `, through ${patient.companion.name}`
      : "";
  const other = patient.companion ?? patient.speaker;
  return {
    learner: encounter.me.role === "learner" ? "You" : "Learner",
    patient: `${patient.name}${through}`,
    companion: other === null ? "Companion" : `${other.name} (${other.relation})`,
    narrator: "",
  };
}

/** Who came along, what they do and whether they are in the room; nothing for who came alone. */
export function companyOf({ companion, speaker }: PatientSection): string {
  const other = companion ?? speaker;
  if (other === null) return "";
  const who = `${other.name} (${other.relation})`;
  if (companion?.present === false) return `${who} is outside`;
  const does = { for: ", who answers", interprets: ", who interprets", beside: "" }[
    companion?.answers ?? "for"
  ];
  return `With ${who}${does}`;
}

/** The line that says that nobody will answer any more, if there is one. */
export function farewellOf(conversation: readonly Line[]): Line | undefined {
  return conversation.find((line) => line.who === "narrator" && line.status === "left");
}
