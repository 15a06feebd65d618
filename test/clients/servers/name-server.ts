import { createSocket } from "node:dgram";
import type { TestContext } from "node:test";

/** One SRV record: a port on a host. */
export interface SrvRecord {
  readonly port: number;
  readonly name: string;
}

/** What the name server answers: records, that the name is not known, that it has failed, or nothing. */
export type SrvAnswer = readonly SrvRecord[] | "unknown" | "failed" | "silent";

const CODES = { unknown: 3, failed: 2 } as const;

/** A name server on a free loopback port that gives every question the same answer; its address is "127.0.0.1:<port>". */
export async function serveSrv(t: Pick<TestContext, "after">, answer: SrvAnswer): Promise<string> {
  const socket = createSocket("udp4");
  socket.on("message", (question, { port, address }) => {
    if (answer !== "silent") socket.send(reply(question, answer), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  t.after(() => socket.close());
  return `127.0.0.1:${socket.address().port}`;
}

/** The question with its answer (RFC 1035, RFC 2782): each record points to the name in the question. */
function reply(question: Buffer, answer: Exclude<SrvAnswer, "silent">): Buffer {
  const end = question.indexOf(0, 12) + 5;
  const records = typeof answer === "string" ? [] : answer;
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(0x8180 | (typeof answer === "string" ? CODES[answer] : 0), 2);
  header.writeUInt16BE(records.length, 6);
  header.writeUInt16BE(0, 8);
  header.writeUInt16BE(0, 10);
  return Buffer.concat([header, question.subarray(12, end), ...records.map(record)]);
}

function record({ port, name }: SrvRecord): Buffer {
  const labels = name.split(".").flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]);
  const target = Buffer.concat([...labels, Buffer.from([0])]);
  const head = Buffer.from([0xc0, 0x0c, 0, 33, 0, 1, 0, 0, 0, 60, 0, 0, 0, 10, 0, 5, 0, 0]);
  head.writeUInt16BE(6 + target.length, 10);
  head.writeUInt16BE(port, 16);
  return Buffer.concat([head, target]);
}
