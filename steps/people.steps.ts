import { Given, When, Then } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type { FeedbackSummary, OpenIssues, Readiness } from "../support/model/readings/people";
import type { WindowWish } from "../support/model/schedule";
import type { RunbookWorld } from "../support/world";

const feedback = new Answer<FeedbackSummary>("the users' feedback");
const issues = new Answer<OpenIssues>("the open issues");
const readiness = new Answer<Readiness>("the readiness of the A/B test");

Given("the users' feedback", function (this: RunbookWorld) {
  this.systems.feedback();
});

Given("the issue tracker", function (this: RunbookWorld) {
  this.systems.issueTracker();
});

Given("the A\\/B test", function (this: RunbookWorld) {
  this.systems.abTest();
});

When("it is summed up {window}", async function (this: RunbookWorld, window: WindowWish) {
  feedback.keep(this, await this.systems.feedback().readSummary(window));
});

When("the release's open issues are read", async function (this: RunbookWorld) {
  issues.keep(this, await this.systems.issueTracker().readOpenIssues());
});

When("it is asked whether it may begin", async function (this: RunbookWorld) {
  readiness.keep(this, await this.systems.abTest().readReadiness());
});

Then("at least {int} answers were given", function (this: RunbookWorld, least: number) {
  this.conclude(this.judge.judgeFeedbackCollected(feedback.of(this), this.limit("feedback answers", least)));
});

Then(
  "more than {percent} of at least {int} answers are positive",
  function (this: RunbookWorld, percent: number, answers: number) {
    const minimumPercent = this.limit("feedback positive", percent);
    const minimumAnswers = this.limit("feedback answers", answers);
    this.conclude(this.judge.judgeFeedbackPositive(feedback.of(this), { minimumPercent, minimumAnswers }));
  },
);

Then("none is open", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeNoOpenIssues(issues.of(this)));
});

Then("it is ready for the canary's version", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeReadiness(readiness.of(this), this.check.canaryVersion));
});
