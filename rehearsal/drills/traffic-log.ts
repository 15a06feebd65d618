/** One endpoint of one track: how many requests were answered, and how many of them by the server's fault (5xx). */
export interface EndpointTally {
  readonly track: string;
  readonly endpoint: string;
  readonly answers: number;
  readonly badAnswers: number;
}

/** One second of the traffic. */
export interface SecondTally {
  /** Its beginning, ISO 8601 in UTC. */
  readonly second: string;
  /** By track. */
  readonly answers: Readonly<Record<string, number>>;
  readonly badAnswers: Readonly<Record<string, number>>;
  /** Requests that ended without an answer. */
  readonly unanswered: number;
}

/** An answer to one request, or that none came. */
export interface Answer {
  /** When it was complete, in milliseconds since 1970. */
  readonly at: number;
  /** Who answered, as the answer's header says; null: no answer came, or it does not say. */
  readonly track: string | null;
  readonly endpoint: string;
  /** 0: no answer came. */
  readonly status: number;
}

/** Who is said to have answered where the answer itself does not say. */
const UNNAMED = "unknown";

/**
 * What users got, answer by answer, in a few bytes each: minutes of traffic stay in memory. Times are ISO 8601 in UTC; `since` is
 * in milliseconds since 1970 and leaves out what came before it.
 */
export class TrafficLog {
  readonly #times: number[] = [];
  readonly #kinds: number[] = [];
  /** Each kind of answer stands here once. */
  readonly #known: Omit<Answer, "at">[] = [];
  readonly #indexOf = new Map<string, number>();
  #skipped = 0;

  /** How many requests were due and not sent, because too many were under way. */
  get skipped(): number {
    return this.#skipped;
  }

  /** Counts a request that was not sent. */
  skip(): void {
    this.#skipped += 1;
  }

  /** Keeps one answer, the newest. */
  add({ at, track, endpoint, status }: Answer): void {
    const key = `${status} ${track ?? ""} ${endpoint}`;
    let index = this.#indexOf.get(key);
    if (index === undefined) {
      index = this.#known.push({ track, endpoint, status }) - 1;
      this.#indexOf.set(key, index);
    }
    this.#times.push(at);
    this.#kinds.push(index);
  }

  /** When the first answer by the track's own fault (5xx) came; null: none did. */
  firstBadAnswerAt(track: string, since = 0): string | null {
    return earliest(this.#timesOf((answer) => answer.track === track && isBad(answer), since));
  }

  /** When the track answered for the last time; null: it never did. */
  lastAnswerAt(track: string, since = 0): string | null {
    const times = this.#timesOf((answer) => answer.track === track, since);
    return times.length === 0 ? null : isoOf(times.reduce((one, other) => Math.max(one, other)));
  }

  /** The counts by track and endpoint, in the order in which they first appeared. */
  counts(since = 0): readonly EndpointTally[] {
    const tallies = new Map<string, { track: string; endpoint: string; answers: number; badAnswers: number }>();
    for (const answer of this.#all(since)) {
      if (answer.status === 0) continue;
      const [track, endpoint] = [answer.track ?? UNNAMED, answer.endpoint];
      const tally = tallies.get(`${track} ${endpoint}`) ?? { track, endpoint, answers: 0, badAnswers: 0 };
      tally.answers += 1;
      tally.badAnswers += isBad(answer) ? 1 : 0;
      tallies.set(`${track} ${endpoint}`, tally);
    }
    return [...tallies.values()];
  }

  /** How many requests ended without an answer. */
  unanswered(since = 0): number {
    return this.#timesOf(({ status }) => status === 0, since).length;
  }

  /** The counts by second and track, in order of time; seconds in which nothing came are not there. */
  perSecond(since = 0): readonly SecondTally[] {
    const seconds = new Map<number, { answers: Counts; badAnswers: Counts; unanswered: number }>();
    for (const answer of this.#all(since)) {
      const second = Math.floor(answer.at / 1000);
      const tally = seconds.get(second) ?? { answers: {}, badAnswers: {}, unanswered: 0 };
      seconds.set(second, tally);
      if (answer.status === 0) tally.unanswered += 1;
      else count(tally.answers, answer);
      if (isBad(answer)) count(tally.badAnswers, answer);
    }
    const inOrder = [...seconds].toSorted(([one], [other]) => one - other);
    return inOrder.map(([second, tally]) => ({ second: isoOf(second * 1000), ...tally }));
  }

  /** What came since then: the times are in order, since each answer is kept as it comes. */
  *#all(since: number): Generator<Answer> {
    let first = this.#times.length;
    while (first > 0 && (this.#times[first - 1] ?? since) >= since) first -= 1;
    for (let place = first; place < this.#times.length; place += 1) {
      const [at, kind] = [this.#times[place], this.#known[this.#kinds[place] ?? -1]];
      if (at !== undefined && kind !== undefined) yield { at, ...kind };
    }
  }

  #timesOf(isWanted: (answer: Answer) => boolean, since: number): number[] {
    return [...this.#all(since)].filter(isWanted).map(({ at }) => at);
  }
}

type Counts = Record<string, number>;

function count(counts: Counts, { track }: Answer): void {
  const name = track ?? UNNAMED;
  counts[name] = (counts[name] ?? 0) + 1;
}

function isBad({ status }: Answer): boolean {
  return status >= 500;
}

function earliest(times: readonly number[]): string | null {
  return times.length === 0 ? null : isoOf(times.reduce((one, other) => Math.min(one, other)));
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
