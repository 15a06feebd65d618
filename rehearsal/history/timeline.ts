/** Seconds between two scrapes, as in production. */
export const SCRAPE_SECONDS = 15;

/** A span of time in Unix seconds; whether its ends belong to it is said where it is used. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The times that a whole week hangs on, Unix seconds on whole scrapes. */
export interface Timeline {
  /** The first scrape of everything but the canary. */
  readonly startsAt: number;
  /** The canary's first scrape, before it gets any request. */
  readonly canaryStartsAt: number;
  /** From here on requests go to the canary. */
  readonly rolledOutAt: number;
  /** The last scrape. */
  readonly endsAt: number;
}

/** Number of scrapes, the first and the last included. */
export function numberOfScrapes({ startsAt, endsAt }: Timeline): number {
  return (endsAt - startsAt) / SCRAPE_SECONDS + 1;
}

/** Number of the scrape at this second; a fraction where the second lies between two. */
export function scrapeAt({ startsAt }: Timeline, second: number): number {
  return (second - startsAt) / SCRAPE_SECONDS;
}

/** Unix second of a scrape. */
export function secondOf({ startsAt }: Timeline, scrape: number): number {
  return startsAt + scrape * SCRAPE_SECONDS;
}

/** Unix seconds as ISO 8601 without what is zero: "2025-10-22T14:15Z". */
export function isoMinute(second: number): string {
  return new Date(second * 1000).toISOString().replace(/(?::00)?\.000Z$/, "Z");
}
