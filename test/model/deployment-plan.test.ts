import assert from "node:assert/strict";
import { test } from "node:test";
import { planText, replacementText, type DeploymentPlan } from "../../support/model/deployment-plan";

const PLAN: DeploymentPlan = {
  environment: "production",
  isRehearsal: false,
  release: { id: "phase4-2.0.0", service: "phase4", canaryVersion: "2.0.0", legacyVersion: "1.9.4" },
  rolledOutAt: "2025-10-22T14:00:00Z",
  checkpoints: [
    { phase: "day4", at: "2025-10-22T14:15:00.000Z" },
    { phase: "day4", at: "2025-10-22T14:45:00.000Z" },
    { phase: "day5-6", at: "2025-10-23T08:00:00.000Z" },
    { phase: "day5-6", at: "2025-10-24T08:00:00.000Z" },
    { phase: "day7", at: "2025-10-25T14:00:00.000Z" },
  ],
  rollback: "POST https://phase4.example.com/api/v2/canary/rollback",
  owners: [{ role: "release owner", name: "Mina Kim" }],
};

test("a plan says all that is needed, each fact on its line", () => {
  assert.equal(
    planText(PLAN, "en"),
    [
      "Deployment plan: phase4 2.0.0",
      "Release: phase4-2.0.0",
      "Environment: production",
      "Versions: 2.0.0 (canary), 1.9.4 (legacy)",
      "Roll-out: 2025-10-22 14:00 UTC",
      "Day 4: 2025-10-22 14:15, 14:45 UTC",
      "Days 5 to 6: 2025-10-23 08:00; 2025-10-24 08:00 UTC",
      "Day 7: 2025-10-25 14:00 UTC",
      "Roll-back: POST https://phase4.example.com/api/v2/canary/rollback",
      "Owners: Mina Kim (release owner)",
    ].join("\n"),
  );
  assert.match(
    planText({ ...PLAN, isRehearsal: true }, "ko"),
    /^배포 계획: phase4 2\.0\.0 \(리허설이며 .*\)\n릴리스: /,
  );
});

test("a new plan says what it changes, also where the earlier one had replaced another", () => {
  const later = planText({ ...PLAN, rolledOutAt: "2025-10-22T15:00:00Z" }, "en");
  const earlier = { text: planText(PLAN, "en"), postedAt: "2025-10-22T13:31:07.000Z" };
  const replaced = replacementText(earlier, later, "en");
  const change = "Changed: Roll-out: 2025-10-22 14:00 UTC → 2025-10-22 15:00 UTC";
  assert.equal(replaced, `This replaces the plan of 2025-10-22 13:31 UTC.\n${change}`);
  const again = replacementText({ ...earlier, text: `${later}\n${replaced}` }, planText(PLAN, "en"), "en");
  assert.match(again, /\nChanged: Roll-out: 2025-10-22 15:00 UTC → 2025-10-22 14:00 UTC$/);
});
