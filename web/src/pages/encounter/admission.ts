import { keepPass, passFor, tokenInFragment } from "../../net/tokens";

/** The token comes from an invitation's fragment, which then leaves the address bar, or from this browser's memory. */
export function tokenHere(encounter: string): string | undefined {
  const invited = tokenInFragment(location.hash);
  if (invited !== null) {
    keepPass({ encounter, token: invited });
    history.replaceState(null, "", location.pathname);
  }
  return passFor(encounter)?.token;
}
