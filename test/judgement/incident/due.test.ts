import { describe, it } from "node:test";
import { expect } from "chai";
import { isAlertDue, judgeAlert, judgeRollbackDue, judgeRollbackPlan } from "../../../support/judgement/incident/due";
import { decideIncident, findIncident, judgeErrorPlaces } from "../../../support/judgement/incident/facts";
import { MOST_LOOKS, ruleOfIncident } from "../../../support/judgement/incident/looks";
import type { AlertArrival, Diagnosis, IncidentErrors } from "../../../support/model/readings/incident";
import type { SignOffReading } from "../../../support/model/readings/sign-offs";
import { judgements } from "../expectation";
import { errorCounts, EXACT } from "../window-readings";
import { alertArrival, diagnosisOf, endpoint, endpointErrors, rollbackOf } from "./incident-readings";
import { answer, answersOf } from "./people-answers";

const LIMIT = { abovePercent: 1, rule: ruleOfIncident(EXACT) };

function errorsOf(canary: readonly [number, number], legacy: readonly [number, number]): IncidentErrors {
  const counted = ([errors, requests]: readonly [number, number], track: "canary" | "legacy") =>
    errorCounts([errors], [requests], { track });
  return { canary: counted(canary, "canary"), legacy: counted(legacy, "legacy"), legacyUnknown: null, looks: 1 };
}

const INCIDENT = errorsOf([90, 300], [1, 6000]);
const NONE = errorsOf([0, 900], [1, 6000]);
const OPEN = errorsOf([0, 100], [1, 6000]);
const SHARED = errorsOf([90, 300], [1800, 6000]);

const find = (errors: IncidentErrors) => findIncident(errors, LIMIT);
const alert = (errors: IncidentErrors, given: Partial<AlertArrival> = {}, limitMs = 60_000) =>
  judgeAlert({ arrival: alertArrival(given), limitMs, isLive: true }, find(errors));
const alertOfThePast = (errors: IncidentErrors, given: Partial<AlertArrival> = {}) =>
  judgeAlert({ arrival: alertArrival({ ...NOT_TOLD, ...given }), limitMs: 60_000, isLive: false }, find(errors));
const NOT_TOLD = { notified: null, rule: { state: "unknown", activeAt: null } } as const;
const QUIET = { firstBadAt: null, message: null, notified: null, rule: { state: "inactive", activeAt: null } } as const;

describe("an alert", () => {
  judgements({
    "stands in time where there is an incident": [alert(INCIDENT), { outcome: "passed", says: "14 s after" }],
    "came too late": [alert(INCIDENT, {}, 10_000), { outcome: "failed", says: "the limit is 10 s" }],
    "is missing where there is an incident": [
      alert(INCIDENT, { message: null }),
      { outcome: "failed", says: "No message of the alert" },
    ],
    "is missing where nobody knows whether there is an incident": [
      alert(OPEN, QUIET),
      { outcome: "inconclusive", cause: "no-data", says: "it is not known that there was anything to tell" },
    ],
    "is not due where there is provenly no incident": [
      alert(NONE, QUIET),
      { outcome: "passed", says: "No alert is due" },
    ],
    "is a false alarm where there is provenly no incident": [alert(NONE), { outcome: "passed", says: "A false alarm" }],
    "whose rule is unknown is not said to be rightly absent": [
      alert(NONE, { ...QUIET, rule: { state: "unknown", activeAt: null } }),
      { outcome: "inconclusive", cause: "no-data", says: "the rule's state is unknown" },
    ],
  });

  describe("of the past", () =>
    judgements({
      "stands in the channel, in time": [alertOfThePast(INCIDENT), { outcome: "passed", says: "14 s after" }],
      "is not missing where it does not stand there any more: nobody knows": [
        alertOfThePast(INCIDENT, { message: null }),
        { outcome: "inconclusive", cause: "no-data", says: "is not known any more" },
      ],
      "was not due where there was provenly no incident": [
        alertOfThePast(NONE, QUIET),
        { outcome: "passed", says: "No alert is due" },
      ],
    }));

  it("is waited for where there is an incident and where that is not known", () => {
    expect([INCIDENT, OPEN, NONE].map((errors) => isAlertDue(find(errors)))).to.deep.equal([true, true, false]);
  });
});

const PLAN = { where: "the service", isDescribed: true, says: "HTTP 200: planned", manualCommand: "curl -X POST …" };

describe("the plan of a rollback", () =>
  judgements({
    "is described": [judgeRollbackPlan(PLAN), { outcome: "passed", says: "The rollback is ready" }],
    "is not described: the way out is not there": [
      judgeRollbackPlan({ ...PLAN, isDescribed: false, says: "HTTP 404: not found" }),
      { outcome: "failed", says: "HTTP 404: not found" },
    ],
  }));

const NOT_PROVEN = { about: "B, roll back, for 2.0.0: incident not proven", message: null };
const NOT_ASKED = { outcome: rollbackOf({ refusal: "not to be", steps: [] }), after: null };
const CARRIED_OUT = { outcome: rollbackOf(), after: errorCounts([0], [900], { track: "legacy" }) };

function due(
  errors: IncidentErrors,
  carried = NOT_ASKED as typeof NOT_ASKED | typeof CARRIED_OUT,
  signOffs: SignOffReading = answersOf(),
) {
  const decision = decideIncident({ errors, diagnosis: diagnosisOf() }, LIMIT, signOffs);
  return judgeRollbackDue(decision, carried, LIMIT);
}

describe("what was decided is carried out", () =>
  judgements({
    "where the canary was rolled back as decided": [
      due(INCIDENT, CARRIED_OUT),
      { outcome: "passed", says: "Rolled back" },
    ],
    "where an earlier command asked, and by now there is no incident any more": [
      due(NONE, CARRIED_OUT),
      { outcome: "passed", says: "Rolled back" },
    ],
    "not, where it was decided and the run may not": [
      due(INCIDENT),
      { outcome: "inconclusive", cause: "not-permitted", says: "not to be" },
    ],
    "where there is no incident and nothing was asked for": [
      due(NONE),
      { outcome: "passed", says: "No rollback is due" },
    ],
    "where legacy has the same errors and nothing was asked for": [
      due(SHARED),
      { outcome: "passed", says: "No rollback is due" },
    ],
    "not, where an incident is not proven and nobody has answered": [
      due(OPEN),
      { outcome: "inconclusive", cause: "awaiting-sign-off", says: "Sign off INC-5" },
    ],
    "where an incident is not proven and a human said no": [
      due(OPEN, NOT_ASKED, answersOf([answer("Ada", "no", NOT_PROVEN)])),
      { outcome: "passed", says: "No rollback is due" },
    ],
  }));

const places = (errors: IncidentErrors, given: Partial<Diagnosis>) =>
  judgeErrorPlaces(diagnosisOf(given), find(errors), LIMIT);
const FEW = endpointErrors([...endpoint("/a", [0, 40], [0, 800]), ...endpoint("/b", [0, 40], [0, 800])]);

describe("the endpoints with the errors", () =>
  judgements({
    "are known: one, and the others have none": [
      places(INCIDENT, {
        endpoints: endpointErrors([...endpoint("/a", [90, 150], [0, 3000]), ...endpoint("/b", [0, 150], [0, 3000])]),
      }),
      { outcome: "passed", says: "/a" },
    ],
    "are not known where too few requests tell": [
      places(INCIDENT, { endpoints: FEW }),
      { outcome: "inconclusive", cause: "too-few-samples", says: "/a" },
    ],
    "are none where there is provenly no incident, though each had few requests": [
      places(NONE, { endpoints: FEW }),
      { outcome: "passed", says: "No incident" },
    ],
    "are not known where the metrics gave no answer, though there is no incident": [
      places(NONE, { endpoints: null, unknown: ["endpoints: Prometheus hangs."] }),
      { outcome: "inconclusive", cause: "no-data", says: "Prometheus hangs" },
    ],
    "are not known where no endpoint had a request, though there is no incident": [
      places(NONE, { endpoints: endpointErrors(endpoint("/a", [0, 0])) }),
      { outcome: "inconclusive", cause: "zero-traffic", says: "No endpoint of the canary had a request" },
    ],
  }));

it("a canary that is looked at often is asked for more proof", () => {
  expect(ruleOfIncident(EXACT)).to.deep.equal({ ...EXACT, looks: EXACT.looks * MOST_LOOKS });
});
