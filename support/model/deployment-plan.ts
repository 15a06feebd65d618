import type { CanaryPhase, Checkpoint } from "./schedule";

/** What is told of a roll-out before it begins: made from the environment, so that it says what will be executed. */
export interface DeploymentPlan {
  readonly environment: string;
  readonly isRehearsal: boolean;
  readonly release: {
    readonly id: string;
    readonly service: string;
    readonly canaryVersion: string;
    readonly legacyVersion: string;
  };
  /** ISO 8601. */
  readonly rolledOutAt: string;
  /** In the order of time. */
  readonly checkpoints: readonly Checkpoint[];
  /** How the canary is taken back, for people. */
  readonly rollback: string;
  readonly owners: readonly { readonly role: string; readonly name: string }[];
}

type Language = "en" | "ko";

const WORDS = {
  en: {
    title: "Deployment plan",
    rehearsal: "a rehearsal, nothing is deployed",
    release: "Release",
    environment: "Environment",
    versions: "Versions",
    rollOut: "Roll-out",
    rollback: "Roll-back",
    owners: "Owners",
    phases: { day4: "Day 4", "day5-6": "Days 5 to 6", day7: "Day 7" },
    replaces: "This replaces the plan of",
    changed: "Changed",
  },
  ko: {
    title: "배포 계획",
    rehearsal: "리허설이며 실제 배포가 아님",
    release: "릴리스",
    environment: "환경",
    versions: "버전",
    rollOut: "배포 시각",
    rollback: "롤백",
    owners: "담당자",
    phases: { day4: "Day 4", "day5-6": "Day 5-6", day7: "Day 7" },
    replaces: "이전 계획을 대체함:",
    changed: "변경",
  },
} as const;

const PHASES: readonly CanaryPhase[] = ["day4", "day5-6", "day7"];

/** The plan as people read it: a heading, then a line for each fact, "Roll-out: 2025-10-22 14:00 UTC". */
export function planText(plan: DeploymentPlan, language: Language): string {
  const words = WORDS[language];
  const { id, service, canaryVersion, legacyVersion } = plan.release;
  const mark = plan.isRehearsal ? ` (${words.rehearsal})` : "";
  const facts: readonly (readonly [string, string])[] = [
    [words.release, id],
    [words.environment, plan.environment],
    [words.versions, `${canaryVersion} (canary), ${legacyVersion} (legacy)`],
    [words.rollOut, minuteText(plan.rolledOutAt)],
    ...PHASES.map((phase) => [words.phases[phase], checkpointsText(plan.checkpoints, phase)] as const),
    [words.rollback, plan.rollback],
    [words.owners, plan.owners.map(({ role, name }) => `${name} (${role})`).join(", ")],
  ];
  return [`${words.title}: ${service} ${canaryVersion}${mark}`, ...facts.map((fact) => fact.join(": "))].join("\n");
}

/** What a new plan changes in an earlier one, for people: "Changed: Roll-out: 2025-10-22 14:00 UTC → …". */
export function replacementText(
  earlier: { readonly text: string; readonly postedAt: string },
  planned: string,
  language: Language,
): string {
  const words = WORDS[language];
  const before = factsIn(earlier.text);
  const after = factsIn(planned);
  const labels = [...new Set([...after.keys(), ...before.keys()])];
  const changes = labels
    .filter((label) => before.get(label) !== after.get(label))
    .map((label) => `${words.changed}: ${label}: ${before.get(label) ?? "–"} → ${after.get(label) ?? "–"}`);
  return [`${words.replaces} ${minuteText(earlier.postedAt)}.`, ...changes].join("\n");
}

/** A moment to the minute, in UTC: "2025-10-22 14:00 UTC". */
export function minuteText(at: string): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** "2025-10-22 14:15, 14:45; 2025-10-23 08:00 UTC": each day is named once. */
function checkpointsText(checkpoints: readonly Checkpoint[], phase: CanaryPhase): string {
  const times = checkpoints.filter((checkpoint) => checkpoint.phase === phase).map(({ at }) => at);
  const days = [...new Set(times.map((at) => at.slice(0, 10)))];
  const ofDay = (day: string) => times.filter((at) => at.startsWith(day)).map((at) => at.slice(11, 16));
  return `${days.map((day) => `${day} ${ofDay(day).join(", ")}`).join("; ")} UTC`;
}

/** The facts of a plan's text by their label; the heading and what follows the facts have none of their own. */
function factsIn(text: string): ReadonlyMap<string, string> {
  const [, ...lines] = text.split("\n");
  const end = lines.findIndex((line) => Object.values(WORDS).some(({ replaces }) => line.startsWith(replaces)));
  const facts = (end === -1 ? lines : lines.slice(0, end)).filter((line) => line.includes(": "));
  return new Map(facts.map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)]));
}
