import { z, type RefinementCtx } from "zod";
import type { Auth, Connection, ConnectionSettings } from "../connection";
import { authSchema } from "./auth";
import { oncePerContext, reportFault, type SchemaContext, type TransportDefaults } from "./context";
import { inMs, seconds, secretMap, textMap } from "./fields";
import { tlsSchema } from "./tls";
import { proxyUrl, webUrl } from "./url";

const MEBIBYTE = 1024 * 1024;
const LONGEST_DEADLINE_SECONDS = 30;
const SECRET_HEADER = /^(?:proxy-)?authorization$|^cookie$|(?:token|secret|password|key)$/i;

/** What holds where neither the file's `defaults` nor the connection says anything. */
export const BUILT_IN_DEFAULTS: TransportDefaults = {
  timeoutMs: 5_000,
  deadlineMs: 20_000,
  retries: 1,
  pollMs: 500,
  maxBodyBytes: 16 * MEBIBYTE,
  tls: { isInsecure: false },
};

/** The file's `defaults`: what every connection falls back to. */
export function defaultsSchema(context: SchemaContext) {
  return z
    .strictObject(pace(context))
    .describe("What holds for every connection that does not say otherwise itself.")
    .superRefine((given, refinement) => checkPace(given, BUILT_IN_DEFAULTS, refinement))
    .transform((given) => paceOf(given, BUILT_IN_DEFAULTS));
}

/** A connection with address and authentication. `defaultUrl`: where the system usually is; without it, `url` is required. */
export function connectionSchema(context: SchemaContext, system: string, defaultUrl?: string) {
  return z
    .strictObject({ url: addressOrDefault(system, defaultUrl), auth: authSchema(context), ...manners(context) })
    .describe(`Where ${system} is and how to talk to it.`)
    .superRefine((given, refinement) => checkPace(given, context.defaults, refinement))
    .transform(({ url, auth, ...rest }): Connection => ({ baseUrl: url, ...settingsOf(system, auth, rest, context) }));
}

/** A connection to a system whose one way of authentication has a field of its own beside it. */
export function tokenConnectionSchema(context: SchemaContext, system: string, defaultUrl: string) {
  return z
    .strictObject({ url: address(system).prefault(defaultUrl), ...manners(context) })
    .describe(`Where ${system} is and how to talk to it; what proves who asks has a field of its own.`)
    .superRefine((given, refinement) => checkPace(given, context.defaults, refinement))
    .transform(({ url, ...rest }): Connection => ({
      baseUrl: url,
      ...settingsOf(system, { kind: "none" }, rest, context),
    }))
    .prefault({});
}

/** How to talk to many servers alike, each with its own address. */
export function connectionSettingsSchema(context: SchemaContext, system: string) {
  return z
    .strictObject({ auth: authSchema(context), ...manners(context) })
    .describe(`How to talk to ${system}; each has its own address.`)
    .superRefine((given, refinement) => checkPace(given, context.defaults, refinement))
    .transform(({ auth, ...rest }): ConnectionSettings => settingsOf(system, auth, rest, context))
    .prefault({});
}

function address(system: string) {
  return webUrl(`Address of ${system} with its path prefix; without user, password and query.`);
}

function addressOrDefault(system: string, defaultUrl: string | undefined) {
  return defaultUrl === undefined ? address(system) : address(system).prefault(defaultUrl);
}

const pace = oncePerContext((context) => ({
  timeoutSeconds: seconds("Deadline of one try.", LONGEST_DEADLINE_SECONDS).optional(),
  deadlineSeconds: seconds(
    "Deadline of all tries and polls together, at most 30.",
    LONGEST_DEADLINE_SECONDS,
  ).optional(),
  retries: z.int().min(0).max(5).optional().describe("How often a reading request is tried again after no answer."),
  pollSeconds: seconds("Pause between two looks while we wait for something.", LONGEST_DEADLINE_SECONDS).optional(),
  maxBodyMebibytes: z.number().positive().max(16).optional().describe("Largest answer that is read, unpacked."),
  proxy: proxyUrl('Address of the proxy, or "none"; left out: HTTPS_PROXY and NO_PROXY are followed.').optional(),
  tls: tlsSchema(context).optional(),
}));

const manners = oncePerContext((context) => ({
  headers: textMap("Headers that every request carries, such as X-Scope-OrgID; no secrets.")
    .superRefine((headers, refinement) => checkHeaders(headers, refinement))
    .optional(),
  headersFrom: secretMap(context, "Headers whose values are secret: header name and NAME of the variable.").optional(),
  ...pace(context),
}));

type Pace = z.infer<z.ZodObject<ReturnType<typeof pace>>>;
type Manners = z.infer<z.ZodObject<ReturnType<typeof manners>>>;

function paceOf(given: Pace, fallback: TransportDefaults): TransportDefaults {
  return {
    timeoutMs: given.timeoutSeconds === undefined ? fallback.timeoutMs : inMs(given.timeoutSeconds),
    deadlineMs: given.deadlineSeconds === undefined ? fallback.deadlineMs : inMs(given.deadlineSeconds),
    retries: given.retries ?? fallback.retries,
    pollMs: given.pollSeconds === undefined ? fallback.pollMs : inMs(given.pollSeconds),
    maxBodyBytes:
      given.maxBodyMebibytes === undefined ? fallback.maxBodyBytes : Math.round(given.maxBodyMebibytes * MEBIBYTE),
    proxy: given.proxy ?? fallback.proxy,
    tls: given.tls ?? fallback.tls,
  };
}

function settingsOf(system: string, auth: Auth, given: Manners, context: SchemaContext): ConnectionSettings {
  const { headers, headersFrom, ...ownPace } = given;
  return { system, auth, headers: { ...headers, ...headersFrom }, ...paceOf(ownPace, context.defaults) };
}

function checkPace(given: Pace, fallback: TransportDefaults, refinement: RefinementCtx): void {
  const { timeoutMs, deadlineMs } = paceOf(given, fallback);
  if (timeoutMs <= deadlineMs) return;
  reportFault(
    refinement,
    {
      what: `one try may take ${timeoutMs / 1000} s, longer than all tries together (${deadlineMs / 1000} s)`,
      fix: "make timeoutSeconds at most deadlineSeconds",
    },
    [given.timeoutSeconds === undefined ? "deadlineSeconds" : "timeoutSeconds"],
  );
}

function checkHeaders(headers: Readonly<Record<string, string>>, refinement: RefinementCtx): void {
  for (const name of Object.keys(headers).filter((header) => SECRET_HEADER.test(header))) {
    reportFault(
      refinement,
      {
        what: `the header ${name} carries a secret, and a secret is never written in the file`,
        fix: `use auth, or put the secret in an environment variable and name it: headersFrom: { ${name}: NAME }`,
      },
      [name],
    );
  }
}
