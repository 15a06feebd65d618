import { z } from "zod";
import type { SchemaContext } from "./context";
import { inMs, seconds, secretFrom, text } from "./fields";
import { tlsSchema } from "./tls";
import { redisUrl } from "./url";

/** The cache server. */
export function cacheSchema(context: SchemaContext) {
  return z.discriminatedUnion("kind", [redis(context)]).describe("The cache server.");
}

function redis(context: SchemaContext) {
  return z
    .strictObject({
      kind: z.literal("redis").describe("Redis or what speaks its protocol."),
      url: redisUrl(
        "Host, port and database number: redis://host:6379/0, with TLS rediss://…; without user and password.",
      ),
      user: text("User of its access control list, where it has one.").optional(),
      passwordFrom: secretFrom(context, "Password").optional(),
      tls: tlsSchema(context).optional(),
      protocol: z.literal([2, 3]).default(2).describe("Version of its protocol (RESP): 2 is understood by all."),
      timeoutSeconds: seconds("Deadline of connecting and of each command.", 10).default(2),
      deadlineSeconds: seconds("Deadline of the whole check.", 30).default(10),
    })
    .transform(({ passwordFrom, tls, timeoutSeconds, deadlineSeconds, ...rest }) => ({
      ...rest,
      password: passwordFrom,
      tls: tls ?? context.defaults.tls,
      timeoutMs: inMs(timeoutSeconds),
      deadlineMs: inMs(deadlineSeconds),
    }));
}
