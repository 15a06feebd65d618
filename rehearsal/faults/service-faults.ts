import type { Fault } from "./fault";

/** Faults in the service's own checks: its tests, its start, its Swagger page (Day 3, technical). */
export const SERVICE_FAULTS: readonly Fault[] = [
  overlay("unit-test-fails", "One of the 62 unit tests fails.", { "D3-T1": "failed" }),
  overlay("unit-test-skipped", "One of the 62 unit tests is skipped.", { "D3-T1": "failed" }),
  overlay("unit-tests-missing", "The unit tests are there, but pytest finds none of them.", { "D3-T1": "failed" }),
  overlay("unit-test-command-hangs", "The unit tests never come to an end.", { "D3-T1": "inconclusive" }),
  overlay("integration-test-fails", "One of the 30 integration tests fails.", { "D3-T2": "failed" }),
  start("app-crashes-after-banner", "The main app announces its routes, then crashes before its start-up is complete."),
  start("app-without-banner", "The main app starts without announcing its Phase 4 routes."),
  start("app-never-ready", "The main app's start-up completes, but it answers 503 for ever."),
  swagger("swagger-endpoint-missing", "One of the 11 Phase 4 endpoints is missing from the API's description."),
  swagger("swagger-page-broken", "The Swagger page answers 200 but draws no endpoint."),
];

function overlay(name: string, sentence: string, changes: Fault["changes"]): Fault {
  return { name, sentence, changes, overlay: { on: "tests", files: name } };
}

function start(name: string, sentence: string): Fault {
  return { name, sentence, changes: { "D3-T3": "failed" }, service: { where: "started by the check", fault: name } };
}

function swagger(name: string, sentence: string): Fault {
  return { name, sentence, changes: { "D3-T4": "failed" }, service: { where: "canary", fault: name } };
}
