/** Text being written, kept for this tab until it is sent, so that a reload or a lost line never costs a word. */
export class Draft {
  private readonly key: string;
  private value = $state("");

  constructor(encounter: string, name: string) {
    this.key = `bedside.draft.${encounter}.${name}`;
    this.value = sessionStorage.getItem(this.key) ?? "";
  }

  get text(): string {
    return this.value;
  }

  set text(text: string) {
    this.value = text;
    if (text === "") sessionStorage.removeItem(this.key);
    else sessionStorage.setItem(this.key, text);
  }
}
