import { stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { EntryOf, JournalEntry } from "../model/journal-entry";
import type { JournalFiles } from "./files";
import { codeOf } from "./journal-error";
import { DISTRUST, isWithin, RESTORE, verifyFile, type FileProblem } from "./recorded-file";
import { verifyDecisions } from "./verify-decisions";

/** What came of holding the files against the journal. */
export interface VerifiedFiles {
  readonly runs: number;
  readonly decisions: number;
  /** Pieces of evidence, verdicts, decisions with their pages, and bytes of torn lines that were read. */
  readonly files: number;
  readonly problems: readonly FileProblem[];
}

/** What is read of a verdict.json: where its evidence is. */
const verdictSchema = z.looseObject({
  checks: z.array(z.looseObject({ evidence: z.array(z.looseObject({ path: z.string(), sha256: z.string() })) })),
});

/**
 * Holds each run's verdict.json and the evidence that it names, each decision with its pages and with what it rests on, and
 * the torn lines kept aside against their digests. A file is named once.
 */
export async function verifyFiles(files: JournalFiles, entries: readonly JournalEntry[]): Promise<VerifiedFiles> {
  const problems: FileProblem[] = [];
  let count = 0;
  const runs = entries.filter((entry) => entry.kind === "run-ended");
  for (const run of runs) {
    const verified = await verifyRun(files, run);
    count += verified.files;
    problems.push(...verified.problems);
  }
  for (const torn of entries.filter((entry) => entry.kind === "torn-line")) {
    count += 1;
    const { sequence, file: path, sha256 } = torn;
    problems.push(...(await verifyFile({ folder: files.folder, sequence, path, sha256 })).problems);
  }
  const decided = await verifyDecisions(files.folder, entries);
  const all = [...problems, ...decided.problems];
  return {
    runs: runs.length,
    decisions: decided.decisions,
    files: count + decided.files,
    problems: all.filter(
      ({ path }, index) => all.findIndex((one) => one.path === path && one.kind === all[index]?.kind) === index,
    ),
  };
}

async function verifyRun(
  files: JournalFiles,
  run: EntryOf<"run-ended">,
): Promise<Pick<VerifiedFiles, "files" | "problems">> {
  const { runId, sequence } = run;
  const folder = join("runs", runId);
  const absence = await whyAbsent(join(files.folder, folder));
  if (absence !== null) {
    const what = `The folder of run ${runId} is gone, and with it its verdict and its evidence.`;
    return { files: 0, problems: [{ sequence, path: folder, kind: "missing", what, fix: RESTORE }] };
  }
  const path = join(folder, "verdict.json");
  const { content, problems } = await verifyFile({ folder: files.folder, sequence, path, sha256: run.verdictSha256 });
  if (content === null) return { files: 1, problems };
  const evidence = evidenceIn(content);
  if (evidence === null) {
    const what = `${path} does not list its evidence, so none of it was looked at.`;
    return { files: 1, problems: [...problems, { sequence, path, kind: "unreadable", what, fix: DISTRUST }] };
  }
  const ofEvidence = [];
  for (const { path: relative, sha256 } of evidence)
    ofEvidence.push(...(await verifyEvidence(files, sequence, folder, relative, sha256)));
  return { files: 1 + evidence.length, problems: [...problems, ...ofEvidence] };
}

async function verifyEvidence(
  files: JournalFiles,
  sequence: number,
  folder: string,
  relative: string,
  sha256: string,
): Promise<readonly FileProblem[]> {
  const path = join(folder, relative);
  if (isWithin("", relative) && isWithin(folder, path))
    return (await verifyFile({ folder: files.folder, sequence, path, sha256 })).problems;
  const what = `The verdict in ${folder} names evidence outside of the run's folder: ${relative}.`;
  return [{ sequence, path, kind: "unreadable", what, fix: DISTRUST }];
}

function evidenceIn(content: Buffer): readonly { readonly path: string; readonly sha256: string }[] | null {
  try {
    return verdictSchema.parse(JSON.parse(content.toString("utf8"))).checks.flatMap(({ evidence }) => evidence);
  } catch {
    return null;
  }
}

async function whyAbsent(folder: string): Promise<string | null> {
  try {
    return (await stat(folder)).isDirectory() ? null : "a file stands there";
  } catch (reason) {
    return codeOf(reason) === "ENOENT" ? "it is not there" : null;
  }
}
