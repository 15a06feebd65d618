import { AfterAll, BeforeAll } from "@cucumber/cucumber";
import { closeBrowser } from "./clients/browser";
import { closeTransports } from "./clients/transport/create-http-transport";
import { newRunId } from "./cli/phase/run-id";
import { redactorOf } from "./cli/phase/redactor-of";
import { ownPlace, rehearsalPlace, type Place } from "./cli/phase/place";
import { REHEARSAL } from "./environment/schema";
import { sessionFor } from "./cli/phase/session-for";
import { useSession } from "./session";

/**
 * Loaded only by the profiles of cucumber.js (`npx cucumber-js -p preflight`, IDEs), where no command has gone to the
 * place: the runner's own hooks do it. CANARY_ENVIRONMENT names the environment; without it, it is the rehearsal.
 */

/** The rehearsal boots within 90 s, or says which part did not come up. */
const BOOT = { timeout: 120_000 };

let place: Place | undefined;

BeforeAll(BOOT, async () => {
  const environment = process.env["CANARY_ENVIRONMENT"] ?? REHEARSAL;
  const { signal } = new AbortController();
  const isRehearsal = environment === REHEARSAL;
  place = isRehearsal
    ? await rehearsalPlace({ faults: [], history: false, signal, log: () => undefined })
    : ownPlace(environment);
  await place.monitored;
  const redactor = redactorOf(place);
  const runId = newRunId("preflight", new Date());
  const runFolder = `reports/ide/${runId}`;
  const { language } = place.environment;
  const evaluatedAt = new Date().toISOString();
  const incident = { mandate: { refusal: "An IDE's run only reads." }, record: () => Promise.resolve() };
  const about = { runId, runFolder, phase: "preflight", evaluatedAt } as const;
  useSession(sessionFor({ ...about, redactor, place, signal, language, incident }));
});

AfterAll(BOOT, async () => {
  await closeBrowser();
  closeTransports();
  await place?.leave();
});
