import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { validateWorkflow } from "@action-validator/core";
import { expect } from "chai";
import { CronExpressionParser, CronFileParser } from "cron-parser";
import { execa } from "execa";
import ICAL from "ical.js";
import { CronJob, type ICronJob } from "kubernetes-models/batch/v1";
import { PersistentVolumeClaim } from "kubernetes-models/v1";
import { parse, parseAllDocuments } from "yaml";
import { expectGolden, planned, written, writtenText } from "./written";

const PROJECT = join(__dirname, "..", "..");
const STARTS = planned().runs.map(({ startsAt }) => startsAt);
const folder = mkdtempSync(join(tmpdir(), "schedule-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** When a crontab's fields come true first, from before the window on, where the daemon lives in UTC. */
const firstTime = (fields: string): string | null =>
  CronExpressionParser.parse(fields, { tz: "UTC", currentDate: "2025-10-20T00:00:00Z" }).next().toISOString();

describe("the table", () => {
  it("is as it was looked at: in UTC, and in the zone in which people read it", () =>
    expectGolden("table.txt", writtenText("table")));

  it("is in Korean as well, in columns", () =>
    expectGolden("table-ko.txt", writtenText("table", planned(), { language: "ko" })));
});

describe("the crontab", () => {
  it("is as it was looked at", () => expectGolden("crontab.txt", writtenText("crontab")));

  it("is read by a parser of crontabs, each line coming true at its run's time", () => {
    const path = join(folder, "crontab");
    writeFileSync(path, writtenText("crontab"));
    const { expressions, errors, variables } = CronFileParser.parseFileSync(path);
    expect(errors).to.deep.equal({});
    expect(variables).to.include({ CRON_TZ: "Etc/UTC", SHELL: "/bin/sh" });
    expect(expressions).to.have.length(STARTS.length);
    expect(cronLines().map(([fields]) => firstTime(fields))).to.deep.equal(STARTS);
  });

  it("has commands that a shell reads as they were meant, and no line that cron would cut", async () => {
    for (const [, command] of cronLines()) {
      expect(command.replaceAll(String.raw`\%`, "")).to.not.include("%");
      expect(command.length).to.be.below(999);
      const { exitCode } = await execa("sh", ["-n", "-c", command.replaceAll(String.raw`\%`, "%")], { reject: false });
      expect(exitCode).to.equal(0);
    }
  });
});

function cronLines(): [string, string][] {
  const lines = writtenText("crontab")
    .split("\n")
    .filter((line) => /^\d/.test(line));
  return lines.map((line) => {
    const words = line.split(" ");
    return [words.slice(0, 5).join(" "), words.slice(5).join(" ")];
  });
}

describe("deploy/at-its-time.sh", () => {
  const now = () => Math.floor(Date.now() / 1000);
  const run = (due: number, variables: Readonly<Record<string, string>> = {}, command = "exit 2") =>
    execa(join(PROJECT, "deploy", "at-its-time.sh"), [String(due), "420", "sh", "-c", command], {
      reject: false,
      env: variables,
    });

  it("carries out what is due, with its exit code", async () => {
    expect((await run(now() - 5)).exitCode).to.equal(2);
  });

  it("does nothing in another time zone or another year, and says so: exit code 3", async () => {
    for (const due of [now() + 3600, now() - 3600, now() - 365 * 86_400]) {
      const { exitCode, stderr } = await run(due, {}, "echo carried out; exit 0");
      expect(exitCode).to.equal(3);
      expect(stderr).to.match(/^Not carried out: sh -c .*\nWhy: it is .*Z, which is -?\d+ s after its time/);
    }
  });

  it("reads the variables of the runs", async () => {
    const path = join(folder, "variables");
    writeFileSync(path, "TOKEN='a b'\n");
    const { stdout } = await run(now(), { CANARY_RUNBOOK_VARIABLES: path }, 'printf %s "$TOKEN"');
    expect(stdout).to.equal("a b");
  });

  it("does not run without variables that it was promised", async () => {
    const { exitCode, stderr } = await run(now(), { CANARY_RUNBOOK_VARIABLES: join(folder, "gone") }, "exit 0");
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(/the variables cannot be read/);
  });
});

describe("the systemd units", () => {
  const files = written("systemd");
  const textOf = () => files.map(({ name, content }) => `### ${name}\n${content}`).join("\n");

  it("are as they were looked at", () => expectGolden("systemd.txt", textOf()));

  it("are accepted by systemd-analyze verify, without a word", async () => {
    expect(await verified("units", files)).to.deep.equal({ exitCode: 0, all: "" });
  });

  it("would be refused if they were wrong: verify does look at them", async () => {
    const broken = files.map(({ name, content }) => ({ name, content: content.replace("Type=exec", "Type=oneshot") }));
    expect((await verified("broken", broken)).all).to.match(/isn't allowed for Type=oneshot services/);
  });

  it("begin at the runs' times, as systemd-analyze calendar reads them", async () => {
    const wishes = files.flatMap(({ content }) => /^OnCalendar=(.*)$/m.exec(content)?.[1] ?? []);
    expect(wishes.map((wish) => new Date(wish.replace(" UTC", "Z")).toISOString())).to.deep.equal(STARTS);
    const options = ["calendar", "--base-time=2025-10-20 00:00:00 UTC", ...wishes];
    const { stdout } = await execa("systemd-analyze", options, { env: { TZ: "UTC" } });
    const next = [...stdout.matchAll(/Next elapse: \w+ (\S+) (\S+) UTC/g)];
    expect(next.map(([, day, time]) => `${day}T${time}.000Z`)).to.deep.equal(STARTS);
  });

  async function verified(name: string, units: readonly { name: string; content: string }[]) {
    const place = mkdtempSync(join(folder, `${name}-`));
    // Neither the project nor its variables stand there in a test.
    for (const unit of units) writeFileSync(join(place, unit.name), unit.content);
    const paths = units.map((unit) => join(place, unit.name));
    const { exitCode, all } = await execa("systemd-analyze", ["verify", ...paths], { reject: false, all: true });
    return { exitCode, all };
  }
});

describe("the Kubernetes objects", () => {
  const objects = () => parseAllDocuments(writtenText("kubernetes")).map((one) => one.toJS() as ICronJob);
  const cronJobs = () => objects().filter(({ kind }) => kind === "CronJob");

  it("are as they were looked at", () => expectGolden("kubernetes.yaml", writtenText("kubernetes")));

  it("fit Kubernetes' own schemas", () => {
    const [volume, ...jobs] = parseAllDocuments(writtenText("kubernetes")).map((one) => one.toJS() as object);
    new PersistentVolumeClaim(volume).validate();
    for (const job of jobs) new CronJob(job).validate();
    expect(jobs).to.have.length(STARTS.length);
    const broken = { ...cronJobs()[0], spec: { ...cronJobs()[0]?.spec, schedule: 5 } };
    expect(() => new CronJob(broken as unknown as ICronJob).validate()).to.throw(/schedule/);
  });

  it("begin at the runs' times, and bear names that Kubernetes takes", () => {
    expect(cronJobs().map(({ spec }) => firstTime(spec?.schedule ?? ""))).to.deep.equal(STARTS);
    for (const { metadata } of cronJobs()) expect(metadata?.name).to.match(/^[a-z0-9](?:[a-z0-9-]{0,50}[a-z0-9])$/);
    const long = planned();
    const names = written("kubernetes", { ...long, environment: "a-very-long-name-of-an-environment" });
    for (const [, name = ""] of (names[0]?.content ?? "").matchAll(/^ {2}name: (.*)$/gm))
      expect(name.length).to.be.at.most(52);
  });

  it("never try a verdict again, and replace only what the cluster took away", () => {
    for (const { spec } of cronJobs()) {
      const job = spec?.jobTemplate.spec;
      expect([spec?.concurrencyPolicy, job?.backoffLimit, job?.template.spec?.restartPolicy]).to.deep.equal([
        "Forbid",
        0,
        "Never",
      ]);
      expect(job?.podFailurePolicy?.rules.map(({ action }) => action)).to.deep.equal(["FailJob", "Ignore"]);
    }
  });
});

describe("the GitHub workflow", () => {
  interface Workflow {
    readonly on: { readonly schedule: readonly { readonly cron: string }[] };
    readonly jobs: { readonly run: { readonly steps: readonly { readonly name?: string; readonly run?: string }[] } };
  }
  const workflow = () => parse(writtenText("github")) as Workflow;
  const script = () => workflow().jobs.run.steps.find(({ name }) => name === "Carry out the run")?.run ?? "";

  it("is as it was looked at", () => expectGolden("github.yml", writtenText("github")));

  it("fits GitHub's schema of workflows; a wrong key would not", () => {
    expect(validateWorkflow(writtenText("github")).errors).to.deep.equal([]);
    const broken = writtenText("github").replace("runs-on:", "run-on:");
    expect(validateWorkflow(broken).errors).to.not.deep.equal([]);
  });

  it("begins at the runs' times", () => {
    expect(workflow().on.schedule.map(({ cron }) => firstTime(cron))).to.deep.equal(STARTS);
  });

  it("gives each schedule its own command, and an unknown one none", async () => {
    // The command is shown instead of being carried out, and its time is not looked at.
    const shown = script().replace(/^exec deploy.*$/m, 'echo "$@"');
    const ask = (SCHEDULE: string, CHOSEN = "") =>
      execa("sh", ["-e", "-c", shown], { reject: false, env: { SCHEDULE, CHOSEN } });
    for (const [index, { command }] of planned().runs.entries()) {
      const { stdout } = await ask(workflow().on.schedule[index]?.cron ?? "");
      expect(stdout).to.equal(command.join(" "));
    }
    expect((await ask("1 1 1 1 *")).exitCode).to.equal(3);
  });
});

describe("the iCalendar", () => {
  it("is as it was looked at", () => expectGolden("calendar.ics", writtenText("ical")));

  it("is read by a parser of calendars: the roll-out and each run, in UTC, with ids that stay the same", () => {
    const events = new ICAL.Component(ICAL.parse(writtenText("ical")) as unknown[]).getAllSubcomponents("vevent");
    const starts = events.map((event) => new ICAL.Event(event).startDate.toJSDate().toISOString());
    expect(starts.toSorted()).to.deep.equal(["2025-10-22T14:00:00.000Z", ...STARTS].toSorted());
    const ids = events.map((event) => new ICAL.Event(event).uid);
    expect(new Set(ids).size).to.equal(ids.length);
    const moved = planned({}, "2025-10-22T15:00:00Z");
    for (const id of ids) expect(writtenText("ical", moved)).to.include(id.slice(0, 20));
  });
});
