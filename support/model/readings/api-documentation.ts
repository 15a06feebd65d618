/** The API documentation page as a browser draws it, and the document behind it. */
export interface ApiDocumentation {
  readonly pageUrl: string;
  readonly documentUrl: string;
  readonly section: string;
  /** HTTP status of the page; null: no answer. */
  readonly pageStatus: number | null;
  /** Operations drawn in the section, as "GET /api/v2/canary"; empty: nothing was drawn. */
  readonly shown: readonly string[];
  /** Operations that the OpenAPI document puts in the section. */
  readonly documented: readonly string[];
  /** Errors that the page itself logged or failed requests, for people. */
  readonly pageErrors: readonly string[];
}
