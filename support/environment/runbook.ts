import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { ROLE_IDS } from "../model/role";
import { PHASES, type RunbookItem } from "../model/runbook";
import { SIGNING } from "../model/signers";

const inBothLanguages = z.strictObject({ en: z.string().min(1), ko: z.string().min(1) });

const item = z
  .strictObject({
    id: z.string().regex(/^[A-Z0-9]+-[A-Za-z0-9]+$/),
    kind: z.enum(["automated", "sign-off", "automated and sign-off"]),
    signers: z.array(z.enum(ROLE_IDS)).min(1).optional(),
    signing: z.enum(SIGNING).optional(),
    title: inBothLanguages,
  })
  .refine(({ kind, signers }) => kind !== "automated" || signers === undefined, {
    path: ["signers"],
    error: "is only for a kind with a sign-off",
  })
  .refine(({ signers, signing }) => signing === undefined || signers !== undefined, {
    path: ["signing"],
    error: "is only for items with signers",
  });

const schema = z.strictObject({
  sections: z.array(
    z.strictObject({
      phase: z.enum(PHASES),
      title: inBothLanguages,
      items: z.array(item),
    }),
  ),
});

/**
 * The runbook's table of contents, in the runbook's order.
 * @param path of features/runbook.yaml. @throws ZodError or YAMLParseError: the file is ours, so its faults are ours.
 */
export function readRunbook(path: string): RunbookItem[] {
  const { sections } = schema.parse(parse(readFileSync(path, "utf8")));
  return sections.flatMap(({ phase, title: section, items }) => items.map((item) => ({ ...item, phase, section })));
}
