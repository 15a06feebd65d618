import { z } from "zod";
import type { Dashboard, Panel } from "./dashboard";

const dataQuery = z.object({
  spec: z.record(z.string(), z.unknown()),
  datasource: z.object({ name: z.string().nullish() }).nullish(),
});

const panelQuery = z.object({
  spec: z.object({
    refId: z.string(),
    hidden: z.boolean().optional(),
    query: dataQuery,
    /** Where the first versions of the schema have it. */
    datasource: z.object({ uid: z.string().nullish() }).nullish(),
  }),
});

const panelElement = z.object({
  kind: z.literal("Panel"),
  spec: z.object({
    title: z.string(),
    data: z.object({ spec: z.object({ queries: z.array(panelQuery) }) }),
    vizConfig: z.object({ kind: z.string(), group: z.string().optional() }).optional(),
  }),
});

const libraryElement = z.object({
  kind: z.literal("LibraryPanel"),
  spec: z.object({ title: z.string(), libraryPanel: z.object({ uid: z.string() }) }),
});

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const variable = z.object({
  spec: z.object({
    name: z.string(),
    allValue: z.string().nullish(),
    current: z.object({ value: oneOrMore.optional() }).nullish(),
    options: z.array(z.object({ value: oneOrMore })).nullish(),
  }),
});

/** A dashboard of schema 2 as a resource. Source: Grafana, "Dashboard JSON schema v2". */
export const dashboardV2 = z.object({
  spec: z.object({
    title: z.string(),
    elements: z.record(z.string(), z.discriminatedUnion("kind", [panelElement, libraryElement])),
    variables: z.array(variable).nullish(),
  }),
});

/** Schema 2 in our words; its rows and tabs are layout only, every panel stands among the elements. */
export function readV2({ spec }: z.infer<typeof dashboardV2>): Dashboard {
  return {
    title: spec.title,
    panels: Object.values(spec.elements).flatMap(readElement),
    variables: (spec.variables ?? []).map(({ spec: { name, allValue, current, options } }) => ({
      name,
      values: current?.value ?? [],
      allValue: allValue || null,
      options: (options ?? []).flatMap(({ value }) => value),
    })),
  };
}

function readElement(element: z.infer<typeof dashboardV2>["spec"]["elements"][string]): readonly Panel[] {
  if (element.kind === "LibraryPanel") {
    return [{ title: element.spec.title, queries: [], libraryUid: element.spec.libraryPanel.uid }];
  }
  const { title, data, vizConfig } = element.spec;
  if (vizConfig?.group === "text" || vizConfig?.kind === "text") {
    return [];
  }
  const queries = data.spec.queries
    .filter(({ spec }) => spec.hidden !== true)
    .map(({ spec: { refId, query, datasource } }) => ({
      refId,
      dataSource: query.datasource?.name ?? datasource?.uid ?? null,
      model: query.spec,
    }));
  return [{ title, queries, libraryUid: null }];
}
