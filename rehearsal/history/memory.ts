import type { TrackPlan, TrafficPlan } from "./plans";
import { normal, randomOf } from "./random";
import { numberOfScrapes, scrapeAt, secondOf } from "./timeline";

/** What a process takes when it has just begun. */
const AT_START_GB = 0.9;
/** A stretch's level is reached in so long. */
const SETTLING_SECONDS = 600;
/** How long a wave up and down lasts: short against every window, so that it is no trend. */
const WAVE_SECONDS = 17 * 60;
/** How much of the noise goes on from one scrape to the next. */
const PERSISTENCE = 0.9;
/** A process is there so long before its first scrape. */
const BEFORE_FIRST_SCRAPE_SECONDS = 8.63;

/** Values are whole multiples of this many bytes. */
const GRAIN = 100_000;

/** Resident bytes of the track's process at each scrape. */
export function residentBytes(plan: TrackPlan, traffic: TrafficPlan): Float64Array {
  const noise = noiseOf(plan);
  const { times, stretches } = traffic;
  let stretch = 0;
  return Float64Array.from({ length: numberOfScrapes(times) }, (_, scrape) => {
    const second = secondOf(times, scrape);
    while (second > (stretches[stretch]?.until ?? Infinity)) stretch++;
    const hours = (second - Math.max(lifeBegan(plan, second), times.rolledOutAt)) / 3600;
    const grown = (plan.memoryGrowthMbPerHour / 1000) * Math.max(hours, 0);
    const gigabytes = (levelAt(plan, traffic, stretch, second) + grown) * (1 + noise());
    return Math.round((gigabytes * 1e9) / GRAIN) * GRAIN;
  });
}

/** When the track's process said that it had started, at each scrape; Unix seconds. */
export function processStarts(plan: TrackPlan, { times }: TrafficPlan): Float64Array {
  return Float64Array.from(
    { length: numberOfScrapes(times) },
    (_, scrape) => lifeBegan(plan, secondOf(times, scrape)) - BEFORE_FIRST_SCRAPE_SECONDS,
  );
}

/** First scrapes of the track's later processes. */
export function restartScrapes({ restartsAt }: TrackPlan, { times }: TrafficPlan): number[] {
  return restartsAt.map((second) => scrapeAt(times, second));
}

function lifeBegan({ restartsAt, scrapedFrom }: TrackPlan, second: number): number {
  return restartsAt.findLast((restart) => restart <= second) ?? scrapedFrom;
}

function levelAt(plan: TrackPlan, { stretches }: TrafficPlan, stretch: number, second: number): number {
  const { memoryGb = AT_START_GB, wavingGb = 0 } = plan.stretches[stretch] ?? {};
  const began = Math.max(stretches[stretch - 1]?.until ?? 0, plan.scrapedFrom);
  const before = began === plan.scrapedFrom ? AT_START_GB : (plan.stretches[stretch - 1]?.memoryGb ?? memoryGb);
  const settled = Math.min((second - began) / SETTLING_SECONDS, 1);
  return before + (memoryGb - before) * settled + wavingGb * Math.sin(((second - began) / WAVE_SECONDS) * 2 * Math.PI);
}

/** Noise that remembers itself (AR(1)), as a share of the memory, never beyond the percentage that is asked for. */
function noiseOf({ memoryNoise }: TrackPlan): () => number {
  if (memoryNoise === null) return () => 0;
  const [random, most] = [randomOf(memoryNoise.seed, "memory"), memoryNoise.percent / 100];
  const fresh = (most / 3) * Math.sqrt(1 - PERSISTENCE ** 2);
  let deviation = 0;
  return () => {
    deviation = PERSISTENCE * deviation + fresh * normal(random);
    return Math.min(Math.max(deviation, -most), most);
  };
}
