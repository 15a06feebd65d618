import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const target = z.looseObject({ refId: z.string(), expr: z.string() });
const panel = z.looseObject({
  id: z.int(),
  title: z.string(),
  gridPos: z.object({ h: z.int(), w: z.int(), x: z.int(), y: z.int() }),
  targets: z.array(target).min(1),
});
const dashboard = z.looseObject({
  uid: z.string(),
  title: z.string(),
  tags: z.array(z.string()),
  version: z.int(),
  panels: z.array(panel).min(1),
});

/** A dashboard as Grafana exports it; only the fields that the stand-in itself reads are typed. */
export type Dashboard = z.infer<typeof dashboard>;

/** The dashboard that is shipped for a real Grafana. */
const FILE = join(__dirname, "..", "..", "..", "deploy", "grafana", "phase4-canary.json");

/** Reads the dashboard "Canary: Phase 4", the one that a real Grafana imports. @throws ZodError when the file is damaged. */
export function readDashboard(): Dashboard {
  return dashboard.parse(JSON.parse(readFileSync(FILE, "utf8")));
}

/** The dashboard with another PromQL query in its last panel. */
export function withLastQuery(dashboard: Dashboard, expr: string): Dashboard {
  const last = dashboard.panels.length - 1;
  const panels = dashboard.panels.map((panel, index) =>
    index === last ? { ...panel, targets: panel.targets.map((target) => ({ ...target, expr })) } : panel,
  );
  return { ...dashboard, panels };
}

/** The last part of a dashboard's address, made from its title as Grafana makes it. */
export function slugOf({ title }: Dashboard): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
