import { createAlertmanager } from "../clients/alertmanager";
import { createLoadBalancer, type LoadBalancer } from "../clients/load-balancer";
import { createCanaryMetrics } from "../clients/prometheus/canary-metrics";
import { createIncidentMetrics, type IncidentMetrics } from "../clients/prometheus/incident";
import { interruptedError } from "../clients/process/interrupted-error";
import { createRollback, type Rollback } from "../clients/rollback";
import { createSlack } from "../clients/slack";
import { createAnnouncements } from "../clients/slack/announcements";
import type { Environment } from "../environment/schema";
import { earlierRollback } from "../journal/asked-rollback";
import type { LineProblem } from "../journal/line-problem";
import { readJournal } from "../journal/read-journal";
import type { ErrorLimit } from "../judgement/incident/errors-after";
import type { CheckContext } from "../model/check-context";
import type {
  AwaitedAlert,
  CarriedOutRollback,
  DecisionNote,
  Diagnosis,
  IncidentErrors,
  Recommendation,
  RollbackPlan,
} from "../model/readings/incident";
import type { SignOffQuestion } from "../model/sign-off-question";
import type { Moment } from "./canary";
import { awaitIncidentAlert } from "./incident/alert";
import { diagnose } from "./incident/diagnosis";
import { countIncidentErrors } from "./incident/errors";
import { once } from "./incident/once";
import { rollBack, type RollbackOrder } from "./incident/roll-back";
import type { RollbackSigns } from "./incident/verify-rollback";
import { incidentWindow, type IncidentWindow } from "./incident/window";
import type { Named } from "./named";

/** What is decided of an incident, for the journal. */
export interface DecisionToNote {
  readonly recommendation: Recommendation;
  /** The reason that decided. */
  readonly because: string;
  /** What a human is asked to answer; null: nothing. */
  readonly question: SignOffQuestion | null;
}

/** An incident, in the runbook's words. All checks of a run look at the same errors, the same diagnosis, the same rollback. */
export interface IncidentResponse {
  /** Both tracks' errors over the incident's window; looked at again while too few requests leave open what is seen. */
  countErrors(limit: ErrorLimit): Promise<IncidentErrors>;
  /** @param isDue whether it is waited for; otherwise one look says whether it stands there all the same. */
  awaitAlert(isDue: boolean): Promise<AwaitedAlert>;
  /** Begins when the errors are counted: what is asked then is as new as what was decided on. */
  diagnose(limit: ErrorLimit): Promise<Diagnosis>;
  /** Writes down what was decided, and when. */
  noteDecision(decision: DecisionToNote): Promise<DecisionNote>;
  /** What a rollback would do; changes nothing. */
  describeRollback(): Promise<RollbackPlan>;
  /** Rolls back where that was decided and may be; asked for once in a run, whoever asks. */
  rollBack(order: RollbackOrder): Promise<CarriedOutRollback>;
}

/** Of the sample through the load balancer after a rollback: a canary with 5 % would answer one of so many for sure. */
const SAMPLE_REQUESTS = 200;

/** The systems that an incident asks, for one check. */
export function assembleIncident(
  environment: Environment,
  context: CheckContext,
  named: Named,
  moment: Moment,
): IncidentResponse {
  return new IncidentOfRun(environment, context, named, moment);
}

class IncidentOfRun implements IncidentResponse {
  private readonly settings: NonNullable<Environment["incident"]>;
  private readonly metrics: ReturnType<typeof metricsOf>;
  private readonly rollback: Rollback;

  constructor(
    private readonly environment: Environment,
    private readonly context: CheckContext,
    private readonly named: Named,
    private readonly moment: Moment,
  ) {
    this.settings = named("incident", environment.incident);
    this.metrics = metricsOf(environment, context, named);
    this.rollback = createRollback(this.settings.rollback, context);
  }

  countErrors(limit: ErrorLimit): Promise<IncidentErrors> {
    const windowNow = () => this.window();
    return this.once("errors", () =>
      countIncidentErrors(this.metrics.canary(this.window()), windowNow, limit, this.context.signal),
    );
  }

  awaitAlert(isDue: boolean): Promise<AwaitedAlert> {
    const { alertmanager, prometheus, slack } = this.environment;
    return this.once("alert", async () => {
      const { connection } = this.named("alertmanager", alertmanager);
      const alertLabels = this.named("prometheus", prometheus).canaryAlerts;
      const way = {
        metrics: this.metrics.incident(this.window()),
        alertmanager: createAlertmanager({ connection, alertLabels }, this.context),
        channel: createSlack({ ...this.named("slack", slack), ...this.settings.alert }, this.context),
        settings: this.settings.alert,
      };
      return awaitIncidentAlert(way, this.window(), isDue);
    });
  }

  diagnose(limit: ErrorLimit): Promise<Diagnosis> {
    return this.once("diagnosis", async () => {
      await this.countErrors(limit);
      await this.note("started", null, "The diagnosis begins.");
      const metrics = this.metrics.incident(this.window());
      const windowNow = () => this.window();
      const asked = { metrics, windowNow, incident: this.settings, logStores: this.environment.logStores };
      const found = await diagnose(asked, limit, this.context);
      await this.note("diagnosed", null, unknownText(found));
      return found;
    });
  }

  noteDecision({ recommendation, because, question }: DecisionToNote): Promise<DecisionNote> {
    return this.once("decision", async () => {
      // What an interrupted command could not ask makes every cause unclear: that decides nothing.
      if (this.context.signal.aborted) throw interruptedError("the decision", this.rollback.where, this.context);
      const decidedAt = new Date().toISOString();
      await this.note("decided", recommendation === "none" ? null : recommendation, because, question);
      return { decidedAt };
    });
  }

  async describeRollback(): Promise<RollbackPlan> {
    const reply = await this.rollback.describe();
    const isDescribed = reply.kind === "answered" && reply.status >= 200 && reply.status < 300;
    const says = reply.kind === "answered" ? `HTTP ${reply.status}: ${reply.body.slice(0, 500)}` : reply.why;
    const { where } = this.rollback;
    return { where, isDescribed, says, manualCommand: this.rollback.manualCommand(this.context.runId) };
  }

  rollBack(order: RollbackOrder): Promise<CarriedOutRollback> {
    return this.once("rollback", async () => {
      const { id, service, canaryVersion } = this.environment.release;
      const { connection } = this.named("slack", this.environment.slack);
      const { entries, problems } = await readJournal(this.moment.journalFolder);
      const rolledOutAt = this.moment.canary?.rolledOutAt ?? null;
      const means = {
        rollback: this.rollback,
        signs: this.signs(order),
        announcements: createAnnouncements({ connection }, this.context),
        channel: this.settings.announce,
        canary: `canary ${canaryVersion} of ${service} (release ${id})`,
        earlier: earlierRollback(entries, { id, canaryVersion }, rolledOutAt),
        damage: damageText(problems, this.environment.name),
      };
      return rollBack(means, order, this.moment.incident, this.context);
    });
  }

  private signs(limit: ErrorLimit): RollbackSigns {
    return {
      balancer: sampled(this.environment, this.context, this.named),
      metrics: this.metrics.canary(this.window()),
      scrapeSeconds: this.window().scrapeSeconds,
      limit,
      withinMs: this.settings.rollback.verifyMs,
      signal: this.context.signal,
    };
  }

  private window(): IncidentWindow {
    return incidentWindow(this.moment, this.metrics.window, this.context.environment);
  }

  private once<Found>(name: string, find: () => Promise<Found>): Promise<Found> {
    return once(this.moment.incident, name, find);
  }

  private async note(
    stage: "started" | "diagnosed" | "decided",
    recommendation: "A" | "B" | null,
    detail: string,
    question: SignOffQuestion | null = null,
  ): Promise<void> {
    const { runId } = this.context;
    await this.moment.incident.record({ kind: "incident", runId, stage, recommendation, detail, question });
  }
}

function metricsOf(environment: Environment, context: CheckContext, named: Named) {
  const prometheus = named("prometheus", environment.prometheus);
  const settings = named("metrics", environment.metrics);
  const incident = named("incident", environment.incident);
  const { connection, refusesPartialResponse, canaryAlerts: alertLabels } = prometheus;
  const at = ({ scrapeSeconds }: IncidentWindow) => ({
    connection,
    refusesPartialResponse,
    metrics: { ...settings, scrapeSeconds },
  });
  return {
    window: {
      windowSeconds: incident.windowSeconds,
      liveScrapeSeconds: incident.metrics.scrapeSeconds ?? settings.scrapeSeconds,
      scrapeSeconds: settings.scrapeSeconds,
    },
    canary: (window: IncidentWindow) => createCanaryMetrics(at(window), context),
    incident: (window: IncidentWindow): IncidentMetrics => {
      const asked = { ...incident.metrics, scrapeSeconds: window.scrapeSeconds };
      return createIncidentMetrics({ ...at(window), incident: asked, alertLabels }, context);
    },
  };
}

function sampled({ loadBalancer }: Environment, context: CheckContext, named: Named): LoadBalancer {
  const options = named("loadBalancer", loadBalancer);
  const requests = Math.min(options.sample.requests, SAMPLE_REQUESTS);
  return createLoadBalancer({ ...options, sample: { ...options.sample, requests } }, context);
}

function unknownText({ unknown }: Diagnosis): string {
  return unknown.length === 0 ? "Every question got an answer." : `Not known: ${unknown.join(" ")}`;
}

/** A torn line is what a killed command leaves; nothing was done yet of what it was to tell. */
function damageText(problems: readonly LineProblem[], environment: string): string | null {
  const damaged = problems.filter(({ kind }) => kind !== "torn");
  if (damaged.length === 0) return null;
  const places = damaged.length === 1 ? "1 place" : `${damaged.length} places`;
  return `THE JOURNAL IS DAMAGED in ${places}: whether a rollback was asked for before is not known for sure. npm run journal -- verify --environment ${environment} names each.`;
}
