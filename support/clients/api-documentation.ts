import type { CheckContext } from "../model/check-context";
import type { ApiDocumentation } from "../model/readings/api-documentation";
import { documentedOperations } from "./api-documentation/openapi-document";
import { shownOperations } from "./api-documentation/swagger-page";
import type { BrowserOptions } from "./browser";
import { loginWallError, stillLoadingError } from "./browser/explanations";
import { withGuardedPage, type GuardedPage } from "./browser/guarded-page";
import { watchTraffic } from "./browser/rest";
import type { Connection } from "./transport/connection";
import { createHttpTransport } from "./transport/create-http-transport";

/** Where the API documentation is: its page (Swagger UI) and the OpenAPI document behind it. */
export interface ApiDocumentationOptions {
  readonly connection: Connection;
  readonly pagePath: string;
  readonly documentPath: string;
  readonly browser: BrowserOptions;
}

/** The API documentation, in the runbook's words. */
export interface ApiDocumentationPage {
  /**
   * Opens the page in a browser and reads which operations it draws in a section (a tag's heading), and which the
   * OpenAPI document puts there. A page that came to rest without any shows none.
   * @throws InconclusiveError timed-out where it was still loading at its deadline, and showed none; unauthorised where
   *   a login stands before it; not-executed without a browser.
   */
  open(section: string): Promise<ApiDocumentation>;
}

/** A client of one documentation page. Source: Swagger UI 3 to 5, OpenAPI 3. */
export function createApiDocumentation(options: ApiDocumentationOptions, context: CheckContext): ApiDocumentationPage {
  const { connection, documentPath, pagePath } = options;
  const pageUrl = `${connection.baseUrl.replace(/\/$/, "")}${pagePath}`;
  const documentUrl = `${connection.baseUrl.replace(/\/$/, "")}${documentPath}`;
  const readDocument = async (section: string): Promise<Document> => {
    const ask = { operation: "OpenAPI document", method: "GET", path: documentPath } as const;
    const reply = await createHttpTransport(connection, context).tryAsk(ask);
    if (reply.kind === "no-answer") return { operations: [], problem: `the OpenAPI document: ${reply.why}` };
    return documentedOperations(reply.exchange, section);
  };
  return {
    open: async (section) => {
      const [document, drawn] = await Promise.all([
        readDocument(section),
        withGuardedPage(connection, options.browser, context, (page) => draw(page, options, section, context)),
      ]);
      return {
        pageUrl,
        documentUrl,
        section,
        pageStatus: drawn.status,
        shown: drawn.shown,
        documented: document.operations,
        pageErrors: [...(document.problem === null ? [] : [document.problem]), ...drawn.errors],
      };
    },
  };
}

interface Document {
  readonly operations: readonly string[];
  readonly problem: string | null;
}

interface Drawn {
  readonly status: number | null;
  readonly shown: readonly string[];
  readonly errors: readonly string[];
}

async function draw(
  guarded: GuardedPage,
  { connection, pagePath, browser }: ApiDocumentationOptions,
  section: string,
  context: CheckContext,
): Promise<Drawn> {
  const deadline = Date.now() + browser.pageTimeoutMs;
  const traffic = watchTraffic(guarded.page);
  const opened = await guarded.open(pagePath);
  if (opened.kind === "no-answer") return { status: null, shown: [], errors: [opened.why, ...guarded.complaints] };
  const { system } = connection;
  if (opened.kind === "elsewhere") throw loginWallError(system, opened.url, `it leads to ${opened.url}`, context);
  if (opened.status === 401 || opened.status === 403) {
    throw loginWallError(system, opened.url, `it answers HTTP ${opened.status}`, context);
  }
  const shown = opened.status < 400 ? await shownOperations(guarded.page, traffic, section, deadline) : [];
  const screenshot = await guarded.page.screenshot({ fullPage: true, animations: "disabled" });
  await context.evidence.keep({ title: "API documentation page", mediaType: "image/png", content: screenshot });
  if (shown === "loading") throw stillLoadingError(opened.url, browser.pageTimeoutMs, guarded.complaints, context);
  return { status: opened.status, shown, errors: guarded.complaints };
}
