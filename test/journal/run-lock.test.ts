import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { expect } from "chai";
import { execa } from "execa";
import { LockHeldError } from "../../support/errors";
import { takeRunLock } from "../../support/journal/run-lock";

const folder = mkdtempSync(join(tmpdir(), "run-lock-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const holder = (pid: number, fields: object = {}): string =>
  JSON.stringify({
    pid,
    processStart: null,
    host: hostname(),
    startedAt: "2025-10-21T14:00:00Z",
    command: "npm run day4",
    ...fields,
  });

async function deadPid(): Promise<number> {
  const { stdout } = await execa(process.execPath, ["--eval", "process.stdout.write(String(process.pid))"]);
  return Number(stdout);
}

describe("the lock of a run", () => {
  it("is held once, until it is given back", () => {
    const path = join(folder, "new", "release.lock");
    const lock = takeRunLock(path, "npm run day4");
    expect(() => takeRunLock(path, "npm run day7")).to.throw(LockHeldError, /process \d+ \(npm run day4\)/);
    lock.release();
    lock.release();
    takeRunLock(path, "npm run day7").release();
    expect(readdirSync(join(folder, "new"))).to.deep.equal([]);
  });

  const taken: Readonly<Record<string, () => Promise<string>>> = {
    "whose process has ended": async () => holder(await deadPid()),
    "whose process id another process has now": async () => holder(process.pid, { processStart: "1" }),
    "whose content nobody can read": async () => "{",
  };
  for (const [sentence, content] of Object.entries(taken)) {
    it(`is taken over from a holder ${sentence}, also where one who tried has died`, async () => {
      for (const turn of [null, holder(await deadPid())]) {
        const path = join(folder, "dead.lock");
        writeFileSync(path, await content());
        if (turn !== null) writeFileSync(`${path}.turn`, turn);
        takeRunLock(path, "npm run day7").release();
        expect(existsSync(path)).to.equal(false);
        expect(existsSync(`${path}.turn`)).to.equal(false);
      }
    });
  }

  it("is not taken from a living process of another host, which cannot be asked", () => {
    const path = join(folder, "elsewhere.lock");
    writeFileSync(path, holder(4711, { host: "elsewhere" }));
    expect(() => takeRunLock(path, "npm run day7")).to.throw(LockHeldError, /process 4711 \(npm run day4\)/);
  });
});
