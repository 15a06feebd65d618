import type { Deadline } from "../transport/deadline";
import type { FleetDispatchers } from "./dispatchers";
import type { HealthReader } from "./health-answer";
import type { Server } from "./inventory";
import { Probe, type Probed } from "./probe";

/** How often the questions under way are looked through for late ones, in ms: one timer for all of them. */
const SWEEP_MS = 25;

/** How a fleet is asked. */
export interface Asking {
  readonly dispatchers: FleetDispatchers;
  readonly reader: HealthReader;
  /** Sent to every server: name and value in turn. */
  readonly headers: readonly string[];
  readonly concurrency: number;
  /** Deadline of one server, in ms. */
  readonly timeoutMs: number;
  /** Deadline of the whole fleet. */
  readonly total: Deadline;
}

/** Asks every server once, so many at a time; gives what came, in the order of the servers. */
export function askFleet(servers: readonly Server[], asking: Asking): Promise<readonly Probed[]> {
  return new Promise((resolve) => new FleetRound(servers, asking, resolve).start());
}

/** One round of questions: starts the next whenever one has ended. */
class FleetRound {
  private readonly results: Probed[] = [];
  private readonly open = new Map<Probe, number>();
  private next = 0;
  private ended = 0;
  private isFilling = false;
  private sweep: NodeJS.Timeout | undefined;

  constructor(
    private readonly servers: readonly Server[],
    private readonly asking: Asking,
    private readonly finish: (results: readonly Probed[]) => void,
  ) {}

  start(): void {
    this.sweep = setInterval(() => this.expireLate(), SWEEP_MS);
    this.asking.total.signal.addEventListener("abort", this.expireAll, { once: true });
    this.fill();
    this.finishIfDone();
  }

  /** Starts questions until there are as many as may be; a question that ends at once does not nest another fill. */
  private fill(): void {
    if (this.isFilling) return;
    this.isFilling = true;
    while (this.open.size < this.asking.concurrency && this.next < this.servers.length) this.ask(this.next++);
    this.isFilling = false;
  }

  private ask(index: number): void {
    const server = this.servers[index];
    if (server === undefined) return;
    const { dispatchers, headers, reader, total } = this.asking;
    const probe = new Probe(server, reader, this.take);
    this.open.set(probe, index);
    if (total.signal.aborted) return probe.expire(`not asked: ${this.totalWords()}`);
    const url = new URL(server.url);
    try {
      dispatchers.towards(url).dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method: "GET",
          headers: server.host === null ? [...headers] : [...headers, "host", server.host],
        },
        probe,
      );
    } catch (error) {
      probe.fail(error);
    }
  }

  private readonly take = (probe: Probe, probed: Probed): void => {
    const index = this.open.get(probe);
    if (index === undefined || !this.open.delete(probe)) return;
    this.results[index] = probed;
    this.ended += 1;
    this.fill();
    this.finishIfDone();
  };

  private expireLate(): void {
    const { timeoutMs } = this.asking;
    const latest = performance.now() - timeoutMs;
    const why = `no complete answer within ${timeoutMs.toLocaleString("en-US")} ms`;
    for (const probe of this.open.keys()) if (probe.startedAt <= latest) probe.expire(why);
  }

  private readonly expireAll = (): void => {
    for (const probe of this.open.keys()) probe.expire(`no complete answer: ${this.totalWords()}`);
  };

  private finishIfDone(): void {
    if (this.ended < this.servers.length) return;
    clearInterval(this.sweep);
    this.asking.total.signal.removeEventListener("abort", this.expireAll);
    this.finish(this.results);
  }

  private totalWords(): string {
    const { total } = this.asking;
    return total.endedBy() === "outside"
      ? "the check was ended before"
      : `the ${total.durationMs.toLocaleString("en-US")} ms for all servers were over`;
  }
}
