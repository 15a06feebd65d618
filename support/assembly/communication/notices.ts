import { REHEARSAL, type Environment } from "../../environment/schema";
import { rollOutUnknown } from "../../errors";
import { minuteText, type DeploymentPlan } from "../../model/deployment-plan";
import { checkpointsOf } from "../../model/schedule";
import type { Named } from "../named";

/** Something that a channel is told once. */
export interface Notice {
  readonly key: string;
  readonly channel: { readonly channelId: string; readonly channelName: string };
  readonly text: string;
}

/** The plan of the environment's roll-out. @throws InconclusiveError (not-executed) where the environment lacks a part of it. */
export function planOf(environment: Environment, named: Named): DeploymentPlan {
  const { release, schedule, name } = environment;
  const { owners } = named("communication", environment.communication);
  if (release.rolledOutAt === undefined) throw rollOutUnknown(name);
  return {
    environment: name,
    isRehearsal: name === REHEARSAL,
    release,
    rolledOutAt: release.rolledOutAt,
    checkpoints: checkpointsOf(schedule, release.rolledOutAt),
    rollback: rollbackText(environment, named),
    owners,
  };
}

/** The notices to the teams, one for each channel, and the request to customer support. @throws as `planOf`. */
export function noticesOf(
  environment: Environment,
  named: Named,
  language: "en" | "ko",
): { readonly teams: readonly Notice[]; readonly support: Notice } {
  const { teams, support, deployment, owners } = named("communication", environment.communication);
  const plan = planOf(environment, named);
  const lastCheckpoint = plan.checkpoints.at(-1)?.at ?? plan.rolledOutAt;
  const { id, service, canaryVersion } = plan.release;
  const about = {
    what: `${service} ${canaryVersion}${plan.isRehearsal ? REHEARSAL_MARK[language] : ""}`,
    from: minuteText(plan.rolledOutAt),
    until: minuteText(lastCheckpoint),
    planIn: deployment.channelName,
    owners: owners.map(({ role, name }) => `${name} (${role})`).join(", "),
  };
  const key = (whom: string) => `${whom}/${plan.environment}/${id}/${canaryVersion}/${plan.rolledOutAt}`;
  const channels = teams.flatMap(({ channel }) => channel ?? []);
  const different = channels.filter((channel, index) => channels.findIndex(isSame(channel)) === index);
  const text = TO_TEAMS[language](about);
  return {
    teams: different.map((channel) => ({ key: key("teams"), channel, text })),
    support: { key: key("support"), channel: support, text: TO_SUPPORT[language](about) },
  };
}

interface About {
  readonly what: string;
  readonly from: string;
  readonly until: string;
  readonly planIn: string;
  readonly owners: string;
}

const REHEARSAL_MARK = { en: " (a rehearsal, nothing is deployed)", ko: " (리허설이며 실제 배포가 아님)" } as const;

const TO_TEAMS = {
  en: ({ what, from, until, planIn, owners }: About) =>
    `Canary roll-out of ${what} at ${from}; it is watched until ${until}.\nThe plan stands in ${planIn}. Questions: ${owners}.`,
  ko: ({ what, from, until, planIn, owners }: About) =>
    `${what} 카나리 배포: ${from}, ${until}까지 모니터링함.\n배포 계획은 ${planIn} 채널에 있음. 문의: ${owners}.`,
} as const;

const TO_SUPPORT = {
  en: ({ what, from, until, owners }: About) =>
    `Please stand by: canary roll-out of ${what} at ${from}, watched until ${until}.\n` +
    `Unusual reports of customers go to ${owners}. Please confirm: npm run sign-off -- --item D4-C3`,
  ko: ({ what, from, until, owners }: About) =>
    `대기 요청: ${what} 카나리 배포 ${from}, ${until}까지 모니터링함.\n` +
    `고객의 특이 문의는 ${owners}에게 전달 바람. 확인 방법: npm run sign-off -- --item D4-C3`,
} as const;

function isSame({ channelId }: Notice["channel"]): (other: Notice["channel"]) => boolean {
  return (other) => other.channelId === channelId;
}

/** The endpoint, and the command that asks it and verifies what comes of it. */
function rollbackText({ name, incident }: Environment, named: Named): string {
  const { connection, path } = named("incident", incident).rollback;
  return `POST ${connection.baseUrl}${path}, by npm run incident -- --environment ${name} --roll-back`;
}
