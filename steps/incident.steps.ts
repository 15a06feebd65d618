import { Given, Then, When } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type {
  AwaitedAlert,
  CarriedOutRollback,
  Diagnosis,
  IncidentErrors,
  RollbackPlan,
} from "../support/model/readings/incident";
import type { SignOffReading } from "../support/model/readings/sign-offs";
import type { RunbookWorld } from "../support/world";

/** The runbook's item that people sign. */
const DECISION = "INC-5";

const above = new Answer<number>("the error rate from which on it is an incident");
const errors = new Answer<IncidentErrors>("the count of the latest errors");
const alert = new Answer<AwaitedAlert>("the alert");
const diagnosis = new Answer<Diagnosis>("the diagnosis");
const signOffs = new Answer<SignOffReading>("people's answers to the decision");
const plan = new Answer<RollbackPlan>("what a rollback would do");
const rollback = new Answer<CarriedOutRollback>("the rollback");

Given("an incident is an error rate above {percent}", function (this: RunbookWorld, limit: number) {
  above.keep(this, this.limit("incident error rate", limit));
});

When("its latest errors are counted", async function (this: RunbookWorld) {
  errors.keep(this, await this.systems.incident().countErrors(limitOf(this)));
});

When("the alert is looked for in its channel", async function (this: RunbookWorld) {
  errors.keep(this, await this.systems.incident().countErrors(limitOf(this)));
  alert.keep(this, await this.systems.incident().awaitAlert(this.judge.isAlertDue(findingOf(this))));
  this.happened({ arrival: alert.of(this).arrival });
});

When("it is diagnosed", async function (this: RunbookWorld) {
  await diagnosed(this);
  this.happened({ diagnosis: diagnosis.of(this) });
});

When("it is decided what to do", async function (this: RunbookWorld) {
  await diagnosed(this);
  signOffs.keep(this, await this.systems.record().readSignOffs(DECISION));
  this.happened({ decidedAt: await decided(this) });
});

When("the service is asked what a rollback would do", async function (this: RunbookWorld) {
  plan.keep(this, await this.systems.incident().describeRollback());
});

When("the decision is carried out", async function (this: RunbookWorld) {
  await diagnosed(this);
  signOffs.keep(this, await this.systems.record().readSignOffs(DECISION));
  await decided(this);
  rollback.keep(this, await this.systems.incident().rollBack({ ...limitOf(this), ...orderOf(this) }));
  this.happened({ rollback: rollback.of(this).outcome });
});

Then("there is no incident", function (this: RunbookWorld) {
  this.conclude(findingOf(this).judgement);
});

Then("it stands there in time, if it is due", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeAlert(alert.of(this), findingOf(this)));
});

Then("the most frequent error messages are known", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeErrorLogs(diagnosis.of(this).logs, findingOf(this).errors));
});

Then("the diagnosis took at most {duration}", function (this: RunbookWorld, limit: number) {
  this.conclude(this.judge.judgeDiagnosisTime(diagnosis.of(this), this.limit("diagnosis time", limit)));
});

Then("the endpoints with the errors are known", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeErrorPlaces(diagnosis.of(this), findingOf(this), limitOf(this)));
});

Then("every dependency is healthy", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeDependencies(diagnosis.of(this).dependencies));
});

Then("the decision has its reasons", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeDecision(decisionOf(this)));
});

Then("it describes the rollback", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeRollbackPlan(plan.of(this)));
});

Then("the canary is rolled back, if that is due", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeRollbackDue(decisionOf(this), rollback.of(this), limitOf(this)));
});

async function diagnosed(world: RunbookWorld): Promise<void> {
  const incident = world.systems.incident();
  errors.keep(world, await incident.countErrors(limitOf(world)));
  diagnosis.keep(world, await incident.diagnose(limitOf(world)));
}

/** Writes the decision down. @returns when it was reached. */
async function decided(world: RunbookWorld): Promise<string> {
  const { holds: recommendation, because } = orderOf(world);
  const { question } = decisionOf(world);
  return (await world.systems.incident().noteDecision({ recommendation, because, question })).decidedAt;
}

function limitOf(world: RunbookWorld) {
  return { abovePercent: above.of(world), rule: world.judge.ruleOfIncident(world.proportions) };
}

function findingOf(world: RunbookWorld) {
  return world.judge.findIncident(errors.of(world), limitOf(world));
}

function decisionOf(world: RunbookWorld) {
  const found = { errors: errors.of(world), diagnosis: diagnosis.of(world) };
  return world.judge.decideIncident(found, limitOf(world), signOffs.of(world));
}

function orderOf(world: RunbookWorld) {
  const { effective, reasons } = decisionOf(world);
  return { holds: effective, because: reasons[0] ?? "" };
}
