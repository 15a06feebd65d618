import { InconclusiveError } from "../errors";
import type { CheckContext } from "../model/check-context";
import type { DependencyState } from "../model/readings/incident";
import type { Found } from "./dependencies/found";
import { askHealthEndpoint, type HttpDependency } from "./dependencies/health-endpoint";
import { askRedis, type RedisDependency } from "./dependencies/redis";

/** A dependency of the service and how it is asked. A further kind is a file in the folder beside and a case below. */
export type Dependency = RedisDependency | HttpDependency;

/** The dependencies of the service. */
export interface Dependencies {
  /**
   * Asks all at once, each within its own deadline and once more where it does not answer; never throws. No answer is
   * not healthy; where we may not ask, or could not, `isHealthy` is null.
   */
  askAll(): Promise<readonly DependencyState[]>;
}

/** The dependencies of an environment's service, for one check. */
export function createDependencies(dependencies: readonly Dependency[], context: CheckContext): Dependencies {
  return { askAll: () => Promise.all(dependencies.map((dependency) => stateOf(dependency, context))) };
}

async function stateOf(dependency: Dependency, context: CheckContext): Promise<DependencyState> {
  const { name } = dependency;
  const where = `${name}, ${addressOf(dependency)}, environment ${context.environment}`;
  try {
    const found = await ask(dependency, context);
    if (found.isHealthy !== true && context.signal.aborted) throw new Error("the check was ended meanwhile");
    return { name, where, ...found };
  } catch (error) {
    return { name, where, isHealthy: null, detail: `It could not be asked: ${reasonOf(error)}` };
  }
}

function ask(dependency: Dependency, context: CheckContext): Promise<Found> {
  switch (dependency.kind) {
    case "redis":
      return askRedis(dependency, context);
    case "http":
      return askHealthEndpoint(dependency, context);
  }
}

function addressOf(dependency: Dependency): string {
  return dependency.kind === "redis" ? dependency.url : `${dependency.connection.baseUrl}${dependency.path}`;
}

function reasonOf(error: unknown): string {
  if (error instanceof InconclusiveError) return error.problems[0].what;
  return error instanceof Error ? `${error.message}.` : "for a reason that is not said.";
}
