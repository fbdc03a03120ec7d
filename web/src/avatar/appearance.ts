import type { FaceSigns, PatientSection } from "../net/messages";
import { brightness, mix } from "./colour";
import { hairStyleFor, type HairStyle } from "./hair";

export type LifeStage = "baby" | "toddler" | "child" | "teen" | "adult" | "older" | "old";

/** Everything the drawing needs; lengths on a 200 × 220 grid. */
export interface FaceModel {
  stage: LifeStage;
  head: { left: number; right: number; top: number; chin: number; jaw: number };
  skin: string;
  shade: string;
  line: string;
  lips: string;
  hair: string;
  hairStyle: HairStyle;
  eyes: { y: number; apart: number; rx: number; ry: number; open: number };
  brows: { y: number; inner: number; outer: number; thickness: number };
  nose: { y: number; size: number };
  mouth: { y: number; width: number; curve: number; open: number; full: number };
  lid: string;
  /** How far the shoulders sit higher than an adult’s. */
  shoulders: number;
  cheeks: number;
  sweat: number;
  tears: boolean;
  underEyes: number;
  wrinkles: 0 | 1 | 2;
  stubble: boolean;
  furrow: number;
  unconscious: boolean;
  lying: boolean;
  breathSeconds: number;
  heave: number;
  cloth: string;
}

const SKINS = ["#f3d3bd", "#e3b48f", "#c98f66", "#9a6542", "#6f4530"] as const;
const HAIRS = ["#2b2320", "#4a3226", "#6b4a2f", "#8d6a43", "#1d1b1e"] as const;
const CLOTHS = ["#5f7f9c", "#7c6f97", "#4f8a80", "#8a7a5c", "#94626a"] as const;

/** A steady number for a name, so that the same patient always looks the same (FNV-1a, 32 bit). */
export function steady(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) {
    hash ^= letter.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash;
}

export function lifeStage(ageYears: number): LifeStage {
  if (ageYears < 1.5) return "baby";
  if (ageYears < 4) return "toddler";
  if (ageYears < 12) return "child";
  if (ageYears < 18) return "teen";
  if (ageYears < 55) return "adult";
  return ageYears < 72 ? "older" : "old";
}

const HEADS: Readonly<
  Record<LifeStage, { half: number; top: number; chin: number; jaw: number; eyes: number }>
> = {
  baby: { half: 49, top: 42, chin: 144, jaw: 37, eyes: 104 },
  toddler: { half: 48, top: 41, chin: 145, jaw: 35, eyes: 104 },
  child: { half: 46, top: 38, chin: 147, jaw: 31, eyes: 101 },
  teen: { half: 43, top: 36, chin: 151, jaw: 26, eyes: 97 },
  adult: { half: 43, top: 34, chin: 154, jaw: 26, eyes: 95 },
  older: { half: 44, top: 34, chin: 154, jaw: 28, eyes: 95 },
  old: { half: 43, top: 35, chin: 154, jaw: 27, eyes: 96 },
};

function pick<T>(list: readonly [T, ...T[]], n: number): T {
  return list[n % list.length] ?? list[0];
}

/** Skin as the body makes it: paler, bluer or redder than the person's own. */
export function skinNow(own: string, signs: FaceSigns): string {
  const dark = brightness(own) < 0.55;
  const pale = mix(own, dark ? "#a39a92" : "#e9e6dc", signs.pallor * (dark ? 0.5 : 0.8));
  const blue = mix(pale, "#7f93b4", signs.cyanosis * 0.32);
  return mix(blue, "#c9483f", signs.flush * 0.22);
}

function lipsNow(skin: string, stage: LifeStage, sex: string, signs: FaceSigns): string {
  const own = mix(skin, "#a8323c", isSmall(stage) ? 0.4 : sex === "female" ? 0.5 : 0.34);
  return mix(mix(own, skin, signs.pallor * 0.75), "#4a5694", signs.cyanosis * 0.85);
}

function hairNow(stage: LifeStage, seed: number): string {
  const own = pick(HAIRS, seed >>> 5);
  if (stage === "old") return mix(own, "#dcdcda", 0.88);
  if (stage === "older") return mix(own, "#b9b8b6", 0.35 + ((seed >>> 9) % 4) * 0.12);
  return isSmall(stage) ? mix(own, "#a5835e", 0.4) : own;
}

/** Of an age to have a small nose, soft brows and large eyes. */
const isSmall = (stage: LifeStage) => stage === "baby" || stage === "toddler";

const isUnconscious = (text: string) => /^(unresponsive|unconscious|coma|pain|p|u)\b/i.test(text.trim());

function browsOf(mood: string, signs: FaceSigns, eyesY: number, stage: LifeStage, sex: string) {
  const angry = mood === "angry" || mood === "irritable" ? 1 : 0;
  const worry = angry === 1 ? 0 : Math.max(0, -signs.valence) * 0.9 + (mood === "anxious" ? 0.35 : 0);
  const tense = Math.max(angry, signs.pain);
  return {
    y: eyesY - (isSmall(stage) ? 17 : 19) - signs.arousal * 3 + tense * 4,
    inner: -worry * 6 + tense * 6 * (1 - worry * 0.6),
    outer: worry * 3 - angry * 4,
    thickness: isSmall(stage) ? 2 : sex === "male" && stage !== "child" ? 4.4 : 3.2,
  };
}

function mouthOf(mood: string, signs: FaceSigns, chin: number, stage: LifeStage, sex: string) {
  const glum = mood === "sad" || mood === "tearful" || mood === "withdrawn" ? 2 : 0;
  return {
    y: chin - (isSmall(stage) ? 21 : 27),
    width: (isSmall(stage) ? 22 : stage === "child" ? 27 : 32) - signs.pain * 3,
    curve: signs.valence * 10 - signs.pain * 4 - glum,
    open: Math.min(
      12,
      signs.breathless * 9 + signs.pain * 4 + (isSmall(stage) && signs.valence < -0.6 ? 6 : 0),
    ),
    full: isSmall(stage) ? 0.75 : sex === "female" ? 1 : 0.72,
  };
}

/** How the patient looks now; the chest keeps time with the breathing that can be watched. */
export function faceModel(patient: PatientSection): FaceModel {
  const { face: signs, mood, consciousness, posture } = patient.appearance;
  const stage = lifeStage(patient.age_years);
  const seed = steady(patient.name);
  const { half, top, chin, jaw, eyes } = HEADS[stage];
  const narrow = patient.sex === "female" && !isSmall(stage) && stage !== "child" ? 2 : 0;
  const skin = skinNow(pick(SKINS, seed), signs);
  const unconscious = isUnconscious(consciousness) || signs.eyes_open <= 0.05;
  const squeeze = 1 - signs.pain * 0.45;
  const breathing = patient.appearance.respiratory_rate;
  return {
    stage,
    head: {
      left: 100 - half + narrow,
      right: 100 + half - narrow,
      top,
      chin: chin - narrow / 2,
      jaw: jaw - narrow * 2,
    },
    skin,
    shade: mix(skin, "#3a1c14", 0.16),
    line: mix(skin, "#2a120c", 0.55),
    lips: lipsNow(skin, stage, patient.sex, signs),
    hair: hairNow(stage, seed),
    hairStyle: hairStyleFor(stage, patient.sex, seed >>> 3),
    eyes: {
      y: eyes,
      apart: isSmall(stage) ? 20 : 19,
      rx: isSmall(stage) || stage === "child" ? 8.6 : 7.8,
      ry: (isSmall(stage) || stage === "child" ? 6.8 : 5.2) + signs.arousal * 0.8,
      open: unconscious ? 0 : Math.max(0.08, signs.eyes_open * squeeze),
    },
    brows: browsOf(mood, signs, eyes, stage, patient.sex),
    nose: {
      y: eyes + (stage === "baby" ? 14 : 20),
      size: stage === "baby" ? 4 : stage === "child" ? 5.5 : 8,
    },
    mouth: mouthOf(mood, signs, chin, stage, patient.sex),
    lid: mix(skin, "#3a1c14", 0.07),
    shoulders: stage === "baby" ? 16 : stage === "toddler" ? 14 : stage === "child" ? 7 : 0,
    cheeks: Math.min(0.5, signs.flush * 0.45 + (isSmall(stage) ? 0.15 : 0) * (1 - signs.pallor)),
    sweat: signs.sweat,
    tears: mood === "tearful",
    underEyes: Math.min(0.5, signs.pallor * 0.3 + signs.cyanosis * 0.35 + (stage === "old" ? 0.12 : 0)),
    wrinkles: stage === "old" ? 2 : stage === "older" ? 1 : 0,
    stubble: patient.sex === "male" && (stage === "adult" || stage === "older") && (seed >>> 11) % 3 === 0,
    furrow: Math.max(signs.pain, mood === "angry" ? 0.8 : 0),
    unconscious,
    lying: /lie|lying|supine|bed|flat|recovery|lateral|legs_raised|prone/i.test(posture),
    breathSeconds: breathing > 0 ? 60 / Math.min(70, breathing) : 0,
    heave: 1.2 + signs.breathless * 3.2,
    cloth: pick(CLOTHS, seed >>> 7),
  };
}

const POSITIONS: Readonly<Record<string, string>> = {
  sit_up: "sitting up",
  lie_flat: "lying flat",
  recovery: "in the recovery position",
  left_lateral: "on the left side",
  legs_raised: "lying with raised legs",
  head_up_30: "head up 30°",
};

/** What is seen, in words: for those who do not see the drawing, and beside it for those who do. */
export function appearanceWords(patient: PatientSection): string[] {
  const { face: signs, mood, consciousness, posture } = patient.appearance;
  const words: string[] = [];
  const unconscious = isUnconscious(consciousness) || signs.eyes_open <= 0.05;
  if (unconscious) words.push("eyes closed, not responding");
  else if (signs.eyes_open < 0.8 || consciousness === "drowsy") words.push("drowsy");
  else if (consciousness === "confused" && mood !== "confused") words.push("confused");
  if (!unconscious && mood !== "") words.push(mood.replaceAll("_", " "));
  if (signs.pain >= 0.35 && !/pain/.test(mood)) words.push(signs.pain >= 0.7 ? "in severe pain" : "in pain");
  if (signs.breathless >= 0.3) words.push(signs.breathless >= 0.65 ? "very breathless" : "breathless");
  if (signs.pallor >= 0.35) words.push("pale");
  if (signs.cyanosis >= 0.25) words.push("blue lips");
  if (signs.flush >= 0.35) words.push("flushed");
  if (signs.sweat >= 0.3) words.push("sweating");
  const position = POSITIONS[posture] ?? (posture === "as found" ? "" : posture.replaceAll("_", " "));
  if (position !== "") words.push(position);
  return words;
}
