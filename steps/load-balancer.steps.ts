import { Given, When, Then, type DataTable } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type { TrafficShares } from "../support/model/readings/traffic-shares";
import { SHARE_SOURCES, type ShareLimit } from "../support/model/share-limit";
import { oneOf, rowsOf, wholeNumber } from "../support/model/table";
import type { RunbookWorld } from "../support/world";

const shares = new Answer<TrafficShares>("the shares of the traffic");

Given("the load balancer", function (this: RunbookWorld) {
  this.systems.loadBalancer();
});

When("its shares of the traffic are read", async function (this: RunbookWorld) {
  shares.keep(this, await this.systems.loadBalancer().readShares());
});

Then(
  "{track} gets {percent} of the traffic by each source:",
  function (this: RunbookWorld, track: "canary" | "legacy", percent: number, table: DataTable) {
    this.conclude(this.judge.judgeTrafficShare(shares.of(this), track, percent, limitsOf(table)));
  },
);

Then("nothing is routed elsewhere", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeNothingElsewhere(shares.of(this)));
});

function limitsOf(table: DataTable): ShareLimit[] {
  return rowsOf(table.raw(), ["source", "tolerance in percentage points"]).map((row) => ({
    source: oneOf(row.cell("source"), SHARE_SOURCES),
    tolerancePoints: wholeNumber(row.cell("tolerance in percentage points")),
  }));
}
