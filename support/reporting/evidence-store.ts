import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Evidence, EvidenceItem } from "../model/evidence";
import type { Redactor } from "./redact";

/** Keeps the evidence of a run on disk. */
export interface EvidenceStore {
  /** The sink of one check; asked again for the same check, it goes on counting. */
  sinkFor(checkId: string): StoringSink;
}

/** Writes evidence to the run's folder and says where it is. */
export interface StoringSink {
  /** Redacts and writes; the file is complete on disk when this resolves. */
  keep(item: EvidenceItem): Promise<Evidence>;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  "application/json": "json",
  "application/x-ndjson": "ndjson",
  "application/xml": "xml",
  "text/xml": "xml",
  "text/csv": "csv",
  "text/html": "html",
  "text/markdown": "md",
  "text/plain": "txt",
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/svg+xml": "svg",
};

const TITLE_LENGTH = 60;

/** Writes to `evidence/<check>/<number>-<title>.<extension>` below the run's folder. */
export function createEvidenceStore(runFolder: string, redactor: Redactor): EvidenceStore {
  const counts = new Map<string, number>();
  return {
    sinkFor: (checkId) => ({
      async keep({ title, mediaType, content }) {
        const number = (counts.get(checkId) ?? 0) + 1;
        counts.set(checkId, number);
        const shownTitle = redactor.text(title);
        const extension = EXTENSIONS[mediaType.split(";", 1)[0] ?? ""] ?? "bin";
        const name = `${String(number).padStart(2, "0")}-${slug(shownTitle)}.${extension}`;
        const folder = path.posix.join("evidence", fileName(checkId));
        const bytes = redactor.bytes(typeof content === "string" ? Buffer.from(content, "utf8") : content, mediaType);
        await mkdir(path.join(runFolder, folder), { recursive: true });
        await writeFile(path.join(runFolder, folder, name), bytes, { flag: "wx", flush: true });
        const sha256 = createHash("sha256").update(bytes).digest("hex");
        return { path: path.posix.join(folder, name), sha256, mediaType, title: shownTitle };
      },
    }),
  };
}

/** A check's id as a folder name: letters, digits, hyphens, plus signs and dots that cannot lead out of the folder. */
export function fileName(checkId: string): string {
  return checkId.replace(/[^\p{L}\p{N}+_-]+/gu, "-");
}

function slug(title: string): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ["evidence"];
  return words.join("-").slice(0, TITLE_LENGTH);
}
