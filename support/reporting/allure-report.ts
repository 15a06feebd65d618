import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { ConfigurationError } from "../errors";
import { ALLURE_RESULTS } from "./allure";
import { staysOnThisMachine } from "./offline-page";
import type { Language } from "./messages";
import { writeInOneStep } from "./verdict-file";

/** Place of the report within a run's folder: one file, opens by double click, offline. */
export const ALLURE_REPORT = "allure-report/index.html";

const ALLURE_FOLDER = path.dirname(require.resolve("allure-commandline/package.json"));
const ALLURE = path.join(ALLURE_FOLDER, "bin", "allure");

/** Allure calls Korean "kr"; HTML calls it "ko". */
const ALLURE_LANGUAGE: Readonly<Record<Language, string>> = { en: "en", ko: "kr" };

const TIMEOUT_MS = 60_000;

/** A short-lived Java program: no optimising compiler, no parallel collector. */
const SHORT_LIVED = "-XX:+IgnoreUnrecognizedVMOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto";

/**
 * Allure's classes as Java has them in memory, kept beside the installed packages: a third of a report's time is
 * loading them. A Java that does not fit the archive, or knows of none, goes on without it.
 */
const CLASS_ARCHIVE = path.join(ALLURE_FOLDER, "..", ".cache", "canary-runbook", "allure-classes.jsa");

/**
 * Makes the HTML report of a run from its `allure-results`.
 * @param title shown at the head of the report.
 * @throws ConfigurationError where there is no Java, or Allure cannot make the report.
 */
export async function writeAllureReport(runFolder: string, title: string, language: Language): Promise<void> {
  const report = path.join(runFolder, ALLURE_REPORT);
  const options = ["--single-file", "--clean", "--lang", ALLURE_LANGUAGE[language], "--name", title];
  const archive = await classArchive();
  const javaOptions = [process.env["JAVA_OPTS"], SHORT_LIVED, archive.option].filter(Boolean).join(" ");
  const { failed, timedOut, all } = await execa(
    process.execPath,
    [ALLURE, "generate", ...options, "--output", path.dirname(report), path.join(runFolder, ALLURE_RESULTS)],
    {
      all: true,
      reject: false,
      timeout: TIMEOUT_MS,
      stdin: "ignore",
      env: { ALLURE_NO_ANALYTICS: "true", JAVA_OPTS: javaOptions },
    },
  );
  await archive.settle(!failed);
  if (failed) throw await whyNoReport(timedOut, all ?? "");
  const page = await readFile(report, "utf8");
  await writeInOneStep(report, staysOnThisMachine(page, language));
}

interface ClassArchive {
  /** Java's option: use the archive, or write one. */
  readonly option: string;
  /** Puts what was written into its place, in one step, or forgets it. */
  settle(hasSucceeded: boolean): Promise<void>;
}

async function classArchive(): Promise<ClassArchive> {
  if (existsSync(CLASS_ARCHIVE)) {
    return { option: `-XX:SharedArchiveFile=${CLASS_ARCHIVE}`, settle: () => Promise.resolve() };
  }
  const beside = `${CLASS_ARCHIVE}.${process.pid}`;
  const isWritable = await mkdir(path.dirname(beside), { recursive: true }).then(
    () => true,
    () => false,
  );
  if (!isWritable) return { option: "", settle: () => Promise.resolve() };
  const settle = async (hasSucceeded: boolean): Promise<void> => {
    if (hasSucceeded && existsSync(beside)) await rename(beside, CLASS_ARCHIVE);
    else await rm(beside, { force: true });
  };
  return { option: `-XX:ArchiveClassesAtExit=${beside}`, settle };
}

async function whyNoReport(timedOut: boolean, output: string): Promise<ConfigurationError> {
  const faults = timedOut ? [] : await javaFaults();
  const [java] = faults;
  const how = timedOut ? `was not done within ${TIMEOUT_MS / 1000} s` : `failed: ${output.trim()}`;
  return new ConfigurationError("The Allure report could not be made.", [
    java ?? { where: "allure-commandline", what: `it ${how}`, fix: "run npm ci, and try `npx allure --version`" },
  ]);
}

/** What is wrong with the Java that Allure needs; empty where it runs. */
export async function javaFaults(): Promise<{ where: string; what: string; fix: string }[]> {
  const home = process.env["JAVA_HOME"];
  const java = home === undefined || home === "" ? "java" : path.join(home, "bin", "java");
  const { failed } = await execa(java, ["-version"], { reject: false, timeout: TIMEOUT_MS, stdin: "ignore" });
  if (!failed) return [];
  const fix = "install a Java runtime, version 11 or newer, and put it on the PATH or in JAVA_HOME";
  return [{ where: java, what: "there is no Java that runs; the Allure report needs one", fix }];
}
