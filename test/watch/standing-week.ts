import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { bootRehearsal, type Rehearsal } from "../../rehearsal/boot";
import { ENVIRONMENTS, PROJECT } from "../../support/cli/phase/place";

/** A canary week that stands: a booted rehearsal, as an environment of a team's own, whose whole window lies in the past. */
export interface StandingWeek {
  /** Of the environment. */
  readonly name: string;
  /** Begins a command of this project on it, as a process of its own. @param command such as "watch". */
  start(command: string, options: readonly string[]): ReturnType<typeof begin>;
  /** The texts of all messages of the channel that the watch tells. */
  told(): Promise<string[]>;
  /** Ends the rehearsal and removes the environment. */
  end(): Promise<void>;
}

/** Boots one. @param faults what is broken in it. */
export async function standingWeek(faults: readonly string[]): Promise<StandingWeek> {
  const name = `standing-${process.pid}`;
  const file = join(ENVIRONMENTS, `${name}.yaml`);
  const rehearsal = await bootRehearsal({ faults, history: true });
  const rehearsed = readFileSync(join(ENVIRONMENTS, "rehearsal.yaml"), "utf8");
  writeFileSync(file, rehearsed.replace(/^name: .*$/m, `name: ${name}`).replace(/^standIns: .*$/m, ""));
  return {
    name,
    start: (command, options) => begin(command, [...options, "--environment", name], rehearsal),
    told: () => messagesOf(rehearsal),
    end: async () => {
      rmSync(file, { force: true });
      await rehearsal.stop();
    },
  };
}

function begin(command: string, options: readonly string[], { variables, secrets }: Rehearsal) {
  const program = join("support", "cli", `${command}.ts`);
  return execa(process.execPath, ["--require", "ts-node/register", program, ...options], {
    cwd: PROJECT,
    env: { ...variables, ...secrets },
    reject: false,
    all: true,
    stdin: "ignore",
    timeout: 600_000,
  });
}

async function messagesOf({ variables, secrets }: Rehearsal): Promise<string[]> {
  const answer = await fetch(`${variables["REHEARSAL_SLACK_URL"]}/api/conversations.history`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${secrets["REHEARSAL_SLACK_TOKEN"]}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ channel: variables["REHEARSAL_SLACK_DEPLOYMENT_CHANNEL_ID"] ?? "", limit: "999" }),
  });
  const { messages } = (await answer.json()) as { readonly messages: readonly { readonly text: string }[] };
  return messages.map(({ text }) => text);
}
