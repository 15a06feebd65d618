import type { IncomingHttpHeaders } from "undici/types/header";
import type { TrafficShares } from "../../model/readings/traffic-shares";

/** What the tally must know of the sample. */
export interface TallyOptions {
  readonly requests: number;
  readonly trackHeader: string;
  readonly trackValues: { readonly canary: string; readonly legacy: string };
}

/** Counts the answers of a sample as they come. */
export interface Tally {
  answered(status: number, headers: IncomingHttpHeaders): void;
  unanswered(error: unknown): void;
  counts(): Omit<TrafficShares["sample"], "start" | "end">;
  /** How many answers there were of each kind, for the evidence. */
  answers(): readonly AnswerCount[];
}

interface AnswerCount {
  readonly by: "canary" | "legacy" | "others" | "nobody";
  /** null: no answer. */
  readonly status: number | null;
  /** The word of the track header, or the error's code where there was no answer; null: neither. */
  readonly word: string | null;
  count: number;
}

const MOST_REMARKS = 10;

/** An empty tally. */
export function createTally({ requests, trackHeader, trackValues }: TallyOptions): Tally {
  const kinds = new Map<string, AnswerCount>();
  const header = trackHeader.toLowerCase();
  const add = (by: AnswerCount["by"], status: number | null, word: string | null): void => {
    const key = `${by} ${status} ${word}`;
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, { by, status, word, count: 1 });
    else known.count += 1;
  };
  const total = (by: AnswerCount["by"] | null): number =>
    [...kinds.values()].reduce((sum, kind) => (by === null || kind.by === by ? sum + kind.count : sum), 0);
  const whose = (status: number, word: string | null): AnswerCount["by"] => {
    if (word === trackValues.canary) return "canary";
    if (word === trackValues.legacy) return "legacy";
    // The application names its track in all its answers: an error page without it is the balancer's own.
    return word === null && status >= 500 ? "nobody" : "others";
  };
  return {
    answered: (status, headers) => {
      const value = headers[header];
      const word = value === undefined ? null : String(value);
      add(whose(status, word), status, word);
    },
    unanswered: (error) => add("nobody", null, codeOf(error)),
    counts: () => ({
      sent: total(null),
      answeredByCanary: total("canary"),
      answeredByLegacy: total("legacy"),
      answeredByOthers: total("others"),
      unanswered: total("nobody"),
      remarks: remarksOn([...kinds.values()], header, total(null), requests),
    }),
    answers: () => [...kinds.values()],
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "no reason given";
}

function remarksOn(kinds: readonly AnswerCount[], header: string, sent: number, requests: number): readonly string[] {
  const remarks = kinds
    .filter(({ by, status }) => by === "others" || by === "nobody" || (status ?? 0) >= 400)
    .sort((a, b) => b.count - a.count)
    .map((kind) => `${kind.count} × ${nameOf(kind, header)}`);
  const cut = remarks.length > MOST_REMARKS ? [`and ${remarks.length - MOST_REMARKS} more kinds`] : [];
  const missing = sent < requests ? [`the deadline was over after ${sent} of ${requests} requests`] : [];
  return [...missing, ...remarks.slice(0, MOST_REMARKS), ...cut];
}

function nameOf({ by, status, word }: AnswerCount, header: string): string {
  if (status === null) return `no answer (${word})`;
  if (by === "nobody") return `HTTP ${status} without the header ${header}, as the balancer's own error page`;
  return word === null ? `HTTP ${status} without the header ${header}` : `HTTP ${status} with ${header}: ${word}`;
}
