import { z } from "zod";
import type { FaultText } from "./context";
import { reportFault } from "./context";

interface UrlRule {
  /** With colon: ["http:", "https:"]. */
  readonly protocols: readonly string[];
  readonly example: string;
}

const WEB: UrlRule = { protocols: ["http:", "https:"], example: "https://host.example:8443/prefix" };
const REDIS: UrlRule = { protocols: ["redis:", "rediss:"], example: "rediss://host.example:6379/0" };

/** An http or https address with its path prefix; no user, password, query or fragment. Given out without a slash at its end. */
export function webUrl(description: string) {
  return url(WEB, description).transform((address) => address.replace(/\/+$/, ""));
}

/** A redis or rediss address with port and database number; no user and no password. */
export function redisUrl(description: string) {
  return url(REDIS, description);
}

/** The proxy's address, or the word "none". */
export function proxyUrl(description: string) {
  return z
    .string()
    .describe(description)
    .superRefine((address, refinement) => {
      const fault = address === "none" ? undefined : faultOfUrl(address, WEB);
      if (fault !== undefined) reportFault(refinement, fault);
    });
}

function url(rule: UrlRule, description: string) {
  return z
    .string()
    .describe(description)
    .superRefine((address, refinement) => {
      const fault = faultOfUrl(address, rule);
      if (fault !== undefined) reportFault(refinement, fault);
    });
}

function faultOfUrl(address: string, rule: UrlRule): FaultText | undefined {
  const protocols = rule.protocols.map((protocol) => `${protocol}//`).join(" or ");
  if (!URL.canParse(address)) {
    return { what: "this is no complete address (URL)", fix: `write it like ${rule.example}` };
  }
  const { protocol, hostname, search, hash, username, password } = new URL(address);
  if (username !== "" || password !== "") {
    return {
      what: "the address holds a user or a password",
      fix: "take both out of the address; name the user and the variable that holds the password beside it",
    };
  }
  if (!rule.protocols.includes(protocol) || hostname === "") {
    return { what: `the address must begin with ${protocols} and a host`, fix: `write it like ${rule.example}` };
  }
  if (search !== "" || hash !== "") {
    return {
      what: "the address has a query (?…) or a fragment (#…)",
      fix: "end it after the path: what is asked there is added by the check",
    };
  }
  return undefined;
}
