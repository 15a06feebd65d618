import type { Judgement } from "../../model/judgement";
import type { Diagnosis } from "../../model/readings/incident";
import { judged, listed, measured, undecided } from "../judged";
import { lengthText, msBetween } from "./times";

/** Judges that the diagnosis was done within the limit, with all its parts. One that left something out was not done. */
export function judgeDiagnosisTime(diagnosis: Diagnosis, limitMs: number): Judgement {
  const { startedAt, finishedAt, unknown } = diagnosis;
  const ms = msBetween(startedAt, finishedAt);
  const measurements = [
    measured({
      signal: "duration of the diagnosis",
      value: ms,
      unit: "ms",
      limit: limitMs,
      comparison: "at-most",
      window: ms === null ? null : { start: startedAt, end: finishedAt },
      source: "the diagnosis",
      query: "from its beginning to its end",
    }),
  ];
  const where = "the diagnosis of the incident";
  if (ms === null || ms < 0) {
    const what = "How long the diagnosis took is not known.";
    const why = "It carries no beginning and end, or its end lies before its beginning.";
    return undecided("no-data", { what, where, why, fix: "Run the diagnosis again." }, measurements);
  }
  const late = {
    what: `The diagnosis took ${lengthText(ms)}; the limit is ${lengthText(limitMs)}.`,
    where,
    why: "A system that was asked answers slowly.",
    fix: "See in the evidence which question took long, and shorten its deadline in the environment file.",
  };
  if (ms > limitMs) return judged({ summary: "", measurements, problems: [late] });
  if (unknown.length > 0) {
    const what = `The diagnosis took ${lengthText(ms)}, but did not find out everything: ${listed(unknown)}`;
    const why = `${unknown.length} of its questions got no answer.`;
    return undecided(
      "not-executed",
      { what, where, why, fix: "Mend what did not answer, or look there by hand." },
      measurements,
    );
  }
  return judged({
    summary: `The diagnosis took ${lengthText(ms)}, within ${lengthText(limitMs)}.`,
    measurements,
    problems: [],
  });
}
