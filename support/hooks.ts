import { After, Before, setDefaultTimeout, type ITestCaseHookParameter } from "@cucumber/cucumber";
import { Check } from "./check";
import type { Judgement } from "./model/judgement";
import { currentSession } from "./session";
import { ATTACHED } from "./runner/attached";
import type { RunbookWorld } from "./world";

/** Longer than every client's own deadline (30 s); commands of the environment have longer ones of their own. */
const STEP_TIMEOUT_MS = 60_000;
const RUNBOOK_TAG = "@runbook:";
const CHANGES_TAG = "@changes:";

setDefaultTimeout(STEP_TIMEOUT_MS);

Before({ name: "begin the check" }, function (this: RunbookWorld, { pickle }: ITestCaseHookParameter) {
  const session = currentSession();
  if (session === undefined)
    throw new Error("No session is open. Run the features by a command, such as npm run preflight.");
  const tags = pickle.tags.map(({ name }) => name);
  this.begin(new Check(session, valuesOf(tags, RUNBOOK_TAG)));
  const forbidden = valuesOf(tags, CHANGES_TAG).find((change) => !this.check.permits(change));
  if (forbidden !== undefined) this.conclude(notPermitted(forbidden));
});

After({ name: "undo what the check changed" }, async function (this: RunbookWorld) {
  const notes = await this.check.end().finally(() => {
    for (const evidence of this.check.evidence) this.attachJson(ATTACHED.evidence, evidence);
  });
  for (const text of notes) this.attachJson(ATTACHED.note, { text });
});

function valuesOf(tags: readonly string[], prefix: string): string[] {
  return tags.filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length));
}

function notPermitted(change: string): Judgement {
  const problem = {
    what: `The check was not carried out: it would make a change that the environment does not permit (${change}).`,
    where: "permits in the environment file",
    why: "Checks that change something run only where the environment permits that change by name.",
    fix: `Add "${change}" to permits, if this environment may be changed so.`,
  };
  return {
    outcome: "inconclusive",
    cause: "not-permitted",
    summary: problem.what,
    measurements: [],
    problems: [problem],
  };
}
