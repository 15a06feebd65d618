import { Given, When, Then } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type { Telling } from "../support/model/readings/communication";
import type { SignOffReading } from "../support/model/readings/sign-offs";
import type { Signers } from "../support/model/signers";
import type { RunbookWorld } from "../support/world";

const telling = new Answer<Telling>("what people were told");
const unreached = new Answer<readonly string[]>("the teams without a channel");
const signOffs = new Answer<SignOffReading>("people's sign-offs");

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

When(
  "those without a channel are looked up, beside the sign-offs of {item}",
  async function (this: RunbookWorld, item: string) {
    unreached.keep(this, this.systems.communication().teamsWithoutChannel());
    signOffs.keep(this, await this.systems.record().readSignOffs(item));
  },
);

Then("there are none, or it is signed by {signers}", function (this: RunbookWorld, signers: Signers) {
  const read = { teams: unreached.of(this), signOffs: signOffs.of(this) };
  this.conclude(this.judge.judgeToldByPeople(read, signers));
});
