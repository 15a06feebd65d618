import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { ApiDocumentation } from "../model/readings/api-documentation";
import { judged, listed, measured } from "./judged";

/** Judges the documentation page: it draws exactly the operations of the document, and they are `expected` many. */
export function judgeApiDocumentation(documentation: ApiDocumentation, expected: number): Judgement {
  const { section, shown, documented, pageUrl } = documentation;
  return judged({
    summary: `The "${section}" section shows ${shown.length} endpoints, the ones of the OpenAPI document.`,
    measurements: [
      endpoints("shown by the page", shown.length, expected, "a real browser", pageUrl),
      endpoints("in the OpenAPI document", documented.length, expected, "OpenAPI document", documentation.documentUrl),
    ],
    problems: [...problemsOf(documentation, expected)],
  });
}

function endpoints(what: string, value: number, limit: number, source: string, query: string) {
  return measured({ signal: `endpoints ${what}`, value, unit: "endpoints", limit, comparison: "equal", source, query });
}

function* problemsOf(documentation: ApiDocumentation, expected: number): Generator<Explanation> {
  const { section, shown, documented, pageUrl, documentUrl, pageStatus, pageErrors } = documentation;
  if (pageStatus !== 200 || shown.length === 0) {
    yield {
      what: `The page draws no endpoint in its "${section}" section (page status ${pageStatus ?? "none: no answer"}).`,
      where: pageUrl,
      why:
        pageErrors.length > 0
          ? `The page reports: ${listed(pageErrors)}.`
          : "The section is missing, or the page's scripts did not load.",
      fix: "Open the page in a browser and look at its console; behind a firewall, serve the Swagger scripts yourself.",
    };
    return;
  }
  const missing = documented.filter((operation) => !shown.includes(operation));
  const extra = shown.filter((operation) => !documented.includes(operation));
  if (missing.length > 0 || extra.length > 0) {
    yield {
      what: `The page and the OpenAPI document differ: not shown ${listed(missing) || "none"}; shown in excess ${listed(extra) || "none"}.`,
      where: `${pageUrl} and ${documentUrl}`,
      why: "The page shows another document than the one that is served, or an old one from a cache.",
      fix: "Reload the page without a cache and compare its document address.",
    };
  }
  if (shown.length !== expected || documented.length !== expected) {
    yield {
      what: `The "${section}" section shows ${shown.length} endpoints and the document has ${documented.length}; expected are ${expected}.`,
      where: `${pageUrl} and ${documentUrl}`,
      why: `An endpoint is not registered, or lost its tag. Shown: ${listed(shown, expected)}.`,
      fix: `Register the missing endpoint with the tag "${section}", or change the number in the feature.`,
    };
  }
}
