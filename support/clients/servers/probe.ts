import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import type { ServerHealth } from "../../model/readings/server-health";
import { BodyTooLargeError, faultOf } from "../transport/fault";
import { MAX_HEALTH_BYTES, readHealth, type HealthReader } from "./health-answer";
import type { Server } from "./inventory";

/** What one server answered, with the text of its body for the evidence. */
export interface Probed {
  readonly health: ServerHealth;
  readonly text: string;
}

/**
 * One question to one server, as undici's handler. It takes the answer in pieces and ends exactly once: with the answer,
 * with a fault, or by `expire`. A class, for there are 10,000 of them and each costs CPU.
 */
export class Probe implements Dispatcher.DispatchHandler {
  readonly startedAt = performance.now();
  private controller: Dispatcher.DispatchController | undefined;
  private httpStatus = 0;
  private headers: IncomingHttpHeaders = {};
  private readonly pieces: Buffer[] = [];
  private bytes = 0;
  private isOver = false;

  constructor(
    private readonly server: Server,
    private readonly reader: HealthReader,
    private readonly done: (probe: Probe, probed: Probed) => void,
  ) {}

  /** Ends it because its time, or all time, is over. */
  expire(why: string): void {
    this.end({ kind: "no-answer", cause: "timed-out", why });
    this.controller?.abort(new Error(why));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.isOver) controller.abort(new Error("no longer waited for"));
  }

  onResponseStart(controller: Dispatcher.DispatchController, httpStatus: number, headers: IncomingHttpHeaders): void {
    this.httpStatus = httpStatus;
    this.headers = headers;
    if (Number(headers["content-length"]) > MAX_HEALTH_BYTES) controller.abort(new BodyTooLargeError(MAX_HEALTH_BYTES));
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
    this.bytes += piece.length;
    if (this.bytes > MAX_HEALTH_BYTES) controller.abort(new BodyTooLargeError(MAX_HEALTH_BYTES));
    else this.pieces.push(piece);
  }

  onResponseEnd(): void {
    const [first] = this.pieces;
    const body = first !== undefined && this.pieces.length === 1 ? first : Buffer.concat(this.pieces);
    try {
      const { text, ...answer } = readHealth({ httpStatus: this.httpStatus, headers: this.headers, body }, this.reader);
      this.end(answer, text);
    } catch (error) {
      this.fail(error);
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  /** Ends it because no answer can come. */
  fail(error: unknown): void {
    if (this.isOver) return;
    this.end({ kind: "no-answer", cause: "unreachable", why: faultOf(error, new URL(this.server.url).host).why });
  }

  private end(answer: ServerHealth["answer"], text = ""): void {
    if (this.isOver) return;
    this.isOver = true;
    const { name, url, expectedVersions } = this.server;
    const latencyMs = performance.now() - this.startedAt;
    this.done(this, { health: { name, url, latencyMs, answer, expectedVersions }, text });
  }
}
