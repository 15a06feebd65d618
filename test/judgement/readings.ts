import type { AppStart } from "../../support/model/readings/app-start";
import type { CommandEnd } from "../../support/model/readings/command";
import type { DashboardState, PanelState } from "../../support/model/readings/dashboard-state";
import type { LogArrival } from "../../support/model/readings/log-arrival";
import type { MessageDelivery, PageDelivery } from "../../support/model/readings/messages";
import type { ScrapeState } from "../../support/model/readings/scrape-state";
import type { ServerHealth } from "../../support/model/readings/server-health";
import type { TestCounts, TestRun } from "../../support/model/readings/test-run";
import type { BackendTraffic, TrafficShares } from "../../support/model/readings/traffic-shares";

/** A command that ended well; `given` says what is different. */
export function commandEnd(given: Partial<CommandEnd> = {}): CommandEnd {
  return {
    command: "tool run",
    folder: "/checkout",
    exitCode: 0,
    timedOut: false,
    notStarted: null,
    durationMs: 1200,
    tail: "the last line",
    ...given,
  };
}

/** A test run with these counts; others are 0. */
export function testRun(counts: Partial<TestCounts>, end: Partial<CommandEnd> = {}): TestRun {
  const failures = (counts.failed ?? 0) > 0 ? [{ name: "test_weights", message: "assert 5 == 6\nmore" }] : [];
  return {
    end: commandEnd(end),
    report: { counts: { passed: 0, failed: 0, errors: 0, skipped: 0, ...counts }, failures },
    reportProblem: null,
  };
}

/** An application that came up with version 2.0.0; `given` says what is different. */
export function appStart(given: Partial<AppStart> = {}): AppStart {
  return {
    command: "uvicorn app.main:app",
    folder: "/checkout",
    url: "http://127.0.0.1:1/health",
    isBannerSeen: true,
    isStartupComplete: true,
    answer: { status: 200, version: "2.0.0" },
    exitCode: null,
    notStarted: null,
    waitedMs: 900,
    deadlineMs: 15_000,
    tail: "the last line",
    ...given,
  };
}

/** A healthy server of version 2.0.0. */
export function server(answer: Partial<Extract<ServerHealth["answer"], { kind: "answered" }>> = {}): ServerHealth {
  return {
    name: "app-1",
    url: "http://app-1/health",
    latencyMs: 3,
    answer: {
      kind: "answered",
      httpStatus: 200,
      contentType: "application/json",
      status: "ok",
      version: "2.0.0",
      ...answer,
    },
    expectedVersions: ["2.0.0", "1.9.4"],
  };
}

/** A backend that is up with its configured weight applied. */
export function backend(
  name: string,
  track: BackendTraffic["track"],
  weight: number,
  given: Partial<BackendTraffic> = {},
): BackendTraffic {
  return {
    name,
    track,
    configuredWeight: weight,
    appliedWeight: weight,
    state: "UP",
    countedRequests: weight * 20,
    ...given,
  };
}

/** Shares of 5 % and 95 % by every source, over 2,000 requests. */
export function shares(
  given: Partial<Omit<TrafficShares, "sample">> & { readonly sample?: Partial<TrafficShares["sample"]> } = {},
): TrafficShares {
  const { sample, ...others } = given;
  return {
    where: "HAProxy 127.0.0.1:1",
    backends: [backend("canary", "canary", 5), backend("legacy", "legacy", 95)],
    isCounterReset: false,
    ...others,
    sample: {
      start: "2025-10-21T10:00:00.000Z",
      end: "2025-10-21T10:00:01.000Z",
      sent: 2000,
      answeredByCanary: 100,
      answeredByLegacy: 1900,
      answeredByOthers: 0,
      unanswered: 0,
      remarks: [],
      ...sample,
    },
  };
}

/** A monitoring in which all is as it should be. */
export function scrapeState(given: Partial<ScrapeState> = {}): ScrapeState {
  const target = {
    job: "phase4",
    instance: "canary:1",
    health: "up",
    lastError: "",
    lastScrape: "2025-10-21T10:00:00.000Z",
    scrapeIntervalSeconds: 15,
  } as const;
  const rule = {
    group: "canary",
    name: "CanaryErrors",
    health: "ok",
    lastError: "",
    lastEvaluation: "2025-10-21T10:00:00.000Z",
    intervalSeconds: 15,
    labels: {},
  } as const;
  return {
    where: "Prometheus http://127.0.0.1:1",
    askedAt: "2025-10-21T10:00:10.000Z",
    expected: [{ job: "phase4", instance: "canary:1" }],
    targets: [target],
    expectedRules: ["CanaryErrors"],
    rules: [rule],
    attachedAlertmanagers: ["http://127.0.0.1:2/api/v2/alerts"],
    expectedAlertmanager: "127.0.0.1:2",
    silences: [],
    ...given,
  };
}

/** A panel with data that is drawn. */
export function panel(given: Partial<PanelState> = {}): PanelState {
  return { title: "Error rate", queryErrors: [], seriesWithData: 2, drawn: "ok", ...given };
}

/** A dashboard with two good panels. */
export function dashboard(given: Partial<DashboardState> = {}): DashboardState {
  return {
    where: "Grafana http://127.0.0.1:1/d/canary",
    uid: "canary",
    title: "Canary",
    panels: [panel(), panel({ title: "Alerts" })],
    queriesSeen: 2,
    dataSources: [{ uid: "prometheus", isHealthy: true, message: "OK" }],
    ...given,
  };
}

/** A marked line that arrived once after 300 ms. */
export function arrival(given: Partial<LogArrival> = {}): LogArrival {
  return {
    store: "Elasticsearch",
    where: "Elasticsearch http://127.0.0.1:1",
    writtenBy: "GET /health",
    marker: "canary-run-1",
    writtenAt: "2025-10-21T10:00:00.000Z",
    hits: [{ fields: { "service.track": "canary", status: 200 } }],
    delayMs: 300,
    waitedMs: 1300,
    expectedFields: { "service.track": "canary", status: "*" },
    ...given,
  };
}

/** A message that stands in its channel once. */
export function message(given: Partial<MessageDelivery> = {}): MessageDelivery {
  return {
    where: "Slack http://127.0.0.1:1",
    channel: "#preflight",
    marker: "canary-run-1",
    post: { kind: "accepted" },
    readBack: { count: 1 },
    readBackProblem: null,
    permalink: "https://slack.example/p1",
    delayMs: 20,
    ...given,
  };
}

/** An alert whose incident opened and was resolved. */
export function page(given: Partial<PageDelivery> = {}): PageDelivery {
  return {
    where: "PagerDuty http://127.0.0.1:1",
    expectedService: "PSVC1",
    dedupKey: "run-1",
    event: { kind: "accepted" },
    incident: { id: "Q1", url: "https://pd.example/Q1", service: "PSVC1", status: "triggered" },
    openedAfterMs: 60,
    waitedMs: 20_000,
    statusAfterResolve: "resolved",
    ...given,
  };
}
