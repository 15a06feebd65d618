import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readRunbook } from "../environment/runbook";
import { shownPath } from "../environment/environment-file";
import { ConfigurationError } from "../errors";
import { LIMITS, type LimitOverrides } from "../model/limits";
import { changedFeatures, featureDigests } from "../replay/feature-digests";
import { judgeAgain, type JudgedAgain } from "../replay/judge-again";
import { readLimitsFile } from "../replay/limits-file";
import { limitLines, limitRows, unusedLimits, type LimitRow } from "../replay/limits-table";
import { samenessLines } from "../replay/sameness";
import { readStoredRun, type StoredRun } from "../replay/stored-run";
import { consoleText } from "../reporting/console-text";
import { writeInOneStep } from "../reporting/verdict-file";
import { EXIT, runMain } from "./main";
import { PROJECT } from "./phase/place";
import { FEATURES, SUPPORT_CODE } from "./phase/session-for";
import { versionsOf } from "./phase/versions";
import { readReplayOptions } from "./replay/options";

void runMain(() => replay(process.argv.slice(2)));

/** Exit code where the verdict is another one than the stored, or says something else. */
const DIFFERS = EXIT.noGo;

/** Judges a run again from its evidence, and says whether the verdict is the same, or what other limits would change. */
async function replay(argv: readonly string[]): Promise<number> {
  const { folder, limits: limitsFile, out } = readReplayOptions(argv);
  const runbook = readRunbook(join(FEATURES, "runbook.yaml"));
  const limits = limitsFile === null ? null : readLimitsFile(limitsFile, runbook);
  const run = readStoredRun(folder);
  for (const line of changesSince(run)) say(line);
  const options = { featurePaths: [FEATURES], supportPaths: SUPPORT_CODE, cwd: PROJECT, runbook };
  const again = judged(await judgeAgain(run, options));
  if (limits === null) {
    if (out !== null) await write(out, run, again, limits);
    return showSameness(run, again);
  }
  // What else differs is no effect of the limits, and is said first.
  if (again.differences.length > 0) for (const line of samenessLines(run, again)) say(line);
  const byLimits = judged(await judgeAgain(run, { ...options, limits }));
  showLimits(run, byLimits, limits);
  if (out !== null) await write(out, run, byLimits, limits);
  return EXIT.go;
}

function judged(again: JudgedAgain): JudgedAgain {
  if (again.couldNotRun.length > 0) throw couldNotRun(again.couldNotRun);
  return again;
}

function showSameness(run: StoredRun, again: JudgedAgain): number {
  for (const line of samenessLines(run, again)) say(line);
  return again.differences.length === 0 ? EXIT.go : DIFFERS;
}

function showLimits(run: StoredRun, again: JudgedAgain, limits: LimitOverrides): void {
  const rows = limitRows(run, again, limits);
  const unused = unusedLimits(rows);
  if (unused.length > 0) throw notAskedFor(unused);
  for (const line of limitLines(run, again, rows)) say(line);
}

function notAskedFor(unused: readonly LimitRow[]): ConfigurationError {
  return new ConfigurationError(
    "Not all limits could be used.",
    unused.map(({ item, limit }) => ({
      where: `${item}, ${limit ?? "no limit"}`,
      what: `the check of ${item} was judged without asking for this limit: it has none`,
      fix: `take it out, or give it to an item that has it; the limits are: ${Object.keys(LIMITS).join(", ")}`,
    })),
  );
}

/** What is not as it was when the run was made; a sentence each. */
function changesSince({ inputs }: StoredRun): string[] {
  const [then, now] = [inputs.versions["canary-runbook"], versionsOf()["canary-runbook"]];
  const version = then === now ? [] : [`The run was judged by canary-runbook ${then ?? "(unknown)"}; this is ${now}.`];
  const features = changedFeatures(inputs.features, featureDigests(FEATURES));
  if (features.length === 0) return version;
  const files = features.map((sentence) => `  ${sentence}`);
  return [...version, "The features have changed since the run; it is judged with the present ones:", ...files];
}

function couldNotRun(messages: readonly string[]): ConfigurationError {
  return new ConfigurationError(
    "The run could not be judged again.",
    messages.map((message) => ({ where: "the features", what: message, fix: "mend what it names, and try again" })),
  );
}

/** No verdict.json: what was judged again, maybe by other limits, must not be taken for a run. */
async function write(out: string, run: StoredRun, again: JudgedAgain, limits: LimitOverrides | null): Promise<void> {
  mkdirSync(out, { recursive: true });
  const file = join(out, "replay.json");
  const { differences, document } = again;
  const content = { schemaVersion: 1, replayOf: run.document.runId, limits, differences, verdict: document };
  await writeInOneStep(file, `${JSON.stringify(content, null, 2)}\n`);
  say(shownPath(file));
}

/** A line with its columns, and nothing in it that a terminal or a CI system would take for a command. */
function say(line: string): void {
  process.stdout.write(`${consoleText(line.replaceAll(/\s*[\r\n]+\s*/g, " "))}\n`);
}
