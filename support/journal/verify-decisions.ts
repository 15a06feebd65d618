import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { EntryOf, JournalEntry } from "../model/journal-entry";
import { sha256Of } from "./digest";
import { headText } from "./head";
import { DISTRUST, isWithin, RESTORE, verifyFile, type FileProblem } from "./recorded-file";

/** What came of holding the decisions against the journal. */
export interface VerifiedDecisions {
  readonly decisions: number;
  readonly files: number;
  readonly problems: readonly FileProblem[];
}

const filesSchema = z.array(z.looseObject({ path: z.string(), sha256: z.string() }));

/** What is read of a decision.json: its pages, what it rests on, and the evidence of its criteria. */
const decisionSchema = z.looseObject({
  pages: filesSchema.min(1),
  digests: filesSchema,
  criteria: z.array(z.looseObject({ evidence: filesSchema })),
});

type DecisionEntry = EntryOf<"decision">;

/** A decision as its own decision.json tells of it. */
interface Found {
  readonly entry: DecisionEntry;
  /** Digests by path; null: its decision.json could not be read. */
  readonly pages: ReadonlyMap<string, string> | null;
  readonly files: number;
  readonly problems: readonly FileProblem[];
}

/** The environment's newest decision, as people open it: copies of what stands in the run's folder. */
const NEWEST = ["decision.json", "decision.html"] as const;

/**
 * Holds each decision.json against the digest that the journal has of it, and against it the decision's pages, the verdicts
 * that it rests on, and the evidence of its criteria. The environment's newest decision has to be the newest one that the
 * journal knows. @param folder of the environment's reports.
 */
export async function verifyDecisions(folder: string, entries: readonly JournalEntry[]): Promise<VerifiedDecisions> {
  const decisions = entries.filter((entry): entry is DecisionEntry => entry.kind === "decision");
  const found: Found[] = [];
  for (const entry of decisions) found.push(await verifyDecision(folder, entry, entries));
  const copies = await Promise.all(NEWEST.map((name) => verifyNewest(folder, name, found, entries)));
  return {
    decisions: decisions.length,
    files: [...found, ...copies].reduce((sum, { files }) => sum + files, 0),
    problems: [...found, ...copies].flatMap(({ problems }) => problems),
  };
}

async function verifyDecision(folder: string, entry: DecisionEntry, entries: readonly JournalEntry[]): Promise<Found> {
  const { sequence, runId, decisionSha256 } = entry;
  if (runId === null) return { entry, pages: null, files: 0, problems: [] };
  const path = join("runs", runId, "decision.json");
  const { content, problems } = await verifyFile({ folder, sequence, path, sha256: decisionSha256 });
  if (content === null) return { entry, pages: null, files: 1, problems };
  const told = toldIn(content);
  if (told === null) {
    const what = `${path} does not list its pages and what it rests on, so none of it was looked at.`;
    return {
      entry,
      pages: null,
      files: 1,
      problems: [...problems, { sequence, path, kind: "unreadable", what, fix: DISTRUST }],
    };
  }
  const ofRun = told.pages.filter(({ path: page }) => page.startsWith("runs/"));
  const listed = [...ofRun, ...told.digests, ...told.criteria.flatMap(({ evidence }) => evidence)];
  const ofFiles: FileProblem[] = [];
  for (const file of listed) ofFiles.push(...(await verifyListed(folder, path, entry, file, entries)));
  const pages = new Map(told.pages.map(({ path: page, sha256 }) => [page, sha256] as const));
  return { entry, pages, files: 1 + ofRun.length, problems: [...problems, ...ofFiles] };
}

async function verifyListed(
  folder: string,
  decision: string,
  { sequence }: DecisionEntry,
  { path, sha256 }: { readonly path: string; readonly sha256: string },
  entries: readonly JournalEntry[],
): Promise<readonly FileProblem[]> {
  const named = (what: string): FileProblem[] => [
    { sequence, path: decision, kind: "unreadable", what, fix: DISTRUST },
  ];
  if (!isWithin("", path)) return named(`${decision} names a file outside of the reports: ${path}.`);
  if (path !== "journal.head") return (await verifyFile({ folder, sequence, path, sha256 })).problems;
  // The head has moved on since; but it stood for a line, and the line after that one still has its digest.
  const heads = entries
    .filter((entry) => entry.sequence <= sequence)
    .map(({ sequence: next, previous }) => sha256Of(headText({ sequence: next - 1, hash: previous })));
  return heads.includes(sha256) ? [] : named(`${decision} rests on a journal whose end was never a line of this one.`);
}

/** A copy in the environment's folder has to be the newest decision; an older one there would be taken for it. */
async function verifyNewest(
  folder: string,
  path: (typeof NEWEST)[number],
  found: readonly Found[],
  entries: readonly JournalEntry[],
): Promise<Omit<Found, "entry" | "pages">> {
  const content = await readFile(join(folder, path)).catch(() => null);
  const newest = found.at(-1);
  if (newest === undefined) {
    if (content === null) return { files: 0, problems: [] };
    const what = `${path} stands there, and the journal knows of no decision.`;
    const problem = { sequence: entries.at(-1)?.sequence ?? 0, path, kind: "unknown", what, fix: DISTRUST } as const;
    return { files: 1, problems: [problem] };
  }
  const expected = digestOf(newest, path);
  const [{ sequence }, own] = [newest.entry, content === null ? null : sha256Of(content)];
  // Where the decision in the run's folder cannot be read, that was named: nothing else says what its page was.
  if (expected === null || own === expected) return { files: 1, problems: [] };
  const earlier = found.findLast((one) => own !== null && digestOf(one, path) === own);
  const fix = "Copy that of the newest run over it, or decide again: npm run decide.";
  if (own === null)
    return { files: 1, problems: [{ sequence, path, kind: "missing", what: `${path} is gone.`, fix: RESTORE }] };
  if (earlier !== undefined) {
    const what = `${path} is of the earlier decision ${earlier.entry.runId ?? "without a run"} (${earlier.entry.verdict}), and ${newest.entry.runId ?? "one without a run"} (${newest.entry.verdict}) is the newest.`;
    return { files: 1, problems: [{ sequence, path, kind: "outdated", what, fix }] };
  }
  const what = `${path} was changed: its SHA-256 is ${own}, and ${expected} was recorded.`;
  return { files: 1, problems: [{ sequence, path, kind: "changed", what, fix: DISTRUST }] };
}

function digestOf({ entry, pages }: Found, path: (typeof NEWEST)[number]): string | null {
  return path === "decision.json" ? entry.decisionSha256 : (pages?.get(path) ?? null);
}

function toldIn(content: Buffer): z.infer<typeof decisionSchema> | null {
  try {
    return decisionSchema.parse(JSON.parse(content.toString("utf8")));
  } catch {
    return null;
  }
}
