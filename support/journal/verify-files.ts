import { readFile, stat } from "node:fs/promises";
import { isAbsolute, join, normalize, sep } from "node:path";
import { z } from "zod";
import type { EntryOf, JournalEntry } from "../model/journal-entry";
import { sha256Of } from "./digest";
import type { JournalFiles } from "./files";
import { codeOf } from "./journal-error";

/** A file that the journal speaks for and that is not as it was recorded. */
export interface FileProblem {
  /** Number of the entry that tells of it. */
  readonly sequence: number;
  /** Relative to the environment's folder of reports. */
  readonly path: string;
  readonly kind: "missing" | "changed" | "unreadable";
  readonly what: string;
  readonly fix: string;
}

/** What came of holding the files against the journal. */
export interface VerifiedFiles {
  readonly runs: number;
  /** Pieces of evidence, verdicts, and bytes of torn lines that were read. */
  readonly files: number;
  readonly problems: readonly FileProblem[];
}

/** What is read of a verdict.json: where its evidence is. */
const verdictSchema = z.looseObject({
  checks: z.array(z.looseObject({ evidence: z.array(z.looseObject({ path: z.string(), sha256: z.string() })) })),
});

const RESTORE =
  "Fetch it from a copy (a backup, the artefacts of the CI job); without it the run's verdict has no evidence.";
const DISTRUST = "Do not rely on it: fetch the file from a copy, or run the phase again.";

/** Holds each run's verdict.json, the evidence that it names, and the torn lines kept aside against their digests. */
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
    problems.push(
      ...(await verifyFile({ files, sequence: torn.sequence, path: torn.file, sha256: torn.sha256 })).problems,
    );
  }
  return { runs: runs.length, files: count, problems };
}

async function verifyRun(files: JournalFiles, run: EntryOf<"run-ended">): Promise<Omit<VerifiedFiles, "runs">> {
  const { runId, sequence } = run;
  const folder = join("runs", runId);
  const absence = await whyAbsent(join(files.folder, folder));
  if (absence !== null) {
    const what = `The folder of run ${runId} is gone, and with it its verdict and its evidence.`;
    return { files: 0, problems: [{ sequence, path: folder, kind: "missing", what, fix: RESTORE }] };
  }
  const path = join(folder, "verdict.json");
  const { content, problems } = await verifyFile({ files, sequence, path, sha256: run.verdictSha256 });
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
  const isWithin = !isAbsolute(relative) && normalize(path).startsWith(`${folder}${sep}`);
  if (isWithin) return (await verifyFile({ files, sequence, path, sha256 })).problems;
  const what = `The verdict in ${folder} names evidence outside of the run's folder: ${relative}.`;
  return [{ sequence, path, kind: "unreadable", what, fix: DISTRUST }];
}

interface Recorded {
  readonly files: JournalFiles;
  readonly sequence: number;
  readonly path: string;
  readonly sha256: string;
}

/** @returns the content where there is one, changed or not. */
async function verifyFile({ files, sequence, path, sha256 }: Recorded): Promise<{
  readonly content: Buffer | null;
  readonly problems: readonly FileProblem[];
}> {
  const named = (kind: FileProblem["kind"], what: string, fix: string) => [{ sequence, path, kind, what, fix }];
  try {
    const content = await readFile(join(files.folder, path));
    const found = sha256Of(content);
    if (found === sha256) return { content, problems: [] };
    const what = `${path} was changed: its SHA-256 is ${found}, and ${sha256} was recorded.`;
    return { content, problems: named("changed", what, DISTRUST) };
  } catch (reason) {
    if (codeOf(reason) === "ENOENT") return { content: null, problems: named("missing", `${path} is gone.`, RESTORE) };
    const what = `${path} cannot be read (${codeOf(reason) ?? "unknown error"}), so it was not verified.`;
    return { content: null, problems: named("unreadable", what, "Give this user read access, and verify again.") };
  }
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
