import type { Receipt } from "../net/messages";
import { ServerError } from "../net/rest";

/** What went wrong and what to do about it, shown beside the control. */
export interface Problem {
  reason: string;
  hint: string;
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ServerError) return { reason: error.message, hint: error.hint };
  return { reason: error instanceof Error ? error.message : String(error), hint: "" };
}

/** The refusal in a receipt, or null when it was accepted. */
export function refusalOf(receipt: Receipt): Problem | null {
  if (receipt.accepted) return null;
  return { reason: receipt.reason === "" ? "That could not be done." : receipt.reason, hint: receipt.hint };
}

/** Whether the same command may be sent again with `confirm: true`. */
export function mayConfirm(problem: Problem): boolean {
  return /confirm/i.test(problem.hint) || /confirm/i.test(problem.reason);
}

/** Whether asking for consent or offering a chaperone is what is missing. */
export function wantsConsent(problem: Problem): boolean {
  return /consent|chaperone/i.test(`${problem.reason} ${problem.hint}`);
}
