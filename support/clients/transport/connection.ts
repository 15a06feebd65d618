/** How a request proves who asks. Values are resolved secrets: they are never written anywhere. */
export type Auth =
  | { readonly kind: "none" }
  | { readonly kind: "basic"; readonly user: string; readonly password: string }
  | { readonly kind: "bearer"; readonly token: string }
  /** A whole header of one's own: `Authorization: ApiKey …`, `X-Api-Key: …`; `prefix` goes before the secret. */
  | { readonly kind: "header"; readonly name: string; readonly prefix: string; readonly value: string }
  /** The command's standard output, trimmed, is the bearer token (gcloud, aws, vault); asked once a run. */
  | { readonly kind: "bearer-from-command"; readonly command: readonly string[] }
  /** The file's content, trimmed, is the bearer token (projected service-account tokens); read at each request. */
  | { readonly kind: "bearer-from-file"; readonly path: string };

/** Own certificate authority (instead of the public ones), client certificate and name; files are paths to PEM. */
export interface Tls {
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly serverName?: string | undefined;
  /** Accept any certificate; false unless the environment file says otherwise. */
  readonly isInsecure: boolean;
}

/** Where a system is and how to talk to it: the one block that every client takes. */
export interface Connection {
  /** The system's name, for people: "Prometheus". */
  readonly system: string;
  /** With path prefix, without query: "https://mimir.example/prometheus". */
  readonly baseUrl: string;
  readonly auth: Auth;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: Tls;
  /** Proxy URL; undefined: the proxy variables of the process are followed (never for loopback); "none": never. */
  readonly proxy?: string | undefined;
  /** Deadline of one try, in ms. */
  readonly timeoutMs: number;
  /** Deadline of all tries of one request, and of a poll, in ms; at most 30,000. */
  readonly deadlineMs: number;
  /** How often a reading request is tried again after no answer, 429 or 502 to 504. */
  readonly retries: number;
  /** Pause between two polls, in ms. */
  readonly pollMs: number;
  /** Largest body, in bytes, once it is inflated. */
  readonly maxBodyBytes: number;
}
