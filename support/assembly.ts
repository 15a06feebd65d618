import type { ApiDocumentation } from "./model/readings/api-documentation";
import type { AppStart } from "./model/readings/app-start";
import type { CacheState } from "./model/readings/cache-state";
import type { DashboardState } from "./model/readings/dashboard-state";
import type { LogArrival } from "./model/readings/log-arrival";
import type { MessageDelivery, PageDelivery } from "./model/readings/messages";
import type { MigrationState } from "./model/readings/migrations";
import type { ScrapeState } from "./model/readings/scrape-state";
import type { ServerHealth } from "./model/readings/server-health";
import type { TestRun } from "./model/readings/test-run";
import type { TrafficShares } from "./model/readings/traffic-shares";

/**
 * The systems of one environment, as one check sees them, in the runbook's words.
 * Each throws InconclusiveError (not-executed) where the environment does not name the system.
 */
export interface Systems {
  service(): {
    runTests(suite: "unit" | "integration"): Promise<TestRun>;
    startApplication(announcement: string): Promise<AppStart>;
  };
  apiDocumentation(): { open(section: string): Promise<ApiDocumentation> };
  database(): { bringToNewestRevision(): Promise<MigrationState> };
  cache(): { askReadiness(): Promise<CacheState> };
  servers(): { readonly okStatus: string; askAllHealth(): Promise<readonly ServerHealth[]> };
  loadBalancer(): { readShares(): Promise<TrafficShares> };
  monitoring(): { readState(): Promise<ScrapeState> };
  dashboard(): { open(): Promise<DashboardState> };
  logStores(): { awaitMarkedLine(limitMs: number): Promise<readonly LogArrival[]> };
  chat(): { postTestMessage(): Promise<MessageDelivery> };
  paging(): { sendTestAlert(limitMs: number): Promise<PageDelivery> };
}
