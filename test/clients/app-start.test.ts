import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createApp, type AppStartOptions } from "../../support/clients/app-start";
import { awaitWords } from "../../support/clients/app-start/awaited-words";
import type { AppStart } from "../../support/model/readings/app-start";
import { inFolder } from "./temporary-folder";
import { createTestContext, type TestContext } from "./test-context";

const BANNER = "Phase 4 API v2 routes registered successfully";

/** A small service of the Python standard library, or FastAPI's own, that behaves as its lines say. */
const APP = (lines: string, health = "200"): string => `
import os, sys
from fastapi import FastAPI
from fastapi.responses import JSONResponse
open("pid", "w").write(str(os.getpid()))
app = FastAPI()
${lines}
@app.get("/health")
def health():
    return JSONResponse({"status": "ok", "build": {"version": "2.0.0"}}, status_code=${health})
`;
const SAYS_BANNER = `print("${BANNER}", file=sys.stderr, flush=True)`;

interface Started extends TestContext {
  readonly reading: AppStart;
}

async function start(app: string, about: Partial<AppStartOptions> = {}): Promise<Started> {
  return inFolder({ "app.py": app }, async (folder) => {
    const test = createTestContext();
    const reading = await createApp({ ...usual(folder), ...about }, test.context).start(BANNER);
    const pid = await readFile(join(folder, "pid"), "utf8").catch(() => undefined);
    assert.ok(pid === undefined || (await isGone(Number(pid))), "the application is stopped");
    return { ...test, reading };
  });
}

function usual(folder: string): AppStartOptions {
  return {
    run: ["/usr/bin/python3", "-m", "uvicorn", "app:app", "--port", "{port}"],
    folder,
    environment: { PYTHONDONTWRITEBYTECODE: "1" },
    readyLine: "Application startup complete.",
    healthPath: "/health",
    versionPointer: "/build/version",
    timeoutMs: 15_000,
    lastLinesMs: 300,
    graceMs: 500,
  };
}

async function isGone(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  return status === "" || /\) [ZX] /.test(status);
}

describe("The start of the main application, by uvicorn itself", () => {
  test("banner, ready line and a 200 with the version", async () => {
    const { reading, declaredUndos, playUndos, evidenceText } = await start(APP(SAYS_BANNER));
    assert.equal(reading.isBannerSeen, true);
    assert.equal(reading.isStartupComplete, true);
    assert.deepEqual(reading.answer, { status: 200, version: "2.0.0" });
    assert.equal(reading.exitCode, null);
    assert.equal(reading.notStarted, null);
    assert.ok(reading.waitedMs < 10_000);
    assert.match(reading.url, /^http:\/\/127\.0\.0\.1:\d+\/health$/);
    assert.match(declaredUndos.join(), /^stop the application that was started on port \d+$/);
    assert.deepEqual(await playUndos(), []);
    assert.match(evidenceText("Output of the main application"), /Uvicorn running on/);
    assert.match(evidenceText("Start of the main application"), /"version": "2.0.0"/);
  });

  test("app-crashes-after-banner: its end is seen at once, not at the deadline", async () => {
    const { reading } = await start(APP(`${SAYS_BANNER}\nsys.exit(7)`));
    assert.equal(reading.isBannerSeen, true);
    assert.equal(reading.isStartupComplete, false);
    assert.equal(reading.exitCode, 7);
    assert.equal(reading.answer, null);
    assert.ok(reading.waitedMs < 5_000, `${reading.waitedMs} ms`);
  });

  test("app-without-banner: ready without it, and not waited for until the deadline", async () => {
    const { reading } = await start(APP(""));
    assert.equal(reading.isBannerSeen, false);
    assert.equal(reading.isStartupComplete, true);
    assert.deepEqual(reading.answer, { status: 200, version: "2.0.0" });
    assert.ok(reading.waitedMs < 8_000, `${reading.waitedMs} ms`);
  });

  test("app-never-ready: the last answer is kept", async () => {
    const { reading } = await start(APP(SAYS_BANNER, "503"), { timeoutMs: 3_000 });
    assert.equal(reading.isBannerSeen, true);
    assert.equal(reading.isStartupComplete, true);
    assert.deepEqual(reading.answer, { status: 503, version: "2.0.0" });
    assert.equal(reading.exitCode, null);
    assert.ok(reading.waitedMs >= 2_950 && reading.waitedMs < 4_500, `${reading.waitedMs} ms`);
  });

  test("a program that does not exist", async () => {
    const { reading } = await start("", { run: ["no-such-program", "{port}"] });
    assert.equal(reading.notStarted, "there is no program no-such-program");
    assert.ok(reading.waitedMs < 1_000);
  });

  test("ended by a signal: the shell's code for it", async () => {
    const { reading } = await start("", { run: ["/bin/sh", "-c", "kill -KILL $$"] });
    assert.equal(reading.exitCode, 137);
  });

  test("an application that ignores SIGTERM, and its children, are stopped all the same", async () => {
    const stubborn = `${SAYS_BANNER}\nimport signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)`;
    const run = ["/bin/sh", "-c", "trap '' TERM; /usr/bin/python3 -m uvicorn app:app --port {port} & wait"];
    const { reading } = await start(APP(stubborn), { run });
    assert.equal(reading.answer?.status, 200);
  });

  test("an interruption stops it and the check is inconclusive", async () => {
    await inFolder({ "app.py": APP(SAYS_BANNER) }, async (folder) => {
      const { context, interrupt } = createTestContext();
      const starting = createApp(usual(folder), context).start("a banner that never comes");
      await sleep(100);
      interrupt();
      await assert.rejects(starting, { name: "InconclusiveError", reason: "not-executed" });
    });
  });
});

describe("Words awaited in an output", () => {
  const bytes = (text: string): Uint8Array => Buffer.from(text);

  test("seen across pieces and colours, but not across the two outputs", () => {
    const words = awaitWords(["ready to serve", "routes registered"]);
    words.add("stdout", bytes("INFO: rea"));
    words.add("stderr", bytes("dy to serve? no: routes "));
    assert.equal(words.isSeen("ready to serve"), false);
    words.add("stdout", bytes("\u001b[32mdy to\u001b[0m serve\n"));
    assert.equal(words.isSeen("ready to serve"), true);
    assert.equal(words.isSeen("routes registered"), false);
    assert.equal(words.isSeen("never awaited"), false);
  });
});
