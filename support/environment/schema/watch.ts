import { z } from "zod";
import { text, textOfForm } from "./fields";

/** Whom `npm run watch` tells of a checkpoint that is not GO; Slack itself is the section slack. */
export function watchSchema() {
  return z
    .strictObject({
      tell: z
        .strictObject({
          channelId: textOfForm(
            /^[A-Z0-9]+$/,
            'Id of the channel, "C0123456789": a name does not work for reading back.',
          ),
          channelName: text('Name of the channel, for people: "#phase4-canary".'),
        })
        .describe("The channel that is told, once, of each checkpoint that is not GO."),
    })
    .describe("What npm run watch does besides. It posts only where permits names announcements.");
}
