import { z } from "zod";
import { ROLE_IDS } from "../../model/role";
import { personKey } from "../../model/signers";
import { reportFault } from "./context";
import { text, textOfForm } from "./fields";

/** The people who sign, with their roles. */
export function peopleSchema() {
  return z
    .array(personSchema())
    .min(1)
    .describe("Who signs what no machine can check. Left out: anybody may, in any role.")
    .superRefine((people, refinement) => {
      const keys = people.map(({ name }) => personKey(name));
      const ids = people.map(({ slackUserId }) => slackUserId);
      people.forEach(({ name, slackUserId }, index) => {
        if (keys.indexOf(personKey(name)) < index)
          reportFault(refinement, { what: `${name} stands here twice`, fix: "give one person all roles" }, [
            index,
            "name",
          ]);
        if (slackUserId !== undefined && ids.indexOf(slackUserId) < index)
          reportFault(
            refinement,
            { what: `${slackUserId} belongs to two people`, fix: "give each person's own member id" },
            [index, "slackUserId"],
          );
      });
    });
}

function personSchema() {
  return z.strictObject({
    name: text("Name of the person, as the record and the reports show it."),
    roles: z.array(z.enum(ROLE_IDS)).min(1).describe("Roles in which this person signs."),
    slackUserId: textOfForm(
      /^[UW][A-Z0-9]+$/,
      'Member id in Slack, "U0123456789" (in the profile: copy member ID); left out: not asked there.',
    ).optional(),
  });
}
