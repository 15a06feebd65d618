import { Given, When, Then } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type { MessageDelivery, PageDelivery } from "../support/model/readings/messages";
import type { RunbookWorld } from "../support/world";

const message = new Answer<MessageDelivery>("the delivery of the test message");
const page = new Answer<PageDelivery>("the delivery of the test alert");

Given("the Slack channel of the preflight", function (this: RunbookWorld) {
  this.systems.chat();
});

When("a test message is posted to it", async function (this: RunbookWorld) {
  message.keep(this, await this.systems.chat().postTestMessage());
});

Then("it stands in the channel once", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeMessage(message.of(this)));
});

Given("the PagerDuty service of the release", function (this: RunbookWorld) {
  this.systems.paging();
});

When("a test alert is given {duration} to open an incident", async function (this: RunbookWorld, limitMs: number) {
  page.keep(this, await this.systems.paging().sendTestAlert(limitMs));
});

Then("an incident has opened on that service", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeIncidentOpened(page.of(this)));
});

Then("it is resolved again", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeIncidentResolved(page.of(this)));
});
