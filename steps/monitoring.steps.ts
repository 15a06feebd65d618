import { Given, When, Then } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type { DashboardState } from "../support/model/readings/dashboard-state";
import type { ScrapeState } from "../support/model/readings/scrape-state";
import type { RunbookWorld } from "../support/world";

const monitoring = new Answer<ScrapeState>("the state of the monitoring");
const dashboard = new Answer<DashboardState>("the opened dashboard");

Given("the monitoring", function (this: RunbookWorld) {
  this.systems.monitoring();
});

When("its state is asked for", async function (this: RunbookWorld) {
  monitoring.keep(this, await this.systems.monitoring().readState());
});

Then(
  "every expected target is up with a scrape within {int} intervals",
  function (this: RunbookWorld, intervals: number) {
    this.conclude(this.judge.judgeTargets(monitoring.of(this), intervals));
  },
);

Then("every expected alert rule was evaluated in the last {duration}", function (this: RunbookWorld, withinMs: number) {
  this.conclude(this.judge.judgeRules(monitoring.of(this), withinMs));
});

Then("its alerts reach the Alertmanager", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeAlertPath(monitoring.of(this)));
});

Then("no silence hides the canary's alerts", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeSilences(monitoring.of(this)));
});

Given("the canary dashboard", function (this: RunbookWorld) {
  this.systems.dashboard();
});

When("it is opened in a browser", async function (this: RunbookWorld) {
  dashboard.keep(this, await this.systems.dashboard().open());
});

Then("the query of every panel gives data", function (this: RunbookWorld) {
  this.conclude(this.judge.judgePanelQueries(dashboard.of(this)));
});

Then("every panel is drawn, down to the last one", function (this: RunbookWorld) {
  this.conclude(this.judge.judgePanelsDrawn(dashboard.of(this)));
});
