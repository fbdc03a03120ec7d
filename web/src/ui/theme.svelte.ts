import { flushSync } from "svelte";

export type ThemeChoice = "auto" | "light" | "dark";

const KEY = "bedside.theme";
const darkOutside = matchMedia("(prefers-color-scheme: dark)");

function kept(): ThemeChoice {
  const value = localStorage.getItem(KEY);
  return value === "light" || value === "dark" ? value : "auto";
}

/** Light or dark: the system's, until somebody chooses. */
class Theme {
  choice = $state<ThemeChoice>(kept());
  private printing = $state(false);
  private outside = $state(darkOutside.matches);
  readonly shown: "light" | "dark" = $derived(
    this.printing ? "light" : this.choice === "auto" ? (this.outside ? "dark" : "light") : this.choice,
  );

  constructor() {
    darkOutside.addEventListener("change", (event) => {
      this.outside = event.matches;
      this.apply();
    });
    addEventListener("beforeprint", () => {
      this.print(true);
    });
    addEventListener("afterprint", () => {
      this.print(false);
    });
    this.apply();
  }

  /** Paper is white: everything is drawn light before the browser takes its picture. */
  private print(printing: boolean): void {
    flushSync(() => {
      this.printing = printing;
      this.apply();
    });
  }

  toggle(): void {
    this.choice = this.shown === "dark" ? "light" : "dark";
    localStorage.setItem(KEY, this.choice);
    this.apply();
  }

  private apply(): void {
    document.documentElement.dataset.theme = this.shown;
  }
}

export const theme = new Theme();
