import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Phase } from "../model/runbook";
import type { Objection, RecordedCheckpoint, RecordedFinding, WindowRecord } from "../model/readings/window-record";
import { commandFor } from "./decision/missing";
import { moment } from "./figures";
import { listed, measured } from "./judged";
import type { Fault } from "./precedence";
import { personText, refusal } from "./sign-offs";
import { weighed } from "./weighed";

/**
 * Judges that every checkpoint of the window has a sound run with the verdict GO, whose verdict and evidence are as they
 * were recorded, and that nobody speaks against the release since. A NO-GO and a person's no stand, whatever else is
 * unknown; a missing or inconclusive checkpoint is no GO, and neither is a yes that was taken back.
 */
export function judgeWindowRecord(record: WindowRecord): Judgement {
  const { checkpoints, objections, where } = record;
  const isWell = ({ run }: RecordedCheckpoint) => run !== null && run.verdict === "GO" && run.damages.length === 0;
  const well = checkpoints.filter(isWell).length;
  return weighed({
    summary: `All ${checkpoints.length} checkpoints of the window were run, each with the verdict GO.`,
    measurements: [
      measured({
        signal: "checkpoints with the verdict GO",
        value: well,
        unit: "checkpoints",
        limit: checkpoints.length,
        comparison: "equal",
        source: "journal",
        query: where,
      }),
    ],
    problems: [
      ...checkpoints.filter(({ run }) => run?.verdict === "NO-GO").map((one) => broken(one, record)),
      ...objections.filter(({ answer }) => answer === "no").map((no) => refusal(no.item, no, where)),
    ],
    doubts: [
      ...damagedJournal(record),
      ...checkpoints.flatMap((one) => doubtOf(one, record)),
      ...objections.filter(({ answer }) => answer === "withdrawn").map((taken) => takenBack(taken, record)),
      ...(checkpoints.length === 0 ? [{ cause: "no-data" as const, problem: noCheckpoint(record) }] : []),
    ],
  });
}

const NAMES: Readonly<Record<Phase, string>> = {
  preflight: "The preflight",
  preparation: "The preparation",
  day4: "Day 4",
  "day5-6": "Days 5–6",
  day7: "Day 7",
  incident: "The incident",
  decision: "The decision",
};

/** A checkpoint as sentences name it: "Day 4 at 2025-10-22 14:15 UTC", "The preflight". */
function checkpointText({ phase, at }: Pick<RecordedCheckpoint, "phase" | "at">): string {
  return at === null ? NAMES[phase] : `${NAMES[phase]} at ${moment(Date.parse(at) / 1000)}`;
}

function broken(checkpoint: RecordedCheckpoint, { where }: WindowRecord): Explanation {
  const { run } = checkpoint;
  return {
    what: sentence(
      `${checkpointText(checkpoint)} was NO-GO: ${findingsText(run?.findings ?? []) || "its findings are not recorded"}`,
    ),
    where: `${where}, run ${run?.runId ?? "none"}`,
    why: "A checkpoint of the window found the canary wrong, and no later run of the same checkpoint found it right.",
    fix: "Mend what it names, or roll back; a later GO of the same checkpoint takes its place.",
  };
}

/** With one full stop: what is quoted may end with its own. */
function sentence(text: string): string {
  return `${text.replace(/\.+$/, "")}.`;
}

function findingsText(findings: readonly RecordedFinding[]): string {
  return listed(
    findings.map(({ items, outcome, summary }) => `${items.join("+")} ${outcome}: ${summary}`),
    2,
  );
}

function doubtOf(checkpoint: RecordedCheckpoint, record: WindowRecord): Fault[] {
  const { run, isDue, undecided } = checkpoint;
  const supply = `Supply it: ${commandFor(checkpoint.phase, checkpoint.at, record.environment)}`;
  const doubt = (cause: Fault["cause"], what: string, why: string, fix = supply): Fault => ({
    cause,
    problem: { what: `${checkpointText(checkpoint)} ${what}`, where: record.where, why, fix },
  });
  if (run === null) {
    if (!isDue) return [doubt("not-executed", "is still to come.", "The window is not over yet.", "Wait for it.")];
    const runs = undecided === 0 ? "" : ` ${undecided} of its runs came to no sound end.`;
    return [doubt("not-executed", "was not run.", `No run of this release and version judged it.${runs}`)];
  }
  const told = findingsText(run.findings) || "its findings are not recorded";
  return [
    ...(run.verdict === "INCONCLUSIVE"
      ? [doubt("not-executed", sentence(`was INCONCLUSIVE: ${told}`), `Run ${run.runId} could not find it out.`)]
      : []),
    ...(run.damages.length > 0
      ? [doubt("partial-coverage", `is not as it was recorded: ${listed(run.damages, 2)}`, `Of run ${run.runId}.`)]
      : []),
  ];
}

function takenBack(taken: Objection, { where, environment }: WindowRecord): Fault {
  const { item, at } = taken;
  const problem = {
    what: `${personText(taken)} took the yes to ${item} back.`,
    where,
    why: `The sign-off was withdrawn at ${at}, and nobody else has signed in that role.`,
    fix: `Somebody in that role answers: npm run sign-off -- --environment ${environment} --item ${item}`,
  };
  return { cause: "awaiting-sign-off", problem };
}

function damagedJournal({ problems, where }: WindowRecord): Fault[] {
  if (problems.length === 0) return [];
  const problem = {
    what: `The journal is damaged, so that nothing in it is certain: ${listed(problems, 2)}.`,
    where,
    why: "A line of the record was changed, lost or torn.",
    fix: "npm run journal -- verify names each place; find out who or what changed it.",
  };
  return [{ cause: "partial-coverage", problem }];
}

function noCheckpoint({ where, environment }: WindowRecord): Explanation {
  return {
    what: "The window has no checkpoint at all.",
    where,
    why: "The schedule of the environment has none.",
    fix: `Give it checkpoints: schedule in environments/${environment}.yaml.`,
  };
}
