import type { Rollback, RollbackAnswer } from "../../clients/rollback";
import type { Announcements } from "../../clients/slack/announcements";
import { CheckFailedError, InconclusiveError } from "../../errors";
import type { ErrorLimit } from "../../judgement/incident/errors-after";
import type { CheckContext } from "../../model/check-context";
import type { IncidentRun } from "../../model/incident-run";
import type { EntryOf } from "../../model/journal-entry";
import type { CarriedOutRollback, Recommendation } from "../../model/readings/incident";
import { RollbackSteps } from "./rollback-steps";
import { awaitCanaryOut, awaitErrorsBelow, type RollbackSigns } from "./verify-rollback";

/** What was decided, and why. */
export interface RollbackOrder extends ErrorLimit {
  readonly holds: Recommendation;
  readonly because: string;
}

/** What a rollback needs. */
export interface RollbackMeans {
  readonly rollback: Rollback;
  readonly signs: RollbackSigns;
  readonly announcements: Pick<Announcements, "announceOnce">;
  readonly channel: { readonly channelId: string; readonly channelName: string };
  /** For people: "canary 2.0.0 of phase4 (release phase4-2.0.0)". */
  readonly canary: string;
  /** One that an earlier command asked for and was killed before it knew what came of it. */
  readonly unfinished: EntryOf<"rollback-step"> | null;
}

/**
 * Carries a rollback out where it was decided and may be: asked for once, verified, announced; each step is in the journal
 * before the next. One that an earlier command has asked for without knowing its outcome is verified, never asked for again.
 */
export async function rollBack(
  means: RollbackMeans,
  order: RollbackOrder,
  run: IncidentRun,
  context: CheckContext,
): Promise<CarriedOutRollback> {
  const idempotencyKey = means.unfinished === null ? context.runId : keyOf(means.unfinished);
  const { where } = means.rollback;
  const about = { where, idempotencyKey, manualCommand: means.rollback.manualCommand(idempotencyKey) };
  const refusal = order.holds === "B" ? run.mandate.refusal : `The decision is not to roll back: ${order.because}`;
  if (refusal !== null) return { outcome: { ...about, refusal, steps: [] }, after: null };
  const steps = new RollbackSteps(context.runId, run.record);
  if (means.unfinished === null) await ask(means.rollback, idempotencyKey, steps);
  else await takeUp(means.unfinished, steps);
  const outAt = await awaitCanaryOut(means.signs, steps);
  const after = outAt === null ? null : await awaitErrorsBelow(means.signs, steps, outAt);
  if (outAt !== null) await noteIncident(run, context, `The canary is out of the traffic since ${outAt}.`);
  if (!context.signal.aborted) await announce(means, order, steps, { context, isOut: outAt !== null, run });
  return { outcome: { ...about, refusal: null, steps: steps.all }, after };
}

async function ask(rollback: Rollback, key: string, steps: RollbackSteps): Promise<void> {
  await steps.begin("asked", key);
  const answer = await rollback.rollBackOnce(key);
  await steps.note("asked", true, `once, with the key ${key}`, answer.timing.askedAt);
  await steps.note("accepted", isAccepted(answer), detailOf(answer), answer.timing.endedAt);
  if (answer.kind === "no-answer") {
    const { state } = answer;
    await steps.note("read-state", state.kind === "answered", stateText(state), state.timing.endedAt);
  }
}

async function takeUp(unfinished: EntryOf<"rollback-step">, steps: RollbackSteps): Promise<void> {
  const detail = `by an earlier command (${unfinished.runId ?? "of no run"}), with the key ${keyOf(unfinished)}; not asked again`;
  await steps.note("asked", true, detail, unfinished.at);
}

function keyOf({ detail }: EntryOf<"rollback-step">): string {
  return detail;
}

function isAccepted(answer: RollbackAnswer): boolean {
  return answer.kind === "answered" && answer.status >= 200 && answer.status < 300;
}

function detailOf(answer: RollbackAnswer): string {
  return answer.kind === "answered" ? `HTTP ${answer.status}` : `no answer: ${answer.why}`;
}

function stateText(state: Extract<RollbackAnswer, { kind: "no-answer" }>["state"]): string {
  return state.kind === "answered" ? `the endpoint says: ${state.body.slice(0, 300)}` : `no answer: ${state.why}`;
}

async function noteIncident({ record }: IncidentRun, { runId }: CheckContext, detail: string): Promise<void> {
  await record({ kind: "incident", runId, stage: "rolled-back", recommendation: "B", detail });
}

/** Told either way: that the canary is out, or that it is not though it was to be. */
async function announce(
  { announcements, channel, canary, rollback }: RollbackMeans,
  { because }: RollbackOrder,
  steps: RollbackSteps,
  { context, isOut, run }: { readonly context: CheckContext; readonly isOut: boolean; readonly run: IncidentRun },
): Promise<void> {
  const text = isOut
    ? `Rolled back: the ${canary} is out of the traffic (${context.environment}). ${because}`
    : `ROLLBACK DID NOT TAKE: the ${canary} still takes traffic (${context.environment}). By hand: ${rollback.manualCommand(context.runId)}`;
  try {
    const told = await announcements.announceOnce({ key: `rollback-${context.runId}`, ...channel, text });
    const { channel: name, messageId, permalink, textSha256 } = told;
    await run.record({ kind: "announcement", channel: name, purpose: "rollback", messageId, permalink, textSha256 });
    await steps.note("announced", true, permalink ?? `message ${messageId}`, told.postedAt);
  } catch (error) {
    if (!(error instanceof InconclusiveError) && !(error instanceof CheckFailedError)) throw error;
    await steps.note("announced", false, error.problems[0].what);
  }
}
