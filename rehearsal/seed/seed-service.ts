import { join } from "node:path";
import { PYTHON } from "../programs";
import type { Site } from "../site";
import { serviceContent, type SeedWishes } from "./service-content";

const SCRIPT = join(__dirname, "fill_database.py");

/**
 * Puts into the service's database what a canary week leaves in it: the release, the experiment, users' answers. What
 * these tables held before is replaced, in one transaction, so that it may be done while the servers run.
 * @param databaseUrl a database whose migrations are complete.
 * @param folder a copy of the service.
 * @throws PartNotReadyError, RehearsalInterruptedError as `Site.run`.
 */
export async function seedService(site: Site, databaseUrl: string, folder: string, wishes: SeedWishes): Promise<void> {
  const content = site.write("seed.json", JSON.stringify(serviceContent(wishes)));
  await site.run({
    name: "seed",
    program: PYTHON,
    args: [SCRIPT, content],
    folder,
    environment: { PYTHONDONTWRITEBYTECODE: "1", PYTHONPATH: folder, PHASE4_DATABASE_URL: databaseUrl },
  });
}
