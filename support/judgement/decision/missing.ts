import type { CheckpointState, Criterion, DecidedCheckpoint, Missing } from "../../model/decision";
import type { RecordedCheckpoint, WindowRecord } from "../../model/readings/window-record";
import { roleName } from "../../model/role";
import type { Phase, RunbookItem } from "../../model/runbook";

/** How a checkpoint stands; a NO-GO before damage, and damage before what the damaged run said. */
export function stateOf({ run, isDue }: RecordedCheckpoint): CheckpointState {
  if (run === null) return isDue ? "missing" : "to-come";
  if (run.verdict === "NO-GO") return "no-go";
  if (run.damages.length > 0) return "damaged";
  return run.verdict === "GO" ? "go" : "inconclusive";
}

/** The checkpoints of a window, as the decision tells of them. */
export function decidedCheckpoints({ checkpoints }: WindowRecord): DecidedCheckpoint[] {
  return checkpoints.map((checkpoint) => ({
    phase: checkpoint.phase,
    at: checkpoint.at,
    state: stateOf(checkpoint),
    runId: checkpoint.run?.runId ?? null,
    isLate: checkpoint.run?.isLate ?? false,
    findings: [
      ...(checkpoint.run?.findings ?? []).map(({ items, summary }) => `${items.join("+")}: ${summary}`),
      ...(checkpoint.run?.damages ?? []),
    ],
    verdictSha256: checkpoint.run?.verdictSha256 ?? null,
  }));
}

/** The item that the record of the window decides: what it lacks is told piece by piece. */
const WINDOW_ITEM = "SC-7";

/** The roles that sign an item, in the runbook's words. */
export type RolesOf = (item: string) => Extract<Missing, { kind: "sign-off" }>["roles"];

/**
 * What stands between the release and a decision: a damaged journal first, then checkpoints, sign-offs that a checkpoint
 * awaits, and criteria that could not be found out for another reason.
 */
export function missingOf(
  window: WindowRecord | null,
  criteria: readonly Criterion[],
  runbook: readonly RunbookItem[],
  rolesOf: RolesOf,
): Missing[] {
  const ofWindow =
    window === null
      ? []
      : [...ofJournal(window), ...ofCheckpoints(window, runbook, rolesOf), ...takenBack(window, runbook, rolesOf)];
  const environment = window?.environment ?? "";
  const open = criteria.filter(({ outcome }) => outcome === "inconclusive" || outcome === "not-run");
  const ofCriteria = open
    .filter(({ id }) => id !== WINDOW_ITEM || ofWindow.length === 0)
    .map(({ id: item, title, cause, summary: detail }): Missing => {
      if (cause === "awaiting-sign-off") return signOff(item, title, detail, environment, rolesOf);
      const command = `npm run decide -- --environment ${environment}`;
      return { kind: "criterion", item, title, cause, detail, command };
    });
  return [...ofWindow, ...ofCriteria];
}

function ofJournal({ problems, environment }: WindowRecord): Missing[] {
  const command = `npm run journal -- verify --environment ${environment}`;
  return problems.length === 0 ? [] : [{ kind: "journal", detail: problems.join("; "), command }];
}

function ofCheckpoints(
  { checkpoints, environment }: WindowRecord,
  runbook: readonly RunbookItem[],
  rolesOf: RolesOf,
): Missing[] {
  return checkpoints.flatMap((checkpoint): Missing[] => {
    const state = stateOf(checkpoint);
    if (state === "go" || state === "no-go") return [];
    const { phase, at, run } = checkpoint;
    const awaited = (run?.findings ?? []).filter(({ cause }) => cause === "awaiting-sign-off");
    const signOffs = awaited.flatMap(({ items, summary }) =>
      items.map((item) => {
        return signOff(item, titleOf(item, runbook), summary, environment, rolesOf);
      }),
    );
    const others = (run?.findings ?? [])
      .filter(({ cause }) => cause !== "awaiting-sign-off")
      .map(({ items, summary }) => `${items.join("+")}: ${summary}`);
    const detail = [...(run?.damages ?? []), ...others].slice(0, 2).join("; ");
    const command = commandFor(phase, at, environment);
    return [...signOffs, { kind: "checkpoint", phase, at, state, detail, command }];
  });
}

/** Sign-offs that stood when their checkpoint was judged, and were withdrawn since. */
function takenBack(
  { objections, environment }: WindowRecord,
  runbook: readonly RunbookItem[],
  rolesOf: RolesOf,
): Missing[] {
  return objections.flatMap(({ item, name, role, answer }) => {
    if (answer !== "withdrawn") return [];
    return [signOff(item, titleOf(item, runbook), `${roleName(role)}: ${name}, withdrawn`, environment, rolesOf)];
  });
}

function titleOf(item: string, runbook: readonly RunbookItem[]): RunbookItem["title"] {
  return runbook.find(({ id }) => id === item)?.title ?? { en: item, ko: item };
}

function signOff(
  item: string,
  title: RunbookItem["title"],
  detail: string,
  environment: string,
  rolesOf: RolesOf,
): Missing {
  const command = `npm run sign-off -- --environment ${environment} --item ${item}`;
  return { kind: "sign-off", item, title, roles: rolesOf(item), detail, command };
}

/** The command that runs a checkpoint as of its time. */
export function commandFor(phase: Phase, at: string | null, environment: string): string {
  return `npm run ${phase} -- --environment ${environment}${at === null ? "" : ` --at ${at.replace(".000Z", "Z")}`}`;
}
