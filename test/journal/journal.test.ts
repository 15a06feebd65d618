import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { expect } from "chai";
import { execa } from "execa";
import { NO_LINE, sha256Of } from "../../support/journal/digest";
import { openJournal } from "../../support/journal/journal";
import { readJournal } from "../../support/journal/read-journal";
import type { CheckEnded } from "../../support/model/journal-entry";
import { createRedactor } from "../../support/reporting/redact";
import { checkEnded, damageOf, journalOf, linesOf, OPEN, RELEASE, summariesOf } from "./facts";

const PROJECT = join(__dirname, "..", "..");
const all = mkdtempSync(join(tmpdir(), "journal-"));
after(() => rmSync(all, { recursive: true, force: true }));

const AT = new Date("2025-10-21T14:15:00Z");

describe("the journal", () => {
  it("writes a line an entry, with the digest of the line before as its last field", async () => {
    const folder = join(all, "environment", "not there yet");
    await journalOf(folder, 2, { ...OPEN, now: () => AT });
    const [first = "", second = ""] = linesOf(folder);
    const frame = '"at":"2025-10-21T14:15:00.000Z","release":{"id":"phase4-2.0.0","canaryVersion":"2.0.0"}';
    const fact =
      '"kind":"check-ended","runId":"20251021T141500Z-day4-0a1b","items":["D4-1"],"outcome":"passed","cause":null';
    expect(first).to.equal(
      `{"schemaVersion":1,"sequence":1,${frame},${fact},"summary":"entry 1","previous":"${NO_LINE}"}`,
    );
    expect(second).to.equal(
      `{"schemaVersion":1,"sequence":2,${frame},${fact},"summary":"entry 2","previous":"${sha256Of(first)}"}`,
    );
    expect(readFileSync(join(folder, "journal.head"), "utf8")).to.equal(
      `{"sequence":2,"hash":"${sha256Of(second)}"}\n`,
    );
    expect(readdirSync(folder).sort()).to.deep.equal(["journal.head", "journal.ndjson"]);
  });

  it("reads back what was written, whatever signs it holds", async () => {
    const folder = join(all, "signs");
    const journal = await openJournal(folder, OPEN);
    const summaries = ["카나리 배포", "line\nend\r\n", "\u2028 \ud800 \0 \u001b[31m", '"}', "x".repeat(300_000), ""];
    const written = [];
    for (const summary of summaries) written.push(await journal.append(checkEnded(summary)));
    const { entries, problems } = await readJournal(folder);
    expect(problems).to.deep.equal([]);
    expect(entries).to.deep.equal(written);
    expect(await summariesOf(folder)).to.deep.equal(summaries);
  });

  it("writes in the order of the calls, also where nobody awaits them, and through two journals of one process", async () => {
    const folder = join(all, "order");
    const [one, other] = await Promise.all([openJournal(folder, OPEN), openJournal(folder, OPEN)]);
    const writes = Array.from({ length: 20 }, (_, number) => [
      one.append(checkEnded(`one ${number}`)),
      other.append(checkEnded(`other ${number}`)),
    ]);
    await Promise.all(writes.flat());
    const summaries = await summariesOf(folder);
    expect(summaries).to.have.length(40);
    for (const name of ["one", "other"])
      expect(summaries.filter((summary) => summary.startsWith(`${name} `))).to.deep.equal(
        Array.from({ length: 20 }, (_, number) => `${name} ${number}`),
      );
    expect(await damageOf(folder)).to.deep.equal([]);
  });

  it("takes the values of secrets out of every text", async () => {
    const folder = join(all, "secret");
    const redactor = createRedactor({ SLACK_TOKEN: "xoxb-planted/secret" });
    const journal = await openJournal(folder, { release: RELEASE, redact: redactor.json });
    await journal.append(checkEnded("asked with xoxb-planted/secret and xoxb-planted%2Fsecret"));
    expect(await summariesOf(folder)).to.deep.equal(["asked with [redacted:SLACK_TOKEN] and [redacted:SLACK_TOKEN]"]);
    expect(linesOf(folder).join()).not.to.contain("planted");
    expect(await damageOf(folder)).to.deep.equal([]);
  });

  it("is not there before its first entry, and says so", async () => {
    const folder = join(all, "none");
    expect(await readJournal(folder)).to.deep.equal({ isPresent: false, lines: 0, entries: [], problems: [] });
    await openJournal(folder, OPEN);
    expect(await readJournal(folder)).to.deep.include({ isPresent: false });
  });
});

describe("what cannot be written into the journal", () => {
  it("an entry that is not as its kind must be: it names the fields, and the next entry is written", async () => {
    const folder = join(all, "refused");
    const journal = await journalOf(folder, 1);
    const inconclusive: CheckEnded = { ...checkEnded("x"), outcome: "inconclusive" };
    const texts = [];
    for (const fact of [inconclusive, checkEnded("x", "../../elsewhere")])
      texts.push(await journal.append(fact).then(String, String));
    expect(texts[0]).to.equal(
      [
        'JournalError: An entry of the kind "check-ended" was not written, because it is not as such an entry must be: cause: must be given exactly when the outcome is inconclusive.',
        "Where: the journal's schema (support/journal/entry-schema.ts)",
        "Why: What was to be recorded was incomplete, or a secret's value stood where an id belongs.",
        "Fix: Give the fields that are named as docs/journal.md describes them.",
      ].join("\n"),
    );
    expect(texts[1]).to.match(/runId: must be the name of a run's folder/);
    await journal.append(checkEnded("entry 2"));
    expect(await summariesOf(folder)).to.deep.equal(["entry 1", "entry 2"]);
    expect(await damageOf(folder)).to.deep.equal([]);
  });

  it("anything, on a full disk: it says so; with space again, it goes on", async () => {
    const folder = join(all, "full");
    mkdirSync(folder);
    symlinkSync("/dev/full", join(folder, "journal.ndjson"));
    const journal = await openJournal(folder, OPEN);
    expect(await journal.append(checkEnded("entry 1")).then(String, String)).to.equal(
      [
        "JournalError: The entry could not be written into the journal.",
        `Where: ${join(folder, "journal.ndjson")}`,
        "Why: The disk is full (ENOSPC).",
        "Fix: Free space on it, then do again what was to be recorded; what had been recorded before is unharmed.",
      ].join("\n"),
    );
    unlinkSync(join(folder, "journal.ndjson"));
    await journal.append(checkEnded("entry 1"));
    expect(await damageOf(folder)).to.deep.equal([]);
    expect(await summariesOf(folder)).to.deep.equal(["entry 1"]);
  });

  it("the head, on a disk that is full by then: the entry stands, and the error says so", async () => {
    const folder = join(all, "full-head");
    const journal = await journalOf(folder, 1);
    symlinkSync("/dev/full", join(folder, "journal.head.new"));
    const text = await journal.append(checkEnded("entry 2")).then(String, String);
    expect(text).to.match(
      /^JournalError: The entry was written into the journal, but the journal's head after it was not/,
    );
    expect(await damageOf(folder)).to.deep.equal([]);
    unlinkSync(join(folder, "journal.head.new"));
    await journal.append(checkEnded("entry 3"));
    expect(await summariesOf(folder)).to.deep.equal(["entry 1", "entry 2", "entry 3"]);
    expect(await damageOf(folder)).to.deep.equal([]);
  });

  it("anything, where this user may not write", async () => {
    const folder = mkdtempSync(join(all, "denied-"));
    const program = ["--require", "ts-node/register", join("test", "journal", "append-process.ts"), folder, "x", "1"];
    // Nothing is forbidden to root: another user tries it in root's stead.
    const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    if (!("uid" in asNobody)) await execa("chmod", ["500", folder]);
    const { stderr, exitCode } = await execa(process.execPath, program, { cwd: PROJECT, reject: false, ...asNobody });
    expect(exitCode).not.to.equal(0);
    expect(stderr).to.match(/Why: This user may not do so \(EACCES\)\.\nFix: Give the user who runs this command/);
  });

  it("anything, where a folder or a file stands in the way", async () => {
    const folder = mkdtempSync(join(all, "odd-"));
    mkdirSync(join(folder, "journal.ndjson"));
    writeFileSync(join(folder, "file"), "");
    const texts = [folder, join(folder, "file", "below")].map((where) => openJournal(where, OPEN).then(String, String));
    expect(await texts[0]).to.match(
      /The journal cannot be opened\.\nWhere: .*\nWhy: A folder stands where the file belongs/,
    );
    expect(await texts[1]).to.match(
      /The journal's folder cannot be made\.\nWhere: .*\nWhy: A file stands where a folder belongs/,
    );
    const reading = await readJournal(folder).then(String, String);
    expect(reading).to.match(/^JournalError: The journal cannot be read\./);
  });
});
