import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { closeTransports, createHttpTransport } from "../../../support/clients/transport/create-http-transport";
import { createTestContext } from "../test-context";
import { HOSTILE_ANSWERS } from "./hostile-answers";
import { connectionTo, serveRaw } from "./local-servers";

after(() => closeTransports());

describe("no answer holds a check, fills the memory or passes for one", () => {
  for (const { name, answer, cause, why, isWhole } of HOSTILE_ANSWERS) {
    test(name, async (t) => {
      const isSlowToMake = name.endsWith("bomb");
      const server = await serveRaw(t, answer);
      const connection = connectionTo(server.url, { timeoutMs: isSlowToMake ? 20_000 : 700, deadlineMs: 20_000 });
      const peakBefore = peakMebibytes();
      const check = createTestContext();
      const reply = await createHttpTransport(connection, check.context).tryAsk({
        operation: "health",
        method: "GET",
        path: "/",
      });
      assert.equal(reply.kind, "no-answer");
      assert.equal(reply.why.replaceAll(`127.0.0.1:${server.port}`, "<host>"), why);
      assert.equal(reply.cause, cause);
      if (!isSlowToMake) assert.ok(reply.durationMs < 2_000, `took ${reply.durationMs} ms`);
      assert.ok(peakMebibytes() - peakBefore < 100, `the peak grew from ${peakBefore} to ${peakMebibytes()} MiB`);
      assert.match(check.evidenceText("health"), /"response": null/);
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (isWhole !== true) assert.equal(server.openConnections(), 0, "the connection is closed");
    });
  }
});

/** The most memory that this process ever had, servers included. */
function peakMebibytes(): number {
  return process.resourceUsage().maxRSS / 1_024;
}
