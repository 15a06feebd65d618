import type { ZodType } from "zod";
import { InconclusiveError } from "../errors";
import type { CheckContext } from "../model/check-context";
import type { AlertRule, ScrapeTarget } from "../model/readings/scrape-state";
import { placeOf } from "./place";
import { ENVELOPE_STATUSES, envelopeOf, wholeAnswer, type Answer } from "./prometheus/answer";
import { alertmanagersData, alertRules, buildData, rulesData } from "./prometheus/monitoring-data";
import { scrapeTargets, targetsData } from "./prometheus/monitoring-data";
import { queryAnswer, queryData, type QueryAnswer } from "./prometheus/query-answer";
import { checkedPiece, joinedAnswer, piecesOf, type MatrixAnswer, type QueryRange } from "./prometheus/query-range";
import type { Connection } from "./transport/connection";
import { createHttpTransport } from "./transport/create-http-transport";
import type { Ask } from "./transport/exchange";
import type { HttpTransport } from "./transport/http-transport";

/** Where Prometheus is, or anything that answers as it does (Thanos, Mimir: their prefix belongs to the base URL). */
export interface PrometheusOptions {
  readonly connection: Connection;
  /** Sends `partial_response=false` with every question, as Thanos wants it; a plain Prometheus needs it not. */
  readonly refusesPartialResponse: boolean;
}

/** Prometheus in the runbook's words; each verb throws InconclusiveError where it cannot be found out. */
export interface Prometheus {
  /** Version of the server and its own time, ISO 8601 in UTC. */
  readIdentity(): Promise<{ readonly version: string; readonly ownTime: string }>;
  /** The active scrape targets. */
  readTargets(): Promise<readonly ScrapeTarget[]>;
  /** All alert rules, with their labels as the rule file has them. */
  readAlertRules(): Promise<readonly AlertRule[]>;
  /** URLs of the Alertmanagers that it sends alerts to. */
  readAlertmanagers(): Promise<readonly string[]>;
  /**
   * Evaluates an expression at one moment.
   * @param at ISO 8601, or null for the server's own present.
   */
  query(promql: string, at: string | null): Promise<QueryAnswer>;
  /**
   * Evaluates an expression at each step of a range; a long range is asked in pieces.
   * @throws RangeError where the range is no whole number of steps.
   */
  queryRange(promql: string, range: QueryRange): Promise<MatrixAnswer>;
}

/** A client of one Prometheus. Source: Prometheus HTTP API, version 1. */
export function createPrometheus(options: PrometheusOptions, context: CheckContext): Prometheus {
  return new PrometheusClient(options, context);
}

const RULE_GROUPS_A_PAGE = 500;
const MOST_RULE_PAGES = 100;

/** VictoriaMetrics would otherwise move the ends of a range and answer for half a minute ago; others do not know it. */
const AS_ASKED = { nocache: "1" } as const;

class PrometheusClient implements Prometheus {
  private readonly transport: HttpTransport;
  private readonly where: string;
  private readonly partial: Readonly<Record<string, string>>;

  constructor({ connection, refusesPartialResponse }: PrometheusOptions, context: CheckContext) {
    this.transport = createHttpTransport(connection, context);
    this.where = placeOf(connection, context.environment);
    this.partial = refusesPartialResponse ? { partial_response: "false" } : {};
  }

  async readIdentity() {
    const [{ version }, now] = await Promise.all([
      this.read("build information", "status/buildinfo", buildData),
      this.query("time()", null),
    ]);
    if (now.kind !== "scalar" || !Number.isFinite(now.value)) {
      throw noOwnTime(now.kind, this.where);
    }
    return { version, ownTime: new Date(now.value * 1_000).toISOString() };
  }

  async readTargets() {
    return scrapeTargets(await this.read("scrape targets", "targets", targetsData, { state: "active" }));
  }

  async readAlertRules() {
    const rules: AlertRule[] = [];
    let token: string | undefined;
    for (let page = 1; page <= MOST_RULE_PAGES; page += 1) {
      const rest = token === undefined ? {} : { group_next_token: token };
      const asked = { type: "alert", group_limit: String(RULE_GROUPS_A_PAGE), ...rest };
      const data = await this.read("alert rules", "rules", rulesData, asked);
      rules.push(...alertRules(data));
      token = data.groupNextToken;
      if (token === undefined || token === "") {
        return rules;
      }
    }
    throw endlessRules(this.where);
  }

  async readAlertmanagers() {
    const { activeAlertmanagers } = await this.read("attached Alertmanagers", "alertmanagers", alertmanagersData);
    return activeAlertmanagers.map(({ url }) => url);
  }

  async query(promql: string, at: string | null): Promise<QueryAnswer> {
    return await this.evaluate("query", promql, at === null ? {} : { time: at });
  }

  async queryRange(promql: string, range: QueryRange): Promise<MatrixAnswer> {
    const answers: MatrixAnswer[] = [];
    for (const piece of piecesOf(range)) {
      const { startMs, endMs, stepMs } = piece;
      const times = { start: seconds(startMs), end: seconds(endMs), step: seconds(stepMs) };
      answers.push(checkedPiece(await this.evaluate("query_range", promql, times), piece, promql, this.where));
    }
    return joinedAnswer(answers);
  }

  private async evaluate(kind: "query" | "query_range", promql: string, times: Readonly<Record<string, string>>) {
    const form = { query: promql, ...times, ...AS_ASKED, ...this.partial };
    const about = { method: "POST", path: `/api/v1/${kind}`, form, isRepeatable: true } as const;
    const { data, infos } = await this.answerTo({ operation: `query ${promql}`, ...about }, queryData);
    return queryAnswer(data, infos);
  }

  private async read<T>(operation: string, path: string, data: ZodType<T>, query: Record<string, string> = {}) {
    const ask = { operation, method: "GET", path: `/api/v1/${path}`, query: { ...query, ...this.partial } } as const;
    return (await this.answerTo(ask, data)).data;
  }

  private async answerTo<T>(ask: Ask, data: ZodType<T>): Promise<Answer<T>> {
    const envelope = await this.transport.askJson(ask, envelopeOf(data), ENVELOPE_STATUSES);
    return wholeAnswer(envelope, ask.operation, this.where);
  }
}

/** Milliseconds as the API's decimal seconds. */
function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}

function noOwnTime(kind: QueryAnswer["kind"], where: string): InconclusiveError {
  return new InconclusiveError("no-data", [
    {
      what: `The query time() was answered with a ${kind}, not with the server's time.`,
      where,
      why: "The server answers like Prometheus and does not evaluate like it.",
      fix: "Check that the address is the query API of Prometheus, Thanos or Mimir.",
    },
  ]);
}

function endlessRules(where: string): InconclusiveError {
  return new InconclusiveError("partial-coverage", [
    {
      what: `The alert rules did not end after ${MOST_RULE_PAGES} pages of ${RULE_GROUPS_A_PAGE} groups.`,
      where,
      why: "The server hands out its rule groups page by page and always names another page.",
      fix: "Look at the paging of /api/v1/rules in the evidence; a proxy may drop its parameters.",
    },
  ]);
}
