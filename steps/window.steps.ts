import { Given, When, Then } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type { WindowRecord } from "../support/model/readings/window-record";
import type { RunbookWorld } from "../support/world";

const recorded = new Answer<WindowRecord>("the record of the window");

Given("the record of the window", function (this: RunbookWorld) {
  this.systems.record();
});

When("its checkpoints are looked up", async function (this: RunbookWorld) {
  recorded.keep(this, await this.systems.record().readWindow());
});

Then("each of them was run, with the verdict GO, to which nobody objects", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeWindowRecord(recorded.of(this)));
});
