import { Given, When, Then } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type { FeedbackSummary, OpenIssues, Readiness } from "../support/model/readings/people";
import type { SignOffReading } from "../support/model/readings/sign-offs";
import type { WindowWish } from "../support/model/schedule";
import type { Signers } from "../support/model/signers";
import type { Told } from "../support/model/told";
import type { RunbookWorld } from "../support/world";

const feedback = new Answer<Told<FeedbackSummary>>("the users' feedback");
const issues = new Answer<OpenIssues>("the open issues");
const readiness = new Answer<Told<Readiness>>("the readiness of the A/B test");
const signOffs = new Answer<SignOffReading>("people's sign-offs");

Given("the users' feedback, or people's word for it", function (this: RunbookWorld) {
  this.systems.record();
});

Given("the A\\/B test, or people's word for it", function (this: RunbookWorld) {
  this.systems.record();
});

Given("the issue tracker", function (this: RunbookWorld) {
  this.systems.issueTracker();
});

When(
  "it is summed up {window}, beside the sign-offs of {item}",
  async function (this: RunbookWorld, window: WindowWish, item: string) {
    feedback.keep(this, await this.told(() => this.systems.feedback().readSummary(window)));
    signOffs.keep(this, await this.systems.record().readSignOffs(item));
  },
);

When("the release's open issues are read", async function (this: RunbookWorld) {
  issues.keep(this, await this.systems.issueTracker().readOpenIssues());
});

When(
  "it is asked whether it may begin, beside the sign-offs of {item}",
  async function (this: RunbookWorld, item: string) {
    readiness.keep(this, await this.told(() => this.systems.abTest().readReadiness()));
    signOffs.keep(this, await this.systems.record().readSignOffs(item));
  },
);

Then(
  "at least {int} answers were given, or it is signed by {signers}",
  function (this: RunbookWorld, least: number, signers: Signers) {
    const minimum = this.limit("feedback answers", least);
    const judge = (summary: FeedbackSummary) => this.judge.judgeFeedbackCollected(summary, minimum);
    this.conclude(this.judge.judgeOrSigned(this.judge.judgeTold(feedback.of(this), judge), signOffs.of(this), signers));
  },
);

Then(
  "more than {percent} of at least {int} answers are positive, or it is signed by {signers}",
  function (this: RunbookWorld, percent: number, answers: number, signers: Signers) {
    const minimumPercent = this.limit("feedback positive", percent);
    const limits = { minimumPercent, minimumAnswers: this.limit("feedback answers", answers) };
    const judge = (summary: FeedbackSummary) => this.judge.judgeFeedbackPositive(summary, limits);
    this.conclude(this.judge.judgeOrSigned(this.judge.judgeTold(feedback.of(this), judge), signOffs.of(this), signers));
  },
);

Then("none is open", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeNoOpenIssues(issues.of(this)));
});

Then(
  "it is ready for the canary's version, or it is signed by {signers}",
  function (this: RunbookWorld, signers: Signers) {
    const judge = (state: Readiness) => this.judge.judgeReadiness(state, this.check.canaryVersion);
    this.conclude(
      this.judge.judgeOrSigned(this.judge.judgeTold(readiness.of(this), judge), signOffs.of(this), signers),
    );
  },
);
