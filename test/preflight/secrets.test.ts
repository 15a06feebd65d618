import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { expect } from "chai";
import { PROJECT } from "../../support/cli/phase/place";
import { preflight, type PreflightEnd } from "./command";

/** With signs that each encoding writes in its own way. */
const SECRETS: Readonly<Record<string, string>> = {
  TEST_GRAFANA_TOKEN: 'gra/fa+na "quoted" \\ 100% & <ö>',
  TEST_SLACK_TOKEN: "xoxb-planted/slack+token=1",
  TEST_SEARCH_KEY: "planted search key ~!*()'",
  TEST_BASIC_PASSWORD: "planted-basic-password",
};

describe("a secret's value reaches no file and no console", () => {
  const name = `secrets-${process.pid}`;
  const file = join(PROJECT, "environments", `${name}.yaml`);
  const folder = mkdtempSync(join(tmpdir(), "canary-runbook-test-"));
  const server = createServer(indiscreet);
  let end: PreflightEnd;

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    writeFileSync(file, environmentFile(name, port, folder));
    end = await preflight(["--environment", name], SECRETS);
  });
  after(() => {
    server.close();
    rmSync(file, { force: true });
    rmSync(folder, { recursive: true, force: true });
    end.remove();
  });

  it("although every system that was asked sent it back, in every encoding", () => {
    const texts = allFiles(end.out).map((path) => [path, readFileSync(path, "utf8")] as const);
    expect(
      texts.map(([path]) => path).filter((path) => /evidence|allure-report|verdict|messages|junit/.test(path)),
    ).to.have.length.above(8);
    for (const [secretName, secret] of Object.entries(SECRETS)) {
      expect(
        texts.filter(([, text]) => holds(text, secret)).map(([path]) => path),
        secretName,
      ).to.deep.equal([]);
      expect(holds(end.output, secret), `${secretName} on the console`).to.equal(false);
    }
  });

  it("and each was really met, and taken out by its name", () => {
    const everything = allFiles(end.out)
      .map((path) => readFileSync(path, "utf8"))
      .join("\n");
    for (const secretName of ["TEST_GRAFANA_TOKEN", "TEST_SLACK_TOKEN", "TEST_SEARCH_KEY", "TEST_BASIC_PASSWORD"]) {
      expect(everything, secretName).to.include(`[redacted:${secretName}]`);
    }
  });

  it("and a run that found out nothing is INCONCLUSIVE or NO-GO, never GO", () => {
    expect(end.exitCode, end.output).to.be.oneOf([1, 2]);
    expect(end.verdict?.counts.passed).to.equal(0);
    const causes = Object.fromEntries(end.verdict?.checks.map(({ items, cause }) => [items.join(), cause]) ?? []);
    expect(causes["D3-T6"], "a change that is not permitted").to.equal("not-permitted");
    expect(causes["D3-I1"], "a section that is left out").to.equal("not-executed");
  });
});

/** A system that answers with all secrets, as they are and encoded, in its headers and its body. */
function indiscreet(_request: IncomingMessage, response: ServerResponse): void {
  const said = Object.values(SECRETS).flatMap(formsOf);
  response.writeHead(500, {
    "content-type": "application/json",
    "x-debug": Buffer.from(said.join(" ")).toString("base64"),
  });
  response.end(JSON.stringify({ message: said.join(" | "), raw: Object.values(SECRETS) }));
}

/** As it is, and as it stands in a URL, in JSON, and in base64 at each of the three places within a longer text. */
function formsOf(secret: string): string[] {
  const inBase64 = ["", "a", "ab"].map((start) => Buffer.from(`${start}${secret} and more`).toString("base64"));
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...inBase64];
}

/** Whether a text holds the secret in any encoding: base64 is decoded at each of the four places where it may begin. */
function holds(text: string, secret: string): boolean {
  if (
    formsOf(secret)
      .slice(0, 3)
      .some((form) => text.includes(form))
  )
    return true;
  const encoded = text.match(/[A-Za-z0-9+/_-]{8,}/g) ?? [];
  return encoded.some((word) =>
    [0, 1, 2, 3].some((start) => Buffer.from(word.slice(start), "base64").toString("utf8").includes(secret)),
  );
}

function allFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function environmentFile(name: string, port: number, folder: string): string {
  const url = `http://127.0.0.1:${port}`;
  return `
name: ${name}
release: { id: secrets, service: phase4, canaryVersion: "2.0.0", legacyVersion: "1.9.4" }
permits: [log-marker, slack-test-message, pagerduty-test-alert]
defaults: { timeoutSeconds: 2, deadlineSeconds: 4, retries: 0 }
commands:
  unitTests:
    run: [/bin/sh, -c, "env; echo {report}; exit 1"]
    folder: ${folder}
    environmentFrom: { PASSWORD: TEST_BASIC_PASSWORD }
prometheus:
  connection: { url: "${url}", auth: { kind: basic, user: ops, passwordFrom: TEST_BASIC_PASSWORD } }
  expectedTargets: [{ job: a, instance: b }]
  expectedRules: [R]
  canaryAlerts: { service: phase4 }
alertmanager:
  connection: { url: "${url}" }
grafana:
  connection: { url: "${url}", auth: { kind: bearer, tokenFrom: TEST_GRAFANA_TOKEN } }
  dashboardUid: d
slack:
  connection: { url: "${url}" }
  tokenFrom: TEST_SLACK_TOKEN
  channelId: C123456
  channelName: "#c"
logMarker: { kind: command, run: [/bin/true, "{marker}"] }
logStores:
  - kind: elasticsearch
    connection: { url: "${url}", auth: { kind: header, name: Authorization, prefix: "ApiKey ", valueFrom: TEST_SEARCH_KEY } }
    index: logs
    markerField: id
    fields: { a: "*" }
`;
}
