import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { z } from "zod";
import { bootRehearsal, type BootOptions, type Rehearsal } from "../../rehearsal/boot";
import { ENVIRONMENTS, PROJECT } from "../../support/cli/phase/place";
import * as probe from "./probes";

/** A booted rehearsal as an environment of a team's own: it stands whatever becomes of the commands that are run on it. */
export interface StandingEnvironment {
  /** Of the environment. */
  readonly name: string;
  readonly rehearsal: Rehearsal;
  /**
   * Begins a command of this project on it, as a process of its own: the one that npm would start.
   * @param command such as "watch". @param variables in place of the rehearsal's own.
   */
  start(
    command: string,
    options: readonly string[],
    variables?: Readonly<Record<string, string>>,
  ): ReturnType<typeof begin>;
  /** The texts of all messages of a channel, newest first. @param channel the variable that holds its id. */
  messagesIn(channel: string): Promise<string[]>;
  /** Ends the rehearsal and removes the environment. */
  end(): Promise<void>;
}

/** Boots one. */
export async function standingEnvironment(options: BootOptions): Promise<StandingEnvironment> {
  const name = `standing-${process.pid}`;
  const file = join(ENVIRONMENTS, `${name}.yaml`);
  const rehearsal = await bootRehearsal(options);
  const rehearsed = readFileSync(join(ENVIRONMENTS, "rehearsal.yaml"), "utf8");
  writeFileSync(file, rehearsed.replace(/^name: .*$/m, `name: ${name}`).replace(/^standIns: .*$/m, ""));
  const own = { ...rehearsal.variables, ...rehearsal.secrets };
  return {
    name,
    rehearsal,
    start: (command, given, variables = {}) =>
      begin(command, [...given, "--environment", name], { ...own, ...variables }),
    messagesIn: (channel) => messagesIn(rehearsal, channel),
    end: async () => {
      rmSync(file, { force: true });
      await rehearsal.stop();
    },
  };
}

function begin(command: string, options: readonly string[], env: Readonly<Record<string, string>>) {
  const program = join("support", "cli", `${command}.ts`);
  return execa(process.execPath, ["--require", "ts-node/register", program, ...options], {
    cwd: PROJECT,
    env,
    reject: false,
    all: true,
    stdin: "ignore",
    timeout: 600_000,
  });
}

const history = z.object({ messages: z.array(z.object({ text: z.string() })) });

async function messagesIn(rehearsal: Rehearsal, channel: string): Promise<string[]> {
  const { body } = await probe.request(
    `${probe.variable(rehearsal, "REHEARSAL_SLACK_URL")}/api/conversations.history`,
    {
      method: "POST",
      headers: {
        authorization: `Bearer ${probe.secret(rehearsal, "REHEARSAL_SLACK_TOKEN")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({ channel: probe.variable(rehearsal, channel), limit: "999" }),
    },
  );
  return history.parse(JSON.parse(body)).messages.map(({ text }) => text);
}
