import type { PatientSection } from "../../net/messages";

const KEY = "bedside.voice";

/** Reads the patient's lines aloud with the browser's own voice; off until somebody turns it on. */
class Voice {
  readonly possible = "speechSynthesis" in globalThis;
  on = $state(this.possible && localStorage.getItem(KEY) === "on");
  speaking = $state(false);

  toggle(): void {
    this.on = !this.on;
    localStorage.setItem(KEY, this.on ? "on" : "off");
    if (!this.on) this.stop();
  }

  say(text: string, patient: PatientSection): void {
    if (!this.on) return;
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = "en-GB";
    utterance.pitch =
      patient.age_years < 12 && patient.speaker === null ? 1.5 : patient.sex === "female" ? 1.1 : 0.85;
    utterance.rate = patient.age_years >= 75 ? 0.92 : 1;
    utterance.onstart = () => {
      this.speaking = true;
    };
    utterance.onend = utterance.onerror = () => {
      this.speaking = false;
    };
    speechSynthesis.speak(utterance);
  }

  stop(): void {
    if (this.possible) speechSynthesis.cancel();
    this.speaking = false;
  }
}

export const voice = new Voice();
