import type { CheckContext } from "../../model/check-context";
import { createHaproxy, type HaproxyOptions } from "./haproxy";
import type { LoadBalancer } from "./load-balancer";

export type { LoadBalancer } from "./load-balancer";

/** A load balancer of one of the known kinds: a new kind is a file beside this one, and a case below. */
export type LoadBalancerOptions = HaproxyOptions;

/** A client of the load balancer. */
export function createLoadBalancer(options: LoadBalancerOptions, context: CheckContext): LoadBalancer {
  switch (options.kind) {
    case "haproxy":
      return createHaproxy(options, context);
  }
}
