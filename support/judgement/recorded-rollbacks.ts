import type { Judgement } from "../model/judgement";
import type { RecordedRollbacks } from "../model/readings/recorded-rollbacks";
import { judged, listed, measured, undecided } from "./judged";

/** Judges that the journal has no rollback in the window. A damaged journal that shows none proves nothing. */
export function judgeNoRecordedRollback({ where, window, steps, problems }: RecordedRollbacks): Judgement {
  const recorded = measured({
    signal: "recorded steps of rollbacks",
    value: steps.length,
    unit: "steps",
    limit: 0,
    comparison: "equal",
    window,
    source: "journal",
    query: where,
  });
  if (steps.length === 0 && problems.length > 0) {
    const damaged = {
      what: `The journal is damaged, so that no rollback in it proves nothing: ${listed(problems, 2)}.`,
      where,
      why: "A line of the record was changed, lost or torn.",
      fix: "npm run journal -- verify names each place; find out who or what changed it.",
    };
    return undecided("partial-coverage", damaged, [recorded]);
  }
  const found = steps.map(({ at, step, detail }) => `${step} at ${at} (${detail})`);
  const rolledBack = {
    what: `The journal has a rollback in the window: ${listed(found, 3)}; expected is none.`,
    where,
    why: "The canary was rolled back by this tool, or somebody began to.",
    fix: "A canary that was rolled back begins its week again, with a new release.",
  };
  return judged({
    summary: "No rollback is recorded.",
    measurements: [recorded],
    problems: steps.length > 0 ? [rolledBack] : [],
  });
}
