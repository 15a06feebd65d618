import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { expect } from "chai";
import { PROJECT } from "../../support/cli/phase/place";
import { preflight } from "./command";

/** Each row: the options, and what the message must say. All end with exit code 3, and nothing is written. */
const REFUSED: Readonly<Record<string, readonly [readonly string[], readonly RegExp[]]>> = {
  "an unknown environment": [
    ["--environment", "nope"],
    [/There is no environment "nope"/, /there are: .*rehearsal/, /Fix: copy environments\/production\.example\.yaml/],
  ],
  "an unknown fault, with similar ones": [
    ["--fault", "weights-swaped"],
    [/no fault "weights-swaped"/, /Did you mean "weights-swapped"/, /--list-faults/],
  ],
  "a fault outside of the rehearsal": [
    ["--fault", "redis-down", "--environment", "production"],
    [/only the rehearsal can be broken/],
  ],
  "two faults that want different things": [
    ["--fault", "redis-down", "--fault", "redis-loading"],
    [/redis-down.*redis-loading/],
  ],
  "a time that is none": [
    ["--at", "yesterday"],
    [/"yesterday" is no time/, /write ISO 8601 with a zone/],
  ],
  "a time without a zone": [["--at", "2025-10-21T14:00:00"], [/is no time/]],
  "a day that does not exist": [["--at", "2025-13-41T14:00:00Z"], [/is no time/]],
  "an unknown option": [["--bogus"], [/unknown option '--bogus'/]],
  "an argument too many": [["extra"], [/too many arguments/]],
};

describe("bad input ends with a message, exit code 3, and nothing written", { concurrency: 2 }, () => {
  for (const [name, [options, says]] of Object.entries(REFUSED)) {
    it(name, async () => {
      const { exitCode, output, out, remove } = await preflight(options);
      for (const words of says) expect(output).to.match(words);
      expect(exitCode).to.equal(3);
      expect(readdirSync(out)).to.deep.equal([]);
      remove();
    });
  }
});

describe("an environment file with faults", () => {
  const name = `test-${process.pid}`;
  const file = join(PROJECT, "environments", `${name}.yaml`);
  after(() => rmSync(file, { force: true }));

  it("lists all of them at once, each with line and fix; a missing secret is named, not shown", async () => {
    writeFileSync(
      file,
      [
        `name: ${name}`,
        "release: { id: r1, service: s, canaryVersion: 2.0, legacyVersion: '1.9' }",
        "permitts: []",
        "slack: { tokenFrom: NO_SUCH_TOKEN, channelId: C1, channelName: '#c' }",
        "alertmanager:",
        "  connection: { url: 'ftp://example.org' }",
      ].join("\n"),
    );
    const { exitCode, output, out, remove } = await preflight(["--environment", name]);
    for (const words of [/:2:\d+: .*text/, /:3:\d+: .*permits/s, /NO_SUCH_TOKEN/, /:6:\d+: /])
      expect(output).to.match(words);
    expect(output.match(/Fix: /g)).to.have.length.above(3);
    expect(exitCode).to.equal(3);
    expect(readdirSync(out)).to.deep.equal([]);
    remove();
  });
});

describe("a second run at the same time", () => {
  const out = mkdtempSync(join(tmpdir(), "canary-runbook-test-"));
  const lock = join(out, "rehearsal", "phase4-2.0.0.lock");
  const hold = (holder: object): void => {
    mkdirSync(join(out, "rehearsal"), { recursive: true });
    writeFileSync(
      lock,
      JSON.stringify({
        host: hostname(),
        startedAt: "2025-10-21T10:00:00Z",
        command: "npm run preflight",
        processStart: null,
        ...holder,
      }),
    );
  };
  after(() => rmSync(out, { recursive: true, force: true }));

  it("ends with exit code 4 and names the holder", async () => {
    hold({ pid: process.pid });
    const { exitCode, output } = await preflight(["--out", out]);
    expect(output).to.match(new RegExp(`Another run is under way: process ${process.pid} \\(npm run preflight\\)`));
    expect(exitCode).to.equal(4);
    expect(existsSync(lock), "the holder's lock is left alone").to.equal(true);
  });

  it("takes over from a holder that is dead", async () => {
    hold({ pid: 2 ** 22 + 1 });
    const { exitCode, output } = await preflight(["--out", out, "--no-html"]);
    expect(exitCode, output).to.equal(0);
    expect(existsSync(lock), "the lock is given back").to.equal(false);
  });
});
