import { describe, it } from "node:test";
import { expect } from "chai";
import { judgeEndpoints, mayBeOneEndpoint, type EndpointFinding } from "../../../support/judgement/incident/endpoints";
import type { EndpointCount } from "../../../support/model/readings/incident";
import { judgements, type Expected } from "../expectation";
import { coverage, coverageWithout, EXACT, PLAIN, slices } from "../window-readings";
import { endpoint, endpointErrors } from "./incident-readings";

const [ORDERS, ITEMS, USERS] = ["/api/v2/orders", "/api/v2/items", "/api/v2/users"];

function find(endpoints: readonly EndpointCount[], given: Parameters<typeof endpointErrors>[1] = {}): EndpointFinding {
  return judgeEndpoints(endpointErrors(endpoints, given), 1, EXACT);
}

/** Three endpoints of the canary: errors and requests of each. */
function three(...counts: readonly (readonly [number, number])[]): EndpointCount[] {
  return [ORDERS, ITEMS, USERS].flatMap((name, index) => endpoint(name, counts[index] ?? [0, 0]));
}

const ROWS: Readonly<Record<string, readonly [EndpointFinding, EndpointFinding["pattern"], Expected]>> = {
  "all errors at one, the others with enough requests": [
    find(three([40, 100], [0, 400], [0, 400])),
    "one",
    {
      outcome: "passed",
      says: "One of 3 endpoints has the errors: /api/v2/orders (40.00 %, 40 errors in 100 requests).",
    },
  ],
  "all errors at one, the others with fewer requests, but clearly fewer errors": [
    find(three([90, 100], [0, 20], [0, 20])),
    "one",
    { outcome: "passed", says: "One of 3 endpoints" },
  ],
  "all errors at one, another with 3 requests: it might fail as often": [
    find(three([30, 100], [0, 400], [0, 3])),
    "unclear",
    {
      outcome: "inconclusive",
      cause: "too-few-samples",
      says: "not known is it of /api/v2/users (0.00 %, 0 errors in 3 requests)",
    },
  ],
  "errors at one, and a few at another": [
    find(three([40, 100], [3, 100], [0, 400])),
    "unclear",
    { outcome: "inconclusive", cause: "too-few-samples", says: "Above 1 % is /api/v2/orders (40.00 %" },
  ],
  "errors at two of three": [
    find(three([40, 100], [0, 400], [80, 100])),
    "several",
    {
      outcome: "passed",
      says: "2 of 3 endpoints have the errors: /api/v2/users (80.00 %, 80 errors in 100 requests), /api/v2/orders",
    },
  ],
  "errors at two, a third not known, a fourth spared": [
    find([...three([40, 100], [40, 100], [0, 3]), ...endpoint("/api/v2/carts", [0, 400])]),
    "several",
    { outcome: "passed", says: "2 of 4 endpoints" },
  ],
  "errors at two, the third not known": [
    find(three([40, 100], [40, 100], [0, 3])),
    "unclear",
    { outcome: "inconclusive", cause: "too-few-samples", says: "one endpoint, several or all" },
  ],
  "errors at all": [
    find(three([40, 100], [30, 100], [35, 100])),
    "all",
    { outcome: "passed", says: "All 3 endpoints have the errors" },
  ],
  "an endpoint without a request is none of them": [
    find(three([40, 100], [30, 100], [0, 0])),
    "all",
    { outcome: "passed", says: "All 2 endpoints have the errors" },
  ],
  "the only endpoint with requests: one is all": [
    find(three([40, 100])),
    "unclear",
    { outcome: "inconclusive", cause: "too-few-samples", says: "no other endpoint had a request to compare it with" },
  ],
  "no endpoint above the limit": [
    find(three([0, 400], [1, 1000], [0, 400])),
    "none",
    { outcome: "passed", says: "None of 3 endpoints with requests has an error rate above 1 %." },
  ],
  "no errors, few requests": [
    find(three([0, 40], [0, 40], [0, 40])),
    "unclear",
    { outcome: "inconclusive", cause: "too-few-samples", says: "No endpoint is proven to be above 1 %" },
  ],
  "no endpoint at all": [
    find([]),
    "unclear",
    { outcome: "inconclusive", cause: "no-data", says: "No endpoint of the canary has any count" },
  ],
  "only legacy has endpoints": [
    find(endpoint(ORDERS, [0, 0], [40, 100]).filter(({ track }) => track === "legacy")),
    "unclear",
    { outcome: "inconclusive", cause: "no-data", says: "No endpoint of the canary has any count" },
  ],
  "endpoints without a request": [
    find(three([0, 0])),
    "unclear",
    { outcome: "inconclusive", cause: "zero-traffic", says: "had a request in this window" },
  ],
  "counts that are no numbers": [
    find(three([Number.NaN, 100], [0, 400], [0, 400])),
    "unclear",
    {
      outcome: "inconclusive",
      cause: "no-data",
      says: "/api/v2/orders: the canary's requests and errors there are no counts",
    },
  ],
  "more errors than requests": [
    find(three([40, 100], [5, 4], [0, 400])),
    "unclear",
    { outcome: "inconclusive", cause: "no-data", says: "/api/v2/items: the canary's requests" },
  ],
  "an endpoint given twice": [
    find([...three([40, 100], [0, 400], [0, 400]), ...endpoint(ORDERS, [0, 100])]),
    "unclear",
    { outcome: "inconclusive", cause: "disagreeing-sources", says: "/api/v2/orders: there is more than one count" },
  ],
  "the canary was not scraped": [
    find(three([40, 100], [0, 400], [0, 400]), {
      coverage: { canary: { ...coverage(), instances: [] }, legacy: coverage() },
    }),
    "unclear",
    { outcome: "inconclusive", cause: "no-data", says: "No instance of canary was scraped" },
  ],
  "the canary was scraped half of the time": [
    find(three([40, 100], [0, 400], [0, 400]), {
      coverage: { canary: coverageWithout([1], slices(2, 15)), legacy: coverage() },
    }),
    "unclear",
    { outcome: "inconclusive", cause: "partial-coverage", says: "there are no metrics of canary" },
  ],
};

describe("which endpoints have the errors", () => {
  judgements(
    Object.fromEntries(
      Object.entries(ROWS).map(([sentence, [{ judgement }, , expected]]) => [sentence, [judgement, expected]]),
    ),
  );

  for (const [sentence, [{ pattern }, expected]] of Object.entries(ROWS)) {
    it(`${sentence}: pattern ${expected}`, () => {
      expect(pattern).to.equal(expected);
    });
  }

  it("allows for how many were looked at: what proves one of one proves none of eleven", () => {
    const many = Array.from({ length: 10 }, (_, index) => endpoint(`/other/${index}`, [0, 400])).flat();
    const alone = judgeEndpoints(endpointErrors(endpoint(ORDERS, [5, 150])), 1, EXACT);
    expect(alone.affected).to.deep.equal([ORDERS]);
    expect(find([...endpoint(ORDERS, [5, 150]), ...many]).affected).to.deep.equal([]);
  });

  it("goes by the plain comparison where the rule says so", () => {
    const counts = [...endpoint(ORDERS, [11, 1000]), ...endpoint(ITEMS, [10, 1000])];
    expect(judgeEndpoints(endpointErrors(counts), 1, PLAIN)).to.deep.include({ pattern: "one", worst: ORDERS });
    expect(judgeEndpoints(endpointErrors(counts), 1, { ...PLAIN, minimumRequests: 1001 }).pattern).to.equal("unclear");
  });
});

describe("legacy beside it", () => {
  const blamed = (legacy: readonly [number, number] | undefined, given: Parameters<typeof endpointErrors>[1] = {}) =>
    find([...endpoint(ORDERS, [40, 100], legacy), ...endpoint(ITEMS, [0, 400], [0, 8000])], given);

  const rows: Readonly<Record<string, readonly [EndpointFinding, EndpointFinding["blame"], string]>> = {
    "has no error there": [blamed([0, 2000]), "canary", "Legacy at /api/v2/orders: 0 errors in 2,000 requests."],
    "has the same errors there": [blamed([800, 2000]), "shared", "they are not the canary's alone"],
    "was asked once there": [blamed([0, 1]), "unknown", "Whether legacy has the same errors is not known"],
    "had no request there": [blamed([0, 0]), "unknown", "Legacy had no request to /api/v2/orders that is known"],
    "is not known there": [blamed(undefined), "unknown", "Legacy had no request to /api/v2/orders that is known"],
    "was not scraped": [
      blamed([0, 2000], { coverage: { canary: coverage(), legacy: { ...coverage(), instances: [] } } }),
      "unknown",
      "Whether legacy has the same errors is not known",
    ],
  };
  for (const [sentence, [{ blame, pattern, judgement }, expected, says]] of Object.entries(rows)) {
    it(`${sentence}: ${expected}`, () => {
      expect([pattern, blame]).to.deep.equal(["one", expected]);
      expect(judgement.summary).to.contain(says);
    });
  }

  it("is measured at each endpoint of the canary, with bounds", () => {
    const { measurements } = blamed([4, 2000]).judgement;
    const shown = measurements.map(({ signal, value, samples }) => [signal, value, samples]);
    expect(shown).to.deep.equal([
      ["canary's error rate of /api/v2/orders", 40, 100],
      ["canary's error rate of /api/v2/items", 0, 400],
      ["legacy's error rate of /api/v2/orders", 0.2, 2000],
      ["legacy's error rate of /api/v2/items", 0, 8000],
    ]);
    expect(measurements[0]?.interval).to.deep.equal({ low: 31.752601524, high: 48.702417975, confidence: 0.95 });
    expect(blamed(undefined).judgement.measurements[2]?.value).to.equal(null);
  });
});

describe("a few more requests are waited for", () => {
  const rows: Readonly<Record<string, readonly [readonly EndpointCount[], boolean]>> = {
    "where one endpoint alone has errors, and the others may have": [three([7, 38], [0, 35], [0, 30]), true],
    "where one alone is above the limit, another just under it": [three([7, 38], [1, 100], [0, 30]), true],
    "not where it is known already": [three([40, 100], [0, 400], [0, 400]), false],
    "not where several have errors": [three([3, 38], [2, 35], [0, 30]), false],
    "not where none has": [three([0, 38], [0, 35], [0, 30]), false],
    "not where there is no other endpoint to compare it with": [three([40, 100]), false],
  };
  for (const [sentence, [counts, is]] of Object.entries(rows))
    it(sentence, () => {
      expect(mayBeOneEndpoint(endpointErrors(counts), { abovePercent: 1, rule: EXACT })).to.equal(is);
    });

  it("not where something else keeps it from being known", () => {
    const errors = endpointErrors(three([7, 38], [0, 35], [0, 30]), {
      coverage: { canary: coverageWithout([1], slices(2, 15)), legacy: coverage() },
    });
    expect(mayBeOneEndpoint(errors, { abovePercent: 1, rule: EXACT })).to.equal(false);
  });
});
