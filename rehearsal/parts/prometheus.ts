import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { findProgram } from "../programs";
import { VERSIONS, type RehearsalPlan, type Track } from "../plan";
import type { Site } from "../site";
import { answersOk, getJson } from "../wait";
import { atRehearsalSpeed } from "./prometheus/rehearsal-speed";

/** Where Prometheus finds the others, as host:port. */
export interface ScrapeInstances {
  readonly metrics: Readonly<Record<Track, string>>;
  readonly haproxy: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly standIns: string;
}

/** The alert rules that are shipped for a real Prometheus. */
const SHIPPED_RULES = join(__dirname, "..", "..", "deploy", "prometheus", "canary-rules.yaml");

/** The rule of the fault "rule-broken". */
const FAILING_RULE = join(__dirname, "prometheus", "failing-rule.yaml");

/** HAProxy, Prometheus itself, Alertmanager, the stand-ins: a job each, with one target. */
const SINGLE_JOBS = 4;

/** Prometheus's configuration: a scrape and an evaluation each second, one job per kind of part. */
export function prometheusConfiguration(
  plan: RehearsalPlan,
  instances: ScrapeInstances,
  ruleFiles: readonly string[],
): string {
  const single = (job: string, target: string) => ({ job_name: job, static_configs: [{ targets: [target] }] });
  return stringify({
    global: { scrape_interval: "1s", scrape_timeout: "1s", evaluation_interval: "1s" },
    rule_files: ruleFiles,
    alerting: { alertmanagers: [{ static_configs: [{ targets: [instances.alertmanager] }] }] },
    scrape_configs: [
      {
        job_name: "phase4",
        // The service's own track and version win over the target's, which then serve its other metrics and `up`.
        honor_labels: true,
        static_configs: plan.scrapedTracks.map((track) => ({
          targets: [instances.metrics[track]],
          labels: { track, version: VERSIONS[track] },
        })),
      },
      single("haproxy", instances.haproxy),
      single("prometheus", instances.prometheus),
      single("alertmanager", instances.alertmanager),
      single("stand-ins", instances.standIns),
    ],
  });
}

/** Starts Prometheus; ready when it answers queries. It finds its targets about five seconds later: see `awaitScrapes`. */
export async function startPrometheus(site: Site, plan: RehearsalPlan, instances: ScrapeInstances): Promise<void> {
  const ruleFiles = [site.write("rules.yaml", atRehearsalSpeed(readFileSync(SHIPPED_RULES, "utf8")))];
  if (plan.alertRules === "failing") ruleFiles.push(FAILING_RULE);
  const configuration = site.write("prometheus.yaml", prometheusConfiguration(plan, instances, ruleFiles));
  await site.start(
    {
      name: "prometheus",
      program: findProgram("prometheus") ?? "prometheus",
      args: [
        `--config.file=${configuration}`,
        `--storage.tsdb.path=${storageFolder(site)}`,
        "--storage.tsdb.retention.time=10y",
        `--web.listen-address=${instances.prometheus}`,
      ],
    },
    () => answersOk(`http://${instances.prometheus}/-/ready`),
  );
}

/** Where Prometheus keeps its data. */
export function storageFolder(site: Site): string {
  return site.path("prometheus");
}

/** Waits until every target was scraped, up or down, every rule evaluated, and Alertmanager found. */
export function awaitScrapes(site: Site, plan: RehearsalPlan, instance: string): Promise<void> {
  const targets = plan.scrapedTracks.length + SINGLE_JOBS;
  return site.awaitPart("prometheus", async () => {
    if ((await ask(instance, "query?query=count(up)", sampleValue)) !== targets) return false;
    const [areRulesKnown, alertmanagers] = await Promise.all([
      ask(instance, "rules", areAllEvaluated),
      ask(instance, "alertmanagers", numberOfActive),
    ]);
    return areRulesKnown && alertmanagers > 0;
  });
}

const sampleValue = z
  .object({ result: z.tuple([z.object({ value: z.tuple([z.number(), z.coerce.number()]) })]) })
  .transform(({ result: [series] }) => series.value[1]);

const areAllEvaluated = z
  .object({ groups: z.array(z.object({ rules: z.array(z.object({ health: z.string() })) })) })
  .transform(({ groups }) => groups.flatMap(({ rules }) => rules).every(({ health }) => health !== "unknown"));

const numberOfActive = z
  .object({ activeAlertmanagers: z.array(z.unknown()) })
  .transform(({ activeAlertmanagers }) => activeAlertmanagers.length);

async function ask<T>(instance: string, path: string, schema: z.ZodType<T>): Promise<T> {
  const answer = z.object({ data: z.unknown() }).parse(await getJson(`http://${instance}/api/v1/${path}`));
  return schema.parse(answer.data);
}
