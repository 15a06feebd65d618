import { createServer, request as forward } from "node:http";
import { connect } from "node:net";
import type { TestContext } from "node:test";
import { listen, type LocalServer } from "./local-servers";

/** A forward proxy on loopback that sends everything to one server, whatever name was asked for. */
export interface LocalProxy {
  readonly server: LocalServer;
  /** What was asked of it, with the credentials: "GET http://system.test/ Basic …", "CONNECT system.test:443 ". */
  readonly asked: readonly string[];
}

/** Starts the proxy; `target` is the port that it leads to. */
export async function proxyTo(t: Pick<TestContext, "after">, target: number): Promise<LocalProxy> {
  const asked: string[] = [];
  const proxy = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers["proxy-authorization"] ?? ""}`);
    const { pathname, search } = new URL(request.url ?? "/", "http://unknown.test");
    forward({ host: "127.0.0.1", port: target, path: pathname + search, method: request.method }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    }).end();
  });
  proxy.on("connect", (request, socket) => {
    asked.push(`CONNECT ${request.url} ${request.headers["proxy-authorization"] ?? ""}`);
    const upstream = connect(target, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    socket.on("error", () => upstream.destroy());
    upstream.on("error", () => socket.destroy());
  });
  return { server: await listen(t, proxy, "http"), asked };
}
