import { z } from "zod";
import { InconclusiveError } from "../errors";
import type { CheckContext } from "../model/check-context";
import type { Readiness } from "../model/readings/people";
import { placeOf } from "./place";
import { readUnmet, type ConditionsShape } from "./readiness/conditions";
import type { Connection } from "./transport/connection";
import { createHttpTransport } from "./transport/create-http-transport";
import { valueAt } from "./transport/json-value";
import { filledPath } from "./transport/path-template";

/** Where is said whether the A/B test may begin. */
export interface ReadinessOptions {
  readonly connection: Connection;
  /** Path with query; {version} stands for the canary's version. */
  readonly path: string;
  /** JSON pointer to true or false. */
  readonly ready: string;
  /** JSON pointer to the version that the answer speaks of; undefined: it does not say. */
  readonly version?: string | undefined;
  readonly conditions?: ConditionsShape | undefined;
}

/** Whether the A/B test may begin, by whatever knows it: an endpoint of the service, a feature flag. */
export interface AbTestReadiness {
  /**
   * Asks whether the A/B test with this version may begin. Anything but true or false is no answer (null).
   * @throws InconclusiveError unreachable, timed-out, unauthorised or no-data where the answer cannot be had or read;
   *   disagreeing-sources where it says ready and names a condition that is not met.
   */
  read(version: string): Promise<Readiness>;
}

/** A client of what says whether the A/B test may begin. */
export function createReadiness(options: ReadinessOptions, context: CheckContext): AbTestReadiness {
  const { connection } = options;
  const { system, baseUrl } = connection;
  const where = placeOf(connection, context.environment);
  const read = async (version: string): Promise<Readiness> => {
    const path = filledPath(options.path, { version });
    const ask = { operation: "readiness for the A/B test", method: "GET", path } as const;
    const document = await createHttpTransport(connection, context).askJson(ask, z.unknown());
    const ready = valueAt(document, options.ready);
    const said = options.version === undefined ? undefined : valueAt(document, options.version);
    const unmet = options.conditions === undefined ? [] : readUnmet({ system, where, document }, options.conditions);
    if (options.version !== undefined && typeof said !== "string") throw noVersion(system, where, options.version);
    if (ready === true && unmet.length > 0) throw contradiction(system, where, unmet);
    return {
      where,
      source: system,
      query: `GET ${baseUrl}${path}`,
      isReady: typeof ready === "boolean" ? ready : null,
      version: typeof said === "string" ? said : null,
      unmet,
    };
  };
  return { read };
}

function noVersion(system: string, where: string, pointer: string): InconclusiveError {
  return new InconclusiveError("no-data", [
    {
      what: `The answer of ${system} does not say at "${pointer}" which version it speaks of.`,
      where,
      why: "An answer about another version, or about none, says nothing of this release.",
      fix: "Read the answer in the evidence and correct abTest.version in the environment file.",
    },
  ]);
}

function contradiction(system: string, where: string, unmet: readonly string[]): InconclusiveError {
  return new InconclusiveError("disagreeing-sources", [
    {
      what: `${system} says that the A/B test may begin, and that this is not met: ${unmet.join("; ")}.`,
      where,
      why: "The two parts of its answer contradict each other, so that neither can be relied on.",
      fix: "Read the answer in the evidence; correct abTest.ready and abTest.conditions in the environment file.",
    },
  ]);
}
