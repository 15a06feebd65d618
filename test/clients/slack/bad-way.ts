import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import type { TestContext as NodeTestContext } from "node:test";
import { serve } from "../transport/local-servers";

/** What becomes of each post on the way; everything else goes through. */
export type Manner = "the answer is lost" | "the post is lost" | "the post arrives late, its answer is lost";

/** How late a late post arrives, in ms. */
const LATE_MS = 400;

/** A way to Slack on which posts, or the answers to them, are lost. */
export async function badWay(
  t: Pick<NodeTestContext, "after">,
  apiUrl: string,
  manner: Manner,
): Promise<{ readonly url: string; readonly posts: () => number }> {
  let posts = 0;
  const onAsked = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const { authorization = "", "content-type": contentType = "" } = request.headers;
    const forward = () =>
      fetch(`${apiUrl}${request.url?.slice(1) ?? ""}`, {
        method: "POST",
        headers: { authorization, "content-type": contentType },
        body,
      });
    if (request.url !== "/chat.postMessage") {
      const answer = await forward();
      response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
      return;
    }
    posts += 1;
    if (manner === "the answer is lost") await forward();
    request.socket.destroy();
    if (manner === "the post arrives late, its answer is lost") await wait(LATE_MS).then(forward);
  };
  const { url } = await serve(
    t,
    (request, response) => void onAsked(request, response).catch(() => request.socket.destroy()),
  );
  return { url, posts: () => posts };
}
