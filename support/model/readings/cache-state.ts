/** What the cache server answered. `no-answer`: asked twice, each within the deadline. */
export type CacheState =
  | { readonly kind: "no-answer"; readonly where: string; readonly why: string }
  | {
      readonly kind: "answered";
      /** Address without credentials. */
      readonly where: string;
      /** The literal answer to PING, or the server's error word (LOADING, NOAUTH …). */
      readonly ping: string;
      /** "master" or "replica"; null where it would not say. */
      readonly role: string | null;
      readonly isLoading: boolean | null;
      /** "done": written, read back equal, deleted. Otherwise the server's words, or why it was not tried. */
      readonly marker: "done" | { readonly problem: string };
      readonly latencyMs: number;
    };
