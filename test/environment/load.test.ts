import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { checkEnvironmentForm, loadEnvironment } from "../../support/environment/load";
import { ConfigurationError } from "../../support/errors";
import { faultsOf, folder, HEAD, load } from "./staging-file";

const BAD_FILES: Readonly<Record<string, { readonly yaml: string; readonly faults: readonly string[] }>> = {
  "an empty file": {
    yaml: "",
    faults: [
      "1:1 the file must be a group of fields, and is empty → Where the runbook is executed: the release, the systems and how to reach them, and what checks may change.",
    ],
  },
  "no YAML": {
    yaml: `${HEAD}slack: [unclosed\n`,
    faults: [
      "4:1 this is no valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ] → check indentation, quotes and colons on this line and the one before",
    ],
  },
  "a key that stands twice": {
    yaml: `${HEAD}language: en\nlanguage: ko\n`,
    faults: ['4:1 the key "language" stands here a second time → keep one of the two'],
  },
  "a mistyped field": {
    yaml: `${HEAD}langauge: en\n`,
    faults: ['3:1 an environment has no field "langauge" → did you mean "language"?'],
  },
  "a mistyped field deep inside": {
    yaml: `${HEAD}prometheus:\n  connection:\n    url: https://p.example\n    timoutSeconds: 3\n  expectedTargets: [{ job: a, instance: b }]\n  expectedRules: [X]\n`,
    faults: ['6:5 "prometheus.connection" has no field "timoutSeconds" → did you mean "timeoutSeconds"?'],
  },
  "a field that is nothing like any other": {
    yaml: `${HEAD}browser: { colour: red }\n`,
    faults: [
      '3:12 "browser" has no field "colour" → take it out; there are: executablePath, launchTimeoutSeconds, pageTimeoutSeconds, allowedOrigins',
    ],
  },
  "a missing part": {
    yaml: 'name: staging\nrelease: { service: shop, canaryVersion: "2", legacyVersion: "1" }\n',
    faults: [
      '2:1 "release.id" is missing → add it: Name of the release, as people say it and as the journal keeps it: "phase4-2.0.0".',
    ],
  },
  "a whole section missing": {
    yaml: "name: staging\n",
    faults: ['1:1 "release" is missing → add it: What is released, and which versions stand side by side while it is.'],
  },
  "a version without quotes": {
    yaml: 'name: staging\nrelease: { id: r1, service: shop, canaryVersion: 2.0, legacyVersion: "1" }\n',
    faults: [
      '2:50 "release.canaryVersion" must be text, and is a number → write it in quotes, so that YAML reads it as text',
    ],
  },
  "a field without a value": {
    yaml: `${HEAD}concurrency:\n`,
    faults: ['3:13 "concurrency" must be a number, and is empty → How many checks run at once.'],
  },
  "a number out of range": {
    yaml: `${HEAD}concurrency: 0\n`,
    faults: ['3:14 "concurrency" is 0, and must be at least 1 → How many checks run at once.'],
  },
  "a deadline beyond 30 seconds": {
    yaml: `${HEAD}defaults: { deadlineSeconds: 31 }\n`,
    faults: [
      '3:30 "defaults.deadlineSeconds" is 31, and must be at most 30 → Deadline of all tries and polls together, at most 30.',
    ],
  },
  "a try that is longer than all tries together": {
    yaml: `${HEAD}defaults: { timeoutSeconds: 9, deadlineSeconds: 8 }\n`,
    faults: [
      "3:29 one try may take 9 s, longer than all tries together (8 s) → make timeoutSeconds at most deadlineSeconds",
    ],
  },
  "an unknown kind": {
    yaml: `${HEAD}cache: { kind: redsi, url: "redis://c.example" }\n`,
    faults: ['3:16 "cache.kind" does not know "redsi" → did you mean "redis"? there is only: redis'],
  },
  "no kind": {
    yaml: `${HEAD}loadBalancer: { proxy: shop }\n`,
    faults: ['3:1 "loadBalancer.kind" is missing → there is only: haproxy'],
  },
  "an unknown change": {
    yaml: `${HEAD}permits: [cache-marker, slack-message]\n`,
    faults: [
      '3:25 "permits[1]" does not know "slack-message" → did you mean "slack-test-message"? there are: database-upgrade, cache-marker, log-marker, slack-test-message, pagerduty-test-alert, app-start, roll-back, announcements',
    ],
  },
  "an empty list": {
    yaml: `${HEAD}logStores: []\n`,
    faults: ['3:12 "logStores" is empty → The log stores that the service\'s lines must reach; each is asked.'],
  },
  "another name than the file's": {
    yaml: HEAD.replace("staging", "production"),
    faults: [
      "1:7 the environment calls itself production, its file staging → make both the same, so that no report bears the wrong name",
    ],
  },
  "stand-ins outside the rehearsal": {
    yaml: `${HEAD}standIns: [Slack]\n`,
    faults: ["3:11 only the rehearsal may have stand-ins → take standIns out: here every system is real"],
  },
  "a test command without its report": {
    yaml: `${HEAD}commands: { unitTests: { run: [pytest], folder: . } }\n`,
    faults: [
      "3:31 no argument holds {report}, the path of its JUnit XML report → write {report} where the command takes it",
    ],
  },
  "a client certificate without its key": {
    yaml: `${HEAD}defaults: { tls: { certFile: c.pem } }\n`,
    faults: ["3:18 there is a certFile without a keyFile → add keyFile, or take the other out"],
  },
  "a socket that is none": {
    yaml: `${HEAD}loadBalancer:\n  kind: haproxy\n  sockets: [haproxy, "h:0"]\n  proxy: shop\n  servers: { canary: [c], legacy: [l] }\n  sample: { connection: { url: "https://shop.example" }, trackHeader: x-track }\n`,
    faults: [
      "5:13 this is neither host:port nor the absolute path of a unix socket → write it like 10.0.0.5:9999 or /run/haproxy/admin.sock",
      "5:22 this is neither host:port nor the absolute path of a unix socket → write it like 10.0.0.5:9999 or /run/haproxy/admin.sock",
    ],
  },
};

describe("a file with faults", () => {
  for (const [sentence, { yaml, faults }] of Object.entries(BAD_FILES)) {
    test(sentence, () => assert.deepEqual(faultsOf(yaml), faults));
  }
});

const ALERTMANAGER = `${HEAD}alertmanager:\n  connection:\n`;
const BAD_ADDRESSES: Readonly<Record<string, { readonly url: string; readonly fault: string }>> = {
  "no address at all": {
    url: "alertmanager",
    fault: "this is no complete address (URL) → write it like https://host.example:8443/prefix",
  },
  "another protocol": {
    url: "ftp://a.example",
    fault:
      "the address must begin with http:// or https:// and a host → write it like https://host.example:8443/prefix",
  },
  "a query": {
    url: "https://a.example/?x=1",
    fault:
      "the address has a query (?…) or a fragment (#…) → end it after the path: what is asked there is added by the check",
  },
  "a user": {
    url: "https://somebody@a.example",
    fault:
      "the address holds a user or a password → take both out of the address; name the user and the variable that holds the password beside it",
  },
};

describe("an address with", () => {
  for (const [sentence, { url, fault }] of Object.entries(BAD_ADDRESSES)) {
    test(sentence, () => assert.deepEqual(faultsOf(`${ALERTMANAGER}    url: ${url}\n`), [`5:10 ${fault}`]));
  }
});

describe("variables:", () => {
  test("are put into texts, empty ones too, and $${ stays a brace", () => {
    const { environment } = load(
      `${HEAD}grafana:\n  connection: { url: "https://g.example:\${PORT}/x/" }\n  dashboardUid: "a\${EMPTY}b"\n  variables: { v: "$\${PORT}" }\n`,
    );
    assert.equal(environment.grafana?.connection.baseUrl, "https://g.example:8443/x");
    assert.equal(environment.grafana.dashboardUid, "ab");
    assert.deepEqual(environment.grafana.variables, { v: "${PORT}" });
  });

  test("one that is not set is a fault, once, and so is a name that is none", () => {
    assert.deepEqual(faultsOf(`${ALERTMANAGER}    url: https://\${NOWHERE}\n  attachedAs: "\${A-B}"\n`), [
      "5:10 the variable NOWHERE is not set → set it where the command is started, for example: export NOWHERE=… (or write the value here)",
      "6:15 ${A-B} names no variable: only letters, digits and underscores are allowed → correct the name; for a literal dollar and brace write $${",
    ]);
  });
});

test("all faults are listed at once, in the order of the file", () => {
  const places = faultsOf(
    `${HEAD}languag: en\nconcurrency: 99\nslack: { tokenFrom: MISSING, chanelId: C1, channelName: "\${NOWHERE}" }\ncache: { kind: redis }\n`,
  ).map((fault) => fault.split(" ")[0]);
  assert.deepEqual(places, ["3:1", "4:14", "5:1", "5:21", "5:30", "5:57", "6:1"]);
});

test("an unknown environment: says which there are", () => {
  load(HEAD);
  writeFileSync(join(folder, "production.example.yaml"), "");
  const error = errorOf(() => loadEnvironment({ name: "stagign", folder, variables: {}, secrets: {} }));
  assert.equal(
    error.message,
    `There is no environment "stagign".\n  ${folder}/stagign.yaml: there is no such file; there are: staging\n` +
      `    Fix: did you mean "staging"? Otherwise copy ${folder}/production.example.yaml to it and fill it in`,
  );
});

test("a name that leaves the folder is an unknown environment", () => {
  const error = errorOf(() => loadEnvironment({ name: "../staging", folder, variables: {}, secrets: {} }));
  assert.equal(error.problem, 'There is no environment "../staging".');
});

test("a folder that is not there", () => {
  const error = errorOf(() => loadEnvironment({ name: "x", folder: "/no/such/folder", variables: {}, secrets: {} }));
  assert.equal(error.problem, "The folder of the environment files cannot be read.");
});

function errorOf(action: () => unknown): ConfigurationError {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    return error;
  }
  return assert.fail("no error was thrown");
}

test("without its variables and secrets a file is checked as far as that goes", () => {
  const text = `${HEAD}alertmanager: { connection: { url: "\${NOWHERE}" } }\nslack: { tokenFrom: MISSING, chanelId: C1, channelName: x }\n`;
  writeFileSync(join(folder, "staging.yaml"), text);
  const { faults } = errorOf(() => checkEnvironmentForm(join(folder, "staging.yaml")));
  assert.deepEqual(
    faults.map(({ what }) => what),
    ['"slack.channelId" is missing', '"slack" has no field "chanelId"'],
  );
});

test("a file in the working folder is named from there", () => {
  const { faults } = errorOf(() =>
    loadEnvironment({ name: "x", folder: join(process.cwd(), "environments"), variables: {}, secrets: {} }),
  );
  assert.equal(faults[0]?.where, "environments/x.yaml");
});
