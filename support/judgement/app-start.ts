import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { AppStart } from "../model/readings/app-start";
import { ending, judged, measured, undecided } from "./judged";

/**
 * Judges a start of the main application: the announcement AND the completed start-up AND a health answer of 200 with
 * the expected version. (Runbook, Day 3: with a reloader the announcement is printed before the application is imported.)
 */
export function judgeAppStart(start: AppStart, banner: string, expectedVersion: string): Judgement {
  const where = `${start.command}, in ${start.folder}, at ${start.url}`;
  if (start.notStarted !== null) return undecided("not-executed", notStarted(where, start.notStarted));
  const problem = problemOf(start, banner, expectedVersion);
  return judged({
    summary: `Up with version ${expectedVersion} after ${(start.waitedMs / 1000).toFixed(1)} s.`,
    measurements: [
      measured({
        signal: "version of the started application",
        value: start.answer?.version ?? null,
        unit: "version",
        limit: expectedVersion,
        comparison: "equal",
        source: "the application's health endpoint",
        query: start.url,
      }),
      measured({
        signal: "time until up",
        value: start.waitedMs,
        unit: "ms",
        source: "our clock",
        query: start.command,
      }),
    ],
    problems: problem === null ? [] : [{ where, ...problem }],
  });
}

type Problem = Omit<Explanation, "where">;

function problemOf(start: AppStart, banner: string, expectedVersion: string): Problem | null {
  const lastLines = ending(start.tail);
  if (start.exitCode !== null) {
    return {
      what: `The application ended with exit code ${start.exitCode} before it was up${start.isBannerSeen ? ", after its announcement" : ""}.`,
      why: lastLines,
      fix: "Start it by hand with the same command and mend what the last lines name.",
    };
  }
  if (!start.isBannerSeen) {
    return {
      what: `The application did not say "${banner}" within ${start.deadlineMs / 1000} s.`,
      why: `The Phase 4 routes were not registered, or the line was reworded. ${lastLines}`,
      fix: "Look at the registration of the API v2 routes; if only the words changed, change them in the feature.",
    };
  }
  return answerProblem(start, expectedVersion, lastLines);
}

function answerProblem(start: AppStart, expectedVersion: string, lastLines: string): Problem | null {
  if (!start.isStartupComplete) {
    return {
      what: `The application did not complete its start-up within ${start.deadlineMs / 1000} s.`,
      why: `Something that it does at its start hangs. ${lastLines}`,
      fix: "Start it by hand and see what it waits for; raise timeoutSeconds in the environment file if it only needs longer.",
    };
  }
  if (start.answer?.status !== 200) {
    const answered = start.answer === null ? "never answered" : `answered with status ${start.answer.status}`;
    return {
      what: `The application says that it is started, but its health endpoint ${answered} within ${start.deadlineMs / 1000} s.`,
      why: `It is not ready to serve. ${lastLines}`,
      fix: "Start it by hand and ask its health endpoint.",
    };
  }
  if (start.answer.version === expectedVersion) return null;
  return {
    what: `The application answers with version ${start.answer.version ?? "none"}; expected is the canary's, ${expectedVersion}.`,
    why: "The checkout is not the one that is being released, or release.canaryVersion is out of date.",
    fix: "Check out the release, or correct release.canaryVersion in the environment file.",
  };
}

function notStarted(where: string, why: string): Explanation {
  return {
    what: "The application could not be started at all, so it is unknown whether it comes up.",
    where,
    why,
    fix: "Check commands.appStart in the environment file, and that the program is installed.",
  };
}
