import type { Judgement } from "../../model/judgement";
import type { DependencyState } from "../../model/readings/incident";
import { listed, measured, undecided } from "../judged";
import { weighed } from "../weighed";

/** Judges that every dependency of the service is healthy, each asked by its own client. One that could not be asked is unknown. */
export function judgeDependencies(states: readonly DependencyState[]): Judgement {
  if (states.length === 0) return undecided("not-executed", NONE_NAMED);
  const healthy = states.filter(({ isHealthy }) => isHealthy === true);
  return weighed({
    summary: `${states.length === 1 ? "The only dependency is" : `All ${states.length} dependencies are`} healthy: ${namesOf(states)}.`,
    measurements: [
      measured({
        signal: "healthy dependencies",
        value: healthy.length,
        unit: "dependencies",
        limit: states.length,
        comparison: "equal",
        samples: states.filter(({ isHealthy }) => isHealthy !== null).length,
        source: "the dependencies themselves",
        query: namesOf(states),
      }),
    ],
    problems: downOf(states).map(({ name, where, detail }) => ({
      what: `The dependency ${name} is not healthy: ${detailOf(detail)}.`,
      where,
      why: "It is down, overloaded, or refuses the service's requests.",
      fix: `Mend ${name} first: as long as it is down, neither a rollback nor a new version helps what needs it.`,
    })),
    doubts: states
      .filter(({ isHealthy }) => isHealthy === null)
      .map(({ name, where, detail, isAskedTooLate }) => ({
        cause: isAskedTooLate === true ? ("no-data" as const) : ("unreachable" as const),
        problem: {
          what: `Whether the dependency ${name} is healthy is not known: ${detailOf(detail)}.`,
          where,
          why: isAskedTooLate === true ? "What is judged lies in the past." : "It could not be asked from here.",
          fix: `Look at ${name} by hand; check its connection under incident.dependencies in the environment file.`,
        },
      })),
  });
}

/** What is known of all dependencies together: one that is down outweighs what is unknown; none at all is unknown. */
export function dependencyState(states: readonly DependencyState[]): "healthy" | "down" | "unknown" {
  if (downOf(states).length > 0) return "down";
  return states.length > 0 && states.every(({ isHealthy }) => isHealthy === true) ? "healthy" : "unknown";
}

/** The dependencies that are down, with what they said, as a sentence. */
export function downText(states: readonly DependencyState[]): string {
  const down = downOf(states);
  const named = listed(down.map(({ name, detail }) => `${name} (${detailOf(detail)})`));
  return `${down.length === 1 ? "1 dependency is" : `${down.length} dependencies are`} down: ${named}.`;
}

/** The names of the dependencies that are down. */
export function downNames(states: readonly DependencyState[]): readonly string[] {
  return downOf(states).map(({ name }) => name);
}

function downOf(states: readonly DependencyState[]): readonly DependencyState[] {
  return states.filter(({ isHealthy }) => isHealthy === false);
}

function detailOf(detail: string): string {
  return detail.trim().replace(/\.$/, "") || "it said nothing";
}

function namesOf(states: readonly DependencyState[]): string {
  return listed(states.map(({ name }) => name));
}

const NONE_NAMED = {
  what: "No dependency of the service was asked.",
  where: "incident.dependencies in the environment file",
  why: "The list is empty.",
  fix: "Name what the service needs: its cache, its database, the services that it calls.",
};
