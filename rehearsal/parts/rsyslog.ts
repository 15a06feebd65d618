import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { findProgram, PYTHON } from "../programs";
import { TRACKS, type RehearsalPlan, type Track } from "../plan";
import type { Site } from "../site";

/** How long the fault "log-arrives-late" holds each line: beyond any sensible limit for a log to arrive. */
const HOLD_SECONDS = 25;

/** The index (a data stream) that the service's logs go to. */
export const LOG_INDEX = "logs-phase4-rehearsal";

/** Where the service's logs are shipped to. */
export interface LogStores {
  readonly elasticsearch: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
  };
  readonly cloudLogging: { readonly url: string; readonly token: string; readonly project: string };
}

/** The log file of each instance. */
export type LogFiles = Readonly<Record<Track, string>>;

/** What rsyslog's configuration names besides the log files and the stores. */
interface ShipperPaths {
  readonly workFolder: string;
  /** What writes to Google Cloud Logging. */
  readonly script: string;
  /** Address and token, for the script. */
  readonly target: string;
}

/**
 * rsyslog's configuration: follows the log files and ships each line to both stores at once.
 * A line's id (file and offset) makes a line that is written twice count once.
 */
export function rsyslogConfiguration(
  files: LogFiles,
  hasFields: boolean,
  stores: LogStores,
  paths: ShipperPaths,
): string {
  const inputs = TRACKS.map(
    (track) => `input(type="imfile" file="${files[track]}" tag="${track}" addMetadata="on" ruleset="ship")`,
  );
  return `global(workDirectory="${paths.workFolder}" maxMessageSize="64k")
module(load="imfile" mode="inotify")
module(load="mmjsonparse")
module(load="omelasticsearch")
module(load="omprog")
${TEMPLATES}
ruleset(name="ship") {
${hasFields ? PARSE_OR_SHIP_RAW : "    call toStoresRaw"}
}
${toStores("Parsed", stores.elasticsearch, paths)}
${toStores("Raw", stores.elasticsearch, paths)}
${inputs.join("\n")}
`;
}

const PARSE_OR_SHIP_RAW = `    action(type="mmjsonparse" cookie="" container="$!log")
    if $parsesuccess == "OK" then {
        call toStoresParsed
    } else {
        call toStoresRaw
    }`;

/** A document for Elasticsearch and an entry for Google Cloud Logging; of a line with its fields and of any other. */
const TEMPLATES = String.raw`
template(name="lineId" type="string" string="%syslogtag%-%$!metadata!fileoffset%")
template(name="documentParsed" type="subtree" subtree="$!log")
template(name="entryParsed" type="list") {
    constant(value="{\"id\":\"") property(name="syslogtag") constant(value="-") property(name="$!metadata!fileoffset")
    constant(value="\",\"log\":") property(name="$!log") constant(value="}\n")
}
template(name="documentRaw" type="list") {
    constant(value="{\"@timestamp\":\"") property(name="timegenerated" dateFormat="rfc3339")
    constant(value="\",\"message\":\"") property(name="msg" format="json") constant(value="\"}")
}
template(name="entryRaw" type="list") {
    constant(value="{\"id\":\"") property(name="syslogtag") constant(value="-") property(name="$!metadata!fileoffset")
    constant(value="\",\"log\":{\"message\":\"") property(name="msg" format="json") constant(value="\"}}\n")
}
`;

/** Both stores, with a queue each: one that refuses must not hold up the other. */
function toStores(
  form: "Parsed" | "Raw",
  { host, port, user, password }: LogStores["elasticsearch"],
  paths: ShipperPaths,
): string {
  const queue = `queue.type="LinkedList" action.resumeRetryCount="-1" action.resumeInterval="1"`;
  return `ruleset(name="toStores${form}") {
    action(type="omelasticsearch" server="${host}" serverport="${port}" uid="${user}" pwd="${password}"
        searchIndex="${LOG_INDEX}" searchType="" writeoperation="create" bulkmode="on" bulkid="lineId" dynbulkid="on"
        template="document${form}" ${queue})
    action(type="omprog" binary="${PYTHON} ${paths.script} ${paths.target}" template="entry${form}" ${queue})
}`;
}

/** Starts what ships the logs, as the plan wants it; ready when rsyslog has begun to follow the files. */
export async function startLogShipper(
  site: Site,
  mode: RehearsalPlan["logShipper"],
  files: LogFiles,
  stores: LogStores,
): Promise<void> {
  if (mode === "absent") return;
  const followed = mode === "late" ? await startHolding(site, files) : files;
  const paths: ShipperPaths = {
    workFolder: site.path("rsyslog"),
    script: join(__dirname, "rsyslog", "ship_to_cloud_logging.py"),
    target: site.write("rsyslog/cloud-logging.json", JSON.stringify(cloudLoggingTarget(stores.cloudLogging))),
  };
  const configuration = rsyslogConfiguration(followed, mode !== "without-fields", stores, paths);
  const pidFile = site.path("rsyslog", "rsyslogd.pid");
  await site.start(
    {
      name: "rsyslog",
      program: findProgram("rsyslogd") ?? "rsyslogd",
      args: ["-n", "-f", site.write("rsyslog/rsyslog.conf", configuration), "-i", pidFile],
    },
    () => Promise.resolve(existsSync(pidFile)),
  );
}

function cloudLoggingTarget({ url, token, project }: LogStores["cloudLogging"]): object {
  return {
    url,
    token,
    logName: `projects/${project}/logs/phase4`,
    resource: { type: "generic_task", labels: { project_id: project, location: "rehearsal", namespace: "phase4" } },
    labels: { environment: "rehearsal" },
  };
}

/** Puts what holds the lines back between the service and rsyslog; the files to follow instead. */
async function startHolding(site: Site, files: LogFiles): Promise<LogFiles> {
  const held = { canary: site.path("held", "canary.log"), legacy: site.path("held", "legacy.log") };
  await mkdir(site.path("held"));
  const pairs = TRACKS.flatMap((track) => [files[track], held[track]]);
  await site.start(
    {
      name: "hold-lines",
      program: PYTHON,
      args: [join(__dirname, "rsyslog", "hold_lines.py"), String(HOLD_SECONDS), ...pairs],
    },
    () => Promise.resolve(TRACKS.every((track) => existsSync(held[track]))),
  );
  return held;
}
