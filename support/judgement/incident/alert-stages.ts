import type { AlertArrival } from "../../model/readings/incident";

/** Where an alert that did not reach its channel got stuck, in the order of its way. */
export type StuckAt =
  | "the rule's state is unknown"
  | "the rule is inactive"
  | "the rule is pending"
  | "Alertmanager does not know the alert"
  | "the alert is silenced"
  | "the channel does not show it";

/** The last station that is known to have been reached decides: what Alertmanager holds has fired, whatever the rule says now. */
export function stuckAt({ rule, notified }: AlertArrival): StuckAt {
  if (notified !== null) return notified.isSilenced ? "the alert is silenced" : "the channel does not show it";
  switch (rule.state) {
    case "firing":
      return "Alertmanager does not know the alert";
    case "pending":
      return "the rule is pending";
    case "inactive":
      return "the rule is inactive";
    case "unknown":
      return "the rule's state is unknown";
  }
}

/** What each station means and what to do there. */
interface Remedy {
  readonly why: string;
  readonly fix: string;
}

/** The likely reason and the next step for each station. */
export function remedyOf(stage: StuckAt, { alertName, channel }: AlertArrival): Remedy {
  switch (stage) {
    case "the rule's state is unknown":
      return {
        why: `It got stuck at an unknown place: Prometheus does not tell the state of rule ${alertName}, and Alertmanager does not hold the alert.`,
        fix: `See whether Prometheus has loaded rule ${alertName} and evaluates it without errors.`,
      };
    case "the rule is inactive":
      return {
        why: `It got stuck at the rule: ${alertName} is inactive in Prometheus, though the canary gives bad answers.`,
        fix: "Evaluate the rule's expression by hand; compare its labels, its window and its limit with the canary's metrics.",
      };
    case "the rule is pending":
      return {
        why: `It got stuck at the rule: ${alertName} is still pending, so its "for" has not passed or starts anew again and again.`,
        fix: 'Shorten the rule\'s "for", or widen its window so that it does not fall below its limit between two errors.',
      };
    case "Alertmanager does not know the alert":
      return {
        why: `It got stuck between Prometheus and Alertmanager: rule ${alertName} is firing, and Alertmanager does not hold the alert.`,
        fix: "Check alerting.alertmanagers in Prometheus's configuration, and Prometheus's log for notifications that failed.",
      };
    case "the alert is silenced":
      return {
        why: `It got stuck in Alertmanager: a silence or an inhibition hides ${alertName}.`,
        fix: "Expire the silence that matches the alert, then see that the message comes.",
      };
    case "the channel does not show it":
      return {
        why: `It got stuck between Alertmanager and ${channel}: Alertmanager holds ${alertName}, and no message stands in the channel.`,
        fix: "Check Alertmanager's route and receiver for the alert's labels, its webhook address, and its log for refused notifications.",
      };
  }
}
