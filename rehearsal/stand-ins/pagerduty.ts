import { listen } from "./http-server";
import { Account, type PagerDutyOptions } from "./pagerduty/account";
import type { ChangeEvent } from "./pagerduty/events";
import type { Incident } from "./pagerduty/incidents";
import { notFound, SERVICE } from "./pagerduty/rest";
import type { CountRequest } from "./request-metrics";

export type { PagerDutyOptions } from "./pagerduty/account";

/** The rehearsal's PagerDuty: Events API v2 and REST API under one address. Contract: PagerDuty's api-schema. */
export interface PagerDutyStandIn {
  readonly url: string;
  /** The service on which the routing key's incidents open. */
  readonly serviceId: string;
  /** All incidents, oldest first. */
  incidents(): readonly Incident[];
  /** All change events, oldest first. */
  changeEvents(): readonly ChangeEvent[];
  /** Events are accepted with 202 and then nothing happens. */
  acceptButDrop(): void;
  /** `/v2/enqueue` answers 429 for ever. */
  rateLimit(): void;
  stop(): Promise<void>;
}

/**
 * Starts the rehearsal's PagerDuty on a free loopback port.
 *
 * @throws RangeError when the routing key has not 32 characters: PagerDuty would accept no event with it.
 */
export async function startPagerDuty(options: PagerDutyOptions, count: CountRequest): Promise<PagerDutyStandIn> {
  if (options.routingKey.length !== 32) throw new RangeError("PagerDuty's routing key must have 32 characters.");
  const account = new Account(options);
  const server = await listen({
    routes: [...account.eventRoutes(), ...account.restRoutes(), account.pageRoute()],
    unknown: notFound,
    onAnswer: (operation, status) => count("pagerduty", operation, status),
  });
  account.siteUrl = server.url;
  return {
    url: server.url,
    serviceId: SERVICE.id,
    incidents: () => account.incidents.all(),
    changeEvents: () => [...account.changeEvents],
    acceptButDrop: () => {
      account.isDropping = true;
    },
    rateLimit: () => {
      account.isLimiting = true;
    },
    stop: server.stop,
  };
}
