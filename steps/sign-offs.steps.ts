import { Given, When, Then } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type { SignOffReading } from "../support/model/readings/sign-offs";
import type { Signers } from "../support/model/signers";
import type { RunbookWorld } from "../support/world";

const signOffs = new Answer<SignOffReading>("people's sign-offs");

Given("people's sign-offs", function (this: RunbookWorld) {
  this.systems.record();
});

When("those of {item} are read", async function (this: RunbookWorld, item: string) {
  signOffs.keep(this, await this.systems.record().readSignOffs(item));
});

Then("it is signed by {signers}", function (this: RunbookWorld, signers: Signers) {
  this.conclude(this.judge.judgeSignOffs(signOffs.of(this), signers));
});
