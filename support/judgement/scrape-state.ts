import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { AlertRule, ExpectedTarget, ScrapeState, ScrapeTarget } from "../model/readings/scrape-state";
import { judged, listed, measured, undecided } from "./judged";

/** Judges that every expected target is known, up, and was scraped within `intervals` of its own scrape intervals. */
export function judgeTargets(state: ScrapeState, intervals: number): Judgement {
  if (state.expected.length === 0)
    return undecided("not-executed", nothingExpected(state, "targets", "expectedTargets"));
  const problems = state.expected.flatMap((expected) => {
    const fault = targetFault(state, expected, intervals);
    return fault === null
      ? []
      : [{ where: `${state.where}, job ${expected.job}, instance ${expected.instance}`, ...fault }];
  });
  return judged({
    summary: `All ${state.expected.length} expected targets are up and freshly scraped.`,
    measurements: [
      measured({
        signal: "expected targets that are up and fresh",
        value: state.expected.length - problems.length,
        unit: "targets",
        limit: state.expected.length,
        comparison: "equal",
        source: "Prometheus",
        query: "/api/v1/targets",
      }),
    ],
    problems,
  });
}

type Fault = Omit<Explanation, "where">;

function targetFault(state: ScrapeState, expected: ExpectedTarget, intervals: number): Fault | null {
  const found = state.targets.filter((target) => target.job === expected.job && target.instance === expected.instance);
  const [target, second] = found;
  if (target === undefined) {
    return {
      what: `Prometheus does not scrape job "${expected.job}", instance ${expected.instance}.`,
      why: `It is missing from the scrape configuration or the discovery. Targets there are: ${listed(state.targets.map(({ job, instance }) => `${job} ${instance}`))}.`,
      fix: "Add it to the scrape configuration and reload Prometheus, or correct prometheus.expectedTargets in the environment file.",
    };
  }
  if (second !== undefined) {
    return {
      what: `Prometheus has ${found.length} targets for job "${expected.job}", instance ${expected.instance}; expected is one.`,
      why: "Two scrape configurations reach the same instance, so its requests are counted twice.",
      fix: "Leave one of them in the scrape configuration.",
    };
  }
  return target.health === "up" ? freshness(state, target, intervals) : notUp(target);
}

function notUp({ job, instance, health, lastError }: ScrapeTarget): Fault {
  return {
    what: `Prometheus cannot scrape job "${job}", instance ${instance}: it is ${health}.`,
    why: lastError || "It was not scraped yet.",
    fix: "See whether the instance runs and whether its metrics port may be reached from Prometheus.",
  };
}

function freshness(
  state: ScrapeState,
  { job, instance, lastScrape, scrapeIntervalSeconds }: ScrapeTarget,
  intervals: number,
): Fault | null {
  const ageSeconds = lastScrape === null ? Infinity : (Date.parse(state.askedAt) - Date.parse(lastScrape)) / 1000;
  if (ageSeconds <= intervals * scrapeIntervalSeconds) return null;
  return {
    what: `Prometheus last scraped job "${job}", instance ${instance} ${ageSeconds.toFixed(0)} s ago; its interval is ${scrapeIntervalSeconds} s.`,
    why: "Prometheus is overloaded, or its clock and this machine's differ.",
    fix: "Look at Prometheus's own metrics and at both clocks.",
  };
}

/** Judges that every expected alert rule is there, and that each rule was evaluated without an error, `withinMs` ago at most. */
export function judgeRules(state: ScrapeState, withinMs: number): Judgement {
  if (state.expectedRules.length === 0)
    return undecided("not-executed", nothingExpected(state, "alert rules", "expectedRules"));
  const missing = state.expectedRules.filter((name) => !state.rules.some((rule) => rule.name === name));
  const unhealthy = state.rules.filter((rule) => rule.health !== "ok" || ageMs(state, rule) > withinMs);
  return judged({
    summary: `All ${state.expectedRules.length} expected alert rules are evaluated.`,
    measurements: [
      measured({
        signal: "alert rules that are evaluated",
        value: state.rules.length - unhealthy.length,
        unit: "rules",
        limit: state.rules.length,
        comparison: "equal",
        source: "Prometheus",
        query: "/api/v1/rules?type=alert",
      }),
    ],
    problems: [...missing.map((name) => missingRule(state, name)), ...unhealthy.map((rule) => brokenRule(state, rule))],
  });
}

/** Time since the rule was last evaluated, in ms; endless for one that never was. */
function ageMs({ askedAt }: ScrapeState, { lastEvaluation }: AlertRule): number {
  return lastEvaluation === null ? Infinity : Date.parse(askedAt) - Date.parse(lastEvaluation);
}

function missingRule({ where, rules }: ScrapeState, name: string): Explanation {
  return {
    what: `Prometheus has no alert rule "${name}".`,
    where,
    why: `The rule file is not loaded, or the rule was renamed. Rules there are: ${listed(rules.map((rule) => rule.name)) || "none"}.`,
    fix: "Load the rule file and reload Prometheus, or correct prometheus.expectedRules in the environment file.",
  };
}

function brokenRule(state: ScrapeState, rule: AlertRule): Explanation {
  const { group, name, health, lastError } = rule;
  const age = ageMs(state, rule);
  return {
    what: `The alert rule "${name}" (group ${group}) is not evaluated: its health is ${health}. It shows as inactive and will never fire.`,
    where: state.where,
    why:
      lastError ||
      (age === Infinity ? "It was not evaluated yet." : `It was last evaluated ${Math.round(age / 1000)} s ago.`),
    fix: "Run its expression in Prometheus and mend it; test it with promtool.",
  };
}

/** Judges that Prometheus sends its alerts to the Alertmanager that the environment names. */
export function judgeAlertPath({ where, attachedAlertmanagers, expectedAlertmanager }: ScrapeState): Judgement {
  const isAttached = attachedAlertmanagers.some((url) => hostOf(url) === expectedAlertmanager);
  return judged({
    summary: `Prometheus sends its alerts to ${expectedAlertmanager}.`,
    measurements: [],
    problems: isAttached
      ? []
      : [
          {
            what: `Prometheus does not send its alerts to the Alertmanager ${expectedAlertmanager}.`,
            where,
            why: `It sends to ${listed(attachedAlertmanagers) || "none"}.`,
            fix: "Correct alerting.alertmanagers in Prometheus's configuration, or alertmanager in the environment file.",
          },
        ],
  });
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}

/** Judges that no active silence hides an alert of the canary. */
export function judgeSilences({ silences, where }: ScrapeState): Judgement {
  const hiding = silences.filter((silence) => silence.hides.length > 0);
  return judged({
    summary: "No silence hides the canary's alerts.",
    measurements: [],
    problems: hiding.map(({ id, createdBy, comment, endsAt, matchers, hides }) => ({
      what: `A silence hides the canary's alerts ${listed(hides)} until ${endsAt}.`,
      where: `${where}, silence ${id}`,
      why: `${createdBy} silenced ${matchers}: "${comment}".`,
      fix: "Expire the silence in Alertmanager, or narrow its matchers, before the roll-out.",
    })),
  });
}

function nothingExpected({ where }: ScrapeState, what: string, key: string): Explanation {
  return {
    what: `The environment names no expected ${what}, so their absence could not be seen.`,
    where,
    why: `prometheus.${key} is empty.`,
    fix: `Name them in prometheus.${key} of the environment file.`,
  };
}
