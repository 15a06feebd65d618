import { createHttpTransport } from "../clients/transport/create-http-transport";
import type { Environment } from "../environment/schema";
import type { CheckContext } from "../model/check-context";
import { lookAtFeedback, lookAtIssueTracker, lookAtMetrics, lookAtReadiness } from "./canary";
import { findingOf, leftOut, type Finding } from "./finding";
import { lookAtPagerDuty, lookAtSlack } from "./messaging";
import { lookAtAlertmanager, lookAtGrafana, lookAtLogMarker, lookAtLogStores, lookAtPrometheus } from "./observability";
import { lookAtCache, lookAtLoadBalancer, lookAtServers } from "./traffic";

type Section<Name extends keyof Environment> = NonNullable<Environment[Name]>;

/** Whether each system of the environment is reached and lets us in. Only reads; all are asked at once. */
export function examineSystems(environment: Environment, context: CheckContext): Promise<Finding[]> {
  const { apiDocumentation, cache, servers, loadBalancer, prometheus, alertmanager } = environment;
  const { grafana, logStores, logMarker, slack, pagerduty } = environment;
  return Promise.all([
    apiDocumentation ? lookAtApiDocumentation(apiDocumentation, context) : without("apiDocumentation", "D3-T4"),
    cache ? lookAtCache(cache, context) : without("cache", "D3-T6"),
    servers ? lookAtServers(servers, context) : without("servers", "D3-I1"),
    ...(loadBalancer ? lookAtLoadBalancer(loadBalancer, context) : [without("loadBalancer", "D3-I2a, D3-I2b")]),
    prometheus ? lookAtPrometheus(prometheus, context) : without("prometheus", "D3-I3"),
    alertmanager ? lookAtAlertmanager(alertmanager, context) : without("alertmanager", "D3-I3"),
    grafana ? lookAtGrafana(grafana, context) : without("grafana", "D3-I4"),
    ...(logStores ? lookAtLogStores(logStores, context) : [without("logStores", "D3-I5")]),
    logMarker ? lookAtLogMarker(logMarker, context) : without("logMarker", "D3-I5"),
    slack ? lookAtSlack(slack, context) : without("slack", "D3-I6"),
    ...(pagerduty ? lookAtPagerDuty(pagerduty, context) : [without("pagerduty", "D3-I7")]),
    ...examineWindow(environment, context),
  ]);
}

/** What Day 4 to 7 ask beside the systems of Day 3. */
function examineWindow(environment: Environment, context: CheckContext): (Promise<Finding> | Finding)[] {
  const { prometheus, metrics, feedback, issueTracker, abTest, release } = environment;
  const version = release.canaryVersion;
  const hasRollOut = release.rolledOutAt !== undefined;
  return [
    ...(hasRollOut ? [] : [without("release.rolledOutAt", "D4-1 to D4-4, D56-1 to D56-4, D7-1 to D7-7")]),
    prometheus && metrics
      ? lookAtMetrics(prometheus, metrics, context)
      : without("metrics", "D4-1 to D4-4, D56-1 to D56-3, D7-1 to D7-6"),
    feedback ? lookAtFeedback(feedback, version, context) : without("feedback", "D56-4, D7-7"),
    issueTracker ? lookAtIssueTracker(issueTracker, context) : without("issueTracker", "D7-8"),
    abTest ? lookAtReadiness(abTest, version, context) : without("abTest", "D7-9"),
  ];
}

function without(section: string, items: string): Finding {
  const fix = `add ${section} to the environment file; environments/production.example.yaml shows how`;
  return leftOut(section, `${items}: inconclusive`, fix);
}

function lookAtApiDocumentation(section: Section<"apiDocumentation">, context: CheckContext): Promise<Finding> {
  const { connection, documentPath } = section;
  return findingOf("API documentation", async () => {
    const ask = { operation: "the OpenAPI document", method: "GET", path: documentPath } as const;
    await createHttpTransport(connection, context).ask(ask);
    return "the OpenAPI document is there";
  });
}
