import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Attachment } from "allure-js-commons";
import type { CheckResult } from "../model/check-result";
import type { Timeline } from "../model/timeline";
import { drawTimeline } from "./charts/timeline-chart";
import { TIMELINE_WORDS } from "./charts/timeline-words";
import type { Language } from "./messages";
import { timelineLines } from "./timeline-text";

/** Pixels. */
const WIDTH = 960;

/**
 * Writes the run's timeline, drawn and as text, for a check that knows a part of it.
 * @param folder of the Allure results. @returns nothing where there is none, or the check knows nothing of it.
 */
export async function writeTimeline(
  folder: string,
  { occurrences }: CheckResult,
  timeline: Timeline | null,
  language: Language,
): Promise<Attachment[]> {
  if (timeline === null || occurrences.length === 0) return [];
  const [drawing, text] = [`${randomUUID()}-attachment.svg`, `${randomUUID()}-attachment.txt`];
  await writeFile(path.join(folder, drawing), drawTimeline(timeline, { width: WIDTH, language }));
  await writeFile(path.join(folder, text), `${timelineLines(timeline, language).join("\n")}\n`);
  const name = TIMELINE_WORDS[language].title;
  return [
    { name, type: "image/svg+xml", source: drawing },
    { name, type: "text/plain", source: text },
  ];
}
