import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { expect } from "chai";
import { watchRecord } from "../../../support/cli/watch/record";
import { createRedactor } from "../../../support/reporting/redact";
import { inFolder } from "../../clients/temporary-folder";
import { journalOf, linesOf, RELEASE, rewrite } from "../../journal/facts";

/** Reads the record of a watch twice, after something was done to a journal of three lines. */
function readTwice(change: (folder: string) => void) {
  return inFolder({}, async (out) => {
    const folder = join(out, "test");
    await journalOf(folder, 3);
    change(folder);
    const notes: string[] = [];
    const screen = { note: (line: string) => void notes.push(line) };
    const about = { out, environment: "test", release: RELEASE, since: null };
    const record = watchRecord({ ...about, redactor: createRedactor({}), screen });
    await record.read();
    const { entries, damage } = await record.read();
    return { entries: entries.length, damage, notes };
  });
}

describe("the record of a watch", () => {
  it("that is whole has no damage", async () => {
    expect(await readTwice(() => undefined)).to.deep.equal({ entries: 3, damage: null, notes: [] });
  });

  it("with a line that was changed tells of the damage once", async () => {
    const damage =
      "The journal is DAMAGED in 1 place, so no GO in it proves anything: npm run journal -- verify --environment test";
    const changed = (folder: string): void =>
      rewrite(
        folder,
        linesOf(folder).map((line) => line.replace("entry 2", "entry two")),
      );
    expect(await readTwice(changed)).to.deep.equal({ entries: 3, damage, notes: [damage] });
  });

  it("with a line that its writer was killed in is not damaged: the next one puts it in order", async () => {
    const tear = (folder: string): void => appendFileSync(join(folder, "journal.ndjson"), '{"kind":');
    expect((await readTwice(tear)).damage).to.equal(null);
  });
});
