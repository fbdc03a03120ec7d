import type { Role } from "./messages";

const KEY = "bedside.encounters";

/** What this browser remembers of an encounter it may enter. */
export interface Pass {
  encounter: string;
  token: string;
  role?: Role;
  title?: string;
}

function isPass(value: unknown): value is Pass {
  if (typeof value !== "object" || value === null) return false;
  const entry = value as Record<string, unknown>;
  return typeof entry.encounter === "string" && typeof entry.token === "string";
}

/** All passes, newest first. */
export function passes(): Pass[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isPass) : [];
  } catch {
    return [];
  }
}

export function passFor(encounter: string): Pass | undefined {
  return passes().find((pass) => pass.encounter === encounter);
}

export function keepPass(pass: Pass): void {
  const others = passes().filter((entry) => entry.encounter !== pass.encounter);
  localStorage.setItem(KEY, JSON.stringify([pass, ...others]));
}

export function dropPass(encounter: string): void {
  localStorage.setItem(KEY, JSON.stringify(passes().filter((entry) => entry.encounter !== encounter)));
}

/** The token of an invitation link, `#token=…`, or null. */
export function tokenInFragment(fragment: string): string | null {
  const token = new URLSearchParams(fragment.replace(/^#/, "")).get("token");
  return token === null || token === "" ? null : token;
}

/** An invitation link: the token stands in the fragment, which browsers send to nobody. */
export function invitationLink(origin: string, encounter: string, token: string): string {
  return `${origin}/encounter/${encodeURIComponent(encounter)}#token=${encodeURIComponent(token)}`;
}
