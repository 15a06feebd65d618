import { Given, When, Then } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type { Telling } from "../support/model/readings/communication";
import type { RunbookWorld } from "../support/world";

const telling = new Answer<Telling>("what people were told");

Given("the people who must know of the roll-out", function (this: RunbookWorld) {
  this.systems.communication();
});

When("the plan is shared in the deployment channel", async function (this: RunbookWorld) {
  telling.keep(this, await this.systems.communication().sharePlan());
});

When("every team that has a channel is notified", async function (this: RunbookWorld) {
  telling.keep(this, await this.systems.communication().notifyTeams());
});

When("customer support is asked to stand by", async function (this: RunbookWorld) {
  telling.keep(this, await this.systems.communication().askSupport());
});

Then("that stands once in each channel", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeAnnounced(telling.of(this)));
});
