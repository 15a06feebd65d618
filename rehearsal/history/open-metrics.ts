import { open } from "node:fs/promises";
import { scrapesIn, type Series } from "./series";
import { numberOfScrapes, secondOf, type Span, type Timeline } from "./timeline";

/** So many characters are written at once: other work of this process goes on in between. */
const CHUNK_CHARACTERS = 1 << 20;

/** Writes the series' samples in a span of time to a new file. @throws what `signal` was aborted with */
export async function writeOpenMetrics(
  path: string,
  series: readonly Series[],
  times: Timeline,
  span: Span,
  signal?: AbortSignal,
): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    for (const chunk of openMetrics(series, times, span)) {
      signal?.throwIfAborted();
      await file.write(chunk, null, "latin1");
    }
  } finally {
    await file.close();
  }
}

/**
 * The series' samples from a span's beginning to before its end as OpenMetrics text, in pieces: those of one metric
 * together, the end-of-file mark last.
 */
export function* openMetrics(series: readonly Series[], times: Timeline, span: Span): Generator<string> {
  const [first, end] = scrapesIn(times, span);
  const moments = Array.from({ length: numberOfScrapes(times) }, (_, scrape) => ` ${secondOf(times, scrape)}\n`);
  let text = "";
  for (const [family, members] of families(series)) {
    text += `# TYPE ${family} ${members[0]?.type ?? "unknown"}\n`;
    for (const one of members) {
      const head = `${one.name}{${labelText(one)}} `;
      for (let scrape = first; scrape < end && scrape < one.values.length; scrape++) {
        if (!isThere(one, scrape)) continue;
        text += head + valueText(one.values[scrape]) + (moments[scrape] ?? "");
        if (text.length < CHUNK_CHARACTERS) continue;
        yield text;
        text = "";
      }
    }
  }
  yield `${text}# EOF\n`;
}

/** Whether the series has a sample at this scrape. */
export function isThere({ from, every, missing }: Series, scrape: number): boolean {
  return (
    scrape >= from &&
    (every === 1 || scrape % every === 0) &&
    !(missing.length > 0 && missing.some(([first, end]) => scrape >= first && scrape < end))
  );
}

function families(series: readonly Series[]): Map<string, Series[]> {
  const byName = new Map<string, Series[]>();
  for (const one of series) {
    const suffix = one.type === "counter" ? /_total$/ : one.type === "histogram" ? /_(bucket|count|sum)$/ : /$/;
    const family = one.name.replace(suffix, "");
    byName.set(family, [...(byName.get(family) ?? []), one]);
  }
  return byName;
}

function labelText({ labels }: Series): string {
  return Object.keys(labels)
    .sort()
    .map((label) => `${label}="${labels[label] ?? ""}"`)
    .join(",");
}

/** Fractions to the millisecond; everything else is whole. */
function valueText(value = Number.NaN): string {
  return Number.isInteger(value) || Number.isNaN(value) ? String(value) : String(Math.round(value * 1000) / 1000);
}
