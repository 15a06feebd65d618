import { Writable } from "node:stream";
import { describe, it } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { expect } from "chai";
import { columnsOf } from "../../support/reporting/charts/text-width";
import type { Language } from "../../support/reporting/messages";
import type { WindowState } from "../../support/watch/hook";
import { newNotices, noticesOf } from "../../support/watch/notice";
import { createScreen } from "../../support/watch/screen";
import { RELEASE } from "../journal/facts";
import { minutes, play } from "./played-window";

const NOW = Date.parse(minutes(50));

/** A state with a NO-GO and one that could not be run, the last checkpoint still to come. */
async function mixed(): Promise<WindowState> {
  const tries = { "day4 14:15": ["NO-GO"], "day4 14:45": ["breaks"] } as const;
  return (await play({ tries, endAt: minutes(50) })).state;
}

/** What is shown of a state: while it lasts, then in the end. */
function shown(
  state: WindowState,
  terminal: { columns: number; rows: number } | null,
  language: Language = "en",
): string[] {
  let written = "";
  const write = (chunk: unknown, _encoding: unknown, done: () => void): void => {
    written += String(chunk);
    done();
  };
  const size: { columns?: number; rows?: number } = terminal ?? {};
  const screen = createScreen({
    stream: Object.assign(new Writable({ write }), size),
    isTerminal: terminal !== null,
    timeZone: "Asia/Seoul",
    language,
    redact: (text) => text.replaceAll("disagree", "[redacted]"),
    now: () => NOW,
  });
  screen.show(state);
  screen.show(state);
  const lines = stripVTControlCharacters(written).split("\n");
  screen.close();
  return lines;
}

describe("the window on a screen", () => {
  it("that is a log has a line for each change, once", async () => {
    expect(
      shown({ ...(await mixed()), untold: "Slack is away" }, null).map((line) => line.replace(/day4-20\S+/, "<run>")),
    ).to.deep.equal([
      "✗ 2025-10-22 23:15 Asia/Seoul  Day 4: after the roll-out  NO-GO – D4-1 failed – <run>",
      "Next: Day 7: final verification, 2025-10-23 02:00 Asia/Seoul, in 2 h 10 min",
      "",
    ]);
  });

  it("that is a terminal is a table, with what comes next and who could not be told", async () => {
    const lines = shown({ ...(await mixed()), untold: "Slack is away" }, { columns: 100, rows: 24 });
    expect(lines.slice(-8, -1)).to.deep.equal([
      "   Asia/Seoul        Phase                      Verdict",
      "✗  2025-10-22 23:15  Day 4: after the roll-out  NO-GO – D4-1 failed",
      "!  2025-10-22 23:45  Day 4: after the roll-out  could not be run: the reports [redacted]",
      "·  2025-10-23 02:00  Day 7: final verification",
      "",
      "People could not be told: Slack is away",
      "Next: Day 7: final verification, 2025-10-23 02:00 Asia/Seoul, in 2 h 10 min",
    ]);
  });

  for (const columns of [40, 60, 80])
    for (const language of ["en", "ko"] as const)
      it(`of ${columns} columns is never wider (${language})`, async () => {
        const lines = shown(await mixed(), { columns, rows: 24 }, language);
        expect(Math.max(...lines.map(columnsOf))).to.be.at.most(columns);
      });

  it("of few rows shows the points around the next one, and says how many are left out", async () => {
    const state = await mixed();
    const points = Array.from({ length: 90 }, (_, index) => ({
      point: { phase: "day4", at: minutes(15 + index) } as const,
      standing: { kind: "open" } as const,
    }));
    const next = { point: { phase: "day4", at: minutes(60) } as const, dueAt: minutes(60), isAgain: false };
    const lines = shown({ ...state, points, next }, { columns: 80, rows: 12 }).slice(-11);
    expect(lines.filter((line) => /^… \d+ (before|after)$/.test(line))).to.have.length(2);
    expect(lines.some((line) => line.includes("2025-10-23 00:00"))).to.equal(true);
    expect(lines.length).to.be.at.most(12);
  });
});

describe("what people are told", () => {
  const about = { environment: "production", isRehearsal: false, release: { ...RELEASE, service: "phase4" } };

  it("names verdict, checkpoint, release, what did not pass and the report; nothing of what is GO or still to come", async () => {
    const state = await mixed();
    const notices = noticesOf(state, { ...about, timeZone: "Asia/Seoul", language: "en" });
    expect(notices.map(({ purpose }) => purpose)).to.deep.equal([
      `checkpoint day4 ${minutes(15)} NO-GO`,
      `checkpoint day4 ${minutes(45)} not run`,
    ]);
    expect(notices.map(({ key }) => key)[0]).to.equal(
      `production/phase4-2.0.0/2.0.0/checkpoint day4 ${minutes(15)} NO-GO`,
    );
    expect(notices[0]?.text.replace(/runs\/\S+\//, "runs/<run>/").split("\n")).to.deep.equal([
      "*NO-GO*  Day 4: after the roll-out, 2025-10-22 23:15 Asia/Seoul",
      "production: phase4 2.0.0 (phase4-2.0.0)",
      "• D4-1 Failed: it ended NO-GO",
      "Report: reports/production/runs/<run>/index.html",
    ]);
    expect(notices[1]?.text).to.match(/^\*NOT RUN\*.*\n.*\n• the reports disagree$/);
  });

  it("is told again where a checkpoint that was not GO is now, and says rehearsal of one", async () => {
    const { state } = await play({ tries: { "day4 14:15": ["unreachable", "GO"] } });
    const [notice, ...more] = noticesOf(state, { ...about, isRehearsal: true, timeZone: "Etc/UTC", language: "ko" });
    expect(more).to.deep.equal([]);
    expect(notice?.text)
      .to.match(/^\*다시 GO\*/)
      .and.to.match(/리허설/);
  });

  it("names a damaged journal, in which no GO proves anything", async () => {
    const state = { ...(await play()).state, damage: "The journal is DAMAGED in 1 place" };
    const notices = noticesOf(state, { ...about, timeZone: "Etc/UTC", language: "en" });
    expect(notices.map(({ purpose, text }) => [purpose, text])).to.deep.equal([
      [
        "journal damaged",
        "*INCONCLUSIVE*\nproduction: phase4 2.0.0 (phase4-2.0.0)\n• The journal is DAMAGED in 1 place",
      ],
    ]);
    expect(newNotices(notices, ["journal damaged"])).to.deep.equal([]);
    expect(shown(state, { columns: 100, rows: 24 }).join("\n")).to.include("The journal is DAMAGED in 1 place");
  });

  it("is told once, and anew where something else was told of the same checkpoint since", async () => {
    const notices = noticesOf(await mixed(), { ...about, timeZone: "Etc/UTC", language: "en" }).slice(0, 1);
    const [key = "", purpose = ""] = notices.flatMap((one) => [one.key, one.purpose]);
    const other = `checkpoint day4 ${minutes(45)} GO`;
    const again = purpose.replace("NO-GO", "GO");
    const keys = (told: readonly string[]) => newNotices(notices, told).map((one) => one.key);
    expect(keys([])).to.deep.equal([key]);
    expect(keys([purpose, other, "rollback"])).to.deep.equal([]);
    expect(keys([purpose, again])).to.deep.equal([`${key}/2`]);
    expect(keys([purpose, again, purpose])).to.deep.equal([]);
    expect(keys([purpose, again, purpose, again])).to.deep.equal([`${key}/3`]);
  });
});
