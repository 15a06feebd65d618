import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { expect } from "chai";
import { loadSchedule } from "../../support/environment/load-schedule";

const folder = mkdtempSync(join(tmpdir(), "environments-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const RELEASE = 'release: { id: r1, service: shop, canaryVersion: "2", legacyVersion: "1"';
const CACHE = 'cache: { kind: redis, url: "${CACHE_URL}", passwordFrom: CACHE_PASSWORD }';

function load(yaml: string, variables: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(folder, "staging.yaml"), `name: staging\n${yaml}\n`);
  return loadSchedule({ name: "staging", folder, variables });
}

/** The line, column and fault of each. */
function faultsOf(yaml: string): string[] {
  try {
    load(yaml);
    return [];
  } catch (error) {
    const text = error instanceof Error ? error.message : "";
    return [...text.matchAll(/staging\.yaml:(\d+:\d+): (.*)/g)].map(([, where, what]) => `${where} ${what}`);
  }
}

describe("the schedule of an environment", () => {
  it("is there also where secrets and addresses are not: their names are told", () => {
    const { variableNames, schedule } = load(`${RELEASE}, rolledOutAt: 2025-10-22T23:00:00+09:00 }\n${CACHE}`);
    expect(variableNames).to.deep.equal(["CACHE_PASSWORD", "CACHE_URL"]);
    expect(schedule.day4.checkpoints).to.equal(4);
  });

  it("may take the time of the roll-out from a variable, which must then be set", () => {
    const yaml = `${RELEASE}, rolledOutAt: "\${ROLLED_OUT_AT}" }`;
    expect(load(yaml, { ROLLED_OUT_AT: "2025-10-22T14:00:00Z" }).release.rolledOutAt).to.equal(
      "2025-10-22T14:00:00.000Z",
    );
    expect(faultsOf(yaml)).to.deep.equal(["2:88 the variable ROLLED_OUT_AT is not set"]);
  });

  it("is not guessed where the roll-out has no time", () => {
    expect(faultsOf(`${RELEASE} }`)).to.deep.equal(["2:1 rolledOutAt is missing, and all times count from it"]);
  });

  it("names every fault of the file, those of other sections too", () => {
    const yaml = `${RELEASE}, rolledOutAt: 2025-10-22T14:00:00Z }\nschedule: { timeZone: Mars/Olympus }\nlanguge: en`;
    expect(faultsOf(yaml)).to.deep.equal([
      '3:23 "Mars/Olympus" is no time zone that is known here',
      '4:1 an environment has no field "languge"',
    ]);
  });
});
