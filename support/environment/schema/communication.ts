import { z } from "zod";
import { reportFault } from "./context";
import { text, textOfForm } from "./fields";

/** Whom the roll-out is told to on Day 4, and where; Slack itself is the section slack. */
export function communicationSchema() {
  return z
    .strictObject({
      deployment: channel("that the deployment plan is shared in").describe("Where the deployment plan is shared."),
      teams: z
        .array(
          z.strictObject({
            name: text("The team's name, for people."),
            channel: channel("that the team is notified in")
              .optional()
              .describe("Left out: the team has no channel; a person tells it, and signs D4-C2 for that."),
          }),
        )
        .min(1)
        .superRefine((teams, refinement) => {
          const names = teams.map(({ name }) => name);
          const twice = names.find((name, index) => names.indexOf(name) !== index);
          if (twice === undefined) return;
          reportFault(refinement, { what: `two teams are called ${twice}`, fix: "give each a name of its own" });
        })
        .describe("All teams that are told of the roll-out; teams may share a channel, which is told once."),
      support: channel("that customer support is asked in to stand by").describe("Customer support's channel."),
      owners: z
        .array(z.strictObject({ role: text("What the person is there for."), name: text("The person's name.") }))
        .min(1)
        .describe("Who to turn to during the roll-out; they stand in the deployment plan."),
    })
    .describe("Whom the roll-out is told to on Day 4. It is posted only where permits names announcements.");
}

function channel(whatFor: string) {
  return z.strictObject({
    channelId: textOfForm(/^[A-Z0-9]+$/, 'Id of the channel, "C0123456789": a name does not work for reading back.'),
    channelName: text(`Name of the channel ${whatFor}, for people: "#phase4-deployment".`),
  });
}
