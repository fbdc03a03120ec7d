/** The pages there are, and their addresses. */
export type Route =
  | { page: "library" }
  | { page: "encounter"; id: string }
  | { page: "monitor"; id: string }
  | { page: "debrief"; id: string }
  | { page: "past" }
  | { page: "missing"; path: string };

export function parseRoute(path: string): Route {
  const parts = path.split("/").filter((part) => part !== "");
  const [first, id, last] = parts;
  if (first === undefined) return { page: "library" };
  if (first === "past" && parts.length === 1) return { page: "past" };
  if (first === "encounter" && id !== undefined) {
    if (parts.length === 2) return { page: "encounter", id: decodeURIComponent(id) };
    if (parts.length === 3 && last === "monitor") return { page: "monitor", id: decodeURIComponent(id) };
    if (parts.length === 3 && last === "debrief") return { page: "debrief", id: decodeURIComponent(id) };
  }
  return { page: "missing", path };
}

export const encounterAddress = (id: string) => `/encounter/${encodeURIComponent(id)}`;
export const monitorAddress = (id: string) => `${encounterAddress(id)}/monitor`;
export const debriefAddress = (id: string) => `${encounterAddress(id)}/debrief`;

class Router {
  route = $state.raw<Route>(parseRoute(location.pathname));

  constructor() {
    addEventListener("popstate", () => {
      this.route = parseRoute(location.pathname);
    });
  }

  private moved = false;

  /** Attached to a page's main part: after a move within the site, whoever reads along is taken there. */
  landing = (node: HTMLElement): void => {
    if (this.moved) node.focus({ preventScroll: true });
    this.moved = false;
  };

  go(path: string): void {
    this.moved = true;
    if (path !== location.pathname) history.pushState(null, "", path);
    this.route = parseRoute(path);
    scrollTo(0, 0);
  }

  /** Follows a plain click on a link of this site without loading the page anew. */
  follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link === null || link.target !== "" || link.hasAttribute("download")) return;
    const address = new URL(link.href);
    if (address.origin !== location.origin || address.pathname.startsWith("/api/") || address.hash !== "")
      return;
    event.preventDefault();
    this.go(address.pathname);
  }
}

export const router = new Router();
