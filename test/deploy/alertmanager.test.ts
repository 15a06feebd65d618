import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { parse } from "yaml";
import { z } from "zod";
import { alertmanagerConfiguration, withWebhook } from "../../rehearsal/parts/alertmanager";
import { findProgram } from "../../rehearsal/programs";

const SHIPPED = join(__dirname, "../../deploy/prometheus/alertmanager.yaml");
const RULES = join(__dirname, "../../deploy/prometheus/canary-rules.yaml");
const WEBHOOK = "http://127.0.0.1:1/services/T/B/key";

const folder = mkdtempSync(join(tmpdir(), "alertmanager-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const rehearsed = join(folder, "rehearsal.yaml");
writeFileSync(rehearsed, alertmanagerConfiguration(WEBHOOK));

function amtool(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(findProgram("amtool") ?? "amtool", [...args], { encoding: "utf8" });
  return { status, stdout: stdout.trim(), stderr };
}

for (const [name, file] of [
  ["the shipped configuration", SHIPPED],
  ["the rehearsal's configuration", rehearsed],
] as const) {
  test(`amtool accepts ${name}`, () => {
    const { status, stdout, stderr } = amtool("check-config", file);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /SUCCESS[\s\S]*2 receivers/);
  });

  for (const [labels, receiver] of [
    [["severity=critical"], "phase4-critical"],
    [["severity=critical", "service=phase4", "track=canary", "alertname=Phase4CanaryErrorRateHigh"], "phase4-critical"],
    [["severity=warning", "service=phase4", "track=canary"], "nobody"],
    [["severity=criticality"], "nobody"],
    [["track=canary"], "nobody"],
  ] as const)
    test(`${name} sends ${labels.join(", ")} to ${receiver}`, () => {
      const { status, stdout, stderr } = amtool("config", "routes", "test", `--config.file=${file}`, ...labels);
      assert.equal(status, 0, stderr);
      assert.equal(stdout, receiver);
    });
}

const labelled = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ labels: z.record(z.string(), z.string()) })) })),
});

test("every shipped rule says how severe it is, in one of the two words that are routed", () => {
  const rules = labelled.parse(parse(readFileSync(RULES, "utf8"))).groups.flatMap((group) => group.rules);
  assert.deepEqual(
    rules.map(({ labels }) => [labels["severity"], labels["service"], labels["track"]].join(" ")).sort(),
    [...Array<string>(3).fill("critical phase4 canary"), ...Array<string>(3).fill("warning phase4 canary")],
  );
});

const configuration = z.looseObject({
  route: z.looseObject({ routes: z.array(z.looseObject({ group_interval: z.string() })) }),
  receivers: z.array(z.looseObject({ slack_configs: z.array(z.looseObject({ channel: z.string() })).optional() })),
});

test("the rehearsal's configuration is the shipped one but for Slack's address and one interval", () => {
  const shipped = configuration.parse(parse(readFileSync(SHIPPED, "utf8")));
  const short = configuration.parse(parse(readFileSync(rehearsed, "utf8")));
  assert.deepEqual(
    shipped.receivers.map(({ slack_configs }) => slack_configs?.map((slack) => slack["api_url_file"])),
    [undefined, ["/etc/alertmanager/slack-webhook-url"]],
  );
  assert.deepEqual(
    short.receivers.map(({ slack_configs }) => slack_configs?.map((slack) => slack["api_url"])),
    [undefined, [WEBHOOK]],
  );
  const withoutBoth = ({ route, receivers }: z.infer<typeof configuration>) => ({
    ...route,
    routes: route.routes.map((one) => ({ ...one, group_interval: "" })),
    receivers: receivers.map((receiver) => ({
      ...receiver,
      slack_configs: receiver.slack_configs?.map((slack) => ({ ...slack, api_url: "", api_url_file: "" })),
    })),
  });
  assert.deepEqual(withoutBoth(short), withoutBoth(shipped));
});

test("a critical alert is told at once, and no address of Slack stands in the shipped file", () => {
  const { route, receivers } = configuration.parse(parse(readFileSync(SHIPPED, "utf8")));
  assert.deepEqual(
    route.routes.map((one) => [one["group_wait"], one.group_interval]),
    [["0s", "1m"]],
  );
  assert.deepEqual(
    receivers.flatMap(({ slack_configs = [] }) => slack_configs.map(({ channel }) => channel)),
    ["#phase4-critical"],
  );
  assert.doesNotMatch(readFileSync(SHIPPED, "utf8"), /https?:|\bapi_url:/);
});

test("another webhook leaves everything else as it is, and the same one leaves all", () => {
  const present = readFileSync(rehearsed, "utf8");
  const other = withWebhook(present, (address) => `${address}-withdrawn`);
  assert.equal(other.replace("-withdrawn", ""), present);
  assert.equal(
    withWebhook(present, (address) => address),
    present,
  );
});
