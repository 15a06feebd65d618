import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, before, describe, it } from "node:test";
import { expect } from "chai";
import { journalFiles } from "../../support/journal/files";
import { readJournal } from "../../support/journal/read-journal";
import { verifyFiles } from "../../support/journal/verify-files";
import { decideOffline } from "../decision/decide-offline";
import { recordWindow, silentRehearsal } from "../decision/recorded-window";
import { seeded } from "./facts";

/** So many places are changed, one after the other, each in all files alike. */
const PLACES = 120;

const all = mkdtempSync(join(tmpdir(), "one-byte-"));
const folder = join(all, "rehearsal");
after(() => rmSync(all, { recursive: true, force: true }));
before(async () => {
  const environment = silentRehearsal();
  await recordWindow(folder, environment);
  await decideOffline({ folder, environment });
  await decideOffline({ folder, environment, runId: "20251025T150005Z-decision-test" });
});

/** What verify names, each as "file" or "file:line". */
async function named(): Promise<string[]> {
  const { entries, problems } = await readJournal(folder);
  const files = await verifyFiles(journalFiles(folder), entries);
  return [...problems.map(({ line }) => `journal.ndjson:${line}`), ...files.problems.map(({ path }) => path)];
}

describe("one changed byte, anywhere in a journal of ten runs and two decisions, or in their evidence", () => {
  it("nothing changed: nothing is named", async () => {
    expect(await named()).to.deep.equal([]);
  });

  it(`is named, at each of ${PLACES} random places`, async () => {
    const files = filesBelow(folder);
    const random = seeded(20_251_025);
    const upTo = (count: number): number => Math.floor(random() * count);
    const missed: string[] = [];
    for (let turn = 0; turn < PLACES; turn++) {
      const path = files[upTo(files.length)] ?? "";
      const whole = readFileSync(join(folder, path));
      const [place, other] = [upTo(whole.length), 1 + upTo(255)];
      const changed = Buffer.from(whole);
      changed[place] = (changed[place] ?? 0) ^ other;
      writeFileSync(join(folder, path), changed);
      const places = await named();
      writeFileSync(join(folder, path), whole);
      if (!places.some((found) => fits(found, path, lineAt(whole, place))))
        missed.push(`${path}:${place}: ${places.join(", ")}`);
    }
    expect(missed).to.deep.equal([]);
    expect(await named()).to.deep.equal([]);
  });
});

/** A line of the journal is named by its number: the changed one, or, where two do not fit together, its neighbour. */
function fits(found: string, path: string, line: number): boolean {
  if (path === "journal.head") return found.startsWith("journal.ndjson:");
  if (path !== "journal.ndjson") return found === path;
  return [line, line + 1].some((near) => found === `${path}:${near}`);
}

function lineAt(content: Buffer, place: number): number {
  return content.subarray(0, place).filter((byte) => byte === 0x0a).length + 1;
}

function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .toSorted();
}
