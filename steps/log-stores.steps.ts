import { Given, When, Then } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type { LogArrival } from "../support/model/readings/log-arrival";
import type { RunbookWorld } from "../support/world";

const arrivals = new Answer<readonly LogArrival[]>("the arrivals of the marked log line");
const limit = new Answer<number>("the time that a log line may take");

Given("the log stores", function (this: RunbookWorld) {
  this.systems.logStores();
});

When("a marked log line is given {duration} to arrive", async function (this: RunbookWorld, limitMs: number) {
  limit.keep(this, limitMs);
  arrivals.keep(this, await this.systems.logStores().awaitMarkedLine(limitMs));
});

Then("it stands in every log store once", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeArrival(arrivals.of(this), limit.of(this) / 1000));
});

Then("its fields are as the service wrote them", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeFields(arrivals.of(this)));
});
