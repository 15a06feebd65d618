import { join } from "node:path";
import { rollBack } from "../../support/assembly/incident/roll-back";
import { createRollback } from "../../support/clients/rollback";
import { createAnnouncements } from "../../support/clients/slack/announcements";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import { interruptible } from "../../support/cli/phase/interrupt";
import { earlierRollback } from "../../support/journal/asked-rollback";
import { openJournal } from "../../support/journal/journal";
import { readJournal } from "../../support/journal/read-journal";
import { takeRunLock } from "../../support/journal/run-lock";
import type { CheckContext } from "../../support/model/check-context";
import type { TrafficShares } from "../../support/model/readings/traffic-shares";
import { connectionTo } from "../clients/transport/local-servers";
import { OPEN, RELEASE } from "../journal/facts";
import { errorCounts, EXACT } from "../judgement/window-readings";

/**
 * A process that rolls back as a command does, lock, journal, signals and announcement included:
 * `<folder> <service> <Slack> <channel id> <run id> <recommendation>`. It prints the outcome as JSON.
 */
async function main(words: readonly string[]): Promise<void> {
  const [folder = "", service = "", slack = "", channelId = "", runId = "", holds = "B"] = words;
  const lock = takeRunLock(join(folder, "incident.lock"), "npm run incident");
  const interrupt = interruptible();
  const { signal } = interrupt;
  const context: CheckContext = {
    environment: "test",
    runId,
    checkId: "INC-6",
    signal,
    evidence: { keep: () => Promise.resolve() },
    undo: { declare: () => undefined },
  };
  try {
    const journal = await openJournal(folder, OPEN);
    const { entries, problems } = await readJournal(folder);
    const about = { path: "/rollback", describe: { method: "GET", path: "/rollback" } as const, timeoutMs: 10_000 };
    const readShares = async () => (await (await fetch(`${service}/shares`, { signal })).json()) as TrafficShares;
    const means = {
      rollback: createRollback({ ...about, connection: connectionTo(service) }, context),
      signs: {
        balancer: { readShares },
        metrics: { countErrors: () => Promise.resolve(errorCounts(0, 900, { track: "legacy" })) },
        scrapeSeconds: 0.05,
        limit: { abovePercent: 1, rule: EXACT },
        withinMs: 1_000,
        signal,
      },
      announcements: createAnnouncements(
        {
          connection: connectionTo(slack, {
            system: "Slack",
            auth: { kind: "bearer", token: "xoxb-token-of-the-test" },
          }),
        },
        context,
      ),
      channel: { channelId, channelName: "#phase4-critical" },
      canary: "canary 2.0.0",
      earlier: earlierRollback(entries, RELEASE, null),
      damage: problems.some(({ kind }) => kind !== "torn") ? "THE JOURNAL IS DAMAGED" : null,
    };
    const order = { holds: holds === "B" ? "B" : "none", because: "Errors.", abovePercent: 1, rule: EXACT } as const;
    const run = {
      mandate: { refusal: null },
      known: new Map<string, Promise<unknown>>(),
      record: async (fact: Parameters<typeof journal.append>[0]) => void (await journal.append(fact)),
    };
    process.stdout.write(JSON.stringify((await rollBack(means, order, run, context)).outcome));
  } finally {
    lock.release();
    interrupt.lift();
    closeTransports();
  }
}

void main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(String(error));
  process.exitCode = 2;
});
