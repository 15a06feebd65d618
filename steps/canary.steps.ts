import { Given, When, Then } from "@cucumber/cucumber";
import { Answer } from "../support/model/answer";
import type {
  BothTracks,
  ErrorCounts,
  LatencyChange,
  LatencyCounts,
  MemorySamples,
  ProbeSamples,
  RollbackSigns,
  TrafficCounts,
} from "../support/model/readings/canary-metrics";
import type { RecordedRollbacks } from "../support/model/readings/recorded-rollbacks";
import type { RecordedItem } from "../support/model/readings/window-record";
import type { WindowWish } from "../support/model/schedule";
import type { RunbookWorld } from "../support/world";

const errors = new Answer<ErrorCounts>("the count of the canary's errors");
const errorsOfBoth = new Answer<BothTracks<ErrorCounts>>("the count of both versions' errors");
const durationsOfBoth = new Answer<BothTracks<LatencyCounts>>("the count of both versions' response times");
const durations = new Answer<LatencyCounts>("the count of the canary's response times");
const change = new Answer<LatencyChange>("the change of the canary's response times");
const memory = new Answer<MemorySamples>("the canary's memory");
const probes = new Answer<ProbeSamples>("the canary's probes");
const traffic = new Answer<TrafficCounts>("the canary's share of the traffic");
const recorded = new Answer<RecordedRollbacks>("the rollbacks that the journal has");
const signs = new Answer<RollbackSigns>("the signs of a rollback");
const record = new Answer<RecordedItem>("what an earlier run recorded");
const errorsThen = new Answer<ErrorCounts>("the count of the canary's errors at the time of the record");
const durationsThen = new Answer<LatencyCounts>("the count of its response times at the time of the record");
const probesThen = new Answer<ProbeSamples>("the canary's probes at the time of the record");

Given("the canary's metrics", function (this: RunbookWorld) {
  this.systems.canary();
});

When("its errors are counted {window}", async function (this: RunbookWorld, window: WindowWish) {
  errors.keep(this, await this.systems.canary().countErrors(window));
});

When(
  "its errors are counted {window}, in slices of {int} minutes",
  async function (this: RunbookWorld, window: WindowWish, minutes: number) {
    errors.keep(this, await this.systems.canary().countErrors(window, minutes));
  },
);

When("its response times are counted {window}", async function (this: RunbookWorld, window: WindowWish) {
  durations.keep(this, await this.systems.canary().countDurations(window));
});

When(
  "its response times are counted over its last {int} hours, beside its first",
  async function (this: RunbookWorld, hours: number) {
    change.keep(this, await this.systems.canary().countDurationsBesideFirst(hours));
  },
);

When("its errors are counted {window}, beside legacy's", async function (this: RunbookWorld, window: WindowWish) {
  const both = await this.systems.canary().countErrorsOfBoth(window);
  errorsOfBoth.keep(this, both);
  errors.keep(this, both.canary);
});

When(
  "its response times are counted {window}, beside legacy's",
  async function (this: RunbookWorld, window: WindowWish) {
    const both = await this.systems.canary().countDurationsOfBoth(window);
    durationsOfBoth.keep(this, both);
    durations.keep(this, both.canary);
  },
);

When("its memory is read {window}", async function (this: RunbookWorld, window: WindowWish) {
  memory.keep(this, await this.systems.canary().sampleMemory(window));
});

When("its probes are read {window}", async function (this: RunbookWorld, window: WindowWish) {
  probes.keep(this, await this.systems.canary().sampleProbes(window));
});

When("its service levels are read {window}", async function (this: RunbookWorld, window: WindowWish) {
  const canary = this.systems.canary();
  const asked = [canary.countErrors(window), canary.countDurations(window), canary.sampleProbes(window)] as const;
  const [counted, timed, probed] = await Promise.all(asked);
  errors.keep(this, counted);
  durations.keep(this, timed);
  probes.keep(this, probed);
});

When(
  "its errors are counted {window}, beside what {item} recorded",
  async function (this: RunbookWorld, window: WindowWish, item: string) {
    errors.keep(this, await this.systems.canary().countErrors(window));
    record.keep(this, await this.systems.record().readItem(item));
    errorsThen.keep(this, await this.systems.canary(record.of(this).evaluatedAt).countErrors(window));
  },
);

When(
  "its response times are counted {window}, beside what {item} recorded",
  async function (this: RunbookWorld, window: WindowWish, item: string) {
    durations.keep(this, await this.systems.canary().countDurations(window));
    record.keep(this, await this.systems.record().readItem(item));
    durationsThen.keep(this, await this.systems.canary(record.of(this).evaluatedAt).countDurations(window));
  },
);

When(
  "its availability is read {window}, beside what {item} recorded",
  async function (this: RunbookWorld, window: WindowWish, item: string) {
    errors.keep(this, await this.systems.canary().countErrors(window));
    probes.keep(this, await this.systems.canary().sampleProbes(window));
    record.keep(this, await this.systems.record().readItem(item));
    errorsThen.keep(this, await this.systems.canary(record.of(this).evaluatedAt).countErrors(window));
    probesThen.keep(this, await this.systems.canary(record.of(this).evaluatedAt).sampleProbes(window));
  },
);

When("its share of the traffic is read {window}", async function (this: RunbookWorld, window: WindowWish) {
  traffic.keep(this, await this.systems.canary().countTraffic(window));
});

When("the signs of a rollback are read {window}", async function (this: RunbookWorld, window: WindowWish) {
  signs.keep(this, await this.systems.canary().readRollbackSigns(window));
  recorded.keep(this, await this.systems.record().readRollbacks(window));
});

Then("its error rate is below {percent}", async function (this: RunbookWorld, limit: number) {
  const below = this.limit("error rate", limit);
  await this.draw(this.charts.errorRate(errors.of(this), below));
  this.conclude(this.judge.judgeErrorRate(errors.of(this), below, this.proportions));
});

Then("in no slice it is above {percent}", function (this: RunbookWorld, limit: number) {
  const below = this.limit("error rate", limit);
  this.conclude(this.judge.judgeErrorRateSlices(errors.of(this), below, this.proportions));
});

Then("its P95 response time is below {duration}", async function (this: RunbookWorld, limit: number) {
  const below = this.limit("P95", limit);
  await this.draw(this.charts.latency(durations.of(this), below));
  this.conclude(this.judge.judgeP95(durations.of(this), below, this.proportions));
});

Then(
  "its P95 response time has changed by at most {percent}, staying below {duration}",
  async function (this: RunbookWorld, tolerance: number, limit: number) {
    const limits = { changePercent: this.limit("latency change", tolerance), belowMs: this.limit("P95", limit) };
    await this.draw(this.charts.latency(change.of(this).whole, limits.belowMs));
    this.conclude(this.judge.judgeLatencyStability(change.of(this), limits, this.proportions));
  },
);

Then(
  "each instance stays within {percent} of its level {int} minutes after the roll-out, without a restart",
  async function (this: RunbookWorld, tolerance: number, settleMinutes: number) {
    const tolerancePercent = this.limit("memory tolerance", tolerance);
    await this.draw(this.charts.memory(memory.of(this)));
    const given = { rolledOutAt: this.rolledOutAt, settleMinutes, tolerancePercent };
    this.conclude(this.judge.judgeMemoryLevel(memory.of(this), given));
  },
);

Then(
  "no instance grows by more than {percent} in {int} hours, {int} minutes after its start",
  async function (this: RunbookWorld, growth: number, projectedHours: number, warmUpMinutes: number) {
    const growthPercent = this.limit("memory growth", growth);
    await this.draw(this.charts.memory(memory.of(this)));
    this.conclude(this.judge.judgeMemoryGrowth(memory.of(this), { projectedHours, growthPercent, warmUpMinutes }));
  },
);

Then(
  "it gets {percent} of the traffic within {int} percentage point(s) by every source",
  async function (this: RunbookWorld, share: number, tolerance: number) {
    const expected = this.limit("canary share", share);
    const points = this.limit("share tolerance", tolerance);
    await this.draw(this.charts.trafficShare(traffic.of(this), expected, points));
    this.conclude(this.judge.judgeCanaryShare(traffic.of(this), expected, points));
  },
);

Then("its availability by requests is above {percent}", function (this: RunbookWorld, limit: number) {
  const above = this.limit("availability", limit);
  this.conclude(this.judge.judgeAvailabilityByRequests(errors.of(this), above, this.proportions));
});

Then("its availability by time is above {percent}", async function (this: RunbookWorld, limit: number) {
  const above = this.limit("availability", limit);
  await this.draw(this.charts.probes(probes.of(this)));
  this.conclude(this.judge.judgeAvailabilityByTime(probes.of(this), above));
});

Then("its longest run of failed probes is {int}", async function (this: RunbookWorld, allowed: number) {
  await this.draw(this.charts.probes(probes.of(this)));
  this.conclude(this.judge.judgeConsecutiveFailures(probes.of(this), this.limit("consecutive failures", allowed)));
});

Then("its error rate stands beside legacy's", async function (this: RunbookWorld) {
  this.conclude(this.judge.judgeErrorsBesideLegacy(errorsOfBoth.of(this), null));
});

Then("its error rate is no worse than legacy's, at {percent} confidence", function (this: RunbookWorld, sure: number) {
  this.conclude(this.judge.judgeErrorsBesideLegacy(errorsOfBoth.of(this), sure / 100));
});

Then("its share above {duration} stands beside legacy's", function (this: RunbookWorld, limit: number) {
  this.conclude(this.judge.judgeSlownessBesideLegacy(durationsOfBoth.of(this), limit, null));
});

Then(
  "its share above {duration} is no worse than legacy's, at {percent} confidence",
  function (this: RunbookWorld, limit: number, sure: number) {
    this.conclude(this.judge.judgeSlownessBesideLegacy(durationsOfBoth.of(this), limit, sure / 100));
  },
);

Then("it was not rolled back", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeNoRollback(signs.of(this)));
});

Then("no rollback is recorded", function (this: RunbookWorld) {
  this.conclude(this.judge.judgeNoRecordedRollback(recorded.of(this)));
});

Then("the record has the same error rate, within {percent}", function (this: RunbookWorld, tolerancePercent: number) {
  const asked = { record: record.of(this), tolerancePercent, rule: this.proportions };
  this.conclude(this.judge.judgeSameErrorRate(errorsThen.of(this), asked));
});

Then(
  "the record has the same P95 response time, within {percent}",
  function (this: RunbookWorld, tolerancePercent: number) {
    const asked = { record: record.of(this), tolerancePercent, rule: this.proportions };
    this.conclude(this.judge.judgeSameP95(durationsThen.of(this), asked));
  },
);

Then("the record has the same availability, within {percent}", function (this: RunbookWorld, tolerancePercent: number) {
  const asked = { record: record.of(this), tolerancePercent, rule: this.proportions };
  this.conclude(this.judge.judgeSameAvailability(errorsThen.of(this), probesThen.of(this), asked));
});
