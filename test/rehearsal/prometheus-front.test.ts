import assert from "node:assert/strict";
import { test } from "node:test";
import type { Blueprint } from "../../rehearsal/blueprint";
import { startContractServers } from "../../rehearsal/composition";
import { describeRehearsal } from "../../rehearsal/description";
import { findFault, planWith } from "../../rehearsal/faults";
import { choosePorts } from "../../rehearsal/ports";
import { newSecrets } from "../../rehearsal/secrets";
import { Site } from "../../rehearsal/site";

/** What the checks are told of a rehearsal with these faults, whose real parts need not run for it. */
async function toldOf(faultNames: readonly string[]) {
  const site = new Site({ dataFolder: undefined, deadlineMs: 10_000, interrupt: undefined });
  const faults = faultNames.map(findFault);
  const logFiles = { canary: site.path("canary.log"), legacy: site.path("legacy.log") };
  const [ports, secrets] = [await choosePorts(), newSecrets()];
  const plan = planWith(faults);
  const blueprint: Blueprint = { site, plan, faults, history: [], ports, secrets, shipperPassword: "x", logFiles };
  const standIns = await startContractServers(blueprint);
  try {
    const { variables, addresses } = describeRehearsal(blueprint, standIns);
    const real = `http://127.0.0.1:${ports.prometheus}`;
    return { variables, addresses, real, front: standIns.prometheusFront?.url };
  } finally {
    await standIns.stop();
    await site.stop();
  }
}

test("without a fault there is no front: the checks ask Prometheus itself", async () => {
  const { variables, addresses, real, front } = await toldOf([]);
  assert.equal(front, undefined);
  assert.equal(variables["REHEARSAL_PROMETHEUS_URL"], real);
  assert.deepEqual(
    addresses.filter(({ name }) => name.includes("front")),
    [],
  );
});

for (const fault of ["prometheus-warns", "thanos-partial"])
  test(`${fault}: the checks ask the front, people and Prometheus's own targets stay with Prometheus`, async () => {
    const { variables, addresses, real, front } = await toldOf([fault]);
    assert.ok(front !== undefined && front !== real);
    assert.equal(variables["REHEARSAL_PROMETHEUS_URL"], front);
    assert.equal(variables["REHEARSAL_PROMETHEUS_INSTANCE"], new URL(real).host);
    assert.equal(addresses.find(({ name }) => name === "Prometheus")?.url, `${real}/classic/targets`);
    assert.equal(addresses.find(({ name }) => name === "Prometheus's front (stand-in)")?.url, front);
    await assert.rejects(fetch(front), "the front has been stopped with the other stand-ins");
  });
