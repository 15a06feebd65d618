import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import type { CheckContext } from "../model/check-context";
import type { AppStart } from "../model/readings/app-start";
import { awaitWords } from "./app-start/awaited-words";
import { askHealth, type HealthAnswer } from "./app-start/health-answer";
import { captureOutput, lastLines } from "./process/captured-output";
import { findFreePort } from "./process/free-port";
import { interruptedError } from "./process/interrupted-error";
import { shellExitCode, startProcessGroup, type ProcessEnd, type Program } from "./process/process-group";
import { commandLine } from "./process/run-program";
import { startDeadline } from "./transport/deadline";

/** How the service's main application is started; one of the arguments holds `{port}`. */
export interface AppStartOptions extends Program {
  /** Words of the line by which the application says that its start is complete: "Application startup complete.". */
  readonly readyLine: string;
  /** Path of the health endpoint: "/health". */
  readonly healthPath: string;
  /** JSON pointer (RFC 6901) to the version in the health endpoint's answer: "/version". */
  readonly versionPointer: string;
  /** From the start to all signs of readiness, in ms. */
  readonly timeoutMs: number;
  /** For one answer of the health endpoint, in ms; 1,000 unless given. */
  readonly healthTimeoutMs?: number;
  /** Once it answers 200, for so long its lines may still come, in ms; 1,000 unless given. */
  readonly lastLinesMs?: number;
  /** From SIGTERM to SIGKILL when it is stopped, in ms; 3,000 unless given. */
  readonly graceMs?: number;
}

/** The service's main application, in the runbook's words. */
export interface App {
  /**
   * Starts it on a free port, watches it until it is ready, has ended, or the deadline is over, and stops it with all
   * that it started.
   * @param banner words of the line by which it says what it has registered.
   * @throws InconclusiveError where the check was interrupted meanwhile.
   */
  start(banner: string): Promise<AppStart>;
}

const PAUSE_MS = 50;
const TAIL_LINES = 30;

/** A client of one application. */
export function createApp(options: AppStartOptions, context: CheckContext): App {
  return { start: (banner) => startOnce(options, banner, context) };
}

async function startOnce(options: AppStartOptions, banner: string, context: CheckContext): Promise<AppStart> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}${options.healthPath}`;
  const program = { ...options, run: options.run.map((word) => word.replaceAll("{port}", String(port))) };
  const output = captureOutput();
  const words = awaitWords([banner, options.readyLine]);
  let stop = async (): Promise<void> => undefined;
  context.undo.declare(`stop the application that was started on port ${port}`, () => stop());
  const startedAt = performance.now();
  const group = startProcessGroup(program, (stream, chunk) => {
    output.add(chunk);
    words.add(stream, chunk);
  });
  stop = () => group.stop(options.graceMs ?? 3_000);
  const areLinesSeen = (): boolean => words.isSeen(banner) && words.isSeen(options.readyLine);
  const watched = await watch(group.ended, areLinesSeen, { ...options, url }, context.signal).finally(stop);
  const reading: AppStart = {
    command: commandLine(program.run),
    folder: program.folder,
    url,
    isBannerSeen: words.isSeen(banner),
    isStartupComplete: words.isSeen(options.readyLine),
    answer: watched.answer && { status: watched.answer.status, version: watched.answer.version },
    exitCode: watched.end === null ? null : shellExitCode(watched.end),
    notStarted: watched.end?.notStarted ?? null,
    waitedMs: Math.round(watched.endedAt - startedAt),
    deadlineMs: options.timeoutMs,
    tail: lastLines(stripVTControlCharacters(output.text()), TAIL_LINES),
  };
  await keepEvidence(reading, output.text(), watched.answer, context);
  if (context.signal.aborted) throw interruptedError("the start of the application", reading.command, context);
  return reading;
}

interface Watched {
  readonly answer: HealthAnswer | null;
  readonly end: ProcessEnd | null;
  readonly endedAt: number;
}

type Watch = AppStartOptions & { readonly url: string };

/** Asks again and again until it is ready, has ended by itself, or it is too late. */
async function watch(
  ended: Promise<ProcessEnd>,
  areLinesSeen: () => boolean,
  { url, versionPointer, timeoutMs, healthTimeoutMs = 1_000, lastLinesMs = 1_000 }: Watch,
  signal: AbortSignal,
): Promise<Watched> {
  let end: ProcessEnd | null = null;
  const isOver = new AbortController();
  void ended.then((how) => {
    end = how;
    isOver.abort();
  });
  const deadline = startDeadline(timeoutMs, [isOver.signal, signal]);
  const stopAsking = deadline.signal;
  let answer: HealthAnswer | null = null;
  let linesUntil = Infinity;
  const isReady = (): boolean => answer?.status === 200 && (areLinesSeen() || Date.now() > linesUntil);
  while (!stopAsking.aborted && !isReady()) {
    if (answer?.status !== 200) answer = (await askHealth(url, versionPointer, healthTimeoutMs, stopAsking)) ?? answer;
    if (answer?.status === 200) linesUntil = Math.min(linesUntil, Date.now() + lastLinesMs);
    if (!isReady()) await sleep(PAUSE_MS, undefined, { signal: stopAsking }).catch(() => undefined);
  }
  deadline.release();
  return { answer, end, endedAt: performance.now() };
}

async function keepEvidence(
  reading: AppStart,
  output: string,
  answer: HealthAnswer | null,
  { evidence }: CheckContext,
): Promise<void> {
  const { tail: _tail, ...facts } = reading;
  await evidence.keep({
    title: "Start of the main application",
    mediaType: "application/json",
    content: JSON.stringify({ ...facts, healthBody: answer?.body ?? null }, null, 2),
  });
  await evidence.keep({ title: "Output of the main application", mediaType: "text/plain", content: output });
}
