import { z } from "zod";

/** One query of a panel, as the dashboard holds it. */
export interface PanelQuery {
  readonly refId: string;
  /** Uid, name or variable of its data source; null: the default one. */
  readonly dataSource: string | null;
  /** What the data source is to be asked; variables stand in it as they are. */
  readonly model: Readonly<Record<string, unknown>>;
}

/** One panel that shows data. */
export interface Panel {
  readonly title: string;
  readonly queries: readonly PanelQuery[];
  /** Its queries stand in a library panel of its own; null: they stand here. */
  readonly libraryUid: string | null;
}

/** A variable with the value that it was saved with. */
export interface Variable {
  readonly name: string;
  readonly values: readonly string[];
  /** What "All" stands for where the dashboard says it itself. */
  readonly allValue: string | null;
  /** All values that it may take. */
  readonly options: readonly string[];
}

/** A dashboard in one shape, whatever the schema that it is stored in. */
export interface Dashboard {
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly variables: readonly Variable[];
}

const dataSourceRef = z
  .union([z.string(), z.looseObject({ uid: z.string().nullish() }), z.null()])
  .optional()
  .transform((ref) => (typeof ref === "object" ? (ref?.uid ?? null) : (ref ?? null)));

const target = z.looseObject({
  refId: z.string().default("A"),
  hide: z.boolean().optional(),
  datasource: dataSourceRef,
  panelId: z.number().optional(),
});

/** A panel of the classic schema, also as a library element holds it. */
export const panelModel = z.looseObject({
  id: z.number().optional(),
  type: z.string().optional(),
  title: z.string().default(""),
  datasource: dataSourceRef,
  targets: z.array(target).nullish(),
  libraryPanel: z.object({ uid: z.string() }).nullish(),
});

const row = panelModel.extend({ panels: z.array(panelModel).nullish() });
const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const variable = z.object({
  name: z.string(),
  allValue: z.string().nullish(),
  current: z.object({ value: oneOrMore.optional() }).nullish(),
  options: z.array(z.object({ value: oneOrMore })).nullish(),
});

/** The answer for a dashboard of the classic schema. Source: Grafana HTTP API, "Get dashboard by uid". */
export const classicDashboard = z.object({
  dashboard: z.object({
    title: z.string(),
    panels: z.array(row).nullish(),
    templating: z.object({ list: z.array(variable).nullish() }).nullish(),
  }),
});

/** Panels that show no data: nothing can be asked for them. */
const PANELS_WITHOUT_DATA = ["row", "text", "news", "dashlist", "alertlist", "annolist", "welcome", "gettingstarted"];

/** The data source by which a panel shows what another panel has asked. */
const SHARED_QUERY = "-- Dashboard --";
const MIXED = "-- Mixed --";

/** The classic schema in our words: rows are flattened, collapsed ones too; hidden queries are left out. */
export function readClassic({ dashboard }: z.infer<typeof classicDashboard>): Dashboard {
  const models = (dashboard.panels ?? []).flatMap((one) => [one, ...(one.panels ?? [])]);
  const variables = (dashboard.templating?.list ?? []).map(({ name, allValue, current, options }) => ({
    name,
    values: current?.value ?? [],
    allValue: allValue || null,
    options: (options ?? []).flatMap(({ value }) => value),
  }));
  const panels = models.filter(showsData).map((model) => ({
    title: model.title,
    queries: queriesOf(model, models),
    libraryUid: model.targets === null || model.targets === undefined ? (model.libraryPanel?.uid ?? null) : null,
  }));
  return { title: dashboard.title, panels, variables };
}

function showsData({ type }: z.infer<typeof panelModel>): boolean {
  return type === undefined || !PANELS_WITHOUT_DATA.includes(type);
}

/** The queries of a panel, or those of the panel whose answers it shares. */
export function queriesOf(
  { datasource, targets }: z.infer<typeof panelModel>,
  others: readonly z.infer<typeof panelModel>[] = [],
): readonly PanelQuery[] {
  return (targets ?? [])
    .filter(({ hide }) => hide !== true)
    .flatMap((one) => {
      const { refId, hide: _hide, panelId, ...model } = one;
      const own = one.datasource ?? (datasource === MIXED ? null : datasource);
      const source = own === SHARED_QUERY ? others.find(({ id }) => id !== undefined && id === panelId) : undefined;
      return source === undefined ? [{ refId, dataSource: own, model }] : queriesOf(source);
    });
}
