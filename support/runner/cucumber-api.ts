import path from "node:path";
import { Writable } from "node:stream";
import {
  type IRunConfiguration,
  type IRunEnvironment,
  type ISupportCodeLibrary,
  loadConfiguration,
  loadSupport,
  runCucumber,
} from "@cucumber/cucumber/api";
import type { Envelope } from "@cucumber/messages";

/** What cucumber is to read. */
export interface Sources {
  /** Folder that paths are relative to. */
  readonly cwd: string;
  /** Feature files, folders or globs. */
  readonly featurePaths: readonly string[];
  /** Globs of support code, loaded by `require` in this order. */
  readonly supportPaths: readonly string[];
  /** Tag expression; an empty one selects all scenarios. */
  readonly tags: string;
  /** Handed to the World; JSON only. */
  readonly worldParameters: Readonly<Record<string, string>>;
}

/** Loaded last, so that its deadline is the one that holds. */
const STEP_DEADLINE = path.join(__dirname, "step-deadline.ts");

/** Matches no file: with no path at all cucumber would look for support code beside the features. */
const NO_SUPPORT = path.join(__dirname, "no-support-code", "*.ts");

/** The configuration that the runner uses; no configuration file is read. */
export async function configurationFor(sources: Sources): Promise<IRunConfiguration> {
  const { runConfiguration } = await loadConfiguration(
    {
      file: false,
      provided: {
        paths: [...sources.featurePaths],
        require: [...sources.supportPaths, STEP_DEADLINE],
        tags: sources.tags,
        worldParameters: { ...sources.worldParameters },
        strict: true,
        retry: 0,
        parallel: 0,
      },
    },
    environmentOf(sources),
  );
  return { ...runConfiguration, formats: { stdout: "rerun", files: {}, publish: false, options: {} } };
}

/** The messages of the features alone, in the order of the plan: no support code is loaded and nothing is run. */
export async function readFeatures(sources: Sources, configuration: IRunConfiguration): Promise<Envelope[]> {
  const envelopes: Envelope[] = [];
  await runCucumber(
    {
      ...configuration,
      support: { requirePaths: [NO_SUPPORT] },
      runtime: { ...configuration.runtime, dryRun: true },
    },
    environmentOf(sources),
    (envelope) => envelopes.push(envelope),
  );
  return envelopes;
}

const libraries = new Map<string, Promise<ISupportCodeLibrary>>();

/**
 * Loads the support code, once per process: its files register their steps while they are loaded, and Node loads a file once.
 * @throws whatever a support file threw while it was loaded.
 */
export function supportLibrary(sources: Sources, configuration: IRunConfiguration): Promise<ISupportCodeLibrary> {
  const key = JSON.stringify([sources.cwd, sources.supportPaths]);
  const library = libraries.get(key) ?? loadSupport(configuration, environmentOf(sources));
  libraries.set(key, library);
  return library;
}

/** Runs the one scenario that stands at `file:line`. */
export async function runScenario(
  sources: Sources,
  configuration: IRunConfiguration,
  library: ISupportCodeLibrary,
  place: string,
  onMessage: (envelope: Envelope) => void,
): Promise<void> {
  const only = { ...configuration.sources, paths: [place], tagExpression: "" };
  await runCucumber({ ...configuration, sources: only, support: library }, environmentOf(sources), onMessage);
}

/** Formatters and warnings write to nowhere; no variable of the process switches a publication on. */
function environmentOf({ cwd }: Sources): IRunEnvironment {
  return { cwd, stdout: nowhere(), stderr: nowhere(), env: {} };
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
