import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { CacheState } from "../model/readings/cache-state";
import { judged, measured } from "./judged";

type Answered = Extract<CacheState, { kind: "answered" }>;

/** Judges the answer to PING. No answer is a failure: the answer itself is what the runbook asks for. */
export function judgePing(state: CacheState, expected: string): Judgement {
  if (state.kind === "no-answer") return judged({ summary: "", measurements: [], problems: [silent(state)] });
  return judged({
    summary: `The cache server answers ${state.ping} in ${state.latencyMs.toFixed(0)} ms.`,
    measurements: [
      measured({
        signal: "answer to PING",
        value: state.ping,
        unit: "word",
        limit: expected,
        comparison: "equal",
        source: "Redis",
        query: "PING",
      }),
    ],
    problems: state.ping === expected ? [] : [wrongAnswer(state, expected)],
  });
}

/** Judges that the server is a primary and has its data loaded. */
export function judgePrimary(state: CacheState): Judgement {
  if (state.kind === "no-answer") return judged({ summary: "", measurements: [], problems: [silent(state)] });
  const isReady = state.role === "master" && state.isLoading === false;
  return judged({
    summary: "It is a primary with its data loaded.",
    measurements: [
      measured({
        signal: "role",
        value: state.role,
        unit: "word",
        limit: "master",
        comparison: "equal",
        source: "Redis",
        query: "INFO replication",
      }),
    ],
    problems: isReady ? [] : [notPrimary(state)],
  });
}

/** Judges that a marker was written, read back and deleted. */
export function judgeKeepsValue(state: CacheState): Judgement {
  if (state.kind === "no-answer") return judged({ summary: "", measurements: [], problems: [silent(state)] });
  const { marker } = state;
  return judged({
    summary: "A marker was written, read back and deleted.",
    measurements: [],
    problems: marker === "done" ? [] : [refused(state, marker.problem)],
  });
}

function silent({ where, why }: { where: string; why: string }): Explanation {
  return {
    what: "The cache server does not answer, asked twice.",
    where,
    why,
    fix: "Start the cache server, or correct cache in the environment file.",
  };
}

function wrongAnswer({ where, ping }: Answered, expected: string): Explanation {
  return {
    what: `The cache server answers "${ping}" to PING; expected is ${expected}.`,
    where,
    why: ping.startsWith("LOADING") ? "It is still loading its data." : "It refuses: see its word.",
    fix: ping.startsWith("LOADING")
      ? "Wait until it has loaded its data, then run the preflight again."
      : "Check the credentials and the server's state.",
  };
}

function notPrimary({ where, role, isLoading }: Answered): Explanation {
  return {
    what: `The cache server's role is ${role ?? "unknown"}${isLoading === false ? "" : ", and it is loading its data"}; expected is a loaded primary (master).`,
    where,
    why: "The address leads to a replica, or a fail-over took place: a replica refuses writes.",
    fix: "Point cache in the environment file to the primary, or promote this server.",
  };
}

function refused({ where }: Answered, problem: string): Explanation {
  return {
    what: `The cache server did not keep a value: ${problem}.`,
    where,
    why: "It is read-only, full, or may not write to its disk.",
    fix: "Look at the server's word: READONLY needs the primary, OOM needs memory, MISCONF needs a writable disk.",
  };
}
