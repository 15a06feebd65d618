import { Given, When, Then } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type { ServerHealth } from "../support/model/readings/server-health";
import type { RunbookWorld } from "../support/world";

const health = new Answer<readonly ServerHealth[]>("the health of the servers");

Given("the production servers", function (this: RunbookWorld) {
  this.systems.servers();
});

When("every one of them is asked for its health", async function (this: RunbookWorld) {
  health.keep(this, await this.systems.servers().askAllHealth());
});

Then("all of them are healthy with an expected version", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeServerHealth(health.of(this), this.systems.servers().okStatus));
});
