import { connect } from "node:net";

/** Where a runtime socket listens. */
export type SocketAddress =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "unix"; readonly path: string };

/** What came of one command. */
export type RuntimeAnswer =
  | { readonly kind: "answered"; readonly text: string }
  | { readonly kind: "no-answer"; readonly cause: "unreachable" | "timed-out" | "unauthorised"; readonly why: string };

/** Far more than the state of thousands of servers takes. */
const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ENOENT: "there is no such socket",
  ENOTFOUND: "its name is not known",
  EACCES: "this account may not open the socket",
  EPERM: "this account may not open the socket",
};

/** The address for people: "10.0.0.5:9999" or the path. */
export function socketName(address: SocketAddress): string {
  if (address.kind === "unix") return address.path;
  return address.host.includes(":") ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}

/** Sends one command on a connection of its own and reads to the end. Never rejects. */
export function askRuntimeApi(
  address: SocketAddress,
  command: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<RuntimeAnswer> {
  return new Promise((resolve) => {
    const socket = address.kind === "unix" ? connect(address.path) : connect(address.port, address.host);
    const pieces: Buffer[] = [];
    let bytes = 0;
    const finish = (answer: RuntimeAnswer): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      socket.destroy();
      resolve(answer);
    };
    const stop = (): void => finish({ kind: "no-answer", cause: "timed-out", why: "the check was stopped" });
    // A timer of our own: the socket's would begin anew with each byte.
    const timer = setTimeout(
      () => finish({ kind: "no-answer", cause: "timed-out", why: `no whole answer within ${timeoutMs} ms` }),
      timeoutMs,
    );
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    socket.on("connect", () => socket.write(`${command}\n`));
    socket.on("data", (piece: Buffer) => {
      pieces.push(piece);
      bytes += piece.byteLength;
      if (bytes > LARGEST_ANSWER_BYTES) finish(tooLarge());
    });
    socket.on("end", () => finish({ kind: "answered", text: Buffer.concat(pieces).toString("utf8") }));
    socket.on("error", (error) => finish(noAnswer(error)));
    // Without an end before: the connection was cut off. After any other finish this does nothing more.
    socket.on("close", () => finish({ kind: "no-answer", cause: "unreachable", why: "the connection was cut off" }));
  });
}

function noAnswer(error: Error): RuntimeAnswer {
  const code = "code" in error ? String(error.code) : "";
  const cause = code === "EACCES" || code === "EPERM" ? "unauthorised" : "unreachable";
  return { kind: "no-answer", cause, why: REASONS[code] ?? (code === "" ? "the connection failed" : code) };
}

function tooLarge(): RuntimeAnswer {
  return { kind: "no-answer", cause: "unreachable", why: `more than ${LARGEST_ANSWER_BYTES} bytes` };
}
