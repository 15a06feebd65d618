import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
  appendFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { expect } from "chai";
import { openJournal } from "../../support/journal/journal";
import { readJournal } from "../../support/journal/read-journal";
import { checkEnded, damageOf, journalOf, linesOf, OPEN, rewrite, seeded, summariesOf } from "./facts";

const all = mkdtempSync(join(tmpdir(), "journal-"));
after(() => rmSync(all, { recursive: true, force: true }));

let folder = "";
let file = "";
let head = "";
beforeEach(async () => {
  folder = mkdtempSync(join(all, "six-"));
  file = join(folder, "journal.ndjson");
  head = join(folder, "journal.head");
  await journalOf(folder, 6);
});

/** Changes a line of the journal, counted from 1. */
function edit(line: number, change: (text: string) => string): void {
  rewrite(
    folder,
    linesOf(folder).map((text, index) => (index + 1 === line ? change(text) : text)),
  );
}

/** Puts a space where the end of a line was. */
function mergeLines(line: number): void {
  const [merged = "", next = ""] = linesOf(folder).slice(line - 1, line + 1);
  rewrite(folder, [...linesOf(folder).slice(0, line - 1), `${merged} ${next}`, ...linesOf(folder).slice(line + 1)]);
}

/** Puts the lines in another order, or leaves some out: numbers from 1. */
function arrange(...numbers: readonly number[]): void {
  const lines = linesOf(folder);
  rewrite(
    folder,
    numbers.map((number) => lines[number - 1] ?? ""),
  );
}

const other = (text: string): string =>
  text.replace(/"previous":"./, (start) => start.slice(0, -1) + (start.endsWith("0") ? "1" : "0"));

type Places = readonly string[];

/** What is done to a journal of six lines, what is found then, and what is still found after two more entries. */
const DAMAGE: Readonly<Record<string, readonly [() => void, Places, Places?]>> = {
  nothing: [() => undefined, []],
  "a word of the first line": [() => edit(1, (text) => text.replace("passed", "failed")), ["1 changed"]],
  "a word of a line": [() => edit(3, (text) => text.replace("passed", "failed")), ["3 changed"]],
  "a space between two fields": [() => edit(3, (text) => text.replace(",", ", ")), ["3 changed"]],
  "a word of the last line": [() => edit(6, (text) => text.replace("passed", "failed")), ["6 changed"]],
  "words of two neighbours": [
    () => (edit(3, (text) => text.replace("passed", "failed")), edit(4, (text) => text.replace("passed", "failed"))),
    ["4 changed"],
  ],
  "a line's digest of the one before": [() => edit(3, other), ["3 changed"]],
  "the first line's zeros": [() => edit(1, other), ["1 changed"]],
  "the last line's digest of the one before": [() => edit(6, other), ["6 changed"]],
  "a line's number": [() => edit(3, (text) => text.replace('"sequence":3', '"sequence":9')), ["3 changed"]],
  "the last line's number": [
    () => edit(6, (text) => text.replace('"sequence":6', '"sequence":9')),
    ["6 changed"],
    ["6 changed"],
  ],
  "a line that is no JSON any more": [() => edit(3, (text) => text.slice(1)), ["3 unreadable"]],
  "a last line that is no JSON any more": [() => edit(6, (text) => text.slice(1)), ["6 unreadable"]],
  "a field with another name": [() => edit(3, (text) => text.replace('"cause"', '"causes"')), ["3 unreadable"]],
  "a kind of a newer program": [
    () => edit(3, (text) => text.replace("check-ended", "check-begun")),
    ["3 unknown-kind"],
  ],
  "a shape of a newer program": [
    () => edit(3, (text) => text.replace('"schemaVersion":1', '"schemaVersion":2')),
    ["3 unreadable"],
  ],
  "a line by another hand between two": [() => edit(3, (text) => `hello\n${text}`), ["3 unreadable"]],
  "a line by another hand at the end": [() => appendFileSync(file, "hello\n"), ["7 unreadable"]],
  "a line end that is another sign": [() => mergeLines(2), ["2 unreadable", "3 missing"]],
  "a line taken out": [() => arrange(1, 2, 4, 5, 6), ["3 missing"]],
  "the first line taken out": [() => arrange(2, 3, 4, 5, 6), ["1 missing"]],
  "three lines taken out": [() => arrange(1, 5, 6), ["2 missing"]],
  "the last line taken out": [() => arrange(1, 2, 3, 4, 5), ["6 missing"]],
  "two lines taken from the end": [() => arrange(1, 2, 3, 4), ["5 missing"]],
  "all lines taken out": [() => arrange(), ["1 missing"]],
  "the whole file taken away": [() => unlinkSync(file), ["1 missing"]],
  "neighbours exchanged": [() => arrange(1, 2, 4, 3, 5, 6), ["3 reordered", "4 reordered"]],
  "a line put further down": [() => arrange(1, 3, 4, 2, 5, 6), ["2 reordered", "4 reordered"]],
  "a line there twice": [() => arrange(1, 2, 3, 3, 4, 5, 6), ["4 reordered"]],
  "the last two exchanged": [() => arrange(1, 2, 3, 4, 6, 5), ["5 reordered", "6 reordered"]],
  "no head": [() => unlinkSync(head), ["6 head"], ["7 head"]],
  "a head that is no JSON": [() => writeFileSync(head, "{"), ["6 head"], ["7 head"]],
  "a head with another digest": [
    () => writeFileSync(head, JSON.stringify({ sequence: 6, hash: "f".repeat(64) })),
    ["6 changed"],
  ],
  "a head that is ahead": [
    () => writeFileSync(head, JSON.stringify({ sequence: 8, hash: "f".repeat(64) })),
    ["7 missing"],
  ],
  "a head behind with another digest": [
    () => writeFileSync(head, JSON.stringify({ sequence: 4, hash: "f".repeat(64) })),
    ["6 head"],
    [],
  ],
  "a last line without its line end": [() => truncateSync(file, readFileSync(file).length - 1), ["6 changed"], []],
  "a last line, once flushed, without its end": [
    () => truncateSync(file, readFileSync(file).length - 9),
    ["6 changed"],
    ["6 missing"],
  ],
};

describe("a journal that somebody has changed", () => {
  for (const [sentence, [damage, found, later = found]] of Object.entries(DAMAGE)) {
    it(`${sentence}: ${found.join(", ") || "whole"}`, async () => {
      damage();
      expect(await damageOf(folder)).to.deep.equal(found);
      const journal = await openJournal(folder, OPEN);
      await journal.append(checkEnded("after it"));
      await journal.append(checkEnded("and once more"));
      expect(await damageOf(folder), "no later entry covers it").to.deep.equal(later);
      expect((await summariesOf(folder)).slice(-2)).to.deep.equal(["after it", "and once more"]);
    });
  }

  it("is named at 50 places of which one byte is another", async () => {
    const random = seeded(56);
    const bytes = readFileSync(file);
    for (let place = 0; place < 50; place++) {
      const offset = Math.floor(random() * bytes.length);
      const other = Buffer.from(bytes);
      other[offset] = (bytes[offset] ?? 0) ^ (1 + Math.floor(random() * 255));
      writeFileSync(file, other);
      const line = bytes.subarray(0, offset).toString().split("\n").length;
      const named = (await readJournal(folder)).problems.map((problem) => problem.line);
      expect(
        named.some((one) => one === line || one === line + 1),
        `byte ${offset}, line ${line}: ${named.join()}`,
      ).to.equal(true);
      expect(named[0], "nothing before it").to.be.at.least(line);
    }
  });

  it("says what and how to mend it in whole sentences", async () => {
    arrange(1, 2, 5, 4, 6);
    edit(1, (text) => text.replace("passed", "failed"));
    const texts = (await readJournal(folder)).problems.map(({ what, fix }) => `${what} ${fix}`);
    expect(texts).to.have.length.above(2);
    for (const text of texts)
      expect(text)
        .to.match(/^[A-Z].*\.$/)
        .and.not.match(/undefined|NaN|null|\[object/);
    expect(texts[0]).to.equal(
      "Line 1, or line 2 after it, was changed after it had been written: the two do not fit together. Compare it with a copy of the journal (a backup, the artefacts of a CI job), and ask who could write to this folder. The journal goes on meanwhile, and keeps naming this place.",
    );
  });
});

describe("a journal whose writer was killed", () => {
  it("between the line and the head: is whole, and goes on", async () => {
    const before = readFileSync(head);
    await (await openJournal(folder, OPEN)).append(checkEnded("entry 7"));
    writeFileSync(head, before);
    expect(await damageOf(folder)).to.deep.equal([]);
    await (await openJournal(folder, OPEN)).append(checkEnded("entry 8"));
    expect(await damageOf(folder)).to.deep.equal([]);
    expect((await summariesOf(folder)).slice(-2)).to.deep.equal(["entry 7", "entry 8"]);
  });

  it("before the very first head: is whole", async () => {
    const fresh = mkdtempSync(join(all, "fresh-"));
    await journalOf(fresh, 1);
    unlinkSync(join(fresh, "journal.head"));
    expect(await damageOf(fresh)).to.deep.equal([]);
    await journalOf(fresh, 1);
    expect(await damageOf(fresh)).to.deep.equal([]);
  });

  it("in the middle of a line, at any byte of it: the bytes are kept aside and recorded, and nothing else is lost", async () => {
    const { length } = readFileSync(file);
    const before = readFileSync(head);
    await (await openJournal(folder, OPEN)).append(checkEnded("entry 7"));
    const bytes = readFileSync(file);
    for (let cut = length + 1; cut < bytes.length; cut += 17) {
      writeFileSync(file, bytes.subarray(0, cut));
      writeFileSync(head, before);
      rmSync(join(folder, "journal.torn-1.ndjson"), { force: true });
      expect(await damageOf(folder)).to.deep.equal(["7 torn"]);
      await openJournal(folder, OPEN);
      const { problems, entries } = await readJournal(folder);
      expect(problems).to.deep.equal([]);
      expect(entries.at(-1)).to.deep.include({ kind: "torn-line", file: "journal.torn-1.ndjson", bytes: cut - length });
      expect(readFileSync(join(folder, "journal.torn-1.ndjson"))).to.deep.equal(bytes.subarray(length, cut));
    }
  });

  it("in the middle of a line while another has the journal open: its next entry puts it in order", async () => {
    const journal = await openJournal(folder, OPEN);
    for (const torn of ['{"schemaVer', '{"sche']) {
      appendFileSync(file, torn);
      await journal.append(checkEnded(`after ${torn}`));
    }
    expect((await readJournal(folder)).entries.slice(-4).map(({ kind }) => kind)).to.deep.equal([
      "torn-line",
      "check-ended",
      "torn-line",
      "check-ended",
    ]);
    expect(readFileSync(join(folder, "journal.torn-2.ndjson"), "utf8")).to.equal('{"sche');
    expect(await damageOf(folder)).to.deep.equal([]);
  });

  it("between moving a torn line aside and its entry: the next to open records it, once", async () => {
    writeFileSync(join(folder, "journal.torn-1.ndjson"), '{"sche');
    await openJournal(folder, OPEN);
    await openJournal(folder, OPEN);
    const { entries, problems } = await readJournal(folder);
    expect(entries.filter(({ kind }) => kind === "torn-line")).to.have.length(1);
    expect(problems).to.deep.equal([]);
  });

  it("between copying a torn line and cutting it off: it is kept once", async () => {
    writeFileSync(join(folder, "journal.torn-1.ndjson"), '{"sche');
    appendFileSync(file, '{"sche');
    await openJournal(folder, OPEN);
    expect(existsSync(join(folder, "journal.torn-2.ndjson"))).to.equal(false);
    expect(await damageOf(folder)).to.deep.equal([]);
  });
});
