import { describe, it } from "node:test";
import { expect } from "chai";
import type { JournalEntry } from "../../support/model/journal-entry";
import { RELEASE } from "../journal/facts";
import type { Sight } from "./failing-canary";
import { END_LIMIT_MS, faultsOf } from "./faults-of-killed";
import type { Ended, KilledIncident } from "./killed-incident";

const KEY = "20260101T100000Z-incident-0a1b";
const STEPS = ["asked begun", "asked done", "accepted done", "last-canary-answer done"];
const LATER = ["asked done", "last-canary-answer done", "errors-below-limit done", "announced done"];
const FRAME = { schemaVersion: 1, sequence: 1, at: "2026-01-01T10:00:00.000Z", release: RELEASE } as const;

function told(steps: readonly string[], key = KEY): JournalEntry[] {
  return steps.map((text) => {
    const [step = "", outcome] = text.split(" ");
    const isKnown = outcome === "begun" || outcome === "done" ? outcome : "failed";
    return {
      ...FRAME,
      previous: "0".repeat(64),
      kind: "rollback-step",
      runId: key,
      step,
      outcome: isKnown,
      detail: key,
    };
  });
}

const OUT: Sight = {
  posts: 1,
  keys: [KEY],
  announcements: ["Rolled back: the canary is out."],
  weights: { canary: 0, legacy: 100 },
  openIncidents: 0,
};

/** Killed while it verified, and brought to its end. */
function played({ killed = {}, ...rest }: Partial<Omit<KilledIncident, "killed">> & { killed?: Partial<Ended> } = {}) {
  const then: Ended = {
    atMs: 3_000,
    tookMs: 40,
    exitCode: undefined,
    output: "",
    journal: "a\n",
    entries: told(STEPS),
    problems: [],
    seen: { ...OUT, announcements: [] },
  };
  const whole: KilledIncident = {
    ending: { signal: "SIGKILL", from: "asked", afterMs: 100 },
    killed: { ...then, ...killed },
    after: [{ exitCode: 1, output: "" }],
    isByHand: false,
    journal: "a\nb\n",
    entries: told([...STEPS, ...LATER]),
    verified: { exitCode: 0, output: "" },
    seen: OUT,
  };
  return faultsOf({ ...whole, ...rest });
}

const TERM = { signal: "SIGTERM", from: "asked", afterMs: 100 } as const;
const TORN = "Torn lines of killed writers were moved aside, and are as they were: torn-1.";
const NOT_TAKEN = "ROLLBACK DID NOT TAKE: the canary still takes traffic.";

const CASES: Readonly<Record<string, readonly [Parameters<typeof played>[0], readonly string[]]>> = {
  "is as it is to be": [{}, []],
  "left a torn line, which verify names": [
    { killed: { problems: ["line 5: torn"] }, verified: { exitCode: 0, output: TORN } },
    [],
  ],
  "left a torn line, and verify says nothing of it": [
    { killed: { problems: ["line 5: torn"] } },
    ["a line was torn, and verify does not name it"],
  ],
  "was sent by hand, as the channel says": [
    { isByHand: true, seen: { ...OUT, announcements: [NOT_TAKEN, ...OUT.announcements] } },
    [],
  ],
  "was asked for twice": [
    { seen: { ...OUT, posts: 2, keys: [KEY, "another-key"] } },
    ["the service was asked 2 times", `the service knows the keys ${KEY}, another-key, the journal ${KEY}`],
  ],
  "was never asked for": [
    { seen: { ...OUT, posts: 0, keys: [] } },
    ["the service was asked 0 times", `the service knows the keys , the journal ${KEY}`],
  ],
  "was announced twice": [
    { seen: { ...OUT, announcements: [...OUT.announcements, ...OUT.announcements] } },
    ["announced was: Rolled back, Rolled back"],
  ],
  "was said not to have taken, and nothing had to be sent by hand": [
    { seen: { ...OUT, announcements: [NOT_TAKEN, ...OUT.announcements] } },
    ["announced was: ROLLBACK DID NOT TAKE, Rolled back"],
  ],
  "was not announced": [{ seen: { ...OUT, announcements: [] } }, ["announced was: nothing"]],
  "left the canary in the traffic": [
    { seen: { ...OUT, weights: { canary: 5, legacy: 95 } } },
    ["the balancer has legacy 95, canary 5"],
  ],
  "left an incident open": [{ seen: { ...OUT, openIncidents: 1 } }, ["incidents of PagerDuty that are left open: 1"]],
  "lost a line": [{ journal: "b\n" }, ["lines of the journal are lost"]],
  "left a damaged journal": [
    { killed: { problems: ["line 3: altered"] }, verified: { exitCode: 1, output: "DAMAGED" } },
    ["the journal is damaged, line 3: altered", "the journal is not whole: DAMAGED"],
  ],
  "was asked for, and the journal is silent": [
    { killed: { entries: [] } },
    ["the service was asked, and the journal is silent"],
  ],
  "was announced before the journal told what was seen": [
    { killed: { entries: told(STEPS.slice(0, 3)), seen: OUT } },
    ["it was announced, and the journal does not say what was seen"],
  ],
  "was written down in disorder": [
    { killed: { entries: told(["asked done", "asked begun"]) } },
    ["the steps stand in disorder: asked done, asked begun"],
  ],
  "was never said to be announced": [
    { entries: told([...STEPS, ...LATER.slice(0, -1)]) },
    ["the journal does not say that it was announced"],
  ],
  "was followed by a command that ended otherwise": [
    { after: [{ exitCode: 4, output: "" }] },
    ["a command after it ended with 4"],
  ],
  "hung when it was asked to end": [
    { ending: TERM, killed: { tookMs: END_LIMIT_MS + 1 } },
    ["SIGTERM ended it after 15001 ms only"],
  ],
  "was asked to end, and said that there is no incident": [
    { ending: TERM, killed: { exitCode: 0 } },
    ["SIGTERM ended it with 0"],
  ],
};

describe("a command that was ended", () => {
  for (const [sentence, [otherwise, expected]] of Object.entries(CASES))
    it(sentence, () => {
      expect(played(otherwise)).to.deep.equal(expected);
    });

  it("in the midst of its run, when it was asked to end, is a fault", () => {
    const run = { kind: "run-started", runId: KEY, phase: "incident", evaluatedAt: FRAME.at } as const;
    const started: JournalEntry = { ...FRAME, ...run, previous: "0".repeat(64), startedBy: { user: null, job: null } };
    const entries = [started, ...told(STEPS)];
    expect(played({ ending: TERM, killed: { entries } })).to.deep.equal([
      "SIGTERM ended it with no exit code, in the midst of its run",
      "SIGTERM ended it, and its run has no end",
    ]);
  });
});
