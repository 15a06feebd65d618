import { setWorldConstructor, World, type IWorldOptions } from "@cucumber/cucumber";
import type { Systems } from "./assembly";
import { CanaryCharts } from "./canary-charts";
import { CheckFailedError, InconclusiveError } from "./errors";
import { ATTACHED } from "./runner/attached";
import * as judgements from "./judgement";
import type { Explanation } from "./model/explanation";
import type { Chart } from "./model/chart";
import type { Judgement } from "./model/judgement";
import type { LimitName } from "./model/limits";
import type { ProportionRule } from "./model/proportion-rule";
import type { Occurrence } from "./model/timeline";
import type { Told } from "./model/told";
import { drawChart } from "./reporting/charts/draw-chart";
import type { Check } from "./check";

/** The size of a chart, in pixels; pages scale it. */
const CHART_ROOM = { width: 960, height: 320 } as const;

/** What the steps of one scenario share: the systems to ask, the judgements, and the way to conclude. */
export class RunbookWorld extends World {
  /** The pure judgements of the runbook's items. */
  readonly judge = judgements;
  #check: Check | undefined;
  readonly #explained = new WeakSet<Error>();

  constructor(options: IWorldOptions) {
    super(options);
  }

  /** Takes over the running check; called once, before the first step. */
  begin(check: Check): void {
    this.#check = check;
  }

  /** The running check. @throws Error where the hooks did not begin one. */
  get check(): Check {
    if (this.#check === undefined)
      throw new Error("No check was begun: support/hooks.ts must be loaded with the steps.");
    return this.#check;
  }

  /** The systems of the environment, for this check. */
  get systems(): Systems {
    return this.check.systems;
  }

  /** How shares of requests are held against their limits in this phase. */
  get proportions(): ProportionRule {
    return this.check.proportions;
  }

  /** When the canary was rolled out, ISO 8601. @throws InconclusiveError where the environment does not say. */
  get rolledOutAt(): string {
    return this.check.rolledOutAt;
  }

  /** The charts of what this check has read. */
  get charts(): CanaryCharts {
    return new CanaryCharts(this.check.canary, this.check.language);
  }

  /** The limit to judge by: the feature's, or the one that a replay puts in its place. */
  limit(name: LimitName, fromFeature: number): number {
    return this.check.limit(name, fromFeature);
  }

  /** What a system gives; where it is not named or cannot tell, that as a value: people's word may stand in its place. */
  async told<Reading>(ask: () => Promise<Reading>): Promise<Told<Reading>> {
    try {
      return { kind: "told", reading: await ask() };
    } catch (reason) {
      if (!(reason instanceof InconclusiveError)) throw reason;
      return { kind: "untold", cause: reason.reason, problems: reason.problems };
    }
  }

  /** Draws a chart and keeps it with the check's evidence. */
  async draw(chart: Chart): Promise<void> {
    const content = drawChart(chart, { ...CHART_ROOM, language: this.check.language });
    await this.check.keep({ title: chart.title, mediaType: "image/svg+xml", content });
  }

  /**
   * Records a judgement with the check, and ends the scenario where it does not pass.
   * @throws CheckFailedError the system is wrong. @throws InconclusiveError it could not be found out.
   */
  conclude(judgement: Judgement): void {
    const sound = this.check.isInterrupted ? interrupted(judgement) : judgement;
    const located = withEnvironment(sound, this.check.environmentName);
    this.attachJson(ATTACHED.judgement, located);
    if (located.outcome === "passed") return;
    const [first = unexplained(located.summary), ...others] = located.problems;
    const error =
      located.outcome === "failed"
        ? new CheckFailedError([first, ...others])
        : new InconclusiveError(located.cause, [first, ...others]);
    this.#explained.add(error);
    throw error;
  }

  /** Records when something happened in an incident: the parts of all checks become the timeline of the run. */
  happened(part: Occurrence): void {
    this.attachJson(ATTACHED.occurrence, part);
  }

  /** Records why a step threw, where the error says so itself and it was not recorded yet; called by the runner. */
  explain(error: unknown): void {
    if (!(error instanceof InconclusiveError) || this.#explained.has(error)) return;
    this.#explained.add(error);
    const { reason: cause, problems } = error;
    const [{ what: summary }] = problems;
    this.attachJson(ATTACHED.judgement, { outcome: "inconclusive", cause, summary, measurements: [], problems });
  }

  /** Attaches a structured fact to the runner's messages. */
  attachJson(mediaType: string, value: unknown): void {
    this.attach(JSON.stringify(value), mediaType);
  }
}

/** An answer that we cut off ourselves is neither right nor wrong. */
function interrupted({ measurements }: Judgement): Judgement {
  const problem = {
    what: "The check was interrupted before its answer was whole.",
    where: "this run",
    why: "The run was ended by a signal, or a step was past its deadline.",
    fix: "Run it again, and let it end.",
  };
  return { outcome: "inconclusive", cause: "not-executed", summary: problem.what, measurements, problems: [problem] };
}

function withEnvironment(judgement: Judgement, environment: string): Judgement {
  if (judgement.outcome === "passed") return judgement;
  const problems = judgement.problems.map((problem) => ({
    ...problem,
    where: `${problem.where} (environment ${environment})`,
  }));
  return { ...judgement, problems };
}

function unexplained(what: string): Explanation {
  return {
    what,
    where: "the check itself",
    why: "It gave no reason.",
    fix: "Report this: a judgement without a reason is a fault of ours.",
  };
}

setWorldConstructor(RunbookWorld);
