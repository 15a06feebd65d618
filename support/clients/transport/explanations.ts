import type { CheckContext } from "../../model/check-context";
import type { Explanation } from "../../model/explanation";
import type { Connection } from "./connection";
import type { Ask, Exchange } from "./exchange";
import type { Fault, FaultKind } from "./fault";

/** What an explanation is about: who was asked for what, where, and by which environment. */
export interface Subject {
  readonly connection: Connection;
  readonly ask: Ask;
  readonly url: string;
  readonly context: CheckContext;
}

/** Explains that no answer came, after `tries` tries. */
export function explainNoAnswer(subject: Subject, { kind, why }: Fault, tries: number): Explanation {
  const { connection, ask } = subject;
  const { likely, fix } = adviceOn(kind, connection);
  return {
    what: `${connection.system} gave no answer to "${ask.operation}": ${why}${tries > 1 ? `, asked ${tries} times` : ""}.`,
    where: whereOf(subject),
    why: likely,
    fix,
  };
}

/** Explains a status that no reader of the answer expects. */
export function explainStatus(subject: Subject, exchange: Exchange, expected: readonly number[]): Explanation {
  const { system } = subject.connection;
  const { likely, fix } = statusAdvice(exchange, system);
  return {
    what: `${system} answered "${subject.ask.operation}" with HTTP ${exchange.status}; expected is ${expected.join(" or ")}.`,
    where: whereOf(subject),
    why: likely,
    fix,
  };
}

/** Explains an answer whose body is not what its reader needs: `found` completes "answered … with". */
export function explainBody(subject: Subject, found: string, likely: string): Explanation {
  const { system } = subject.connection;
  return {
    what: `${system} answered "${subject.ask.operation}" with ${found}.`,
    where: whereOf(subject),
    why: likely,
    fix: `Read the answer in the evidence; check that the URL of ${system} in the environment file is that of its API.`,
  };
}

/** Whether a status says that who asks is not let in; a redirect leads to a login or away from the API. */
export function isRefusal(status: number): boolean {
  return status === 401 || status === 403 || status === 407 || (status >= 300 && status < 400);
}

/** The system, its address without credentials and query, and the environment. */
function whereOf({ connection, url, context }: Subject): string {
  return `${connection.system}, ${withoutQuery(url)}, environment ${context.environment}`;
}

interface Advice {
  readonly likely: string;
  readonly fix: string;
}

function adviceOn(kind: FaultKind, { system }: Connection): Advice {
  const correctUrl = `correct the URL of ${system} in the environment file`;
  switch (kind) {
    case "refused":
      return { likely: "Probably it does not run, or listens elsewhere.", fix: `Start it, or ${correctUrl}.` };
    case "unknown-name":
      return {
        likely: "Probably the name is misspelt, or this network does not know it.",
        fix: `Check the DNS, or ${correctUrl}.`,
      };
    case "no-route":
      return {
        likely: "Probably a firewall or a missing VPN is between.",
        fix: `Connect from this machine by hand, or ${correctUrl}.`,
      };
    case "untrusted":
      return {
        likely: "Probably its certificate is of an own authority, has ended, or is for another name.",
        fix: `Set tls.caFile or tls.serverName of ${system} in the environment file, or renew the certificate.`,
      };
    case "no-tls":
      return {
        likely: "Probably it does not speak TLS on this port, or demands a client certificate.",
        fix: `Check http or https and tls, and ${correctUrl}.`,
      };
    case "not-http":
      return {
        likely: "Probably another service, or TLS, is on this port.",
        fix: `Check http or https, and ${correctUrl}.`,
      };
    case "cut-off":
      return {
        likely: "Probably it was restarted, or a proxy between ends the connection.",
        fix: "Run the check again; if it stays, read the system's log of this time.",
      };
    case "damaged":
      return {
        likely: "Probably a proxy between changes the answer.",
        fix: "Ask it without the proxy; read the system's log of this time.",
      };
    case "too-large":
      return {
        likely: "Probably another page answers at this address, or far more data came back than the check needs.",
        fix: `Check the URL of ${system}; raise maxBodyMebibytes in the environment file only if the answer is rightly so large.`,
      };
    case "too-late":
      return {
        likely: "Probably it hangs or is overloaded, or the network between drops packets.",
        fix: `Look whether ${system} is slow; if it rightly needs longer, raise its timeoutSeconds in the environment file.`,
      };
    case "stopped":
      return {
        likely: "The check's own time was over, or the run was interrupted.",
        fix: "Run it again; look which step of the check took the time.",
      };
    case "not-sent":
      return {
        likely: "Probably a header or the address holds characters that HTTP does not allow.",
        fix: `Check headers, auth and url of ${system} in the environment file.`,
      };
  }
}

function statusAdvice({ status, headers }: Exchange, system: string): Advice {
  const checkAuth = `Check auth of ${system} in the environment file, and the secret that it names`;
  if (status === 401) return { likely: "The credentials are missing, wrong or have ended.", fix: `${checkAuth}.` };
  if (status === 403)
    return {
      likely: "The credentials are known, but do not permit this.",
      fix: `Give the account this permission. ${checkAuth}.`,
    };
  if (status === 407)
    return { likely: "The proxy demands credentials.", fix: `Check proxy of ${system} in the environment file.` };
  if (status === 429)
    return { likely: "It limits how often it may be asked.", fix: "Run the check again later, or ask it less often." };
  if (status >= 300 && status < 400) {
    const target = headers["location"];
    const leadsTo = target === undefined ? "" : ` to ${withoutQuery(target)}`;
    return {
      likely: `It redirects${leadsTo}: probably a login stands before it, or the URL is not that of its API.`,
      fix: `${checkAuth}; use the URL at which the API answers without a redirect.`,
    };
  }
  if (status >= 500)
    return {
      likely: "It has an error of its own, or what is behind it does not answer.",
      fix: `Read the log of ${system}, and the answer in the evidence.`,
    };
  return {
    likely: "Probably the URL, its path prefix or the version of the API is another.",
    fix: `Check the URL of ${system} in the environment file, and the answer in the evidence.`,
  };
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, "").replace(/\/\/[^/@]*@/, "//");
}
