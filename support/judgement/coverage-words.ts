import type { Explanation } from "../model/explanation";
import type { Coverage } from "../model/readings/canary-metrics";
import { coveredAt, type Grid, type Stretch } from "./coverage-grid";
import { counted, duration, figure, moment, percentage, span } from "./figures";
import { listed } from "./judged";

/** Whose coverage is spoken of. */
export interface Subject {
  readonly where: string;
  /** "canary", "legacy", "the service". */
  readonly who: string;
  readonly coverage: Coverage;
  readonly grid: Grid;
}

/** The scrape interval is no length of time, or the window has none. */
export function noInterval({ where, who, coverage }: Subject): Explanation {
  return {
    what: `Whether the metrics of ${who} are complete is unknown: it is not known how often they are scraped.`,
    where,
    why: `The window or the scrape interval has no length. Query: ${coverage.query}`,
    fix: "Give the scrape interval in the environment file, and a window that has a beginning and an end.",
  };
}

/** Not one scrape in the whole window. */
export function noInstance({ where, who, coverage, grid }: Subject): Explanation {
  return {
    what: `No instance of ${who} was scraped between ${span(grid.start, grid.end)}.`,
    where,
    why: `Its targets are missing from the scrape configuration, or their labels differ. Query: ${coverage.query}`,
    fix: "Compare the selector in the environment file with the labels of the targets, and see that they are scraped.",
  };
}

/** The newest scrape is too old. */
export function stale({ where, who, coverage, grid }: Subject, newest: number | null): Explanation {
  const age =
    newest === null
      ? `lies more than ${duration(grid.sliceSeconds)} before the window's end`
      : `is from ${moment(newest)}, ${duration(grid.end - newest)} before the window's end`;
  return {
    what: `The newest scrape of ${who} ${age} at ${moment(grid.end)}; every ${figure(coverage.scrapeIntervalSeconds)} s one is expected.`,
    where,
    why: `Its targets vanished from the monitoring, or the monitoring stood still. Query: ${coverage.query}`,
    fix: "See whether its targets are scraped now, then run the check again.",
  };
}

/** Slices without an answered scrape. */
export function emptySlices(subject: Subject, empty: readonly number[]): Explanation {
  const { where, who, grid } = subject;
  const stretches = joined(empty).map(([from, to]) =>
    span(grid.edges[from] ?? grid.start, grid.edges[to + 1] ?? grid.end),
  );
  const down = empty.filter((slice) => coveredAt(subject.coverage, "scrapes", slice, grid) > 0).length;
  return {
    what: `For ${duration(empty.length * grid.sliceSeconds)} of ${duration(grid.end - grid.start)} there are no metrics of ${who}: ${listed(stretches)}.`,
    where,
    why: whyEmpty(subject, empty.length, down),
    fix: "Find out what happened at these times. The check can hold only once its whole window has metrics.",
  };
}

/** Too few scrapes, though none of the slices is empty. */
export function tooFewScrapes(subject: Subject, answered: number): Explanation {
  const { where, who, grid } = subject;
  const expected = grid.slices.length * grid.perSlice;
  const scraped = grid.slices.reduce((sum, slice) => sum + coveredAt(subject.coverage, "scrapes", slice, grid), 0);
  return {
    what: `Of ${figure(Math.round(expected))} expected scrapes of ${who} ${figure(answered)} were answered (${percentage((100 * answered) / expected)}); needed are 99 %.`,
    where,
    why: whyMissing(subject, expected, scraped, answered),
    fix: "See why scrapes fail (the target's page of the monitoring says it). The check can hold only for a window that is covered.",
  };
}

/** Instances that were away for a while. */
export function holes(subject: Subject, stretches: readonly Stretch[]): Explanation {
  const { where, who, grid } = subject;
  const said = stretches.map(({ instance, expected, answered, silent }) => {
    const times = joined(silent).map(([from, to]) =>
      span(grid.edges[from] ?? grid.start, grid.edges[to + 1] ?? grid.end),
    );
    const when = times.length === 0 ? "" : `, none at ${listed(times, 2)}`;
    return `${instance} (${figure(answered)} of ${figure(Math.round(expected))} scrapes answered${when})`;
  });
  const [first] = stretches;
  const why = first === undefined ? "" : whyMissing(subject, first.expected, first.scraped, first.answered);
  return {
    what: `${counted(stretches.length, "instance")} of ${who} ${stretches.length === 1 ? "was" : "were"} away for a while: ${listed(said)}.`,
    where,
    why,
    fix: "Find out what the instance did meanwhile: what it counted then may be lost.",
  };
}

function whyEmpty({ who, coverage }: Subject, empty: number, down: number): string {
  const query = `Query: ${coverage.query}`;
  if (down === 0) return `It was not scraped: the monitoring was down, or had no such target. ${query}`;
  if (down === empty) return `It was scraped, but ${who} did not answer: it was down. ${query}`;
  return `In ${down} of ${empty} slices it was scraped, but did not answer; in the others it was not scraped. ${query}`;
}

function whyMissing({ coverage }: Subject, expected: number, scraped: number, answered: number): string {
  const notScraped = Math.max(0, Math.round(expected - scraped));
  const notAnswered = Math.max(0, Math.round(scraped - answered));
  return `${counted(notScraped, "scrape")} did not take place, ${figure(notAnswered)} got no answer (the instance was down). Query: ${coverage.query}`;
}

/** Slices next to each other as one stretch: first and last. */
function joined(slices: readonly number[]): [number, number][] {
  const stretches: [number, number][] = [];
  for (const slice of slices) {
    const last = stretches.at(-1);
    if (last?.[1] === slice - 1) last[1] = slice;
    else stretches.push([slice, slice]);
  }
  return stretches;
}
