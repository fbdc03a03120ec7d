import { Trend } from "../../monitor/trend";
import { Sweep } from "../../monitor/sweep";
import type { Catalogue, Command, Line, Receipt, ServerFrame, View } from "../../net/messages";
import { Outbox } from "../../net/outbox";
import { readCatalogue } from "../../net/rest";
import { EncounterSocket, socketUrl, type Connection } from "../../net/socket";
import { clockAt, completed, mergeSections, type HeardClock } from "../../net/view";
import { cutWaves } from "../../net/waves";
import { problemOf, type Problem } from "../../ui/problem";

const CLOCK_MS = 250;

/** One participant's encounter as the page holds it: the view, the clock, the line to the server. */
export class Session {
  view = $state.raw<View | null>(null);
  catalogue = $state.raw<Catalogue | null>(null);
  catalogueProblem = $state.raw<Problem | null>(null);
  connection = $state<Connection>("connecting");
  refusal = $state("");
  /** What the server last complained of, until it is well again. */
  trouble = $state("");
  now = $state(0);
  unsent = $state.raw<readonly Command[]>([]);
  trend = $state.raw<ReturnType<Trend["columns"]>>([[]]);
  readonly sweep = new Sweep();
  private clock = $state.raw<HeardClock>({ now: 0, paused: false, pace: 1, heard: 0 });
  readonly paused = $derived(this.clock.paused);
  readonly pace = $derived(this.clock.pace);
  private readonly trendKept = new Trend();
  private readonly outbox: Outbox;
  private readonly socket: EncounterSocket;
  private readonly timer: ReturnType<typeof setInterval>;
  private lastSeq = -1;

  constructor(
    readonly id: string,
    token: string,
    /** Called for each line that is said after the page was opened. */
    private readonly onSaid: (line: Line) => void = () => undefined,
  ) {
    this.outbox = new Outbox(sessionStorage, `bedside.outbox.${id}`);
    this.unsent = this.outbox.commands;
    this.socket = new EncounterSocket({
      url: socketUrl(id),
      token,
      outbox: this.outbox,
      onFrame: (frame) => {
        this.receive(frame);
      },
      onConnection: (connection, message) => {
        this.connection = connection;
        this.refusal = message;
      },
    });
    this.timer = setInterval(() => {
      this.now = clockAt(this.clock, performance.now());
    }, CLOCK_MS);
    addEventListener("online", this.wake);
    void this.loadCatalogue();
  }

  async loadCatalogue(): Promise<void> {
    try {
      this.catalogue = await readCatalogue();
      this.catalogueProblem = null;
    } catch (error) {
      this.catalogueProblem = problemOf(error);
    }
  }

  /** Sends a command; resolves with the receipt, however long the line is down meanwhile. */
  async act(verb: string, args: Record<string, unknown> = {}): Promise<Receipt> {
    const answer = this.socket.command(verb, args);
    this.unsent = this.outbox.commands;
    const receipt = await answer;
    this.unsent = this.outbox.commands;
    return receipt;
  }

  wake = (): void => {
    this.socket.wake();
  };

  close(): void {
    removeEventListener("online", this.wake);
    clearInterval(this.timer);
    this.socket.close();
  }

  private receive(frame: ServerFrame): void {
    switch (frame.t) {
      case "welcome":
        this.show(completed(frame.view), frame.view.encounter.now);
        this.hear(frame.view.encounter.now, frame.view.encounter.paused, frame.view.encounter.pace);
        break;
      case "view":
        if (this.view !== null) this.show(mergeSections(this.view, frame.sections, frame.added), frame.now);
        if (frame.sections.encounter !== undefined) {
          const { now, paused, pace } = frame.sections.encounter;
          this.hear(now, paused, pace);
        } else this.hear(frame.now, this.clock.paused, this.clock.pace);
        break;
      case "tick":
        this.hear(frame.now, frame.paused, frame.pace);
        this.trouble = "";
        break;
      case "waves":
        this.sweep.feed(cutWaves(frame));
        break;
      case "receipt":
        queueMicrotask(() => {
          this.unsent = this.outbox.commands;
        });
        break;
      case "error":
        this.trouble = frame.message;
        break;
      case "pong":
        break;
    }
  }

  private hear(now: number, paused: boolean, pace: number): void {
    this.clock = { now, paused, pace, heard: performance.now() };
    this.sweep.pace = paused ? 0 : pace;
    this.now = now;
  }

  private show(view: View, now: number): void {
    const before = this.view;
    this.view = view;
    if (view.vitals !== before?.vitals) {
      if (this.trendKept.take(view.vitals, now)) this.trend = this.trendKept.columns();
      if (view.vitals.monitor !== before?.vitals.monitor) {
        if (!view.vitals.monitor) this.sweep.clear();
        this.socket.waves(view.vitals.monitor);
      }
    }
    if (view.conversation !== before?.conversation) this.announce(view.conversation, before !== null);
  }

  private announce(lines: readonly Line[], speak: boolean): void {
    for (const line of lines) {
      if (line.seq <= this.lastSeq) continue;
      this.lastSeq = line.seq;
      if (speak) this.onSaid(line);
    }
  }
}
