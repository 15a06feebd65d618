import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { expect } from "chai";
import { execa } from "execa";
import { newestRun } from "../../../support/cli/report/newest-run";
import { inFolder } from "../../clients/temporary-folder";

const [EARLY, MIDDLE, LATE] = ["20251021T100000Z", "20251021T120000Z", "20251021T140000Z"] as const;
const WEEK = join("weeks", "20251021T115900Z");

/** Leaves a run as `writeReports` does. */
function leaveRun(folder: string, phase: string, id: string): string {
  const run = join(folder, "runs", id);
  mkdirSync(join(folder, "latest"), { recursive: true });
  mkdirSync(run, { recursive: true });
  writeFileSync(join(run, "index.html"), id);
  symlinkSync(join("..", "runs", id), join(folder, "latest", phase));
  return join(run, "index.html");
}

describe("the newest run", () => {
  it("is one of a rehearsed week where that is newer, with the week's decision", () =>
    inFolder({}, async (out) => {
      leaveRun(join(out, "rehearsal"), "day4", `${EARLY}-day4-0a1b`);
      const week = join(out, WEEK, "rehearsal");
      leaveRun(week, "decision", `${MIDDLE}-decision-0a1b`);
      const page = leaveRun(week, "incident", `${LATE}-incident-0a1b`);
      expect(newestRun(out, "rehearsal")).to.deep.equal({ page, decisionOfWeek: null });
      writeFileSync(join(week, "decision.html"), "");
      expect(newestRun(out, "rehearsal")).to.deep.equal({ page, decisionOfWeek: join(week, "decision.html") });
    }));

  it("is one outside of the weeks where that is newer, whatever its phase", () =>
    inFolder({}, async (out) => {
      const page = leaveRun(join(out, "rehearsal"), "day4", `${LATE}-day4-0a1b`);
      leaveRun(join(out, "rehearsal"), "preflight", `${EARLY}-preflight-0a1b`);
      leaveRun(join(out, WEEK, "rehearsal"), "decision", `${MIDDLE}-decision-0a1b`);
      writeFileSync(join(out, "rehearsal", "decision.html"), "");
      expect(newestRun(out, "rehearsal")).to.deep.equal({ page, decisionOfWeek: null });
    }));

  it("is none of another environment, and none whose folder is gone", () =>
    inFolder({}, async (out) => {
      leaveRun(join(out, WEEK, "rehearsal"), "decision", `${MIDDLE}-decision-0a1b`);
      leaveRun(join(out, "production"), "day4", `${LATE}-day4-0a1b`);
      rmSync(join(out, "production", "runs"), { recursive: true });
      expect(newestRun(out, "production")).to.equal(null);
    }));
});

describe("npm run report", () => {
  const report = (out: string) =>
    execa(process.execPath, ["--require", "ts-node/register", "support/cli/report.ts", "--out", out], {
      cwd: join(__dirname, "..", "..", ".."),
      env: { PATH: "/nowhere" },
      reject: false,
    });

  it("prints the page of a week's run, and that nothing opens it where there is no program for that", () =>
    inFolder({}, async (out) => {
      const week = join(out, WEEK, "rehearsal");
      const page = leaveRun(week, "decision", `${MIDDLE}-decision-0a1b`);
      writeFileSync(join(week, "decision.html"), "");
      const { stdout, exitCode } = await report(out);
      expect(exitCode).to.equal(0);
      expect(stdout.split("\n")).to.deep.equal([
        page,
        `The decision of that rehearsed week: ${join(week, "decision.html")}`,
        "No program to open it was found: open it in a browser.",
      ]);
    }));

  it("says where it looked for one that is not there", () =>
    inFolder({}, async (out) => {
      const { stderr, exitCode } = await report(out);
      expect(exitCode).to.equal(3);
      expect(stderr).to.include(`there is no report of rehearsal in ${out}, nor in ${join(out, "weeks")}`);
      expect(stderr).to.include("--out <folder>");
    }));
});
