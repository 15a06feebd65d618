import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { readJournal } from "../../support/journal/read-journal";
import type { JournalEntry } from "../../support/model/journal-entry";
import type { FailingCanary, Incident, Sight } from "./failing-canary";

/** What the moments are counted from: the start of the process, or a line of the journal. */
export type Landmark = "start" | "asked" | "errors-below-limit";

/** How a command is ended. */
export interface Ending {
  readonly signal: "SIGINT" | "SIGTERM" | "SIGKILL";
  readonly from: Landmark;
  readonly afterMs: number;
}

/** What was found right after a command was ended. */
export interface Ended {
  /** From the start of the process to the signal, in ms; null: it had come to its end before. */
  readonly atMs: number | null;
  /** From the signal to the end of the process, in ms. */
  readonly tookMs: number;
  /** undefined: the process was ended by the signal itself. */
  readonly exitCode: number | undefined;
  readonly output: string;
  /** The journal's whole lines, as they stood. */
  readonly journal: string;
  readonly entries: readonly JournalEntry[];
  /** Places where the journal is not whole; a torn line is one. */
  readonly problems: readonly string[];
  readonly seen: Sight;
}

/** One incident whose command was ended, and which was then brought to its end. */
export interface KilledIncident {
  readonly ending: Ending;
  readonly killed: Ended;
  /** The commands that ended by themselves: the second, and a third where people had to roll back by hand. */
  readonly after: readonly { readonly exitCode: number | undefined; readonly output: string }[];
  /** Whether the request was lost with its command, so that it was sent by hand as the channel says. */
  readonly isByHand: boolean;
  /** The journal in the end, and what `npm run journal -- verify` says of it. */
  readonly journal: string;
  readonly entries: readonly JournalEntry[];
  readonly verified: { readonly exitCode: number | undefined; readonly output: string };
  readonly seen: Sight;
}

const POLL_MS = 1;
/** How the channel says that the canary still takes traffic, and what is to be done. */
const NOT_TAKEN = /^ROLLBACK DID NOT TAKE: .*By hand: (?<command>.+)$/m;

/** Plays one: the canary fails, its command is ended, then run again until it ends by itself. @param out of the reports. */
export async function killedIncident(canary: FailingCanary, ending: Ending, out: string): Promise<KilledIncident> {
  const incident = await canary.fail();
  const begin = (command: string, ...options: readonly string[]) =>
    canary.environment.start(command, [...options, "--out", out], incident.variables);
  const rollBack = () => begin("incident", "--roll-back", "--yes", "--no-html");
  const folder = join(out, canary.environment.name);
  const killed = await ended(rollBack(), { ending, folder, incident });
  const after = [resultOf(await rollBack())];
  const byHand = commandByHand(await incident.see());
  if (byHand !== null) {
    await promisify(execFile)("/bin/sh", ["-c", byHand]);
    after.push(resultOf(await rollBack()));
  }
  const verified = resultOf(await begin("journal", "verify"));
  const [seen, { entries }] = [await incident.see(), await readJournal(folder)];
  const journal = wholeLinesOf(folder);
  return { ending, killed, after, isByHand: byHand !== null, journal, entries, verified, seen };
}

/** Lets a command alone. @returns when it came where, in ms from its start. */
export async function undisturbed(canary: FailingCanary, out: string): Promise<Readonly<Record<string, number>>> {
  const incident = await canary.fail();
  const startedAt = Date.now();
  const options = ["--roll-back", "--yes", "--no-html", "--out", out];
  const { exitCode, all } = await canary.environment.start("incident", options, incident.variables);
  const endMs = Date.now() - startedAt;
  if (exitCode !== 1) throw new Error(`The undisturbed command ended with ${exitCode}:\n${all}`);
  const { entries } = await readJournal(join(out, canary.environment.name));
  const times = stepsOf(entries).map(({ name, at }) => [name, Date.parse(at) - startedAt] as const);
  return { ...Object.fromEntries(times), end: endMs };
}

/** The rollback's steps that a journal tells of, such as "asked begun". */
export function stepsOf(entries: readonly JournalEntry[]): readonly { readonly name: string; readonly at: string }[] {
  return entries.flatMap((entry) =>
    entry.kind === "rollback-step" ? [{ name: `${entry.step} ${entry.outcome}`, at: entry.at }] : [],
  );
}

async function ended(
  command: ReturnType<FailingCanary["environment"]["start"]>,
  { ending, folder, incident }: { readonly ending: Ending; readonly folder: string; readonly incident: Incident },
): Promise<Ended> {
  const startedAt = performance.now();
  const over = new AbortController();
  void command.finally(() => over.abort());
  await comeTo(ending, folder, over.signal);
  const signalledAt = performance.now();
  const isSent = !over.signal.aborted && command.kill(ending.signal);
  const result = resultOf(await command);
  const tookMs = performance.now() - signalledAt;
  // Nothing survives SIGKILL: what has an exit code had ended before, and was only not seen yet to have.
  const isKilled = isSent && !(ending.signal === "SIGKILL" && result.exitCode !== undefined);
  const { entries, problems } = await readJournal(folder);
  return {
    atMs: isKilled ? signalledAt - startedAt : null,
    tookMs,
    ...result,
    journal: wholeLinesOf(folder),
    entries,
    problems: problems.map(({ line, kind }) => `line ${line}: ${kind}`),
    seen: await incident.see(),
  };
}

async function comeTo({ from, afterMs }: Ending, folder: string, over: AbortSignal): Promise<void> {
  const pass = (ms: number): Promise<void> => sleep(ms, undefined, { signal: over }).catch(() => undefined);
  const isThere = (): boolean => from === "start" || wholeLinesOf(folder).includes(`"step":"${from}"`);
  while (!isThere() && !over.aborted) await pass(POLL_MS);
  await pass(afterMs);
}

function commandByHand({ announcements }: Sight): string | null {
  const command = announcements.map((text) => NOT_TAKEN.exec(text)?.groups?.["command"]).find(Boolean);
  return command ?? null;
}

function resultOf({ exitCode, all }: { readonly exitCode?: number | undefined; readonly all: string }) {
  return { exitCode, output: all };
}

function wholeLinesOf(folder: string): string {
  const text = textOf(join(folder, "journal.ndjson"));
  return text.slice(0, text.lastIndexOf("\n") + 1);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // it is not begun yet
  }
}
