import type { FaultKind } from "./fault";

/** The likely reason of a problem and what to do about it. */
export interface Advice {
  readonly likely: string;
  readonly fix: string;
}

const FAULTS: Readonly<Record<FaultKind, (system: string) => Advice>> = {
  refused: (system) => ({
    likely: "Probably it does not run, or listens elsewhere.",
    fix: `Start it, or ${correctUrlOf(system)}.`,
  }),
  "unknown-name": (system) => ({
    likely: "Probably the name is misspelt, or this network does not know it.",
    fix: `Check the DNS, or ${correctUrlOf(system)}.`,
  }),
  "no-route": (system) => ({
    likely: "Probably a firewall or a missing VPN is between.",
    fix: `Connect from this machine by hand, or ${correctUrlOf(system)}.`,
  }),
  untrusted: (system) => ({
    likely: "Probably its certificate is of an own authority, has ended, or is for another name.",
    fix: `Set tls.caFile or tls.serverName of ${system} in the environment file, or renew the certificate.`,
  }),
  "no-tls": (system) => ({
    likely: "Probably it does not speak TLS on this port, or demands a client certificate.",
    fix: `Check http or https and tls, and ${correctUrlOf(system)}.`,
  }),
  "not-http": (system) => ({
    likely: "Probably another service, or TLS, is on this port.",
    fix: `Check http or https, and ${correctUrlOf(system)}.`,
  }),
  "cut-off": () => ({
    likely: "Probably it was restarted, or a proxy between ends the connection.",
    fix: "Run the check again; if it stays, read the system's log of this time.",
  }),
  damaged: () => ({
    likely: "Probably a proxy between changes the answer.",
    fix: "Ask it without the proxy; read the system's log of this time.",
  }),
  "too-large": (system) => ({
    likely: "Probably another page answers at this address, or far more data came back than the check needs.",
    fix: `Check the URL of ${system}; raise maxBodyMebibytes in the environment file only if the answer is rightly so large.`,
  }),
  "too-late": (system) => ({
    likely: "Probably it hangs or is overloaded, or the network between drops packets.",
    fix: `Look whether ${system} is slow; if it rightly needs longer, raise its timeoutSeconds in the environment file.`,
  }),
  stopped: () => ({
    likely: "The check's own time was over, or the run was interrupted.",
    fix: "Run it again; look which step of the check took the time.",
  }),
  "not-sent": (system) => ({
    likely: "Probably a header or the address holds characters that HTTP does not allow.",
    fix: `Check headers, auth and url of ${system} in the environment file.`,
  }),
};

/** Advice for a fault that left a request without an answer. */
export function adviceOnFault(kind: FaultKind, system: string): Advice {
  return FAULTS[kind](system);
}

/** Advice for a status that was not expected. @param target where it redirects to, without its query; null: nowhere. */
export function adviceOnStatus(status: number, target: string | null, system: string): Advice {
  const checkAuth = `Check auth of ${system} in the environment file, and the secret that it names`;
  if (status >= 300 && status < 400) {
    return {
      likely: `It redirects${target === null ? "" : ` to ${target}`}: probably a login stands before it, or the URL is not that of its API.`,
      fix: `${checkAuth}; use the URL at which the API answers without a redirect.`,
    };
  }
  if (status >= 500) {
    return {
      likely: "It has an error of its own, or what is behind it does not answer.",
      fix: `Read the log of ${system}, and the answer in the evidence.`,
    };
  }
  switch (status) {
    case 401:
      return { likely: "The credentials are missing, wrong or have ended.", fix: `${checkAuth}.` };
    case 403:
      return {
        likely: "The credentials are known, but do not permit this.",
        fix: `Give the account this permission. ${checkAuth}.`,
      };
    case 407:
      return {
        likely: "The proxy demands credentials.",
        fix: `Check proxy of ${system} in the environment file.`,
      };
    case 429:
      return {
        likely: "It limits how often it may be asked.",
        fix: "Run the check again later, or ask it less often.",
      };
    default:
      return {
        likely: "Probably the URL, its path prefix or the version of the API is another.",
        fix: `Check the URL of ${system} in the environment file, and the answer in the evidence.`,
      };
  }
}

function correctUrlOf(system: string): string {
  return `correct the URL of ${system} in the environment file`;
}
