import { describe, it } from "node:test";
import { expect } from "chai";
import { judgeIncident } from "../../../support/judgement/incident/high-error-rate";
import { recommend, type IncidentFacts } from "../../../support/judgement/incident/recommend";
import type { SignOffReading } from "../../../support/model/readings/sign-offs";
import { errorCounts, EXACT } from "../window-readings";
import { answered, FAILING, HEALTHY, incidentOf, NOBODY, REDIS_DOWN } from "./incident-facts";
import { errorLogs } from "./incident-readings";

describe("what a human is asked", () => {
  const asked = (found: IncidentFacts, signOffs = NOBODY) => recommend(found, signOffs).question?.about;
  const oneFails = incidentOf({ endpoints: [FAILING, HEALTHY, HEALTHY] });
  const redisDown = incidentOf({ diagnosis: REDIS_DOWN });
  const boom = (message: string) => ({ logs: [errorLogs({ [message]: 100, other: 20 })] });

  it("names recommendation, version, cause and every place of it", () => {
    const several = incidentOf({ diagnosis: boom("boom") });
    const unproven = { ...oneFails, incident: judgeIncident(errorCounts(1, 50), null, 1, EXACT) };
    expect([oneFails, several, redisDown, unproven].map((one) => asked(one))).to.deep.equal([
      "A, fix and deploy again, for 2.0.0: one endpoint: /api/v2/0",
      "A, fix and deploy again, for 2.0.0: several endpoints, one message: /api/v2/0, /api/v2/1",
      "A, fix and deploy again, for 2.0.0: dependency down: redis",
      "B, roll back, for 2.0.0: incident not proven",
    ]);
    expect(recommend(several, NOBODY).question?.message).to.equal("boom");
  });

  it("is nothing where the decision needs nobody", () => {
    const allFail = incidentOf({ canary: 360, endpoints: [FAILING, FAILING, FAILING] });
    const needNobody = [allFail, incidentOf({ legacy: 2400 }), incidentOf({ canary: 2 })];
    expect(needNobody.map((one) => asked(one))).to.deep.equal([undefined, undefined, undefined]);
  });

  it("counts for the same cause, and for no other endpoint, message, dependency or version", () => {
    const endpoints = { endpoints: [HEALTHY, FAILING, HEALTHY] } as const;
    const oneMessage = incidentOf({ endpoints: [FAILING, HEALTHY, HEALTHY], diagnosis: boom("boom") });
    const otherMessage = incidentOf({ endpoints: [FAILING, HEALTHY, HEALTHY], diagnosis: boom("late") });
    const effective = (found: IncidentFacts, signOffs: SignOffReading) => recommend(found, signOffs).effective;
    expect(effective(oneMessage, answered(oneMessage))).to.equal("A");
    expect(effective(incidentOf(endpoints), answered(oneFails))).to.equal("B");
    expect(effective(otherMessage, answered(oneMessage))).to.equal("B");
    expect(effective(redisDown, answered(oneFails))).to.equal("B");
    expect(effective(oneFails, { ...answered(oneFails), version: "2.0.1" })).to.equal("B");
  });
});
