import type { Blueprint } from "./blueprint";
import { applyFaults, startContractServers, startParts, type Report } from "./composition";
import { describeRehearsal, type RehearsalAddress } from "./description";
import { findFault, planWith } from "./faults";
import { prepareHistory } from "./history";
import { choosePorts } from "./ports";
import { newSecrets, randomHex } from "./secrets";
import { Site } from "./site";
import type { StandIns } from "./stand-ins";
import { sweep } from "./sweep";

/** When all parts must be up: they are in 4 to 8 seconds, and in ten times that where the machine has other work. */
const BOOT_DEADLINE_MS = 90_000;

/** How the rehearsal is booted. */
export interface BootOptions {
  /** The faults' names. */
  readonly faults: readonly string[];
  /** Whether Prometheus is to hold a canary week; without it, it knows the present only. */
  readonly history?: boolean;
  /** Takes one line for each part that has come up. */
  readonly onProgress?: (line: string) => void;
  /** Where its data are kept, also afterwards; without it in a temporary folder, removed at the end. */
  readonly dataFolder?: string;
  /** Ends the boot and all that it has started. */
  readonly signal?: AbortSignal;
}

/** A running rehearsal. */
export interface Rehearsal {
  /** What the environment file's `${NAME}` stand for. */
  readonly variables: Readonly<Record<string, string>>;
  /** The secrets, by the name of the environment variable that the environment file asks for. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Where a person can look at its parts. */
  readonly addresses: readonly RehearsalAddress[];
  /** From the start until Prometheus had scraped every part. */
  readonly bootMs: number;
  /** Ends all parts and removes temporary data. Safe to call again. */
  stop(): Promise<void>;
}

/** A rehearsal whose parts are up, while Prometheus may still be looking for them. */
export interface RehearsalComingUp extends Omit<Rehearsal, "bootMs"> {
  /** Resolves when Prometheus has scraped every part and all faults are in place; errors as those of the boot. */
  readonly monitored: Promise<{ readonly bootMs: number }>;
}

/**
 * Boots the rehearsal with these faults; ready when every part was seen working (or broken as wanted).
 * What killed rehearsals left behind is removed first.
 * @throws UnknownFaultError, ConflictingFaultsError, DataFolderError before anything is started.
 * @throws PartNotReadyError naming the part and the end of its log; then everything has been stopped again.
 * @throws RehearsalInterruptedError when the signal aborts.
 */
export async function bootRehearsal(options: BootOptions): Promise<Rehearsal> {
  const { monitored, ...rehearsal } = await beginRehearsal(options);
  return { ...rehearsal, ...(await monitored) };
}

/** Boots the rehearsal and returns as soon as its parts are up; errors as those of `bootRehearsal`. */
export async function beginRehearsal(options: BootOptions): Promise<RehearsalComingUp> {
  const startedAt = performance.now();
  const faults = [...new Set(options.faults)].map(findFault);
  const plan = planWith(faults);
  sweep();
  const history = options.history === true ? await historyOf(plan.history, options) : [];
  const site = new Site({ dataFolder: options.dataFolder, deadlineMs: BOOT_DEADLINE_MS, interrupt: options.signal });
  const standIns: { running?: StandIns } = {};
  const stop = async (): Promise<void> => {
    await Promise.all([site.stop(), standIns.running?.stop()]);
  };
  const orStop = async <T>(stage: Promise<T>): Promise<T> => {
    try {
      return await stage;
    } catch (error) {
      await stop();
      throw error;
    }
  };
  const begin = async (): Promise<RehearsalComingUp> => {
    const logFiles = { canary: site.write("log/canary.log", ""), legacy: site.write("log/legacy.log", "") };
    const [ports, secrets, shipperPassword] = [await choosePorts(), newSecrets(), randomHex(16)];
    const blueprint: Blueprint = { site, plan, faults, ports, secrets, shipperPassword, logFiles, history };
    standIns.running = await startContractServers(blueprint);
    const running = standIns.running;
    const parts = startParts(blueprint, running, reporter(startedAt, options.onProgress));
    await parts.up;
    await applyFaults(blueprint, running, "afterBoot");
    const lastStage = async () => {
      await parts.monitored;
      await applyFaults(blueprint, running, "afterScrapes");
      return { bootMs: performance.now() - startedAt };
    };
    const monitored = orStop(lastStage());
    monitored.catch(() => undefined); // told to whoever waits for it
    return { ...describeRehearsal(blueprint, running), secrets: blueprint.secrets, monitored, stop };
  };
  return orStop(begin());
}

/** The week's blocks. Making them, which is needed once, is not a part's coming up: it has no deadline. */
async function historyOf(week: string, { signal, onProgress }: BootOptions): Promise<readonly string[]> {
  const beganAt = performance.now();
  const { blockFolders, partsMade } = await prepareHistory(week, signal);
  if (partsMade > 0) {
    const took = ((performance.now() - beganAt) / 1000).toFixed(1);
    onProgress?.(`the canary week "${week}" as data for Prometheus: made once, in ${took} s`);
  }
  return blockFolders;
}

function reporter(startedAt: number, onProgress: BootOptions["onProgress"]): Report {
  return async (part, start) => {
    await start;
    onProgress?.(`${part} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  };
}
