import type { Judgement } from "../model/judgement";
import type { SignOffReading } from "../model/readings/sign-offs";
import type { Signers } from "../model/signers";
import type { Told } from "../model/told";
import { judgeSignOffs } from "./sign-offs";

/** Judges what a system gave; where it gave nothing, it could not be found out, for the reason that it had. */
export function judgeTold<Reading>(told: Told<Reading>, judge: (reading: Reading) => Judgement): Judgement {
  if (told.kind === "told") return judge(told.reading);
  const { cause, problems } = told;
  return { outcome: "inconclusive", cause, summary: problems[0].what, measurements: [], problems };
}

/**
 * Joins a source's judgement with people's. Whatever either says is wrong stands: a person's no where the source passes,
 * and the source's failure where people say yes. Where the source is not there or cannot tell, people's yes stands in
 * its place; without it the check awaits them, with the source's own cause where there is a source.
 */
export function judgeOrSigned(source: Judgement, reading: SignOffReading, signers: Signers): Judgement {
  const people = judgeSignOffs(reading, signers);
  const measurements = [...source.measurements, ...people.measurements];
  if (people.outcome === "failed") {
    const own = source.outcome === "failed" ? source.problems : [];
    return { ...people, measurements, problems: [...people.problems, ...own] };
  }
  if (source.outcome !== "inconclusive") return source;
  if (people.outcome === "passed")
    return { ...people, measurements, summary: `${people.summary} In place of the source: ${source.summary}` };
  const isNamed = source.cause !== "not-executed";
  const [first, second] = isNamed ? [source, people] : [people, source];
  return { ...first, measurements, problems: [...first.problems, ...second.problems] };
}
