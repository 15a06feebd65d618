import { randomBytes } from "node:crypto";

/** The secrets of one rehearsal, new for each boot, by the environment variable's name that the environment file asks for. */
export interface RehearsalSecrets extends Readonly<Record<string, string>> {
  readonly REHEARSAL_REDIS_PASSWORD: string;
  readonly REHEARSAL_SLACK_TOKEN: string;
  readonly REHEARSAL_PAGERDUTY_ROUTING_KEY: string;
  readonly REHEARSAL_PAGERDUTY_API_TOKEN: string;
  readonly REHEARSAL_GRAFANA_TOKEN: string;
  readonly REHEARSAL_ELASTICSEARCH_API_KEY: string;
  readonly REHEARSAL_CLOUD_LOGGING_TOKEN: string;
  readonly REHEARSAL_GITHUB_TOKEN: string;
}

/** New random secrets, in the form that each vendor gives them. */
export function newSecrets(): RehearsalSecrets {
  return {
    REHEARSAL_REDIS_PASSWORD: randomHex(16),
    REHEARSAL_SLACK_TOKEN: `xoxb-${randomHex(16)}`,
    REHEARSAL_PAGERDUTY_ROUTING_KEY: randomHex(16),
    REHEARSAL_PAGERDUTY_API_TOKEN: randomHex(10),
    REHEARSAL_GRAFANA_TOKEN: `glsa_${randomHex(16)}_${randomHex(4)}`,
    REHEARSAL_ELASTICSEARCH_API_KEY: Buffer.from(`${randomHex(10)}:${randomHex(11)}`).toString("base64"),
    REHEARSAL_CLOUD_LOGGING_TOKEN: `ya29.${randomHex(24)}`,
    REHEARSAL_GITHUB_TOKEN: `ghp_${randomHex(18)}`,
  };
}

/** So many random bytes, as hexadecimal digits. */
export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}
