import { Given, When, Then } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type { RollbackDescription } from "../support/model/readings/rollback-description";
import type { RunbookWorld } from "../support/world";

const plan = new Answer<RollbackDescription>("what a rollback would do");

Given("the rollback of the canary", function (this: RunbookWorld) {
  this.systems.rollbackPlan();
});

When("its endpoint is asked what it would do", async function (this: RunbookWorld) {
  plan.keep(this, await this.systems.rollbackPlan().describe());
});

Then("the endpoint describes the rollback", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeRollbackDescription(plan.of(this)));
});
