import { engines } from "../../package.json";
import { closeBrowser, sharedBrowser } from "../clients/browser";
import type { Environment } from "../environment/schema";
import type { CheckContext } from "../model/check-context";
import { javaFaults } from "../reporting/allure-report";
import { findingOf, ok, problem, type Finding } from "./finding";

/** Whether this Node.js is one that the runbook supports. */
export function examineNode(version = process.versions.node): Finding {
  const least = engines.node.replace(/^>=/, "");
  if (isAtLeast(version, least)) return ok("Node.js", version);
  return problem("Node.js", `this is ${version}; needed is ${least} or newer`, `install Node.js ${least} or newer`);
}

/** Whether there is a Java that runs: the HTML report needs it. */
export async function examineJava(): Promise<Finding> {
  const [fault] = await javaFaults();
  return fault === undefined ? ok("Java", "runs; it makes the HTML report") : problem("Java", fault.what, fault.fix);
}

/** Whether there is a browser to look at pages with, and starts. */
export function examineBrowser(options: Environment["browser"], context: CheckContext): Promise<Finding> {
  return findingOf("browser", async () => {
    try {
      const browser = await sharedBrowser(options, context);
      return `Chromium ${browser.version()} starts`;
    } finally {
      await closeBrowser();
    }
  });
}

function isAtLeast(version: string, least: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split(".").map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
