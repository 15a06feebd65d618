import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { SystemPackagesError } from "./errors";
import { findProgram } from "./programs";
import { streamCommand, type StreamCommand } from "./stream-command";

/** What shows that a package's content is there, however it was installed. */
type Presence =
  /** One of these programs, on the PATH or in the system's folders. */
  | { readonly program: readonly [string, ...string[]] }
  /** A module that /usr/bin/python3 can import. */
  | { readonly pythonModule: string }
  /** One of these files; `*` stands for one folder of any name. */
  | { readonly file: readonly [string, ...string[]] };

/** A Debian package that the rehearsal needs. */
export interface SystemPackage {
  readonly name: string;
  readonly why: string;
  readonly presence: Presence;
}

/** Every Debian package that the rehearsal needs, and what for. */
export const SYSTEM_PACKAGES: readonly SystemPackage[] = [
  { name: "haproxy", why: "the load balancer in front of canary and legacy", presence: { program: ["haproxy"] } },
  { name: "prometheus", why: "scrapes the service, evaluates the alert rules", presence: { program: ["prometheus"] } },
  {
    name: "prometheus-alertmanager",
    why: "routes the alerts to Slack",
    presence: { program: ["prometheus-alertmanager"] },
  },
  { name: "redis-server", why: "the service's cache server", presence: { program: ["redis-server"] } },
  { name: "redis-tools", why: "redis-server's own tools", presence: { program: ["redis-cli"] } },
  { name: "python3-fastapi", why: "the service under rehearsal", presence: { pythonModule: "fastapi" } },
  { name: "python3-uvicorn", why: "the service's web server", presence: { pythonModule: "uvicorn" } },
  { name: "uvicorn", why: "the service's web server as a command", presence: { program: ["uvicorn"] } },
  { name: "alembic", why: "the service's database migrations", presence: { file: ["/usr/bin/alembic"] } },
  { name: "python3-pytest", why: "the service's unit and integration tests", presence: { pythonModule: "pytest" } },
  { name: "python3-httpx", why: "the HTTP client of the integration tests", presence: { pythonModule: "httpx" } },
  { name: "python3-prometheus-client", why: "the service's metrics", presence: { pythonModule: "prometheus_client" } },
  { name: "python3-redis", why: "the service's cache client", presence: { pythonModule: "redis" } },
  { name: "python3-uvloop", why: "the service's event loop", presence: { pythonModule: "uvloop" } },
  { name: "python3-httptools", why: "the service's HTTP parser", presence: { pythonModule: "httptools" } },
  { name: "rsyslog", why: "ships the service's logs", presence: { program: ["rsyslogd"] } },
  {
    name: "rsyslog-elasticsearch",
    why: "ships the service's logs to Elasticsearch",
    presence: { file: ["/usr/lib/*/rsyslog/omelasticsearch.so", "/usr/lib/rsyslog/omelasticsearch.so"] },
  },
  {
    name: "chromium-headless-shell",
    why: "opens the Swagger page and the Grafana dashboard",
    presence: {
      program: ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"],
    },
  },
  {
    name: "fonts-noto-cjk",
    why: "Korean text in screenshots",
    presence: {
      file: [
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/truetype/nanum/NanumGothic.ttf",
        "/usr/share/fonts/truetype/noto/NotoSansKR-Regular.ttf",
      ],
    },
  },
  { name: "default-jre-headless", why: "writes the Allure report", presence: { program: ["java"] } },
];

/** What the tests need besides, and what for. */
export const TEST_PACKAGES: readonly SystemPackage[] = [
  { name: "openssl", why: "makes the certificates of the tests of TLS", presence: { program: ["openssl"] } },
  {
    name: "systemd",
    why: "systemd-analyze, which reads the timers that npm run schedule prints",
    presence: { program: ["systemd-analyze"] },
  },
  { name: "procps", why: "ps, by which the tests look for what was left running", presence: { program: ["ps"] } },
  {
    name: "victoria-metrics",
    why: "another server that speaks Prometheus's API, asked for the same metrics",
    presence: { program: ["victoria-metrics"] },
  },
  {
    name: "prometheus-pushgateway",
    why: "takes the metrics of the runs, as a real one does",
    presence: { program: ["prometheus-pushgateway"] },
  },
];

/** How the installation is carried out: the real system's answers unless a test says otherwise. */
export interface InstallOptions {
  /** Takes one line of progress. */
  readonly log: (line: string) => void;
  readonly packages?: readonly SystemPackage[];
  readonly isPresent?: (wanted: SystemPackage) => boolean;
  /** Carries out one command, line by line; its exit code. */
  readonly exec?: StreamCommand;
  /** `undefined`: the rights are missing. */
  readonly privilege?: () => readonly string[] | undefined;
  readonly hasApt?: () => boolean;
}

/** The script that installs, so that no service is left running or enabled; it cleans up whatever ends it. */
export const INSTALL_SCRIPT = join(__dirname, "install-system-packages.sh");

/**
 * Makes sure that the system packages are there: returns at once if they are, installs what is missing where it may.
 * @throws SystemPackagesError where it may not or the installation failed; it says what to run.
 */
export async function ensureSystemPackages(options: InstallOptions): Promise<void> {
  const { log, packages = SYSTEM_PACKAGES, isPresent = isPackagePresent, exec = streamCommand } = options;
  const { privilege = installPrivilege, hasApt = () => findProgram("apt-get") !== undefined } = options;
  const missing = packages.filter((wanted) => !isPresent(wanted));
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  const fix = `sudo sh ${INSTALL_SCRIPT} ${names.join(" ")}`;
  if (!hasApt())
    throw new SystemPackagesError(missing, "this system has no apt-get to install them with", debianHint(names));
  const prefix = privilege();
  if (prefix === undefined)
    throw new SystemPackagesError(missing, "this user may not install them (no root, no sudo without a password)", fix);
  announce(missing, log);
  const [command = "sh", ...leading] = [...prefix, "sh"];
  const exitCode = await exec(command, [...leading, INSTALL_SCRIPT, ...names], (line) => {
    if (isWorthShowing(line)) log(`  ${line}`);
  });
  if (exitCode !== 0) throw new SystemPackagesError(missing, `installing them ended with exit code ${exitCode}`, fix);
  const stillMissing = missing.filter((wanted) => !isPresent(wanted));
  if (stillMissing.length > 0)
    throw new SystemPackagesError(stillMissing, "they are not there after the installation", fix);
  log(`Installed ${missing.length} system packages.`);
}

function announce(missing: readonly SystemPackage[], log: (line: string) => void): void {
  log(
    "The rehearsal needs system packages that are not here. Installing them now; no service will be started or enabled:",
  );
  for (const { name, why } of missing) log(`  ${name}: ${why}`);
}

function debianHint(names: readonly string[]): string {
  return `run the rehearsal on Debian or Ubuntu, where this installs them: sudo apt-get install -y --no-install-recommends ${names.join(" ")}`;
}

/** apt's milestones: what is installed, and what went wrong. */
function isWorthShowing(line: string): boolean {
  return /^(Setting up|Need to get|Err:|E:|W:|Disabled )/.test(line);
}

function installPrivilege(): readonly string[] | undefined {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram("sudo");
  if (sudo === undefined) return undefined;
  return spawnSync(sudo, ["-n", "true"], { stdio: "ignore", timeout: 5_000 }).status === 0 ? [sudo, "-n"] : undefined;
}

/** Whether a package's content is there; looks at files only, so that asking for all takes milliseconds. */
export function isPackagePresent({ presence }: SystemPackage): boolean {
  if ("program" in presence) return findProgram(...presence.program) !== undefined;
  if ("pythonModule" in presence) return pythonFolders().some((folder) => hasModule(folder, presence.pythonModule));
  return presence.file.some((path) => existsSync(path) || matchesOneFolder(path));
}

/** Where /usr/bin/python3 looks for modules of packages. */
function pythonFolders(): string[] {
  const local = existsSync("/usr/local/lib")
    ? readdirSync("/usr/local/lib").filter((name) => name.startsWith("python3"))
    : [];
  return ["/usr/lib/python3/dist-packages", ...local.map((name) => join("/usr/local/lib", name, "dist-packages"))];
}

function hasModule(folder: string, module: string): boolean {
  return existsSync(join(folder, module, "__init__.py")) || existsSync(join(folder, `${module}.py`));
}

function matchesOneFolder(pattern: string): boolean {
  const [before, after] = pattern.split("/*/");
  if (before === undefined || after === undefined || !existsSync(before)) return false;
  return readdirSync(before, { withFileTypes: true }).some((entry) => existsSync(join(before, entry.name, after)));
}
