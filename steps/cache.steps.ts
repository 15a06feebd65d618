import { Given, When, Then } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type { CacheState } from "../support/model/readings/cache-state";
import type { RunbookWorld } from "../support/world";

const cache = new Answer<CacheState>("the state of the cache server");

Given("the service's cache server", function (this: RunbookWorld) {
  this.systems.cache();
});

When("its readiness is asked for", async function (this: RunbookWorld) {
  cache.keep(this, await this.systems.cache().askReadiness());
});

Then("it answers {string}", function (this: RunbookWorld, expected: string) {
  this.conclude(this.judge.judgePing(cache.of(this), expected));
});

Then("it is a primary with its data loaded", function (this: RunbookWorld) {
  this.conclude(this.judge.judgePrimary(cache.of(this)));
});

Then("it keeps a value", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeKeepsValue(cache.of(this)));
});
