/** How a request proves who asks, its secret already read from the environment variable. */
export type Auth =
  | { readonly kind: "none" }
  | { readonly kind: "basic"; readonly user: string; readonly password: string }
  | { readonly kind: "bearer"; readonly token: string }
  | { readonly kind: "header"; readonly name: string; readonly prefix: string; readonly value: string }
  | { readonly kind: "bearer-from-command"; readonly command: readonly string[] }
  | { readonly kind: "bearer-from-file"; readonly path: string };

/** Own certificate authority, client certificate and name; files are absolute paths to PEM. */
export interface Tls {
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly serverName?: string | undefined;
  readonly isInsecure: boolean;
}

/** How to talk to a system, wherever it is: a connection without its address. */
export interface ConnectionSettings {
  /** The system's name, for people: "Prometheus". */
  readonly system: string;
  readonly auth: Auth;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: Tls;
  /** Proxy URL; undefined: the proxy variables of the process are followed; "none": never a proxy. */
  readonly proxy?: string | undefined;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retries: number;
  readonly pollMs: number;
  readonly maxBodyBytes: number;
}

/**
 * Where a system is and how to talk to it. The shape is the one that the shared HTTP transport takes; it is declared
 * here once more because the environment may not import clients, and a test holds the two together.
 */
export interface Connection extends ConnectionSettings {
  /** With path prefix, without query and without a slash at its end: "https://mimir.example/prometheus". */
  readonly baseUrl: string;
}
