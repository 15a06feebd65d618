import { createServer } from "node:http";

/**
 * The fleet of the bench, as a process of its own: one node:http server with keep-alive on loopback. It answers
 * `/svc/<n>/health` with 115 bytes of JSON, whatever the number; it ends when its parent does.
 */
const BODY = JSON.stringify({
  status: "ok",
  version: "2.0.0",
  service: "phase4",
  checks: { database: "ok", cache: "ok", queue: "ok" },
  uptime: 86_400,
});

const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(BODY) });
  response.end(BODY);
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.send?.({ port: address.port });
});
process.on("disconnect", () => process.exit(0));
