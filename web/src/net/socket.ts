import { decode, encode } from "@msgpack/msgpack";
import { waitBeforeTry } from "./backoff";
import { newId } from "./identifiers";
import type { ClientFrame, Receipt, ServerFrame } from "./messages";
import type { Outbox } from "./outbox";

/** connecting: first try; open: both sides heard; lost: trying again; refused: the server will not have us; closed: by us. */
export type Connection = "connecting" | "open" | "lost" | "refused" | "closed";

/** The few parts of `WebSocket` in use, so that tests bring their own. */
export interface Wire {
  binaryType: BinaryType;
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent<ArrayBuffer>) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
}

export interface SocketOptions {
  url: string;
  token: string;
  outbox: Outbox;
  onFrame: (frame: ServerFrame) => void;
  onConnection: (connection: Connection, message: string) => void;
  connect?: (url: string) => Wire;
}

const OPEN = 1;
/** Ticks come each second; so long a silence means that the line is dead though nobody said so. */
const SILENCE_MS = 10_000;
const PING_MS = 4_000;
/** Close codes from here to 4499 are the application's own “no”; trying again would not help. */
const FIRST_REFUSAL = 4400;
const REFUSALS = new Set(["unauthorized", "forbidden", "not_found", "no_access", "bad_token"]);

export function socketUrl(encounter: string, place: Pick<Location, "protocol" | "host"> = location): string {
  const scheme = place.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${place.host}/api/encounters/${encodeURIComponent(encounter)}/socket`;
}

/** One participant's line to an encounter: says hello, reconnects with backoff, resends what was not answered. */
export class EncounterSocket {
  private wire: Wire | undefined;
  private failures = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly pulse: ReturnType<typeof setInterval>;
  private heard = Date.now();
  private welcomed = false;
  private wavesOn = false;
  private connection: Connection = "connecting";
  private readonly awaited = new Map<string, (receipt: Receipt) => void>();

  constructor(private readonly options: SocketOptions) {
    this.pulse = setInterval(() => {
      this.checkPulse();
    }, PING_MS);
    this.open();
  }

  /** Sends a command, now or once the line is back; resolves with the server's receipt. */
  command(verb: string, args: Record<string, unknown>): Promise<Receipt> {
    const command = { id: newId(), verb, args };
    this.options.outbox.add(command);
    const answer = new Promise<Receipt>((resolve) => this.awaited.set(command.id, resolve));
    if (this.welcomed) this.send({ t: "command", ...command });
    return answer;
  }

  waves(on: boolean): void {
    this.wavesOn = on;
    if (this.welcomed) this.send({ t: "waves", on });
  }

  /** Tries at once, as when the browser says that it is online again. */
  wake(): void {
    if (this.connection !== "lost") return;
    clearTimeout(this.retry);
    this.open();
  }

  close(): void {
    clearInterval(this.pulse);
    clearTimeout(this.retry);
    this.become("closed");
    this.drop();
  }

  private open(): void {
    this.drop();
    const wire = (this.options.connect ?? ((url: string) => new WebSocket(url) as Wire))(this.options.url);
    this.wire = wire;
    wire.binaryType = "arraybuffer";
    this.heard = Date.now();
    wire.onopen = () => {
      this.send({ t: "hello", token: this.options.token });
    };
    wire.onmessage = (event) => {
      this.receive(event.data);
    };
    wire.onclose = (event) => {
      this.lost(event.code, event.reason);
    };
  }

  private drop(): void {
    this.welcomed = false;
    const wire = this.wire;
    this.wire = undefined;
    if (wire === undefined) return;
    wire.onopen = wire.onmessage = wire.onclose = null;
    wire.close();
  }

  private receive(data: ArrayBuffer): void {
    this.heard = Date.now();
    const frame = decode(new Uint8Array(data)) as ServerFrame;
    if (frame.t === "error" && REFUSALS.has(frame.code)) {
      this.refuse(frame.message);
      return;
    }
    this.options.onFrame(frame);
    if (frame.t === "welcome") this.greet();
    if (frame.t === "receipt") this.settle(frame);
  }

  private greet(): void {
    this.welcomed = true;
    this.failures = 0;
    this.become("open");
    if (this.wavesOn) this.send({ t: "waves", on: true });
    for (const command of this.options.outbox.commands) this.send({ t: "command", ...command });
  }

  private settle(receipt: Receipt): void {
    this.options.outbox.settle(receipt.id);
    this.awaited.get(receipt.id)?.(receipt);
    this.awaited.delete(receipt.id);
  }

  private lost(code: number, reason: string): void {
    if (this.connection === "closed" || this.connection === "refused") return;
    if (code >= FIRST_REFUSAL && code < 4500) {
      this.refuse(reason);
      return;
    }
    this.drop();
    this.failures += 1;
    this.become("lost");
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      this.open();
    }, waitBeforeTry(this.failures));
  }

  private refuse(message: string): void {
    clearInterval(this.pulse);
    this.become("refused", message === "" ? "This encounter cannot be opened from here." : message);
    this.drop();
  }

  private checkPulse(): void {
    if (this.wire === undefined || this.connection === "closed" || this.connection === "refused") return;
    if (Date.now() - this.heard > SILENCE_MS) this.lost(1006, "");
    else if (this.welcomed) this.send({ t: "ping" });
  }

  private become(connection: Connection, message = ""): void {
    if (this.connection === connection) return;
    this.connection = connection;
    this.options.onConnection(connection, message);
  }

  private send(frame: ClientFrame): void {
    if (this.wire?.readyState === OPEN) this.wire.send(encode(frame));
  }
}
