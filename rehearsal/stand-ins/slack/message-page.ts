import { escapeHtml, smallPage } from "../html-page";
import { html, type StandInAnswer } from "../http-server";
import { shownText, textsWithin } from "./message-text";
import type { SlackChannel, SlackMessage } from "./workspace";

/** The page behind a permalink: one message, for a human who follows a link of the report. */
export function messagePage(channel: SlackChannel, message: SlackMessage): StandInAnswer {
  const texts = [message.text, ...textsWithin(message.blocks), ...textsWithin(message.attachments)];
  const paragraphs = texts.filter((line) => line !== "").map((line) => `<p>${escapeHtml(shownText(line))}</p>`);
  const at = new Date(Number(message.ts) * 1000).toISOString();
  const reactions = (message.reactions ?? []).map(({ name, count }) => `:${name}: ${count}`).join("  ");
  const sender = message.username ?? message.user ?? message.bot_id ?? "somebody";
  return html(
    200,
    smallPage({
      system: "Slack",
      title: `#${channel.name}`,
      bodyHtml: `<p><b>${escapeHtml(sender)}</b> <small>${at}</small></p>${paragraphs.join("")}<p>${escapeHtml(reactions)}</p>`,
    }),
  );
}

/** The page of a message that does not exist (any more). */
export function missingMessagePage(): StandInAnswer {
  const bodyHtml = "<p>This message does not exist. It may have been deleted.</p>";
  return html(404, smallPage({ system: "Slack", title: "No such message", bodyHtml }));
}
