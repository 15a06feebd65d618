import { Given, When, Then, type DataTable } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type { AppStart } from "../support/model/readings/app-start";
import type { TestCounts, TestRun } from "../support/model/readings/test-run";
import { onlyRowOf, wholeNumber } from "../support/model/table";
import type { RunbookWorld } from "../support/world";

/** The tests and the start of a service may take their time; their own limits stand in the environment file. */
const COMMAND = { timeout: 30 * 60_000 };

const testRun = new Answer<TestRun>("the test run");
const appStart = new Answer<AppStart>("the start of the application");
const announced = new Answer<string>("the announcement");

Given("the service's checkout", function (this: RunbookWorld) {
  this.systems.service();
});

When("its {suite} are run", COMMAND, async function (this: RunbookWorld, suite: "unit" | "integration") {
  testRun.keep(this, await this.systems.service().runTests(suite));
});

Then("the test report counts:", function (this: RunbookWorld, table: DataTable) {
  this.conclude(this.judge.judgeTestRun(testRun.of(this), countsOf(table)));
});

function countsOf(table: DataTable): TestCounts {
  const row = onlyRowOf(table.raw(), ["passed", "failed", "errors", "skipped"]);
  const count = (column: keyof TestCounts) => wholeNumber(row.cell(column));
  return { passed: count("passed"), failed: count("failed"), errors: count("errors"), skipped: count("skipped") };
}

When(
  "its main application is started until it says {string}",
  COMMAND,
  async function (this: RunbookWorld, announcement: string) {
    announced.keep(this, announcement);
    appStart.keep(this, await this.systems.service().startApplication(announcement));
  },
);

Then("it is up with the canary's version", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeAppStart(appStart.of(this), announced.of(this), this.check.canaryVersion));
});
