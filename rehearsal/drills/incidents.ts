import { TRACKS, type Track } from "../plan";
import type { Drill, DrillExpectation, DrillParts, Trouble } from "./drill";

/** The drills' troubles lie on these paths of the traffic; the rollback's own path is another. */
const ITEMS = "/api/v2/items/*";
const RELEASES = "/api/v2/releases";
const FEEDBACK = "/api/v2/feedback/summary";
const READINESS = "/api/v2/ab-test/readiness";
const ROLLBACK = "/api/v2/canary/rollback";

/** Something that can be done and undone. */
interface Cause {
  readonly inject: (parts: DrillParts) => Promise<void>;
  readonly remove: (parts: DrillParts) => Promise<void>;
}

function troubleOn(tracks: readonly Track[], paths: readonly string[], trouble: Trouble): Cause {
  const each = async (act: (track: Track, path: string) => Promise<void>): Promise<void> => {
    await Promise.all(tracks.flatMap((track) => paths.map((path) => act(track, path))));
  };
  return {
    inject: (parts) => each((track, path) => parts.putTrouble(track, path, trouble)),
    remove: (parts) => each((track, path) => parts.endTrouble(track, path)),
  };
}

/** Several causes at once; they are taken away in reverse, each whatever became of the others. */
function together(...causes: readonly Cause[]): Cause {
  return {
    inject: async (parts) => {
      for (const { inject } of causes) await inject(parts);
    },
    remove: async (parts) => {
      const failures: unknown[] = [];
      for (const { remove } of causes.toReversed()) await remove(parts).catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw new AggregateError(failures, "A drill could not be taken away completely.");
    },
  };
}

/** Three of the four endpoints: which of them is at fault does not show, and no message stands out. */
const SEVERAL = [ITEMS, RELEASES, FEEDBACK];
const highErrorRate = troubleOn(["canary"], SEVERAL, { errorShare: 0.3 });

const ROLLED_BACK: DrillExpectation = { recommendation: "B", isRolledBack: true, exitCodeOfIncident: 1, itemsRed: [] };
const NOT_ROLLED_BACK: DrillExpectation = { ...ROLLED_BACK, isRolledBack: false, itemsRed: ["INC-6"] };
const WOULD_NOT_HELP: DrillExpectation = { ...ROLLED_BACK, recommendation: "none", isRolledBack: false };

function rollback(manner: NonNullable<Trouble["manner"]>): Cause {
  return together(highErrorRate, troubleOn(TRACKS, [ROLLBACK], { manner }));
}

/** Every drill of the rehearsal: first what can go wrong with the service, then with what is done about it. */
export const INCIDENTS: readonly Drill[] = [
  {
    name: "high-error-rate",
    sentence: "Three of the canary's endpoints answer 30 % of their requests with an error; legacy is well.",
    expected: ROLLED_BACK,
    ...highErrorRate,
  },
  {
    name: "one-endpoint-failing",
    sentence: "One of the canary's endpoints answers 60 % of its requests with an error, and nobody signs a fix.",
    expected: { ...ROLLED_BACK, recommendation: "A" },
    ...troubleOn(["canary"], [ITEMS], { errorShare: 0.6 }),
  },
  {
    name: "one-endpoint-fix-signed",
    sentence: "As in one-endpoint-failing, and a human signs the fix: the canary stays.",
    answered: "yes",
    expected: { ...ROLLED_BACK, recommendation: "A", isRolledBack: false },
    ...troubleOn(["canary"], [ITEMS], { errorShare: 0.6 }),
  },
  {
    name: "all-endpoints-failing",
    sentence: "Every endpoint of the canary answers half of its requests with an error.",
    expected: ROLLED_BACK,
    ...troubleOn(["canary"], [...SEVERAL, READINESS], { errorShare: 0.5 }),
  },
  {
    name: "dependency-down",
    sentence: "Redis is gone, and both versions answer 503 wherever they need it.",
    expected: { ...WOULD_NOT_HELP, itemsRed: ["INC-4"] },
    ...together(troubleOn(TRACKS, [ITEMS], { manner: "needs-cache" }), {
      inject: (parts) => parts.takeCacheAway(),
      remove: (parts) => parts.bringCacheBack(),
    }),
  },
  {
    name: "legacy-too",
    sentence: "Canary and legacy alike answer 30 % of the requests to three endpoints with an error.",
    expected: WOULD_NOT_HELP,
    ...troubleOn(TRACKS, SEVERAL, { errorShare: 0.3 }),
  },
  {
    name: "false-alarm",
    sentence: "Somebody raises the alert by hand, while one in 500 of the canary's requests fails.",
    expected: { recommendation: "none", isRolledBack: false, exitCodeOfIncident: 0, itemsRed: [] },
    ...together(troubleOn(["canary"], ["/api/v2/*"], { errorShare: 0.002 }), {
      inject: (parts) => parts.raiseAlert(),
      remove: (parts) => parts.endAlert(),
    }),
  },
  {
    name: "alert-never-arrives",
    sentence: "As in high-error-rate, and Slack refuses what Alertmanager posts.",
    expected: { ...ROLLED_BACK, itemsRed: ["INC-1"] },
    ...together({ inject: (parts) => parts.breakWebhook(), remove: (parts) => parts.mendWebhook() }, highErrorRate),
  },
  {
    name: "rollback-does-nothing",
    sentence: "As in high-error-rate, and the rollback is said to be done while the weights stay as they are.",
    expected: NOT_ROLLED_BACK,
    ...rollback("says-without-doing"),
  },
  {
    name: "rollback-hangs-having-done",
    sentence: "As in high-error-rate, and the rollback is done but never answered.",
    expected: ROLLED_BACK,
    ...rollback("hangs-having-done"),
  },
  {
    name: "rollback-hangs-without-doing",
    sentence: "As in high-error-rate, and the rollback is accepted, never answered and never done.",
    expected: NOT_ROLLED_BACK,
    ...rollback("hangs-without-doing"),
  },
];
