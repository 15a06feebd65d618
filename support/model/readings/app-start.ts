/** What happened when the service's main application was started on a free port. */
export interface AppStart {
  readonly command: string;
  readonly folder: string;
  readonly url: string;
  readonly isBannerSeen: boolean;
  readonly isStartupComplete: boolean;
  /** The answer of the health endpoint once it was 200, else the last one; null: never answered. */
  readonly answer: { readonly status: number; readonly version: string | null } | null;
  /** Given where the process ended by itself before it was ready. */
  readonly exitCode: number | null;
  readonly notStarted: string | null;
  readonly waitedMs: number;
  readonly deadlineMs: number;
  readonly tail: string;
}
