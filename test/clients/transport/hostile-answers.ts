import type { Socket } from "node:net";
import { constants, createBrotliCompress, createDeflate, createGzip } from "node:zlib";
import type { Transform } from "node:stream";

/** An answer that a system under nobody's control may give, and what the transport is to make of it. */
export interface HostileAnswer {
  readonly name: string;
  readonly answer: (socket: Socket) => void;
  readonly cause: "unreachable" | "timed-out";
  /** The cause in the eyes of undici's pool, where that is another one. */
  readonly poolCause?: "unreachable";
  /** The reason in full, `<host>` for the address. */
  readonly why: string;
  /** Whether it is whole on the wire, so that its connection may be kept. */
  readonly isWhole?: boolean;
}

const OK = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
const CHUNKED = `${OK}transfer-encoding: chunked\r\n`;
const TOO_LATE = "no complete answer within 700 ms";
const TOO_LARGE = "the answer is larger than 1,048,576 bytes";
const HEADERS_TOO_LARGE = "the headers of the answer are larger than 16 KiB";
const MEBIBYTE = 1_048_576;

/** Every hostile answer; the tries have 700 ms and bodies 1 MiB. */
export const HOSTILE_ANSWERS: readonly HostileAnswer[] = [
  late("silence", () => undefined),
  late("a body that drips a byte at a time", (socket) => every(socket, 20, () => "1\r\nx\r\n", `${CHUNKED}\r\n`)),
  late("headers that drip and never end", (socket) => every(socket, 20, (n) => `x-${n}: y\r\n`, OK)),
  late("interim answers without end", (socket) => flood(socket, "HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n", "")),
  late("a huge content length inside the limit, of which little comes", (socket) =>
    socket.write(`${OK}content-length: 200000\r\n\r\n{`),
  ),
  late("trailers that never end", (socket) => every(socket, 20, (n) => `t-${n}: y\r\n`, `${CHUNKED}\r\n0\r\n`)),
  {
    ...late("another protocol that nobody asked for", (socket) =>
      socket.end("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"),
    ),
    poolCause: "unreachable",
  },
  large("a body without end", (socket) => flood(socket, `10000\r\n${"x".repeat(65_536)}\r\n`, `${CHUNKED}\r\n`)),
  large("a body without end or length", (socket) => flood(socket, "x".repeat(65_536), `${OK}\r\n`)),
  large("a huge content length", (socket) => socket.write(`${OK}content-length: 99999999999999\r\n\r\n{`)),
  large("headers without end", (socket) => flood(socket, `x-y: ${"z".repeat(1_000)}\r\n`, OK), HEADERS_TOO_LARGE),
  large("one header without end", (socket) => flood(socket, "z".repeat(1_000), `${OK}x-y: `), HEADERS_TOO_LARGE),
  large("a gzip bomb", (socket) => void bomb(socket, "gzip", createGzip())),
  large("a deflate bomb", (socket) => void bomb(socket, "deflate", createDeflate())),
  { ...large("a brotli bomb", (socket) => void bomb(socket, "br", quickBrotli())), isWhole: true },
  unreadable("a reset", (socket) => socket.resetAndDestroy(), "the connection was cut off by <host> (ECONNRESET)"),
  unreadable("an end without an answer", (socket) => socket.end(), "the connection was cut off by <host> (ECONNRESET)"),
  unreadable(
    "an end in the middle of the body",
    (socket) => socket.end(`${OK}content-length: 100\r\n\r\n{"status":`),
    "the connection was cut off by <host> (ECONNRESET)",
  ),
  unreadable(
    "a reset in the middle of a chunked body",
    (socket) => socket.write(`${CHUNKED}\r\n5\r\n{"a":\r\n`, () => setTimeout(() => socket.resetAndDestroy(), 50)),
    "the connection was cut off by <host> (ECONNRESET)",
  ),
  unreadable(
    "an end in the middle of a compressed body",
    (socket) => socket.end(`${OK}content-encoding: gzip\r\ncontent-length: 100\r\n\r\n\x1f\x8b\x08`, "latin1"),
    "the connection was cut off by <host> (ECONNRESET)",
  ),
  unreadable(
    "a body that only says that it is compressed",
    (socket) => socket.end(`${OK}content-encoding: gzip\r\ncontent-length: 4\r\n\r\n{"a"`),
    "the compressed answer of <host> is damaged (Z_DATA_ERROR)",
  ),
  unreadable(
    "TLS on a port for HTTP",
    (socket) => socket.end(Buffer.from("15030300020246", "hex")),
    "<host> does not answer in HTTP (HPE_INVALID_CONSTANT)",
  ),
  unreadable(
    "two lengths that differ",
    (socket) => socket.end(`${OK}content-length: 2\r\ncontent-length: 4\r\n\r\n{}`),
    "<host> does not answer in HTTP (HPE_UNEXPECTED_CONTENT_LENGTH)",
  ),
];

function late(name: string, answer: (socket: Socket) => void): HostileAnswer {
  return { name, answer, cause: "timed-out", why: TOO_LATE };
}

function large(name: string, answer: (socket: Socket) => void, why = TOO_LARGE): HostileAnswer {
  return { name, answer, cause: "unreachable", why };
}

function unreadable(name: string, answer: (socket: Socket) => void, why: string): HostileAnswer {
  return { name, answer, cause: "unreachable", why };
}

/** Writes `first`, then a piece each `intervalMs` until the other side has had enough. */
function every(socket: Socket, intervalMs: number, piece: (n: number) => string, first: string): void {
  let n = 0;
  socket.write(first);
  const timer = setInterval(() => socket.write(piece((n += 1))), intervalMs);
  socket.on("close", () => clearInterval(timer));
}

/** Writes `first`, then pieces as fast as the other side takes them. */
function flood(socket: Socket, piece: string, first: string): void {
  const more = (): void => {
    if (socket.destroyed) return;
    if (socket.write(piece)) setImmediate(more);
    else socket.once("drain", more);
  };
  socket.write(first);
  more();
}

/** Sends 256 MiB of nothing, compressed, in one piece. */
async function bomb(socket: Socket, encoding: string, compressor: Transform): Promise<void> {
  const made = bombs.get(encoding) ?? compressedZeros(compressor);
  bombs.set(encoding, made);
  const body = await made;
  socket.write(`${OK}content-encoding: ${encoding}\r\ncontent-length: ${body.length}\r\n\r\n`);
  socket.write(body);
}

const bombs = new Map<string, Promise<Buffer>>();

async function compressedZeros(compressor: Transform): Promise<Buffer> {
  const pieces: Buffer[] = [];
  compressor.on("data", (piece: Buffer) => pieces.push(piece));
  const zeros = Buffer.alloc(8 * MEBIBYTE);
  for (let n = 0; n < 32; n += 1) await new Promise((resolve) => compressor.write(zeros, resolve));
  await new Promise<void>((resolve) => compressor.on("end", resolve).end());
  return Buffer.concat(pieces);
}

function quickBrotli(): Transform {
  return createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
}
