import type { Explanation } from "../../model/explanation";
import type { Judgement } from "../../model/judgement";
import type { Measurement } from "../../model/measurement";
import type { Diagnosis } from "../../model/readings/incident";
import { judged, listed, measured, undecided } from "../judged";
import { lengthText, msBetween } from "./times";

const WHERE = "the diagnosis of the incident";

/** Judges that the diagnosis was done within the limit, with all its parts. One that left something out was not done. */
export function judgeDiagnosisTime(diagnosis: Diagnosis, limitMs: number): Judgement {
  const ms = msBetween(diagnosis.startedAt, diagnosis.finishedAt);
  const measurements = [timeOf(diagnosis, ms, limitMs)];
  if (ms === null || ms < 0) return undecided("no-data", UNTIMED, measurements);
  if (ms > limitMs) return judged({ summary: "", measurements, problems: [late(ms, limitMs)] });
  if (diagnosis.unknown.length > 0) return undecided("not-executed", incomplete(diagnosis, ms), measurements);
  const summary = `The diagnosis took ${lengthText(ms)}, within ${lengthText(limitMs)}.`;
  return judged({ summary, measurements, problems: [] });
}

function timeOf({ startedAt, finishedAt }: Diagnosis, ms: number | null, limitMs: number): Measurement {
  return measured({
    signal: "duration of the diagnosis",
    value: ms,
    unit: "ms",
    limit: limitMs,
    comparison: "at-most",
    window: ms === null ? null : { start: startedAt, end: finishedAt },
    source: "the diagnosis",
    query: "from its beginning to its end",
  });
}

const UNTIMED: Explanation = {
  what: "How long the diagnosis took is not known.",
  where: WHERE,
  why: "It carries no beginning and end, or its end lies before its beginning.",
  fix: "Run the diagnosis again.",
};

function late(ms: number, limitMs: number): Explanation {
  return {
    what: `The diagnosis took ${lengthText(ms)}; the limit is ${lengthText(limitMs)}.`,
    where: WHERE,
    why: "A system that was asked answers slowly.",
    fix: "See in the evidence which question took long, and shorten its deadline in the environment file.",
  };
}

function incomplete({ unknown }: Diagnosis, ms: number): Explanation {
  return {
    what: `The diagnosis took ${lengthText(ms)}, but did not find out everything: ${listed(unknown)}`,
    where: WHERE,
    why: `${unknown.length === 1 ? "One of its questions" : `${unknown.length} of its questions`} got no answer.`,
    fix: "Mend what did not answer, or look there by hand.",
  };
}
