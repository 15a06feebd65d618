import { escapeHtml, smallPage } from "../html-page";
import { html, type StandInAnswer } from "../http-server";
import type { Incident } from "./incidents";
import { SERVICE } from "./rest";

/** The page behind an incident's `html_url`, for a human who follows a link of the report. */
export function incidentPage(incident: Incident | undefined): StandInAnswer {
  if (incident === undefined)
    return html(
      404,
      smallPage({ system: "PagerDuty", title: "No such incident", bodyHtml: "<p>It does not exist.</p>" }),
    );
  const { payload } = incident.event;
  const rows: readonly (readonly [string, string])[] = [
    ["Status", incident.status],
    ["Service", SERVICE.name],
    ["Severity", payload.severity],
    ["Source", payload.source],
    ["Opened", incident.createdAt],
    ["Last change", incident.updatedAt],
    ["Incident key", incident.dedupKey],
    ["Details", JSON.stringify(payload.custom_details ?? {}, null, 2)],
  ];
  const list = rows.map(([term, value]) => `<dt>${term}</dt><dd>${escapeHtml(value)}</dd>`).join("");
  const title = `#${incident.number} ${payload.summary}`;
  return html(200, smallPage({ system: "PagerDuty", title, bodyHtml: `<dl>${list}</dl>` }));
}
