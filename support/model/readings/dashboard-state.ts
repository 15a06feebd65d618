/** One panel, by its queries and as a browser draws it. */
export interface PanelState {
  readonly title: string;
  /** What its queries gave: error texts, and how many series with at least one value. */
  readonly queryErrors: readonly string[];
  readonly seriesWithData: number;
  /** What the page shows; "not-drawn": it never appeared although the page was scrolled to its end. */
  readonly drawn: "ok" | "error" | "no-data" | "loading" | "not-drawn";
}

/** The dashboard, by the API and in a real browser. */
export interface DashboardState {
  readonly where: string;
  readonly uid: string;
  /** null: there is no such dashboard (404). */
  readonly title: string | null;
  readonly panels: readonly PanelState[];
  /** Queries that the page itself sent while it was looked at. */
  readonly queriesSeen: number;
  /** Health of the data sources that its panels use. */
  readonly dataSources: readonly { readonly uid: string; readonly isHealthy: boolean; readonly message: string }[];
}
