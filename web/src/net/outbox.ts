import type { Command } from "./messages";

/** Where unsent commands outlive a reload; `sessionStorage` has this shape. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

function isCommand(value: unknown): value is Command {
  if (typeof value !== "object" || value === null) return false;
  const entry = value as Record<string, unknown>;
  return typeof entry.id === "string" && typeof entry.verb === "string" && typeof entry.args === "object";
}

/** Commands that the server has not answered yet, in the order given. Each keeps its id, so sending twice acts once. */
export class Outbox {
  private waiting: Command[];

  constructor(
    private readonly shelf: Shelf,
    private readonly key: string,
  ) {
    this.waiting = this.read();
  }

  get commands(): readonly Command[] {
    return this.waiting;
  }

  add(command: Command): void {
    if (this.waiting.some((entry) => entry.id === command.id)) return;
    this.waiting = [...this.waiting, command];
    this.write();
  }

  /** The server has answered this one. */
  settle(id: string): void {
    const left = this.waiting.filter((entry) => entry.id !== id);
    if (left.length === this.waiting.length) return;
    this.waiting = left;
    this.write();
  }

  clear(): void {
    this.waiting = [];
    this.write();
  }

  private read(): Command[] {
    try {
      const kept: unknown = JSON.parse(this.shelf.getItem(this.key) ?? "[]");
      return Array.isArray(kept) ? kept.filter(isCommand) : [];
    } catch {
      return [];
    }
  }

  private write(): void {
    try {
      if (this.waiting.length === 0) this.shelf.removeItem(this.key);
      else this.shelf.setItem(this.key, JSON.stringify(this.waiting));
    } catch (error) {
      console.warn(
        "Unsent commands could not be kept for a reload; they are still sent from this tab.",
        error,
      );
    }
  }
}
