import { standingEnvironment, type StandingEnvironment } from "../rehearsal/standing-environment";

/** A canary week that stands: a booted rehearsal, as an environment of a team's own, whose whole window lies in the past. */
export interface StandingWeek extends Pick<StandingEnvironment, "name" | "start" | "end"> {
  /** The texts of all messages of the channel that the watch tells. */
  told(): Promise<string[]>;
}

/** Boots one. @param faults what is broken in it. */
export async function standingWeek(faults: readonly string[]): Promise<StandingWeek> {
  const environment = await standingEnvironment({ faults, history: true });
  return {
    name: environment.name,
    start: (command, options) => environment.start(command, options),
    told: () => environment.messagesIn("REHEARSAL_SLACK_DEPLOYMENT_CHANNEL_ID"),
    end: () => environment.end(),
  };
}
