import { Given, When, Then } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type { MigrationState } from "../support/model/readings/migrations";
import type { RunbookWorld } from "../support/world";

const migrations = new Answer<MigrationState>("the state of the migrations");

Given("the service's database", function (this: RunbookWorld) {
  this.systems.database();
});

When("it is brought to its newest revision", { timeout: 30 * 60_000 }, async function (this: RunbookWorld) {
  migrations.keep(this, await this.systems.database().bringToNewestRevision());
});

Then("it stands at every head of the migrations", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeMigrations(migrations.of(this)));
});
