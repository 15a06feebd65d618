import type { Rollback, RollbackAnswer } from "../../clients/rollback";
import type { Announcements } from "../../clients/slack/announcements";
import type { EarlierRollback } from "../../journal/asked-rollback";
import { CheckFailedError, InconclusiveError } from "../../errors";
import type { ErrorLimit } from "../../judgement/incident/errors-after";
import type { CheckContext } from "../../model/check-context";
import type { IncidentRun } from "../../model/incident-run";
import type { CarriedOutRollback, Recommendation } from "../../model/readings/incident";
import { RollbackSteps } from "./rollback-steps";
import { awaitCanaryOut, awaitErrorsBelow, isCanaryOut, type RollbackSigns } from "./verify-rollback";

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
  /** The one that was asked for last since the canary was rolled out. */
  readonly earlier: EarlierRollback | null;
  /** Why the journal may not tell of every one that was asked for: it is damaged; null: it is whole. */
  readonly damage: string | null;
}

/**
 * Carries a rollback out where it was decided and may be: asked for once, verified, announced; each step is in the journal
 * before the next. One that an earlier command has asked for without knowing its outcome is verified, whatever is decided
 * now, and never asked for again: neither is one whose canary still is out. A damaged journal stops no rollback.
 */
export async function rollBack(
  means: RollbackMeans,
  order: RollbackOrder,
  run: IncidentRun,
  context: CheckContext,
): Promise<CarriedOutRollback> {
  const { refusal: refused } = run.mandate;
  const isDue = order.holds === "B";
  const earlier = refused === null ? await takenUp(means, isDue) : null;
  const idempotencyKey = earlier === null ? context.runId : keyOf(earlier);
  const { where } = means.rollback;
  const about = { where, idempotencyKey, manualCommand: means.rollback.manualCommand(idempotencyKey) };
  const notDecided = isDue || earlier !== null ? null : `The decision is not to roll back: ${order.because}`;
  const refusal = notDecided ?? refused;
  if (refusal !== null) return { outcome: { ...about, refusal, steps: [] }, after: null };
  // An interrupted command sends nothing any more; "asked" without a request would keep the next one from asking.
  if (context.signal.aborted) return { outcome: { ...about, refusal: null, steps: [] }, after: null };
  const steps = new RollbackSteps(context.runId, run.record);
  if (earlier === null) await ask(means.rollback, idempotencyKey, steps, context.signal);
  else await takeUp(earlier, steps);
  const outAt = await awaitCanaryOut(means.signs, steps);
  const after = outAt === null ? null : await awaitErrorsBelow(means.signs, steps, outAt);
  if (outAt !== null) await noteIncident(run, context, `The canary is out of the traffic since ${outAt}.`);
  if (!context.signal.aborted) await announce(means, order, steps, { context, key: idempotencyKey, run });
  const { damage } = means;
  return { outcome: { ...about, refusal: null, steps: steps.all, ...(damage !== null && { damage }) }, after };
}

/** The earlier one that speaks for this one, too; null: there is none, or it is over and the canary is back. */
async function takenUp({ earlier, signs }: RollbackMeans, isDue: boolean): Promise<EarlierRollback | null> {
  switch (earlier?.state) {
    case "open":
      return earlier;
    case "out":
      return isDue && (await isCanaryOut(signs)) ? earlier : null;
    case "without-effect":
    case undefined:
      return null;
  }
}

async function ask(rollback: Rollback, key: string, steps: RollbackSteps, signal: AbortSignal): Promise<void> {
  await steps.begin("asked", key);
  if (signal.aborted) return await steps.note("asked", false, "the command was interrupted; nothing was sent");
  const answer = await rollback.rollBackOnce(key);
  await steps.note("asked", true, `once, with the key ${key}`, answer.timing.askedAt);
  await steps.note("accepted", isAccepted(answer), detailOf(answer), answer.timing.endedAt);
  if (answer.kind === "no-answer") {
    const { state } = answer;
    await steps.note("read-state", state.kind === "answered", stateText(state), state.timing.endedAt);
  }
}

async function takeUp(earlier: EarlierRollback, steps: RollbackSteps): Promise<void> {
  const { runId, at } = earlier.asked;
  const detail = `by an earlier command (${runId ?? "of no run"}), with the key ${keyOf(earlier)}; not asked again`;
  await steps.note("asked", true, detail, at);
}

function keyOf({ asked }: EarlierRollback): string {
  return asked.detail;
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
  await record({ kind: "incident", runId, stage: "rolled-back", recommendation: "B", detail, question: null });
}

/** Told in any case, each outcome of a rollback once, whichever command comes to tell it. */
async function announce(
  { announcements, channel, canary, rollback, damage }: RollbackMeans,
  { because }: RollbackOrder,
  steps: RollbackSteps,
  { context, key, run }: { readonly context: CheckContext; readonly key: string; readonly run: IncidentRun },
): Promise<void> {
  const outcome = outcomeOf(steps);
  const where = context.environment;
  const byHand = `By hand: ${rollback.manualCommand(key)}`;
  const says = {
    out: `Rolled back: the ${canary} is out of the traffic (${where}). ${because}`,
    "not-taken": `ROLLBACK DID NOT TAKE: the ${canary} still takes traffic (${where}). ${byHand}`,
    "not-known": `WHETHER THE ROLLBACK TOOK IS NOT KNOWN: take it that the ${canary} still takes traffic (${where}). ${byHand}`,
  }[outcome];
  const text = damage === null ? says : `${says} ${damage}`;
  try {
    const told = await announcements.announceOnce({ key: `rollback-${key}-${outcome}`, ...channel, text });
    const { channel: name, messageId, permalink, textSha256 } = told;
    await run.record({ kind: "announcement", channel: name, purpose: "rollback", messageId, permalink, textSha256 });
    await steps.note("announced", true, permalink ?? `message ${messageId}`, told.postedAt);
  } catch (error) {
    if (!(error instanceof InconclusiveError) && !(error instanceof CheckFailedError)) throw error;
    await steps.note("announced", false, error.problems[0].what);
  }
}

function outcomeOf(steps: RollbackSteps): "out" | "not-taken" | "not-known" {
  if (steps.isDone("last-canary-answer")) return "out";
  return steps.all.some(({ step }) => step === "last-canary-answer") ? "not-taken" : "not-known";
}
