import { Given, When, Then } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type { ApiDocumentation } from "../support/model/readings/api-documentation";
import type { RunbookWorld } from "../support/world";

const documentation = new Answer<ApiDocumentation>("the opened documentation");

Given("the service's API documentation", function (this: RunbookWorld) {
  this.systems.apiDocumentation();
});

When("its {string} section is opened in a browser", async function (this: RunbookWorld, section: string) {
  documentation.keep(this, await this.systems.apiDocumentation().open(section));
});

Then("it shows exactly the {int} endpoints of the OpenAPI document", function (this: RunbookWorld, expected: number) {
  this.conclude(this.judge.judgeApiDocumentation(documentation.of(this), expected));
});
