import { InconclusiveError } from "../errors";
import type { CheckContext } from "../model/check-context";
import { placeOf } from "./place";
import type { Connection } from "./transport/connection";
import { createHttpTransport } from "./transport/create-http-transport";
import type { Ask, Exchange } from "./transport/exchange";

/** Where metrics are pushed to, and which group of them is ours. */
export interface PushgatewayOptions {
  readonly connection: Connection;
  /** Label `job` of the group. */
  readonly job: string;
  /** Further labels of the group, in the order in which they stand in its address. */
  readonly grouping: Readonly<Record<string, string>>;
}

/** A Prometheus Pushgateway: it keeps what was pushed last until it is replaced. */
export interface Pushgateway {
  /**
   * Replaces all metrics of the group, in one step.
   * @param mediaType of the text: the format and its version.
   * @throws InconclusiveError unreachable, timed-out, unauthorised, or no-data where it does not take them.
   */
  replaceGroup(text: string, mediaType: string): Promise<void>;
}

/** It answers 200, or 202 where it looks at the metrics later. */
const TAKEN: readonly number[] = [200, 202];

/** A client of the Pushgateway; replacing a group once more changes nothing, so an unanswered try is repeated. */
export function createPushgateway(options: PushgatewayOptions, context: CheckContext): Pushgateway {
  const { connection } = options;
  return {
    replaceGroup: async (body, mediaType) => {
      const ask: Ask = {
        operation: "replace the metrics of the runs",
        method: "PUT",
        path: groupPath(options),
        text: { mediaType, body },
        isRepeatable: true,
      };
      const exchange = await createHttpTransport(connection, context).ask(ask, [...TAKEN, 400]);
      if (!TAKEN.includes(exchange.status)) throw refused(exchange, connection, context);
    },
  };
}

/** The address of a group: "/metrics/job/canary_runbook/environment/production". */
function groupPath({ job, grouping }: PushgatewayOptions): string {
  const labels = Object.entries({ job, ...grouping });
  return `/metrics${labels.map(([name, value]) => `/${labelPath(name, value)}`).join("")}`;
}

/** A value of other characters stands there in base64: a slash or a dot would be read as part of the path. */
function labelPath(name: string, value: string): string {
  if (/^[A-Za-z0-9_-]+$/.test(value)) return `${name}/${value}`;
  return `${name}@base64/${Buffer.from(value).toString("base64url")}`;
}

const SHOWN_CHARACTERS = 300;

function refused({ body }: Exchange, connection: Connection, { environment }: CheckContext): InconclusiveError {
  return new InconclusiveError("no-data", [
    {
      what: `The ${connection.system} does not take the metrics (HTTP 400): ${body.trim().slice(0, SHOWN_CHARACTERS)}`,
      where: placeOf(connection, environment),
      why: "Probably another group there has a metric of the same name with other words, or a label of grouping is none.",
      fix: "Mend what it names; grouping stands in runMetrics.pushgateway of the environment file.",
    },
  ]);
}
