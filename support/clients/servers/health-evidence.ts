import type { EvidenceItem } from "../../model/evidence";
import type { Probed } from "./probe";

/** Longest text of an answer that is kept, in characters; answers as expected are kept by their fields alone. */
const MAX_KEPT_CHARACTERS = 2_048;

/** One table of all servers as evidence: JSON, a server a line, in the order of the inventory. */
export function healthEvidence(
  system: string,
  probed: readonly Probed[],
  okStatus: string | undefined,
  startedAt: string,
  durationMs: number,
): EvidenceItem {
  const lines = probed.map((one) => `    ${JSON.stringify(row(one, okStatus))}`);
  const head = JSON.stringify({ startedAt, durationMs: rounded(durationMs), count: probed.length }, null, 2);
  return {
    title: `${system}: health of ${probed.length.toLocaleString("en-US")} servers`,
    mediaType: "application/json",
    content: `${head.slice(0, -2)},\n  "servers": [\n${lines.join(",\n")}\n  ]\n}\n`,
  };
}

function row({ health, text }: Probed, okStatus: string | undefined): object {
  const { name, url, latencyMs, answer, expectedVersions } = health;
  const isExpected =
    answer.kind === "answered" &&
    answer.httpStatus === 200 &&
    answer.status === okStatus &&
    answer.version !== null &&
    expectedVersions.includes(answer.version);
  return {
    name,
    url,
    latencyMs: rounded(latencyMs),
    ...answer,
    expectedVersions,
    ...(!isExpected && text !== "" && { text: text.slice(0, MAX_KEPT_CHARACTERS), textLength: text.length }),
  };
}

function rounded(durationMs: number): number {
  return Math.round(durationMs * 10) / 10;
}
