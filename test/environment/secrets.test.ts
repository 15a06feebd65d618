import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { faultsOf, HEAD } from "./staging-file";

const LITERAL_FIX =
  "put it into an environment variable and name that in the …From field beside it; then change the secret: it was in a file";
const BAD_SECRETS: Readonly<Record<string, { readonly yaml: string; readonly faults: readonly string[] }>> = {
  "a token where the variable's name belongs": {
    yaml: "slack: { tokenFrom: xoxb-1234567890-abcdef, channelId: C1, channelName: x }",
    faults: [`3:21 this holds a Slack token → ${LITERAL_FIX}`],
  },
  "a password where the variable's name belongs": {
    yaml: 'cache: { kind: redis, url: "redis://c.example", passwordFrom: hunter2 }',
    faults: [
      '3:63 "cache.passwordFrom" has not the form that it must have → Password: the NAME of the environment variable that holds it, never the secret itself.',
    ],
  },
  "a field for the secret itself": {
    yaml: 'cache: { kind: redis, url: "redis://c.example", password: hunter2 }',
    faults: [
      '3:49 "password" would hold a secret, and a secret is never written in the file → put it into an environment variable and write: passwordFrom: NAME_OF_THE_VARIABLE',
    ],
  },
  "a password in an address": {
    yaml: 'cache: { kind: redis, url: "redis://u:hunter2@c.example" }',
    faults: [`3:28 this holds an address with a password → ${LITERAL_FIX}`],
  },
  "a password in a command's environment": {
    yaml: 'commands: { unitTests: { run: ["{report}"], folder: ., environment: { DB: "postgresql+psycopg://u:p@db/x" } } }',
    faults: [`3:75 this holds an address with a password → ${LITERAL_FIX}`],
  },
  "a secret header": {
    yaml: 'alertmanager: { connection: { url: "https://a.example", headers: { Authorization: Basic abc } } }',
    faults: [
      "3:83 the header Authorization carries a secret, and a secret is never written in the file → use auth, or put the secret in an environment variable and name it: headersFrom: { Authorization: NAME }",
    ],
  },
  "a variable that is not set": {
    yaml: "slack: { tokenFrom: MISSING, channelId: C1, channelName: x }",
    faults: [
      "3:21 the environment variable MISSING, which holds a secret, is not set → set it where the command is started, for example: export MISSING=… (or in the CI system's secret store)",
    ],
  },
  "an empty variable": {
    yaml: "slack: { tokenFrom: BLANK, channelId: C1, channelName: x }",
    faults: [
      "3:21 the environment variable BLANK, which holds a secret, is empty → set it where the command is started, for example: export BLANK=… (or in the CI system's secret store)",
    ],
  },
  "a line break at its end": {
    yaml: "slack: { tokenFrom: PADDED, channelId: C1, channelName: x }",
    faults: [
      "3:21 the secret in the environment variable PADDED begins or ends with white space or a line break → set PADDED again without it, for example: export PADDED=\"$(tr -d '[:space:]' < file)\"",
    ],
  },
  "a secret too short to be kept out of reports": {
    yaml: "slack: { tokenFrom: SHORT, channelId: C1, channelName: x }",
    faults: [
      "3:21 the secret in the environment variable SHORT has fewer than 6 characters → use a longer one: so short a text cannot be kept out of the reports without harming other words",
    ],
  },
  "a placeholder where the variable's name belongs": {
    yaml: 'slack: { tokenFrom: "${TOKEN}", channelId: C1, channelName: x }',
    faults: [
      "3:21 here stands the name of a variable, and ${TOKEN} would put its secret into the environment → write the bare name: TOKEN",
    ],
  },
  "a secret variable used as a plain one": {
    yaml: 'slack: { tokenFrom: TOKEN, channelId: C1, channelName: "${TOKEN}" }',
    faults: [
      "3:56 the variable TOKEN holds a secret, and ${TOKEN} would put it into the environment → use auth, headersFrom or environmentFrom, which keep a secret out of every report",
    ],
  },
};

describe("secrets:", () => {
  for (const [sentence, { yaml, faults }] of Object.entries(BAD_SECRETS)) {
    test(sentence, () => assert.deepEqual(faultsOf(`${HEAD}${yaml}\n`), faults));
  }

  test("no fault repeats a secret that stands in the file", () => {
    const texts = Object.values(BAD_SECRETS).flatMap(({ yaml }) => faultsOf(`${HEAD}${yaml}\n`));
    assert.ok(texts.length > 10);
    assert.deepEqual(
      texts.filter((text) => /hunter2|xoxb|a-long-secret|in-the-variables|u:p@/.test(text)),
      [],
    );
  });
});
